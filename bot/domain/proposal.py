"""What a language model proposes for a deliverable, and the checks it must pass before it becomes a line.

Nothing here is trusted: numbers may be NaN, ids may be invented, texts may hold control characters. What fails is named
by its fault so that the failing lines alone can be asked for once more.
"""

import math
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.brief import Deliverable
from bot.domain.effort import PHASES, PersonDays, Phase, Range, Shares, person_days
from bot.domain.estimate import Line, Source

MAX_RATIONALE_WORDS = 40
MAX_TEXT = 400
"""Characters of a rationale or an assumption that are kept; Japanese has no spaces to count words by."""
SHARE_TOLERANCE = 1.0
"""Percent by which shares may miss 100 before they count as wrong; rounding of six shares explains that much."""


@dataclass(frozen=True, kw_only=True)
class ProposedEffort:
    """One line of a model's answer as it came. Days are person-days, shares percent."""

    deliverable_id: str
    low: float
    likely: float
    high: float
    shares: Mapping[Phase, float]
    rationale: str
    assumptions: tuple[str, ...] = ()


class Fault(StrEnum):
    """What is wrong with a proposal; the value is told to the model when it is asked again."""

    ABSENT = "the id is missing from the answer"
    REPEATED = "the id appears more than once"
    NOT_FINITE = "a number is not finite"
    NOT_POSITIVE = "days must be above zero"
    TOO_LARGE = "days exceed the bound per deliverable"
    DISORDERED = "low <= likely <= high does not hold"
    SHARES_WRONG = "phase shares must be between 0 and 100 and add up to 100"
    NO_RATIONALE = "the rationale is empty"
    CONTROL_CHARACTERS = "a text holds control characters"


@dataclass(frozen=True, kw_only=True)
class Checked:
    """The proposals that became lines, the faults of the others by deliverable id, and ids nobody asked for."""

    lines: tuple[Line, ...]
    faults: Mapping[str, Fault] = field(default_factory=dict)
    extra: tuple[str, ...] = ()


def check(
    proposals: Sequence[ProposedEffort], asked: Sequence[Deliverable], *, bound: PersonDays, source: Source
) -> Checked:
    """Matches proposals to deliverables by id alone and keeps those without a fault, in the order asked."""
    by_id = {proposal.deliverable_id: proposal for proposal in proposals}
    times = Counter(proposal.deliverable_id for proposal in proposals)
    lines, faults = [], {}
    for deliverable in asked:
        fault = _fault_of(by_id.get(deliverable.id), times[deliverable.id], bound)
        if fault:
            faults[deliverable.id] = fault
        else:
            lines.append(_line(deliverable, by_id[deliverable.id], source))
    extra = tuple(sorted(set(by_id) - {deliverable.id for deliverable in asked}))
    return Checked(lines=tuple(lines), faults=faults, extra=extra)


def _fault_of(proposal: ProposedEffort | None, times: int, bound: PersonDays) -> Fault | None:
    if proposal is None:
        return Fault.ABSENT
    if times > 1:
        return Fault.REPEATED
    return _fault_in_days(proposal, bound) or _fault_in_shares(proposal) or _fault_in_texts(proposal)


def _fault_in_days(proposal: ProposedEffort, bound: PersonDays) -> Fault | None:
    days = (proposal.low, proposal.likely, proposal.high)
    if not all(math.isfinite(one) for one in days):
        return Fault.NOT_FINITE
    if proposal.low <= 0 or proposal.likely < 0.05:
        return Fault.NOT_POSITIVE
    if max(days) > bound.days:
        return Fault.TOO_LARGE
    if not proposal.low <= proposal.likely <= proposal.high:
        return Fault.DISORDERED
    return None


def _fault_in_shares(proposal: ProposedEffort) -> Fault | None:
    shares = [proposal.shares.get(phase, 0.0) for phase in PHASES]
    if not all(math.isfinite(share) and 0 <= share <= 100 for share in shares):
        return Fault.SHARES_WRONG
    if abs(sum(shares) - 100) > SHARE_TOLERANCE:
        return Fault.SHARES_WRONG
    return None


def _fault_in_texts(proposal: ProposedEffort) -> Fault | None:
    if not proposal.rationale.strip():
        return Fault.NO_RATIONALE
    if any(_has_control(text) for text in (proposal.rationale, *proposal.assumptions)):
        return Fault.CONTROL_CHARACTERS
    return None


def _has_control(text: str) -> bool:
    return any(unicodedata.category(letter) in {"Cc", "Cs"} and letter not in "\n\t" for letter in text)


def _line(deliverable: Deliverable, proposal: ProposedEffort, source: Source) -> Line:
    return Line(
        deliverable=deliverable,
        effort=Range(
            low=person_days(proposal.low), likely=person_days(proposal.likely), high=person_days(proposal.high)
        ),
        shares=_whole_shares(proposal.shares),
        rationale=_brief_text(proposal.rationale),
        assumptions=tuple(_brief_text(text) for text in proposal.assumptions if text.strip()),
        source=source,
    )


def _whole_shares(given: Mapping[Phase, float]) -> Shares:
    """Shares as whole percents that add up to 100 (largest remainder)."""
    exact = [given.get(phase, 0.0) for phase in PHASES]
    scale = 100 / sum(exact)
    scaled = [share * scale for share in exact]
    whole = [math.floor(share) for share in scaled]
    by_remainder = sorted(range(len(scaled)), key=lambda place: (whole[place] - scaled[place], place))
    for place in by_remainder[: 100 - sum(whole)]:
        whole[place] += 1
    return Shares(tuple(whole))


def _brief_text(text: str) -> str:
    words = text.split()
    cut = " ".join(words[:MAX_RATIONALE_WORDS])
    return cut if len(cut) <= MAX_TEXT else cut[: MAX_TEXT - 1] + "…"
