"""Sheet 3, 質疑・前提: what was asked and answered, what the figures rest on, and what is not in them."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.adapters.excel import styles
from bot.adapters.excel.page import Page, Text
from bot.domain.brief import Question, SkippedRow
from bot.domain.estimate import Line, Missing
from bot.domain.quotation import Quotation
from bot.i18n import Words

WIDTHS = (6.0, 43.0, 43.0)
NUMBER, LEFT, RIGHT = range(1, 4)

Row = tuple[str, str, str]
"""What stands in the three columns."""


@dataclass(kw_only=True)
class AssumptionsSheet:
    """Writes the sections one below the other; one that would be empty is left out, but for the exclusions."""

    page: Page
    quotation: Quotation
    words: Words

    def write(self) -> None:
        self._title()
        row = self._section(4, "questions", self._questions())
        row = self._section(row, "notes", self._notes())
        row = self._section(row, "assumptions", self._assumptions())
        row = self._section(row, "line_assumptions", self._line_assumptions())
        row = self._section(row, "excluded", self._excluded() or [("", self.words("xlsx.none"), "")])
        self._section(row, "skipped", self._skipped())

    def _title(self) -> None:
        self.page.text(1, NUMBER, self.words("xlsx.assumptions"), styles.SHEET_TITLE, span=2)
        self.page.text(1, RIGHT, self.quotation.number, styles.TEXT.but(across="right"))
        self.page.text(2, NUMBER, self.quotation.brief.title, styles.TEXT, span=3)
        self.page.at_least(3, 8)

    # --- what the sections say ------------------------------------------------------------------------------------

    def _questions(self) -> list[Row]:
        return [(str(one.number), one.text, self._answer(one)) for one in self.quotation.brief.questions]

    def _answer(self, question: Question) -> str:
        return self.words("xlsx.unanswered") if question.answer is None else question.answer

    def _notes(self) -> list[Row]:
        return [(str(number), note, "") for number, note in enumerate(self.quotation.brief.notes, 1)]

    def _assumptions(self) -> list[Row]:
        return [(str(number), text, "") for number, text in enumerate(self.quotation.estimate.assumptions, 1)]

    def _line_assumptions(self) -> list[Row]:
        return [
            (str(item.number), item.content.deliverable.name, self._listed(item.content.assumptions))
            for item in self.quotation.items
            if isinstance(item.content, Line) and item.content.assumptions
        ]

    def _listed(self, texts: Sequence[str]) -> str:
        return "\n".join(self.words("xlsx.bullet", text=text) for text in texts)

    def _excluded(self) -> list[Row]:
        return [
            *(
                (str(item.number), item.content.deliverable.name, self.words(f"xlsx.missing.{item.content.reason}"))
                for item in self.quotation.items
                if isinstance(item.content, Missing)
            ),
            *(("", taken.name, self.words("xlsx.excluded")) for taken in self.quotation.estimate.excluded),
        ]

    def _skipped(self) -> list[Row]:
        skipped = self.quotation.brief.skipped
        return [(str(number), self._place(row), self._skip_reason(row)) for number, row in enumerate(skipped, 1)]

    def _place(self, row: SkippedRow) -> str:
        return self.words("xlsx.skipped_row", place=row.place, text=row.text) if row.text else row.place

    def _skip_reason(self, row: SkippedRow) -> str:
        return self.words(f"xlsx.skipped.{row.reason}")

    # --- how they look --------------------------------------------------------------------------------------------

    def _section(self, row: int, key: str, rows: Sequence[Row]) -> int:
        """Writes a section and gives the row where the next one starts."""
        if not rows:
            return row
        self.page.text(row, NUMBER, self.words(f"xlsx.section.{key}"), styles.SECTION, span=3)
        for one in rows:
            row = self.page.record(row + 1, self._texts(one))
        self.page.at_least(row + 1, 12)
        return row + 2

    def _texts(self, row: Row) -> list[Text]:
        number, left, right = row
        first = Text(column=NUMBER, text=number, look=styles.SMALL.but(across="center", indent=0))
        if not right:
            return [first, Text(column=LEFT, text=left, look=styles.SMALL, span=2)]
        texts = {LEFT: left, RIGHT: right}
        return [first, *(Text(column=column, text=text, look=styles.SMALL) for column, text in texts.items())]
