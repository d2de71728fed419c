"""Other people's words made safe to show: escaped, without live mentions or formatting, and no longer than they may be.

Lengths are counted in UTF-16 units of the escaped text, the strictest way that Slack might count.
Source: https://docs.slack.dev/messaging/formatting-message-text
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

CUT: Final = "…"
NOTHING: Final = "–"
"""Stands for an empty text, which Slack refuses."""
JOINER: Final = "\u2060"
"""Word joiner: invisible, without width, and not what Slack looks for behind `<` or `@`."""

ESCAPES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
SOFT: Final = {"*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ"}
"""Look-alikes of the characters that would format what stands between two of them."""
MARK: Final = re.compile(r"(?<![^\W_])[*_~]|[*_~](?![^\W_])|`")
"""A formatting character that is not inside of a word, as the one in `user_id` is."""
LIVE: Final = re.compile(r"<(?=[@#!])|@(?=here|channel|everyone)", re.IGNORECASE)
"""Also in front of a longer word: cutting the text may end it at any letter."""
BIDI: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
"""Marks that turn the direction of what follows, and the byte order mark."""


def mrkdwn(text: str, limit: int) -> str:
    """One line for a mrkdwn text, at most `limit` characters long."""
    kept = MARK.sub(lambda found: SOFT[found[0]], _dead(_line(text, limit)))
    return _fitted([ESCAPES.get(letter, letter) for letter in kept], limit) or NOTHING


def plain(text: str, limit: int) -> str:
    """One line for a plain_text or raw_text, at most `limit` characters long."""
    return _fitted(list(_dead(_line(text, limit))), limit) or NOTHING


def typed(text: str, limit: int) -> str:
    """Several lines to fill an input with, as they were typed, at most `limit` characters long."""
    lines = (_clean(line) for line in text.splitlines())
    return _fitted(list("\n".join(lines)), limit)


def mention(user: str) -> str:
    """A live mention of a person by their Slack id; anything that is not an id stays dead."""
    return f"<@{user}>" if re.fullmatch(r"[UW][A-Z0-9]{1,30}", user) else mrkdwn(user, 40)


def link(address: str, label: str) -> str:
    """A link with a label that is mrkdwn already; the label alone when the address is not one of the web."""
    if not re.fullmatch(r"https?://[^\s<>|\"]{1,500}", address):
        return label
    return f"<{address.replace('&', '&amp;')}|{label}>"


def stacked(lines: Iterable[str], limit: int) -> str:
    """Lines under each other as far as they fit into `limit` characters."""
    kept: list[str] = []
    left = limit - len(CUT)
    for line in lines:
        left -= width(line) + 1
        if left < 0:
            return "\n".join([*kept, CUT])
        kept.append(line)
    return "\n".join(kept)


def width(text: str) -> int:
    """The length of a text in UTF-16 units."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def _line(text: str, limit: int) -> str:
    """The start of the text on one line; a little more than `limit`, so that whoever fits it sees that it is cut."""
    return " ".join(_clean(text[: 4 * limit]).split())[: limit + 1]


def _clean(text: str) -> str:
    return "".join(_visible(letter) for letter in text)


def _visible(letter: str) -> str:
    category = unicodedata.category(letter)
    if category in {"Cc", "Zl", "Zp"}:
        return " "
    return "" if category == "Cs" or letter in BIDI else letter


def _dead(text: str) -> str:
    return LIVE.sub(lambda found: found[0] + JOINER, text)


def _fitted(pieces: Sequence[str], limit: int) -> str:
    if sum(map(width, pieces)) <= limit:
        return "".join(pieces)
    kept, left = [], limit - len(CUT)
    for piece in pieces:
        left -= width(piece)
        if left < 0:
            break
        kept.append(piece)
    return "".join(kept).rstrip() + CUT
