"""A message as a person reads it, and an estimate to show."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from bot.domain.brief import Deliverable
from bot.domain.effort import PHASES, Range, Shares, person_days
from bot.domain.estimate import Estimate, Line, Revision, Source, TaxRule
from bot.domain.language import Language
from bot.domain.messages import EstimateReady, Message
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
