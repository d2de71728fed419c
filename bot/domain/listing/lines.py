"""Reading a list out of a text: bullets, numbers, tables, pasted cells, plain lines."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.brief import Listing, SkipReason
from bot.domain.listing.harvest import Harvest
from bot.domain.listing.headers import Role, is_list_title, is_note, is_signed_heading, is_stage, is_total, role_of
from bot.domain.listing.markers import Line, line, run_of_items
from bot.domain.listing.pasted import table_in
from bot.domain.listing.prose import is_about, is_closing, is_courtesy, is_lead_in, is_sentence
from bot.domain.listing.sheets import best_reading
from bot.domain.listing.wording import has_letters, plain

MAX_PROSE = 5_000
"""Characters of the prose that are kept."""

_HEADING = re.compile(r"#{1,6}\s+\S")
_FENCE = re.compile(r"\s*(?:```|~~~)\w*\s*")
_QUOTE = re.compile(r"^>[^\S\n]?")
_SPLIT = re.compile(r"(?P<name>.{1,120}?)(?:\s*：\s*|:\s+|\s+[-–—―:]\s+|\s*[―—]{1,2}\s*)(?P<description>\S.*)")
_COUNTED = re.compile(r".*\d\s*")
_WRAPPED = re.compile(r"([*_~`]{1,3})(\S.{0,200}?)\1(?=\W|$)")
_ENOUGH = 2


@dataclass(frozen=True, kw_only=True)
class TextReading:
    """What a text holds: the list, and the prose around it, which may serve as requirements."""

    listing: Listing
    prose: str = ""


def read_text(text: str, *, plain_list: bool) -> TextReading:
    """The deliverables of a text; none when it is no list.

    With `plain_list` the text was asked for as a list, and each line that does not greet or announce is a deliverable.
    Otherwise it is a message, and only what is set out as a list is one: marked lines, a table, or two and more short
    lines that are no sentences.
    """
    lines = [_QUOTE.sub("", one) for one in plain(text).split("\n")]
    return _of_table(lines) or _of_items(lines, plain_list)


def _of_table(lines: Sequence[str]) -> TextReading | None:
    found = table_in(lines)
    if not found:
        return None
    grid, around = found
    listing = best_reading([grid]).listing
    return TextReading(listing=listing, prose=_prose(around)) if listing.deliverables else None


def _of_items(raw: Sequence[str], plain_list: bool) -> TextReading:
    lines = [
        line(number, part)
        for number, one in enumerate(raw, start=1)
        if not _FENCE.fullmatch(one)
        for part in _parts(one)
        if has_letters(part)
    ]
    reading = _Reading(lines, plain_list)
    for one in lines:
        reading.read(one)
    return TextReading(listing=reading.harvest.listing(), prose=_prose(reading.prose))


def _parts(raw: str) -> list[str]:
    """The items of a line that numbers several, unless they are said of what stands before them."""
    parts = run_of_items(raw)
    return parts if len(parts) == 1 or line(0, parts[0]).marked or is_courtesy(parts[0]) else [raw]


def _prose(lines: Sequence[str]) -> str:
    return "\n".join(one.strip() for one in lines if one.strip())[:MAX_PROSE]


class _Reading:
    """What has to be known while the lines are read: how the list is set out, and whether it has begun."""

    def __init__(self, lines: Sequence[Line], plain_list: bool) -> None:
        marked = [one for one in lines if one.marked]
        self._marked = bool(marked)
        self._edge = min((one.indent for one in marked), default=0)
        self._bare = plain_list or (not marked and _is_bare_list(lines))
        self._loose = plain_list
        self._sectioned = not all(map(_is_section, lines))
        self.harvest = Harvest()
        self.prose: list[str] = []

    def read(self, one: Line) -> None:
        """Takes the line as an item, as more about the last one, as prose, or passes it over."""
        if reason := self._aside(one):
            self.harvest.skip(str(one.number), reason, one.text)
            if reason is SkipReason.NOTE and not _is_only_closing(one.text):
                self.prose.append(one.text)
        elif self._is_prose(one):
            self.prose.append(one.text)
        elif reason := _reason(one.text):
            self.harvest.skip(str(one.number), reason, one.text)
        elif self.harvest.begun and self._marked and one.indent > self._edge + 1:
            self.harvest.add(_unwrapped(one.text))
        else:
            self.harvest.take(*_name_and_description(one.text), str(one.number))

    def _aside(self, one: Line) -> SkipReason | None:
        """Why a line around the items of a list is none of them, where the person should be told."""
        if not (self._marked or self._bare):
            return None
        if role_of(_label(one.text)) is Role.NOTE or (self._loose and self.harvest.begun and is_closing(one.text)):
            return SkipReason.NOTE
        return SkipReason.HEADING if self._is_heading(one) else None

    def _is_heading(self, one: Line) -> bool:
        """A stage, or in a list that was asked for a line signed as heading, unless the list has nothing else."""
        if one.marked or not self._sectioned:
            return False
        return is_stage(one.text, named=self._marked) or (self._loose and is_signed_heading(one.text))

    def _is_prose(self, one: Line) -> bool:
        label = _label(one.text)
        if is_about(label) or (not one.marked and is_courtesy(label or one.text)):
            return True
        if one.marked:
            return False
        if self._loose:
            return self._announces(one)
        belongs = self._bare if not self._marked else self.harvest.begun and one.indent > self._edge
        return not belongs or (not self._marked and _reads_as_prose(one))

    def _announces(self, one: Line) -> bool:
        return is_lead_in(one.text) and not self.harvest.begun


def _is_bare_list(lines: Sequence[Line]) -> bool:
    """Two and more names on lines of their own, with prose at most before and after them."""
    prose = [_reads_as_prose(one) for one in lines]
    if prose.count(False) < _ENOUGH:
        return False
    first, last = prose.index(False), len(prose) - prose[::-1].index(False)
    return not any(prose[first:last])


def _is_section(one: Line) -> bool:
    return is_stage(one.text, named=True) or is_signed_heading(one.text)


def _is_only_closing(text: str) -> bool:
    return is_closing(text) and not is_courtesy(text)


def _reads_as_prose(one: Line) -> bool:
    label = _label(one.text)
    return is_closing(one.text) or is_courtesy(one.text) or is_about(label) or is_sentence(label or one.text)


def _reason(text: str) -> SkipReason | None:
    label = _label(text)
    if is_total(label or text):
        return SkipReason.TOTAL
    if is_note(text):
        return SkipReason.NOTE
    title = text.rstrip(":： ")
    called = not label and (is_list_title(title) or role_of(title) is Role.DELIVERABLE)
    return SkipReason.HEADING if called or _HEADING.match(text) else None


def _label(text: str) -> str:
    """What stands before the colon or dash; empty without one."""
    cut = _SPLIT.fullmatch(text)
    return cut["name"] if cut else ""


def _name_and_description(text: str) -> tuple[str, str]:
    """`name: description` cut in two, unless what is before the sign ends in a number (`Phase 1: design`)."""
    bare = _unwrapped(text)
    cut = _SPLIT.fullmatch(bare)
    if not cut or _COUNTED.fullmatch(cut["name"]) or not has_letters(cut["name"]):
        return bare, ""
    return cut["name"].strip(), cut["description"].strip()


def _unwrapped(text: str) -> str:
    """Without the signs of bold, italic, struck and code."""
    return _WRAPPED.sub(r"\2", text)
