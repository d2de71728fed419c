"""What Slack makes of a rendered message: whether it takes it, and what in it would reach somebody."""

import re
from collections.abc import Iterator
from typing import Any

from handlers.views.rendered import Rendered

LIVE = re.compile(r"<[@#!][^>]*>")
EVERYBODY = re.compile(r"@(here|channel|everyone)\b", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def texts(node: Any) -> Iterator[str]:
    """Every text of a block that a person sees."""
    if isinstance(node, dict):
        if isinstance(node.get("text"), str):
            yield node["text"]
        for value in node.values():
            yield from texts(value)
    elif isinstance(node, list | tuple):
        for one in node:
            yield from texts(one)


def everything(rendered: Rendered) -> list[str]:
    """All that a message says, blocks and fallback."""
    return [rendered.text, *texts(list(rendered.blocks))]


def live(text: str) -> list[str]:
    """The mentions in a text that Slack would act on."""
    return LIVE.findall(text) + EVERYBODY.findall(text)
