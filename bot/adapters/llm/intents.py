"""What a message means, as the model answered: void unless what it quotes stands in the message."""

import unicodedata

from bot.adapters.llm.schemas import IntentAnswer
from bot.ports import IntentKind

VOID = IntentAnswer(kind=IntentKind.UNCLEAR, figure="", words="", less=True)


def intent_in(text: str, message: str) -> IntentAnswer:
    """The reading, or VOID when it quotes what nobody wrote. ValueError when it cannot be read."""
    reading = IntentAnswer.model_validate_json(text)
    return reading if _quotes(reading, message) else VOID


def _quotes(reading: IntentAnswer, message: str) -> bool:
    written = _folded(message)
    return all(_folded(quotation) in written for quotation in (reading.figure, reading.words))


def _folded(text: str) -> str:
    """Widths and line breaks aside, a quotation is held to its letters."""
    return " ".join(unicodedata.normalize("NFKC", text).split())
