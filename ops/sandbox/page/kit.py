"""Block Kit as HTML: what blocks look like in the client."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from itertools import zip_longest

from ops.sandbox.page.emoji import glyph
from ops.sandbox.page.markup import Markup
from ops.sandbox.page.prose import Prose
from ops.sandbox.wire import Json

STYLES = {"bold": "b", "italic": "i", "strike": "s", "code": "code", "underline": "u"}


class Kit:
    """Draws blocks; `values` is the state of the inputs of a view."""

    def __init__(self, markup: Markup, values: Json | None = None) -> None:
        self._markup, self._values = markup, values or {}
        self._blocks: Mapping[str, Callable[[Json], str]] = {
            "section": self._section,
            "divider": lambda _: "<hr>",
            "header": lambda block: f"<h3>{self._text(block['text'])}</h3>",
            "context": self._context,
            "actions": self._actions,
            "context_actions": self._actions,
            "image": self._image,
            "rich_text": self._rich_text,
            "table": self._table,
            "markdown": lambda block: Prose(self._markup).html(block["text"]),
            "file": lambda block: f'<p class="quiet">file {escape(block["external_id"])}</p>',
            "input": self._input,
            "alert": lambda block: f'<p class="alert">{self._text(block["text"])}</p>',
        }

        self._inlines: Mapping[str, Callable[[Json], str]] = {
            "text": lambda item: escape(item["text"]).replace("\n", "<br>"),
            "link": lambda item: markup.link(item["url"], item.get("text")),
            "user": lambda item: markup.person(item["user_id"]),
            "channel": lambda item: markup.place(item["channel_id"]),
            "emoji": lambda item: escape(glyph(item["name"])),
            "broadcast": lambda item: f'<span class="mention loud">@{escape(item["range"])}</span>',
        }

    def html(self, blocks: Sequence[Json]) -> str:
        """HTML of blocks, top to bottom."""
        return "".join(f'<div class="block {escape(b["type"])}">{self._blocks[b["type"]](b)}</div>' for b in blocks)

    def _text(self, text: Json) -> str:
        if text["type"] == "mrkdwn":
            return self._markup.html(text["text"])
        return self._markup.plain(text["text"])

    def _section(self, block: Json) -> str:
        text = f"<div>{self._text(block['text'])}</div>" if "text" in block else ""
        cells = "".join(f"<div>{self._text(item)}</div>" for item in block.get("fields", []))
        fields = f'<div class="fields">{cells}</div>' if cells else ""
        side = f'<div class="side">{self._element(block["accessory"])}</div>' if "accessory" in block else ""
        return f"<div>{text}{fields}</div>{side}"

    def _context(self, block: Json) -> str:
        drawn = (self._image(item) if item["type"] == "image" else self._text(item) for item in block["elements"])
        return "".join(f"<span>{item}</span>" for item in drawn)

    def _actions(self, block: Json) -> str:
        return "".join(self._element(item) for item in block["elements"])

    def _image(self, block: Json) -> str:
        return f'<span class="picture">{escape(block["alt_text"])}</span>'

    def _element(self, element: Json, state: Json | None = None) -> str:
        match element["type"]:
            case "button":
                return f'<span class="button {escape(element.get("style", ""))}">{self._text(element["text"])}</span>'
            case "image":
                return self._image(element)
            case "overflow":
                return '<span class="button">⋯</span>'
            case "radio_buttons" | "checkboxes":
                return self._options(element, state or {})
            case kind if kind.endswith("_input"):
                return self._field(element, state or {})
            case _:
                return f'<span class="select">{self._picked(element, state or {})}</span>'

    def _options(self, element: Json, state: Json) -> str:
        first = element.get("initial_options") or [element.get("initial_option")]
        picked = state.get("selected_options") or [state.get("selected_option") or None]
        marks = [item["value"] for item in (picked if state else first) if item]
        sign = ("◉", "○") if element["type"] == "radio_buttons" else ("☑", "☐")
        rows = (f"{sign[item['value'] not in marks]} {self._text(item['text'])}" for item in element["options"])
        return "".join(f'<div class="option">{row}</div>' for row in rows)

    def _field(self, element: Json, state: Json) -> str:
        if element["type"] == "file_input":
            names = ", ".join(file.get("name", file["id"]) for file in state.get("files", []))
            return f'<div class="field file">{escape(names) or "Choose a file"}</div>'
        value = state.get("value") or element.get("initial_value") or ""
        hint = self._text(element["placeholder"]) if "placeholder" in element else "&nbsp;"
        tall = " tall" if element.get("multiline") else ""
        shown = self._markup.plain(value) if value else f'<span class="quiet">{hint}</span>'
        return f'<div class="field{tall}">{shown}</div>'

    def _picked(self, element: Json, state: Json) -> str:
        option = state.get("selected_option") or element.get("initial_option")
        other = next((value for key, value in state.items() if key.startswith("selected_") and value), None)
        if isinstance(option, dict):
            return self._text(option["text"])
        if isinstance(other, str):
            return escape(other)
        return self._text(element["placeholder"]) if "placeholder" in element else "Choose"

    def _input(self, block: Json) -> str:
        element = block["element"]
        state = self._values.get(block["block_id"], {}).get(element["action_id"])
        optional = ' <span class="quiet">(optional)</span>' if block.get("optional") else ""
        hint = f'<div class="quiet">{self._text(block["hint"])}</div>' if "hint" in block else ""
        return f"<label>{self._text(block['label'])}{optional}</label>{self._element(element, state)}{hint}"

    def _table(self, block: Json) -> str:
        columns = block.get("column_settings", [])
        head, *rows = [self._row(row, columns) for row in block["rows"]]
        return f"<table><thead>{head}</thead><tbody>{''.join(rows)}</tbody></table>"

    def _row(self, row: Sequence[Json], columns: Sequence[Json | None]) -> str:
        cells = []
        for cell, settings in list(zip_longest(row, columns[: len(row)])):
            looks = f"{(settings or {}).get('align', 'left')}{' wrap' if (settings or {}).get('is_wrapped') else ''}"
            cells.append(f'<td class="{escape(looks)}">{self._cell(cell)}</td>')
        return f"<tr>{''.join(cells)}</tr>"

    def _cell(self, cell: Json) -> str:
        if cell["type"] == "rich_text":
            return self._rich_text(cell)
        return escape(cell.get("text") or str(cell.get("value", "")))

    def _rich_text(self, block: Json) -> str:
        return "".join(self._part(part) for part in block["elements"])

    def _part(self, part: Json) -> str:
        match part["type"]:
            case "rich_text_list":
                tag = "ol" if part["style"] == "ordered" else "ul"
                entries = "".join(f"<li>{self._inline(item['elements'])}</li>" for item in part["elements"])
                return f"<{tag}>{entries}</{tag}>"
            case "rich_text_preformatted":
                return f"<pre>{self._inline(part['elements'])}</pre>"
            case "rich_text_quote":
                return f"<blockquote>{self._inline(part['elements'])}</blockquote>"
            case _:
                return self._inline(part["elements"])

    def _inline(self, elements: Sequence[Json]) -> str:
        return "".join(self._styled(item) for item in elements)

    def _styled(self, item: Json) -> str:
        html = self._plain_inline(item)
        for name, tag in STYLES.items():
            if item.get("style", {}).get(name):
                html = f"<{tag}>{html}</{tag}>"
        return html

    def _plain_inline(self, item: Json) -> str:
        draw = self._inlines.get(item["type"])
        return draw(item) if draw else escape(str(item.get("fallback", item.get("value", ""))))
