"""Sheet 4, 変更履歴: each revision with who asked for it in which words, what it changed, and its total."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from itertools import pairwise

from bot.adapters.excel import formulas, styles
from bot.adapters.excel.changes import changes
from bot.adapters.excel.page import Page, Text, here
from bot.domain.estimate import Estimate, Revision, RevisionKind
from bot.domain.quotation import Quotation
from bot.i18n import Words

WIDTHS = (6.0, 18.5, 15.0, 14.0, 36.0, 54.0, 17.0)
NUMBER, TIME, AUTHOR, KIND, REQUEST, CHANGES, TOTAL = range(1, 8)
HEADER = 4
CHANGES_PER_ROW = 10
"""So that a long revision goes on where a page ends."""


@dataclass(frozen=True, kw_only=True)
class Past:
    """The revisions, oldest first, and the time zone that their times are shown in."""

    revisions: Sequence[Revision]
    zone: tzinfo


@dataclass(kw_only=True)
class HistorySheet:
    """Writes a row per revision. Earlier totals are facts; the last one is the quotation's, in the cell `total`."""

    page: Page
    quotation: Quotation
    words: Words
    past: Past
    total: str

    def write(self) -> None:
        """Everything."""
        self._title()
        self._header(HEADER)
        row = HEADER + 1
        for revision, said in zip(self.past.revisions, self._changes(), strict=True):
            row = self._revision(row, revision, said) + 1
        self.page.sheet.freeze_panes = here(HEADER + 1, NUMBER)

    def _title(self) -> None:
        self.page.text(1, NUMBER, self.words("xlsx.history"), styles.SHEET_TITLE, span=KIND)
        self.page.text(1, CHANGES, self.quotation.number, styles.TEXT.but(across="right"), span=2)
        self.page.text(2, NUMBER, self.quotation.brief.title, styles.TEXT, span=TOTAL)
        self.page.at_least(3, 8)

    def _header(self, row: int) -> None:
        columns = {NUMBER: "revision", AUTHOR: "author", KIND: "kind", REQUEST: "request", CHANGES: "changes"}
        for column, key in columns.items():
            self.page.text(row, column, self.words(f"xlsx.column.{key}"), styles.HEADER)
        self.page.text(row, TIME, self.words("xlsx.column.time", zone=self.past.zone), styles.HEADER)
        total = "xlsx.total_taxed" if self.quotation.taxed else "xlsx.total"
        self.page.text(row, TOTAL, self.words(total), styles.HEADER)

    # --- a revision -----------------------------------------------------------------------------------------------

    def _revision(self, row: int, revision: Revision, said: Sequence[str]) -> int:
        """A row, and more for changes beyond those that go into it; gives the last row."""
        last = self._record(row, self._texts(revision), said[:CHANGES_PER_ROW])
        self.page.number(row, NUMBER, revision.number, styles.SMALL.but(across="center", indent=0))
        self._time(row, revision)
        self._total(row, revision)
        for start in range(CHANGES_PER_ROW, len(said), CHANGES_PER_ROW):
            last = self._record(last + 1, {}, said[start : start + CHANGES_PER_ROW])
        return last

    def _record(self, row: int, texts: Mapping[int, str], said: Sequence[str]) -> int:
        columns = {AUTHOR: "", KIND: "", REQUEST: "", **texts, CHANGES: "\n".join(said)}
        last = self.page.record(
            row, [Text(column=column, text=text, look=styles.SMALL) for column, text in columns.items()]
        )
        for below in range(row, last + 1):
            self.page.blank(below, [NUMBER, TIME, TOTAL], styles.SMALL)
        return last

    def _texts(self, revision: Revision) -> dict[int, str]:
        kind = self.words(f"xlsx.kind.{revision.kind}")
        return {AUTHOR: revision.author, KIND: kind, REQUEST: self._request(revision)}

    def _request(self, revision: Revision) -> str:
        silent = not revision.wording.strip() and revision.kind is RevisionKind.CHANGED
        return self.words("xlsx.by_form") if silent else revision.wording

    def _time(self, row: int, revision: Revision) -> None:
        look = styles.SMALL.but(format=styles.MOMENTS[self.quotation.language], across="center", indent=0, wrap=False)
        self.page.moment(row, TIME, revision.at.astimezone(self.past.zone), look)

    def _total(self, row: int, revision: Revision) -> None:
        total = revision.estimate.total
        look = styles.SMALL_FIGURE.but(format=styles.MARKED[total.currency])
        if revision is self.past.revisions[-1]:
            self.page.formula(row, TOTAL, formulas.reference(self.total, total.amount), look.but(bold=True))
        else:
            self.page.number(row, TOTAL, total.amount, look)

    def _changes(self) -> list[list[str]]:
        """What to say of each revision."""
        estimates = [revision.estimate for revision in self.past.revisions]
        later = [self._listed(before, after) for before, after in pairwise(estimates)]
        return [[self.words("xlsx.change.first", count=len(estimates[0].lines))], *later]

    def _listed(self, before: Estimate, after: Estimate) -> list[str]:
        return [self.words("xlsx.bullet", text=text) for text in changes(before, after, self.words)]
