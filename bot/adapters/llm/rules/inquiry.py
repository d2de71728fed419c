"""Choosing questions by rule: to the point for the kinds of work in the list, weighty, and not answered yet."""

from bot.adapters.llm.rules.catalogue import Catalogue, Kind, QuestionRule
from bot.adapters.llm.rules.reckoning import project_text
from bot.adapters.llm.rules.recognition import recognise
from bot.adapters.llm.rules.wordlist import normalised
from bot.domain.brief import Brief


def questions_about(brief: Brief, count: int, rules: Catalogue) -> tuple[str, ...]:
    """At most `count` questions in the brief's language, the weightiest first; fewer when little is left to ask."""
    kinds = [found.kind for one in brief.deliverables for found in recognise(one, rules)]
    said = _said(brief)
    open_rules = [rule for rule in rules.questions if _is_to_the_point(rule, kinds) and not _is_answered(rule, said)]
    open_rules.sort(key=lambda rule: -rule.weight)
    asked = {question.text for question in brief.questions}
    texts = [rule.text.of(brief.language) for rule in open_rules]
    return tuple(text for text in texts if text not in asked)[:count]


def _is_to_the_point(rule: QuestionRule, kinds: list[Kind]) -> bool:
    ids, profiles = {kind.id for kind in kinds}, {kind.profile for kind in kinds}
    if rule.unless & ids:
        return False
    return not (rule.kinds or rule.profiles) or bool(rule.kinds & ids or rule.profiles & profiles)


def _is_answered(rule: QuestionRule, said: str) -> bool:
    return any(pattern.search(said) for pattern in rule.answered)


def _said(brief: Brief) -> str:
    descriptions = [one.description for one in brief.deliverables]
    return normalised("\n".join((brief.title, project_text(brief), *descriptions)))
