"""What people say in the thread that asks for nothing: thanks, stories, wishes of others, instructions not to."""

from typing import Final

from bot.domain.grammar.english import talk as english
from bot.domain.grammar.japanese import talk as japanese
from bot.domain.grammar.shape import Shape
from bot.domain.grammar.wording import Sentence
from bot.domain.intent import Doubt, Intent, NotForUs, Unclear

_LANGUAGES: Final = (japanese, english)


def is_no(sentence: Sentence) -> bool:
    """Whether the sentence only says no; beside another one it may take that back."""
    return any(language.NO.fullmatch(sentence.text) for language in _LANGUAGES)


def is_courtesy(sentence: Sentence) -> bool:
    """Whether the sentence only greets, thanks or nods."""
    return any(
        language.COURTESY.fullmatch(sentence.text.replace(" ", "") if language is japanese else sentence.text)
        for language in _LANGUAGES
    )


def judged(shape: Shape) -> Intent | None:
    """A sentence that no rule knows: not for us, asked back, or, when neither is sure, None."""
    if not any(language.MEANT.search(shape.text) for language in _LANGUAGES):
        return None
    for language in _LANGUAGES:
        text = shape.without_spaces().text if language is japanese else shape.text
        if language.REPORTED.search(text) and language.WISHED.search(text):
            return Unclear(key=Doubt.REPORTED)
        if language.SUPPOSED.search(text):
            return Unclear(key=Doubt.HYPOTHETICAL) if language.WONDERED.search(text) else NotForUs()
        if language.DENIED.search(text) or language.PAST.search(text) or _quoted(text):
            return NotForUs()
    return None


def _quoted(text: str) -> bool:
    return (text[:1] + text[-1:]) in ('""', "''", "「」", "『』", "``")
