"""Rich text and tables.

Sources: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block and
https://docs.slack.dev/reference/block-kit/blocks/table-block
"""

from collections.abc import Mapping
from typing import Any

from ops.sandbox.blocks.objects import ID, URL
from ops.sandbox.blocks.rules import Report, Rule, Shape, among, flag, items, nullable, number, string, typed

LONGEST = 40_000
STYLE = Shape(
    fields=dict.fromkeys(("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight"), flag)
)
INLINE: Mapping[str, Rule] = {
    "text": Shape(fields={"text": string(LONGEST), "style": STYLE}, required=("text",)),
    "link": Shape(fields={"url": URL, "text": string(LONGEST), "unsafe": flag, "style": STYLE}, required=("url",)),
    "emoji": Shape(fields={"name": string(100), "unicode": string(100), "skin_tone": number(1, 6)}, required=("name",)),
    "user": Shape(fields={"user_id": ID, "style": STYLE}, required=("user_id",)),
    "usergroup": Shape(fields={"usergroup_id": ID, "style": STYLE}, required=("usergroup_id",)),
    "channel": Shape(fields={"channel_id": ID, "style": STYLE}, required=("channel_id",)),
    "broadcast": Shape(fields={"range": among("here", "channel", "everyone")}, required=("range",)),
    "color": Shape(fields={"value": string(20)}, required=("value",)),
    "date": Shape(
        fields={"timestamp": number(0, 9_999_999_999), "format": string(200), "url": URL, "fallback": string(300)},
        required=("timestamp", "format"),
    ),
}
INLINES = items(typed(INLINE), most=10_000, least=0)
SECTION = Shape(fields={"elements": INLINES}, required=("elements",))
PARTS: Mapping[str, Rule] = {
    "rich_text_section": SECTION,
    "rich_text_list": Shape(
        fields={
            "style": among("bullet", "ordered"),
            "indent": number(0, 8),
            "offset": number(0, 10_000),
            "border": number(0, 1),
            "elements": items(typed({"rich_text_section": SECTION}), most=10_000),
        },
        required=("style", "elements"),
    ),
    "rich_text_preformatted": Shape(
        fields={"elements": INLINES, "border": number(0, 1), "language": string(50)}, required=("elements",)
    ),
    "rich_text_quote": Shape(fields={"elements": INLINES, "border": number(0, 1)}, required=("elements",)),
}
RICH_TEXT = Shape(fields={"block_id": ID, "elements": items(typed(PARTS), most=1000)}, required=("elements",))


def _finite(value: Any, pointer: str, report: Report) -> None:
    if not isinstance(value, int | float) or isinstance(value, bool):
        report.add("must provide a number", pointer)


CELL = typed(
    {
        "raw_text": Shape(fields={"text": string(10_000)}, required=("text",)),
        "raw_number": Shape(fields={"value": _finite, "text": string(10_000)}, required=("value",)),
        "rich_text": RICH_TEXT,
    }
)
COLUMN = Shape(fields={"align": among("left", "center", "right"), "is_wrapped": flag})
TABLE = Shape(
    fields={
        "block_id": ID,
        "rows": items(items(CELL, most=20), most=100),
        "column_settings": items(nullable(COLUMN), most=20, least=0),
    },
    required=("rows",),
)
