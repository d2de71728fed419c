"""Collecting deliverables and passed-over rows in the order they are met."""

from bot.domain.brief import MAX_NAME, Deliverable, Listing, SkippedRow, SkipReason
from bot.domain.listing.wording import cut, excerpt, one_line

MAX_DESCRIPTION = 1000
"""Characters of a deliverable's description that are kept."""

_MAX_SKIPPED = 500
"""Passed-over rows that are told one by one."""


class Harvest:
    """Grows while a list is read; `listing()` is what it came to."""

    def __init__(self) -> None:
        self._taken: list[tuple[str, str]] = []
        self._skipped: list[SkippedRow] = []

    @property
    def begun(self) -> bool:
        """Whether there is a deliverable that more could be said about."""
        return bool(self._taken)

    def take(self, name: str, description: str, place: str) -> None:
        """A deliverable; what its name has beyond `MAX_NAME` goes to the description and is told as NAME_CUT."""
        name = one_line(name)
        if len(name) > MAX_NAME:
            self.skip(place, SkipReason.NAME_CUT, name)
            description = joined(f"…{name[MAX_NAME - 1 :]}", description)
        self._taken.append((cut(name, MAX_NAME), cut(one_line(description), MAX_DESCRIPTION)))

    def add(self, more: str) -> None:
        """More of the description of the deliverable that was taken last."""
        name, description = self._taken[-1]
        self._taken[-1] = (name, cut(joined(description, one_line(more)), MAX_DESCRIPTION))

    def skip(self, place: str, reason: SkipReason, text: str) -> None:
        """A row that is passed over."""
        if len(self._skipped) < _MAX_SKIPPED:
            self._skipped.append(SkippedRow(place=place, reason=reason, text=excerpt(text)))

    def listing(self, source: str = "") -> Listing:
        """The deliverables as d1, d2, ... in their order."""
        deliverables = (
            Deliverable(id=f"d{number}", name=name, description=description)
            for number, (name, description) in enumerate(self._taken, start=1)
        )
        return Listing(deliverables=tuple(deliverables), skipped=tuple(self._skipped), source=source)


def joined(*parts: str) -> str:
    """The parts that say anything, one behind the other."""
    return " / ".join(part for part in parts if part)
