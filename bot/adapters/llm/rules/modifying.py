"""Which modifiers are said of a deliverable or of its project, and not denied."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.adapters.llm.rules.catalogue import Catalogue, Denials, Modifier
from bot.adapters.llm.rules.recognition import Recognised
from bot.adapters.llm.rules.wordlist import Word, headline

NEAR = 20
"""Letters before or after a word in which a denial is looked for, within the sentence."""
_SENTENCE = re.compile(r"[。\n!?！？;；]|\.\s")


@dataclass(frozen=True, kw_only=True)
class Applied:
    """A modifier and the factor it got; `of_project` when the requirements said so, not the deliverable."""

    modifier: Modifier
    factor: float
    of_project: bool


def said_in(text: str, rules: Catalogue, without: str = "") -> frozenset[str]:
    """Ids of the modifiers that a text names and does not deny; `without` a word that means something else in it."""
    sentences = _sentences(text, without)
    return frozenset(one.id for one in rules.modifiers if _is_said(one, sentences, rules.denials))


def applied_to(main: Recognised, own: str, of_project: frozenset[str], rules: Catalogue) -> tuple[Applied, ...]:
    """The modifiers that the deliverable names (beside the word of its kind), or else those said of the project."""
    of_it = said_in(own, rules, without=main.word.text if main.word else "")
    bearing = [modifier for modifier in rules.modifiers if modifier.bears_on(main.kind)]
    applied = []
    for modifier in bearing:
        if modifier.id in of_it:
            applied.append(Applied(modifier=modifier, factor=modifier.factor, of_project=False))
        elif modifier.project is not None and modifier.id in of_project:
            applied.append(Applied(modifier=modifier, factor=modifier.project, of_project=True))
    return tuple(applied)


def _sentences(text: str, without: str) -> tuple[str, ...]:
    sentences = (headline(part) for part in _SENTENCE.split(text))
    return tuple(part.replace(without, " ") if without else part for part in sentences if part)


def _is_said(modifier: Modifier, sentences: Iterable[str], denials: Denials) -> bool:
    return any(
        not _is_denied(sentence, start, end, denials)
        for sentence in sentences
        for word in modifier.words
        for start, end in word.spans(sentence)
    )


def _is_denied(sentence: str, start: int, end: int, denials: Denials) -> bool:
    before, after = sentence[max(0, start - NEAR) : start], sentence[end : end + NEAR]
    return _holds(before, denials.before) or _holds(after, denials.after)


def _holds(text: str, words: Iterable[Word]) -> bool:
    return any(True for word in words for _ in word.spans(text))
