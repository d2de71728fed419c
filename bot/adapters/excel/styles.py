"""How cells look: a palette, the looks made of it, and their use in a workbook."""

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray

from bot.domain.language import Language
from bot.domain.money import Currency

FONTS = {Language.JA: "Yu Gothic", Language.EN: "Calibri"}
INK = "1F2933"
QUIET = "6B7785"
ACCENT = "1F3864"
ALARM = "9C2A10"
PALE = "E8EDF5"
PAPER = ""
LINE = "A9B4C2"

# An underscore and a blank keep figures off the frame; LibreOffice ignores the indent of some of them.
DAYS = "#,##0.0_ "
PLAIN = {Currency.JPY: "#,##0_ ", Currency.USD: '"$"#,##0.00_ '}
MARKED = {Currency.JPY: '"¥"#,##0_ ', Currency.USD: '"$"#,##0.00_ '}
GRAND = {Language.JA: {Currency.JPY: '"¥"#,##0"-"', Currency.USD: '"$"#,##0.00'}, Language.EN: MARKED}
DATES = {Language.JA: 'yyyy"年"m"月"d"日"', Language.EN: "[$-409]mmmm d, yyyy"}
MOMENTS = {Language.JA: "yyyy/mm/dd hh:mm", Language.EN: "[$-409]mmm d, yyyy hh:mm"}


class Frame(StrEnum):
    """The lines around a cell."""

    NONE = "none"
    BOX = "box"
    UNDER = "under"
    STRONG = "strong"
    SEAL = "seal"


@dataclass(frozen=True, kw_only=True)
class Look:
    """How a cell looks. Sizes in points, colours as RGB in hexadecimal."""

    size: float = 10
    bold: bool = False
    color: str = INK
    fill: str = PAPER
    frame: Frame = Frame.NONE
    across: str = "left"
    down: str = "center"
    format: str = "General"
    wrap: bool = True
    indent: int = 0

    def but(self, **changes: object) -> "Look":
        """The same look with changes."""
        return replace(self, **changes)  # type: ignore[arg-type]


TITLE = Look(size=20, bold=True, color=ACCENT, across="center", wrap=False)
SHEET_TITLE = Look(size=14, bold=True, color=ACCENT)
HEADING = Look(size=12, bold=True, color=ACCENT)
SECTION = Look(size=10.5, bold=True, color=ACCENT, fill=PALE, frame=Frame.BOX, indent=1)
TEXT = Look()
LABEL = Look(color=QUIET, frame=Frame.UNDER)
VALUE = Look(frame=Frame.UNDER)
HEADER = Look(size=9, bold=True, color="FFFFFF", fill=ACCENT, frame=Frame.BOX, across="center")
CENTRED = Look(frame=Frame.BOX, across="center")
CELL = Look(frame=Frame.BOX, indent=1)
FIGURE = Look(frame=Frame.BOX, across="right", wrap=False)
FIGURE_LABEL = FIGURE.but(format="@_ ")
ABSENT = FIGURE_LABEL.but(color=ALARM)
SMALL = Look(size=9, frame=Frame.BOX, indent=1)
SMALL_FIGURE = Look(size=9, frame=Frame.BOX, across="right", wrap=False)
REMARK = Look(size=9, down="top")
SEAL = Look(size=11, color=LINE, frame=Frame.SEAL, across="center")


def percent(decimals: int) -> str:
    """The format of a share with so many decimals; Excel's `0.##%` leaves a point behind a whole number."""
    return f"0.{'0' * decimals}%_ " if decimals else "0%_ "


def standard_font(language: Language) -> Font:
    """The font of cells that no look was given."""
    return _font(FONTS[language], 10, False, INK)


class Looks:
    """The looks in use in one workbook: each is worked out once and then shared by the cells that wear it.

    openpyxl has no public way to share them, and setting font, border and alignment per cell takes most of the time.
    """

    def __init__(self, language: Language) -> None:
        self._font = FONTS[language]
        self.latin = language is Language.EN
        """Whether the font has Latin letters alone; another one then stands in for wide letters."""
        self._worn: dict[tuple[Look, bool], StyleArray] = {}

    def dress(self, cell: Cell, look: Look, *, quoted: bool = False) -> None:
        """Gives the cell its look; `quoted` keeps its text a text when somebody edits the cell."""
        style = self._worn.get((look, quoted))
        if style is None:
            self._fit(cell, look, quoted)
            self._worn[look, quoted] = cell._style  # type: ignore[attr-defined]  # noqa: SLF001 - see above
        else:
            cell._style = style  # type: ignore[attr-defined]  # noqa: SLF001

    def _fit(self, cell: Cell, look: Look, quoted: bool) -> None:
        cell._style = StyleArray()  # type: ignore[attr-defined]  # noqa: SLF001 - the one it had may be shared
        cell.font = _font(self._font, look.size, look.bold, look.color)
        cell.border = _border(look.frame)
        cell.alignment = _alignment(look)
        cell.number_format = look.format
        if look.fill:
            cell.fill = _fill(look.fill)
        if quoted:
            cell.quotePrefix = True


@cache
def _font(name: str, size: float, bold: bool, color: str) -> Font:
    return Font(name=name, size=size, bold=bold, color=color)


@cache
def _fill(color: str) -> PatternFill:
    return PatternFill("solid", fgColor=color)


@cache
def _alignment(look: Look) -> Alignment:
    return Alignment(horizontal=look.across, vertical=look.down, wrap_text=look.wrap, indent=look.indent)


@cache
def _border(frame: Frame) -> Border:
    thin, hair = Side("thin", color=LINE), Side("hair", color=QUIET)
    match frame:
        case Frame.BOX:
            return Border(left=thin, right=thin, top=thin, bottom=thin)
        case Frame.UNDER:
            return Border(bottom=hair)
        case Frame.STRONG:
            return Border(bottom=Side("medium", color=ACCENT))
        case Frame.SEAL:
            return Border(left=hair, right=hair, top=hair, bottom=hair)
        case Frame.NONE:
            return Border()
