"""Telling what people write around a list from the items of a list, in Japanese and English."""

import re
from typing import Final

from bot.domain.listing.headers import Role, role_of
from bot.domain.listing.wording import folded

MAX_ITEM: Final = 60
"""A longer line without a marker is taken for prose in a message."""
_MAX_WORDS: Final = 8

_COURTESY = re.compile(
    r"お願い(?:し|いた|致|申|でき|出来)|おねがいし|宜しく|よろしく|ありがとう|有難う|お世話|おつかれ|お疲れ"
    r"|こんにちは|おはよう|こんばんは|はじめまして"
    r"|(?:ください|下さい|くださ[いる]か|でしょうか|ですか|ませんか|ますか|[欲ほ]しいです|たいです|たいのです[がけ]ど?)[。.!?！？]*$"
    r"|\b(?:please|thanks|thank you|thx|cheers|regards|hello|hi (?:there|all|team|everyone))\b"
    r"|\bgood (?:morning|afternoon|evening)\b"
    r"|\b(?:could|can|would|will) (?:you|we|i|someone|anyone)\b"
    r"|\b(?:we|i) (?:need|want|would|have|are|am|will|plan|must)\b|\bi'd\b|\bi'm\b|\bwe're\b",
    re.IGNORECASE,
)
_GREETING = re.compile(r"(?:hi|hey|hello|dear)\b.{0,30}", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?:[。.!?！？…]|です|ます|ました|ません|ですが|ますが|した|でした|ましょう)[)）」』\s]*$")
_LEAD_IN_END = re.compile(r"[:：。]\s*$|(?:以下|下記)(?:の(?:通り|とおり|もの))?(?:です)?\s*$")
_ABOUT_WORDS = (
    "顧客|顧客名|お客様|お客様名|客先|クライアント|宛先|宛名|案件|案件名|件名|プロジェクト|プロジェクト名|会社名|発注者|背景|目的|要望"
    "|client|customer|project|project name|subject|company|to|from|cc|re|fyi|background|goal|purpose|ps|p.s.|tech stack"
)
_ABOUT = frozenset(map(folded, _ABOUT_WORDS.split("|")))
_ABOUT_ROLES = (Role.OTHER, Role.NOTE)
_CLOSING = re.compile(
    r"以上(?:です|になります|となります|でございます)?[。.、,\s]*|以上[、,。\s].{0,40}"
    r"|(?:many )?(?:thanks|thank you|thx|cheers|(?:best |kind )?regards)"
    r"(?: (?:in advance|a lot|so much|very much|again|all|team))?[\s!.,].{0,20}"
    r"|(?:that'?s|that’s|that is) (?:all|it)\b.{0,20}|end of (?:the )?list\W*",
    re.IGNORECASE,
)


def is_closing(text: str) -> bool:
    """Whether the line says no more than that the list ends (`以上`, `Thanks`)."""
    return _CLOSING.fullmatch(f"{text} ") is not None


def is_courtesy(text: str) -> bool:
    """Whether the line greets, asks or thanks; such a line is no item anywhere."""
    return bool(_COURTESY.search(text) or _GREETING.fullmatch(text))


def is_sentence(text: str) -> bool:
    """Whether an unmarked line of a message reads as prose rather than as the name of something."""
    long = len(text) > MAX_ITEM or len(text.split()) > _MAX_WORDS
    return long or is_courtesy(text) or bool(_SENTENCE_END.search(text) or _LEAD_IN_END.search(text))


def is_lead_in(text: str) -> bool:
    """Whether the line announces what follows (`以下の成果物です：`, `Deliverables:`)."""
    return bool(_LEAD_IN_END.search(text))


def is_about(label: str) -> bool:
    """Whether `label: ...` says something about the whole (client, deadline, budget) instead of naming an item."""
    return folded(label) in _ABOUT or role_of(label) in _ABOUT_ROLES
