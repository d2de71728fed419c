"""Going back and forth among revisions. Nothing is taken away: going back adds a revision equal to an earlier one."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.estimate import Revision, RevisionKind


@dataclass(frozen=True, kw_only=True)
class History:
    """The states that can be walked, as revision numbers, and where we stand among them."""

    states: tuple[int, ...]
    place: int

    @property
    def before(self) -> int | None:
        """The revision that undo leads to; None at the beginning."""
        return self.states[self.place - 1] if self.place > 0 else None

    @property
    def after(self) -> int | None:
        """The revision that redo leads to; None when nothing was undone."""
        return self.states[self.place + 1] if self.place + 1 < len(self.states) else None


def history(revisions: Sequence[Revision]) -> History:
    """The walkable states from all revisions, oldest first. A change after undoing forgets what was undone."""
    states: list[int] = []
    place = -1
    for revision in revisions:
        match revision.kind:
            case RevisionKind.UNDONE:
                place -= 1
            case RevisionKind.REDONE:
                place += 1
            case _:
                states[place + 1 :] = [revision.number]
                place += 1
    return History(states=tuple(states), place=place)
