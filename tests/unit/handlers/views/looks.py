"""A message as a person reads it; an estimate, proposals and a question to show."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from bot.domain.brief import Deliverable
from bot.domain.difference import Difference, LineDifference
from bot.domain.effort import PHASES, Range, Shares, person_days
from bot.domain.estimate import Estimate, Line, Revision, Source, TaxRule
from bot.domain.idea import Idea
from bot.domain.language import Language
from bot.domain.messages import EstimateReady, LineAsked, Message, ProposalsReady, Proposed
from bot.domain.money import Currency, money
from bot.i18n import Words
from handlers.views.rendered import Block, Rendered
from handlers.views.rendering import render
from tests.unit.handlers.views.said import AT


def shown(message: Message, language: Language = Language.EN) -> Rendered:
    """The message as it goes to Slack, which takes it."""
    return render(message, Words.of(language))


def read(rendered: Rendered) -> str:
    """The message as lines: a table's cells with bars between them, buttons in brackets."""
    return "\n".join(_read(block) for block in rendered.blocks)


def _read(block: Block) -> str:
    match block:
        case {"type": "section", "text": {"text": str(text)}}:
            return text
        case {"type": "context", "elements": [*elements]}:
            return "\n".join(one["text"] for one in elements)
        case {"type": "table", "rows": [*rows]}:
            return "\n".join(" | ".join(cell["text"] for cell in row) for row in rows)
        case {"type": "actions", "elements": [*elements]}:
            return " ".join(f"[{one['text']['text']}]" for one in elements)
        case {"type": "divider"}:
            return "---"
        case _:
            raise AssertionError(block)


def named(number: int, name: str = "") -> Deliverable:
    return Deliverable(id=f"d{number}", name=name or f"Screen {number}")


def line(number: int, days: str, source: Source = Source.MODEL) -> Line:
    likely = Decimal(days)
    effort = Range(low=person_days(likely / 2), likely=person_days(likely), high=person_days(likely * 2))
    shares = Shares((100,) + (0,) * (len(PHASES) - 1))
    return Line(deliverable=named(number), effort=effort, shares=shares, rationale="", source=source)


ESTIMATE = Estimate(
    lines=(line(1, "3"), line(2, "4.5")),
    rate=money(40_000, Currency.JPY),
    tax_rule=TaxRule(percent=Decimal(10)),
    assumptions=("Chrome only",),
)


def ready(estimate: Estimate = ESTIMATE, *, wording: str = "", **changes: Any) -> EstimateReady:
    revision = Revision(number=2, estimate=estimate, author="U1", at=AT, wording=wording)
    message = EstimateReady(task=7, round=3, number="EST-00007", title="Ordering", client="Yamada", revision=revision)
    return replace(message, **changes)


def proposed(number: int, **changes: Any) -> Proposed:
    change = Difference(
        lines=(
            LineDifference(deliverable=named(1), before=person_days(3), after=person_days("2.5")),
            LineDifference(deliverable=named(2), before=person_days("4.5"), after=None),
        ),
        rate=(ESTIMATE.rate, ESTIMATE.rate),
        buffer=(Decimal(0), Decimal(0)),
        total=(ESTIMATE.total, money(110_000, Currency.JPY)),
    )
    plain = Proposed(number=number, idea=Idea.DEFER_SCOPE, difference=change, removed=(named(2),))
    return replace(plain, **changes)


OFFERED = ProposalsReady(
    task=7,
    round=3,
    revision=2,
    key="k",
    wording="11万円以内に",
    target=money(110_000, Currency.JPY),
    tax_included=True,
    proposals=(
        proposed(1, title="No *reports*", text="Export <b> instead", below_low=(named(1),)),
        proposed(2, idea=Idea.TRIM_LOW_RISK),
        proposed(3, idea=Idea.SIMPLIFY_COSTLIEST),
    ),
)

ASKED = LineAsked(
    task=7,
    round=3,
    revision=2,
    words="テスト",
    tenths=50,
    candidates=((4, named(4, "結合テスト")), (9, named(9, "総合テスト"))),
)
