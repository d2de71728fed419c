"""Estimates to be quoted: plain ones that a test changes, and random ones with awkward figures."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

from bot.adapters.excel.workbook import QuotationWorkbook
from bot.domain.brief import Brief, Deliverable, Question, SkippedRow, SkipReason
from bot.domain.conversation import State
from bot.domain.effort import PHASES, Range, Shares, from_tenths
from bot.domain.estimate import Estimate, Line, Missing, MissingReason, Revision, RevisionKind, Source, TaxRule
from bot.domain.language import Language
from bot.domain.money import Currency, Money, Rounding, from_minor, money
from bot.domain.quotation import Issuer, Terms
from bot.domain.task import Given, Place, Task

Asked = tuple[Task, tuple[Revision, ...]]

TOKYO = ZoneInfo("Asia/Tokyo")
AT = datetime(2026, 11, 19, 15, 30, tzinfo=UTC)
"""Already the 20th in Tokyo."""
ISSUER = Issuer(
    name="株式会社みなとソフトウェア",
    address="〒100-0005 東京都千代田区丸の内1-2-3",
    phone="03-1234-5678",
    email="sales@minato.example",
    person="佐藤 花子",
    registration_number="T1234567890123",
    valid_days=30,
    terms={
        Language.JA: Terms(delivery="ご発注後3か月", payment="月末締め翌月末払い"),
        Language.EN: Terms(delivery="Three months after order", payment="Net 30 days"),
    },
)
QUARTERS = Shares((25, 25, 25, 25, 0, 0))
SENTENCE = {
    Language.JA: "既存の画面から移行し、権限ごとに表示を切り替える。CSVの取り込みとAPI連携を含む。",
    Language.EN: "Moves the existing screens, shows items by role, and includes CSV import and an API.",
}


def workbook(issuer: Issuer = ISSUER) -> QuotationWorkbook:
    return QuotationWorkbook(issuer=issuer, zone=TOKYO)


def line(
    id: str = "d1", name: str = "Login", tenths: int = 50, source: Source = Source.MODEL, **changes: object
) -> Line:
    effort = Range(low=from_tenths(tenths // 2), likely=from_tenths(tenths), high=from_tenths(tenths * 2))
    given: dict[str, object] = {"rationale": "As the last one", "shares": QUARTERS, "assumptions": ("One screen",)}
    deliverable = Deliverable(id=id, name=name, description="What it does")
    return Line(deliverable=deliverable, effort=effort, source=source, **(given | changes))  # type: ignore[arg-type]


def missing(id: str = "d9", name: str = "Not reached", reason: MissingReason = MissingReason.MODEL_AWAY) -> Missing:
    return Missing(deliverable=Deliverable(id=id, name=name), reason=reason)


def estimate(
    lines: Sequence[Line],
    without: Sequence[Missing] = (),
    *,
    rate: Money | None = None,
    percent: Decimal | int = 10,
    rounding: Rounding = Rounding.FLOOR,
    assumptions: Sequence[str] = ("The client provides the servers",),
    buffer: Decimal | int = 0,
    excluded: Sequence[Deliverable] = (),
) -> Estimate:
    return Estimate(
        lines=tuple(lines),
        missing=tuple(without),
        rate=rate or money(40000, Currency.JPY),
        tax_rule=TaxRule(percent=Decimal(percent), rounding=rounding),
        assumptions=tuple(assumptions),
        buffer=Decimal(buffer),
        excluded=tuple(excluded),
    )


def asked(made: Estimate, language: Language = Language.JA, **changes: object) -> Asked:
    """The task and the only revision of an estimate; `changes` are the brief's."""
    contents: list[Line | Missing] = [*made.lines, *made.missing]
    contents.sort(key=lambda content: content.deliverable.id)
    given: dict[str, object] = {
        "title": "在庫管理" if language is Language.JA else "Stock management",
        "client": "青山商事" if language is Language.JA else "Acme Ltd.",
        "deliverables": tuple(content.deliverable for content in contents),
        "questions": (Question(number=1, text="SSO?", answer="Yes"), Question(number=2, text="How many records?")),
        "notes": ("Release in April",),
        "skipped": (SkippedRow(place="Sheet1!B12", reason=SkipReason.TOTAL, text="Total 120"),),
    }
    brief = Brief(language=language, currency=made.rate.currency, **(given | changes))  # type: ignore[arg-type]
    task = Task(
        id=12,
        place=Place(channel="C1", thread="1.2"),
        asker="U1",
        state=State.ESTIMATED,
        brief=brief,
        given=Given(),
        created_at=AT,
        revision=3,
    )
    return task, (Revision(number=3, estimate=made, author="U1", at=AT),)


def negotiated(revisions: Sequence[Revision], language: Language = Language.JA, **changes: object) -> Asked:
    """The task of an estimate and all its revisions."""
    task, _ = asked(revisions[-1].estimate, language, **changes)
    return task, tuple(revisions)


def revised(number: int, made: Estimate, wording: str = "", kind: RevisionKind = RevisionKind.CHANGED) -> Revision:
    """A revision, made an hour after the one before."""
    at = AT + timedelta(hours=number - 1)
    return Revision(number=number, estimate=made, author="U0456DEF", at=at, wording=wording, kind=kind)


def random_estimate(random: Random, language: Language, currency: Currency, rounding: Rounding) -> Estimate:
    """Up to 25 lines at an odd rate and tax, so that amounts and taxes fall between units, often at the half."""
    texts = SENTENCE[language]
    contents = [_random_line(random, f"d{place:03}", texts) for place in range(1, random.randint(2, 26))]
    without = [missing(f"d{place:03}x") for place in range(random.choice((0, 0, 3)))]
    rate = random.choice((40000, 1, 5, 33335, 99999, random.randint(1, 9_999_999)))
    percent = random.choice(("10", "8", "0", "7.25", "8.875", "12.5", str(random.randint(1, 10000) / 100)))
    buffer = random.choice(("0", "0", "10", "15", "12.5", "100", "0.125", str(random.randint(1, 10000) / 100)))
    taken = [Deliverable(id=f"d{place:03}y", name=f"Taken {place}") for place in range(random.choice((0, 0, 2)))]
    return estimate(
        contents,
        without,
        rate=from_minor(rate, currency),
        percent=Decimal(percent),
        rounding=rounding,
        buffer=Decimal(buffer),
        excluded=taken,
    )


def _random_line(random: Random, id: str, texts: str) -> Line:
    low, likely, high = sorted(random.randint(1, 2000) for _ in range(3))
    return Line(
        deliverable=Deliverable(
            id=id, name=f"{id} {texts[: random.randint(1, 60)]}".strip(), description=_some(random, texts)
        ),
        effort=Range(low=from_tenths(low), likely=from_tenths(likely), high=from_tenths(high)),
        shares=_random_shares(random),
        rationale=_some(random, texts) or texts,
        assumptions=tuple(_some(random, texts) for _ in range(random.randint(0, 4))),
        source=random.choice(tuple(Source)),
    )


def _some(random: Random, texts: str) -> str:
    return texts * random.randint(0, 6)


def _random_shares(random: Random) -> Shares:
    cuts = sorted(random.randint(0, 100) for _ in PHASES[1:])
    return Shares(tuple(after - before for before, after in zip([0, *cuts], [*cuts, 100], strict=True)))
