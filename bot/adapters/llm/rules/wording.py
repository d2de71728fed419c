"""A reckoning in words: which kind by which word, the standard, and every factor."""

import math
from collections.abc import Mapping

from bot.adapters.llm.rules.catalogue import Catalogue
from bot.adapters.llm.rules.modifying import Applied
from bot.adapters.llm.rules.reckoning import Beside, Reckoning
from bot.domain.language import Language
from bot.domain.proposal import MAX_RATIONALE_WORDS

Texts = Mapping[str, str]


def rationale(reckoning: Reckoning, language: Language, rules: Catalogue) -> str:
    """Within the words a rationale may have: of many modifiers the strongest are named, the others put together.

    Nothing of the deliverable's own text is repeated, only words of the catalogue.
    """
    texts = rules.texts[language]
    named = range(len(reckoning.applied), 0, -1)
    wordings = (_wording(reckoning, language, texts, number) for number in named)
    shortest = _wording(reckoning, language, texts, 0)
    return next((text for text in wordings if len(text.split()) <= MAX_RATIONALE_WORDS), shortest)


def _wording(reckoning: Reckoning, language: Language, texts: Texts, named: int) -> str:
    parts = [_standard(reckoning, language, texts)]
    parts += [_beside(one, language, texts) for one in reckoning.beside]
    factors = [*_count(reckoning, texts), *_factors(reckoning, language, texts, named)]
    if factors:
        parts.append(texts["adjusted"].format(factors=texts["joint"].join(factors)))
    if reckoning.limited:
        parts.append(texts["limited"].format(factor=_number(reckoning.factor)))
    return texts["space"].join(parts)


def assumptions(reckoning: Reckoning, language: Language) -> tuple[str, ...]:
    """What the kind takes for granted."""
    return (reckoning.main.kind.assumption.of(language),)


def _standard(reckoning: Reckoning, language: Language, texts: Texts) -> str:
    kind, word = reckoning.main.kind, reckoning.main.word
    label = kind.label.of(language)
    key = "unknown" if word is None else "named" if word.shown.casefold() == label.casefold() else "recognised"
    return texts[key].format(
        word=word.shown if word else "", kind=label, scope=kind.scope.of(language), days=_number(kind.days[1])
    )


def _beside(one: Beside, language: Language, texts: Texts) -> str:
    return texts["beside"].format(kind=one.kind.label.of(language), days=_number(one.days))


def _count(reckoning: Reckoning, texts: Texts) -> list[str]:
    if reckoning.count is None:
        return []
    return [texts["count"].format(count=reckoning.count, factor=_number(reckoning.count_factor))]


def _factors(reckoning: Reckoning, language: Language, texts: Texts, named: int) -> list[str]:
    strongest = sorted(reckoning.applied, key=lambda one: -abs(math.log(one.factor)))
    factors = [_factor(one, language, texts) for one in strongest[:named]]
    if strongest[named:]:
        others = math.prod(one.factor for one in strongest[named:])
        factors.append(texts["others"].format(number=len(strongest[named:]), factor=_number(others)))
    return factors


def _factor(one: Applied, language: Language, texts: Texts) -> str:
    key = "project_factor" if one.of_project else "factor"
    return texts[key].format(label=one.modifier.label.of(language), factor=_number(one.factor))


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
