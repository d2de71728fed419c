"""Slack's message markup, read as the plain text that the person typed.

Source: https://docs.slack.dev/messaging/formatting-message-text
"""

import html
import re
from typing import Final

REFERENCE: Final = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")
"""`<@U1>`, `<#C1|name>`, `<!here>`, `<!date^...|text>`, `<https://address|label>`."""
ENTITY: Final = re.compile(r"&(?:amp|lt|gt);")
"""The three that Slack escapes; any other is what a person wrote."""


def plain(text: str, *, without: str = "") -> str:
    """The text as typed, without mentions of the user `without`, blank at neither end."""
    spoken = REFERENCE.sub(lambda found: "" if _mentions(found, without) else _shown(found), text)
    return ENTITY.sub(lambda found: html.unescape(found[0]), spoken).strip()


def mentions(text: str, user: str) -> bool:
    """Whether the text mentions this user."""
    return any(_mentions(found, user) for found in REFERENCE.finditer(text))


def _mentions(found: re.Match[str], user: str) -> bool:
    return bool(user) and found[1] == "@" and found[2] == user


def _shown(found: re.Match[str]) -> str:
    sign, target, label = found[1], found[2], found[3]
    if not sign:
        return label or target.removeprefix("mailto:").removeprefix("tel:")
    if sign == "!" and "^" in target:
        return label or ""
    shown = label or target
    return shown if shown.startswith(sign) else ("@" if sign == "!" else sign) + shown.removeprefix("@")
