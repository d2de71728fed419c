"""Any value of the domain that can be stored, for property tests, and a few plain ones for the others."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, get_args

from hypothesis import strategies as st

from bot.domain.brief import Brief, Deliverable, Question, SkippedRow
from bot.domain.conversation import State
from bot.domain.effort import PHASES, PersonDays, Range, Shares, from_tenths, person_days
from bot.domain.estimate import Estimate, Line, Missing, Revision, RevisionKind, Source, TaxRule
from bot.domain.incoming import Replied
from bot.domain.language import Language
from bot.domain.messages import Reading
from bot.domain.money import Currency, Money, Rounding, from_minor, money
from bot.domain.task import Attachment, Given, Place, Task
from bot.ports import Say

NOW = datetime(2026, 11, 20, 1, 2, 3, 456789, tzinfo=UTC)

# --- any value ----------------------------------------------------------------------------------------------------

texts = st.text(max_size=30)
names = texts.filter(str.strip)
times = st.datetimes(timezones=st.just(UTC))
amounts = st.builds(from_minor, st.integers(0, 10**9), st.sampled_from(Currency))
efforts = st.builds(from_tenths, st.integers(0, 5000))
percents = st.decimals(0, 100, allow_nan=False, allow_infinity=False, places=2)


@st.composite
def ranges(draw: st.DrawFn) -> Range:
    low, likely, high = sorted(draw(st.tuples(*[st.integers(1, 2000)] * 3)))
    return Range(low=from_tenths(low), likely=from_tenths(likely), high=from_tenths(high))


@st.composite
def spreads(draw: st.DrawFn) -> Shares:
    cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=len(PHASES) - 1, max_size=len(PHASES) - 1)))
    return Shares(tuple(after - before for before, after in zip([0, *cuts], [*cuts, 100], strict=True)))


def mappings(kind: Any) -> st.SearchStrategy[dict[Any, Any]]:
    keys, held = get_args(kind)
    return st.dictionaries(st.from_type(keys), st.from_type(held), max_size=3)


st.register_type_strategy(Mapping, mappings)

deliverables = st.builds(Deliverable, id=texts, name=names, description=texts)

for kind, strategy in {
    str: texts,
    datetime: times,
    Decimal: percents,
    Money: amounts,
    PersonDays: efforts,
    Range: ranges(),
    Shares: spreads(),
    Deliverable: deliverables,
}.items():
    st.register_type_strategy(kind, strategy)

revisions = st.builds(
    Revision,
    number=st.integers(1, 10**6),
    estimate=st.builds(
        Estimate,
        lines=st.lists(st.from_type(Line), max_size=4).map(tuple),
        missing=st.lists(st.from_type(Missing), max_size=3).map(tuple),
        rate=amounts.filter(lambda rate: rate.amount > 0),
        buffer=percents,
        excluded=st.lists(st.from_type(Deliverable), max_size=2).map(tuple),
        tax_rule=st.builds(TaxRule, percent=percents, rounding=st.sampled_from(Rounding)),
        assumptions=st.lists(texts, max_size=3).map(tuple),
    ),
    author=texts,
    at=times,
    wording=texts,
    kind=st.sampled_from(RevisionKind),
)
st.register_type_strategy(Revision, revisions)

briefs = st.builds(
    Brief,
    title=texts,
    language=st.sampled_from(Language),
    currency=st.sampled_from(Currency),
    deliverables=st.lists(deliverables, max_size=4).map(tuple),
    skipped=st.lists(st.from_type(SkippedRow), max_size=3).map(tuple),
    client=texts,
    requirements=texts,
    questions=st.lists(
        st.builds(Question, number=st.integers(1, 99), text=texts, answer=st.none() | texts), max_size=4
    ).map(tuple),
    notes=st.lists(texts, max_size=4).map(tuple),
)
tasks = st.builds(
    Task,
    id=st.just(0),
    place=st.from_type(Place),
    asker=texts,
    state=st.sampled_from(State),
    brief=briefs,
    given=st.builds(
        Given,
        text=texts,
        attachment=st.none() | st.builds(Attachment, id=texts, name=texts, url=texts, size=st.integers(0, 2**40)),
        plain_list=st.booleans(),
    ),
    created_at=times,
    round=st.integers(1, 3),
    revision=st.integers(0, 10**6),
)

# --- plain values -------------------------------------------------------------------------------------------------


def thread(number: int, channel: str = "C1") -> Place:
    return Place(channel=channel, thread=f"{number}.000")


def task(place: Place | None = None, *, asker: str = "U1", lines: int = 3) -> Task:
    return Task(
        id=0,
        place=place or thread(1),
        asker=asker,
        state=State.ASKING,
        brief=Brief(
            title="会員サイト",
            language=Language.JA,
            currency=Currency.JPY,
            deliverables=tuple(Deliverable(id=f"d{one}", name=f"画面{one}") for one in range(1, lines + 1)),
            questions=(Question(number=1, text="利用者は何人ですか"), Question(number=2, text="期限はいつですか")),
        ),
        given=Given(text="一覧"),
        created_at=NOW,
    )


def noted(task: Task, *notes: str) -> Task:
    return replace(task, brief=replace(task.brief, notes=notes))


def revision(of: Task, number: int = 1) -> Revision:
    return Revision(number=number, estimate=estimate(of.brief.deliverables), author="U1", at=NOW)


def estimate(deliverables: Sequence[Deliverable]) -> Estimate:
    return Estimate(
        lines=tuple(_line(one) for one in deliverables),
        rate=money(40000, Currency.JPY),
        tax_rule=TaxRule(percent=Decimal(10)),
    )


def _line(deliverable: Deliverable) -> Line:
    return Line(
        deliverable=deliverable,
        effort=Range(low=person_days(1), likely=person_days("2.5"), high=person_days(4)),
        shares=Shares((10, 20, 20, 30, 10, 10)),
        rationale="似た画面の実績から",
        source=Source.RULES,
    )


def replied(place: Place, number: int = 1, text: str = "はい") -> Replied:
    return Replied(author="U1", place=place, ts=f"{number}.5", text=text)


def say(key: str, to: Place | None = None, *, slot: str = "", text: str = "") -> Say:
    return Say(key=key, to=to or thread(1), message=Reading(name=text or key), language=Language.JA, slot=slot)


class HeldClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self._now = NOW

    def now(self) -> datetime:
        return self._now

    def pass_by(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)
