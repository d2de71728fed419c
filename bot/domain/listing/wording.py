"""Untrusted words made plain: nothing invisible, nothing that reorders, nothing that a chat would act upon."""

import re
import unicodedata

MAX_EXCERPT = 60
"""Characters of a passed-over row that are shown to the person."""

_SPACE = re.compile(r"\s+")
_LIVE = re.compile(r"<(?=[!@#]|[a-z][a-z0-9+.-]{1,15}:)", re.IGNORECASE)
_BROADCAST = re.compile(r"@(?=(?:here|channel|everyone|group)\b)", re.IGNORECASE)


def plain(text: str) -> str:
    """The text on its own lines, without control, zero-width, bidi and other invisible characters.

    `<!channel>`, `<@U1>`, `<https://..>` and `@here` lose their power: the sign becomes its full-width twin.
    """
    return _BROADCAST.sub("＠", _LIVE.sub("＜", _visible(text)))


def one_line(text: str) -> str:
    """The plain text with every run of white space as one space, none at the ends."""
    return _SPACE.sub(" ", plain(text)).strip()


def excerpt(text: str) -> str:
    """The start of a text on one line, at most `MAX_EXCERPT` characters."""
    return cut(one_line(text[: MAX_EXCERPT * 4]), MAX_EXCERPT)


def cut(text: str, limit: int) -> str:
    """The text, ended by an ellipsis when it is longer than `limit` characters."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def folded(text: str) -> str:
    """The text as headers are compared: NFKC, case folded, without white space."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", plain(text)).casefold())


def has_letters(text: str) -> bool:
    """Whether the text says anything: a number, a dash or a tick mark does not."""
    return any(sign.isalpha() for sign in text)


def _visible(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(sign for sign in text if sign in "\t\n" or _shown(sign)).replace("\u2028", "\n")


def _shown(sign: str) -> bool:
    """Private characters of the first plane stay: Japanese names are written with them (gaiji)."""
    return sign.isprintable() or "\ue000" <= sign <= "\uf8ff" or unicodedata.category(sign) in ("Zs", "Zl", "Zp")
