"""Money is withheld, counts are not."""

import pytest

from bot.adapters.llm.amounts import withheld


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("予算は300万円以内です", "予算は[amount]以内です"),
        ("３００万円で", "[amount]で"),
        ("三百万円で", "[amount]で"),
        ("1.5億円規模", "[amount]規模"),
        ("¥1,200,000 (税別)", "[amount] (税別)"),
        ("予算500万", "予算[amount]"),
        ("予算の上限: 1,000,000", "予算の上限: [amount]"),
        ("人日単価4万", "人日単価[amount]"),
        ("a budget of 5000", "a budget of [amount]"),
        ("USD 12,500 or 20k dollars", "[amount] or [amount]"),
        ("about 3 million yen", "about [amount]"),
    ],
)
def test_amounts_and_budgets_are_withheld(text: str, sent: str) -> None:
    assert withheld(text) == sent


@pytest.mark.parametrize(
    "text",
    [
        "予算管理画面 10画面",
        "100万件のデータ",
        "利用者10万人",
        "2 million users",
        "10 K8s nodes",
        "帳票3種",
        "24/7",
        "PC 50台",
    ],
)
def test_counts_stay(text: str) -> None:
    assert withheld(text) == text
