"""Reading a message of an estimate's thread: what it asks for, or None when it is for the model to say.

What is decided here: a message that asks for two changes is asked back; a sentence that only greets or thanks is
passed over; a change in the form of a question is asked back, unless the question is only politeness.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final, get_args

from bot.domain.grammar.chat import is_courtesy, is_no, judged
from bot.domain.grammar.english import change as english_change
from bot.domain.grammar.english import talk as english_talk
from bot.domain.grammar.japanese import change as japanese_change
from bot.domain.grammar.japanese import talk as japanese_talk
from bot.domain.grammar.names import names_of
from bot.domain.grammar.rule import Terms, first
from bot.domain.grammar.shape import Shape, shape_of
from bot.domain.grammar.wording import Sentence, plain, sentences
from bot.domain.intent import Change, Doubt, Intent, NotForUs, Unclear
from bot.domain.money import Currency

MAX_READ: Final = 1_000
"""Characters of a message that rules are tried on; longer ones tell more than a rule can account for."""

_JAPANESE: Final = (*japanese_talk.TALK, *japanese_change.CHANGES)
_ENGLISH: Final = (*english_talk.TALK, *english_change.CHANGES)
_JAPANESE_SIGN = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_LATIN_SIGN = re.compile("[A-Za-z]")
_CLAUSES = re.compile(r"、|,\s|;|\s(?:and|then|but|plus)\s|(?<=して)|(?<=ください)", re.IGNORECASE)
_CHANGES: Final = get_args(Change)

Reader = Callable[[Shape, Terms], Intent | None]


def read(text: str, *, currency: Currency, names: Sequence[str]) -> Intent | None:
    """What the message means for an estimate in this currency whose lines have these names."""
    if len(text) > MAX_READ:
        return None
    terms = Terms(currency=currency, names=names_of(names))
    spoken = sentences(plain(text))
    if all(is_courtesy(one) or is_no(one) for one in spoken):
        return NotForUs()
    said = [one for one in spoken if not is_courtesy(one)]
    return _together([_sentence(one, terms) for one in said])


def _together(meanings: Sequence[Intent | None]) -> Intent | None:
    """The one thing that several sentences mean; two different changes are asked back."""
    if len(set(meanings)) == 1:
        return meanings[0]
    if all(isinstance(one, _CHANGES) for one in meanings):
        return Unclear(key=Doubt.SEVERAL)
    return None


def _sentence(sentence: Sentence, terms: Terms) -> Intent | None:
    shape = shape_of(sentence, terms.names)
    meaning = _by_rules(shape, terms)
    if meaning is None and sentence.asked:
        meaning = _doubted(_by_rules(shape.part(0, len(shape.text) - 1), terms))
    return meaning or _several(shape, terms) or judged(shape)


def _by_rules(shape: Shape, terms: Terms) -> Intent | None:
    return _by_japanese(shape, terms) or _by_english(shape, terms)


def _by_japanese(shape: Shape, terms: Terms) -> Intent | None:
    if not _JAPANESE_SIGN.search(shape.source):
        return None
    return first(_JAPANESE, shape.without_spaces(), terms)


def _by_english(shape: Shape, terms: Terms) -> Intent | None:
    if _JAPANESE_SIGN.search(shape.source) and not _LATIN_SIGN.search(shape.text):
        return None
    return first(_ENGLISH, _bare(shape), terms)


def _bare(shape: Shape) -> Shape:
    """Without the politeness around it, and without the question mark that belongs to the politeness."""
    start = match.end() if (match := english_talk.POLITE.match(shape.text)) else 0
    asks = bool(match and match["asks"]) and shape.text.endswith("?")
    end = len(shape.text) - asks
    end = tail.start() if (tail := english_talk.THANKING.search(shape.text, start, end)) else end
    return _trimmed(shape.part(start, end))


def _trimmed(shape: Shape) -> Shape:
    text = shape.text
    return shape.part(len(text) - len(text.lstrip()), len(text.rstrip())) if text.strip() else shape


def _doubted(meaning: Intent | None) -> Intent | None:
    """A change that was put as a plain question is not made."""
    return Unclear(key=Doubt.ASKED) if isinstance(meaning, _CHANGES) else meaning


def _several(shape: Shape, terms: Terms) -> Intent | None:
    """Clauses that each ask for a change on their own."""
    edges = [0, *(edge for match in _CLAUSES.finditer(shape.text) for edge in match.span()), len(shape.text)]
    clauses = [_trimmed(shape.part(start, end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]
    meanings = [_by_rules(clause, terms) for clause in clauses if clause.text.strip()]
    if len(meanings) > 1 and all(isinstance(one, _CHANGES) for one in meanings):
        return Unclear(key=Doubt.SEVERAL)
    return None
