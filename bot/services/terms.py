"""The terms an estimate is made on, as the settings give them."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.effort import PersonDays
from bot.domain.estimate import TaxRule
from bot.domain.language import Language
from bot.domain.money import Currency, Money


@dataclass(frozen=True, kw_only=True)
class Terms:
    """Prices, taxes and limits of every estimate."""

    rates: Mapping[Currency, Money]
    taxes: Mapping[Language, TaxRule]
    questions: int
    """How many questions are asked; 0 for none."""
    per_call: int
    """Deliverables per model call."""
    max_days: PersonDays
    """The bound of one line; more counts as nonsense."""

    @staticmethod
    def currency_of(language: Language) -> Currency:
        """The currency of an estimate whose asker named none."""
        return Currency.JPY if language is Language.JA else Currency.USD
