"""Briefs to estimate, as the tests of this folder say them."""

from collections.abc import Sequence
from decimal import Decimal

from bot.domain.brief import Brief, Deliverable, Question
from bot.domain.effort import Range, Shares, person_days
from bot.domain.estimate import Estimate, Line, Source, TaxRule
from bot.domain.language import Language
from bot.domain.money import Currency, money
from bot.ports import EffortRequest

SAMPLE = {
    Language.JA: (
        "要件定義書",
        "基本設計書",
        "ログイン・権限管理",
        "商品マスタ管理画面",
        "受注管理画面",
        "在庫連携API",
        "帳票出力",
        "結合テスト仕様書・報告書",
        "運用マニュアル",
    ),
    Language.EN: (
        "Requirements definition",
        "Basic design document",
        "Login and permissions",
        "Product master maintenance",
        "Order management screen",
        "Stock integration API",
        "Printed form output",
        "Integration test specification and report",
        "Operations manual",
    ),
}
"""The same nine deliverables in both languages."""

REQUIREMENTS = "社内の販売管理システムを刷新する。クラウド上で稼働させ、既存の在庫システムとAPIで連携する。"


def deliverables(names: Sequence[str]) -> tuple[Deliverable, ...]:
    return tuple(Deliverable(id=f"d{number}", name=name) for number, name in enumerate(names, 1))


def brief(
    *names: str,
    language: Language = Language.JA,
    title: str = "販売管理システム",
    client: str = "",
    requirements: str = "",
    questions: tuple[Question, ...] = (),
    notes: tuple[str, ...] = (),
) -> Brief:
    return Brief(
        title=title,
        language=language,
        currency=Currency.JPY,
        client=client,
        deliverables=deliverables(names or SAMPLE[language]),
        requirements=requirements,
        questions=questions,
        notes=notes,
    )


def asking_all(of: Brief) -> EffortRequest:
    return EffortRequest(brief=of, deliverables=of.deliverables)


def estimate(of: Brief, *, rationale: str = "似た画面の実績から") -> Estimate:
    """The brief's deliverables at 2.5 days each, and half a day more from one to the next."""
    days = [(f"{1 + place / 2}", f"{2.5 + place / 2}", f"{4 + place}") for place in range(len(of.deliverables))]
    return Estimate(
        lines=tuple(_line(one, three, rationale) for one, three in zip(of.deliverables, days, strict=True)),
        rate=money(40_000, Currency.JPY),
        tax_rule=TaxRule(percent=Decimal(10)),
    )


def _line(deliverable: Deliverable, days: tuple[str, str, str], rationale: str) -> Line:
    low, likely, high = map(person_days, days)
    return Line(
        deliverable=deliverable,
        effort=Range(low=low, likely=likely, high=high),
        shares=Shares((10, 20, 20, 30, 10, 10)),
        rationale=rationale,
        source=Source.MODEL,
    )
