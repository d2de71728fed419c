"""A reckoning in words: which kind by which word, the standard, and every factor."""

from collections.abc import Mapping

from bot.adapters.llm.rules.catalogue import Catalogue
from bot.adapters.llm.rules.modifying import Applied
from bot.adapters.llm.rules.reckoning import Beside, Reckoning
from bot.domain.language import Language


def rationale(reckoning: Reckoning, language: Language, rules: Catalogue) -> str:
    """At most 40 words. Nothing of the deliverable's own text is repeated, only words of the catalogue."""
    texts = rules.texts[language]
    parts = [_standard(reckoning, language, texts)]
    parts += [_beside(one, language, texts) for one in reckoning.beside]
    factors = _factors(reckoning, language, texts)
    if factors:
        parts.append(texts["adjusted"].format(factors=texts["joint"].join(factors)))
    if reckoning.limited:
        parts.append(texts["limited"].format(factor=_number(reckoning.factor)))
    return ("" if language is Language.JA else " ").join(parts)


def assumptions(reckoning: Reckoning, language: Language, rules: Catalogue) -> tuple[str, ...]:
    """The kind's assumption, and a notice when the effort was cut at the bound."""
    own = reckoning.main.kind.assumption.of(language)
    cut = rules.texts[language]["bounded"].format(days=_number(reckoning.days[2]))
    return (own, cut) if reckoning.bounded else (own,)


def _standard(reckoning: Reckoning, language: Language, texts: Mapping[str, str]) -> str:
    kind, word = reckoning.main.kind, reckoning.main.word
    label = kind.label.of(language)
    key = "unknown" if word is None else "named" if word.shown.casefold() == label.casefold() else "recognised"
    return texts[key].format(
        word=word.shown if word else "", kind=label, scope=kind.scope.of(language), days=_number(kind.days[1])
    )


def _beside(one: Beside, language: Language, texts: Mapping[str, str]) -> str:
    return texts["beside"].format(kind=one.kind.label.of(language), days=_number(one.days))


def _factors(reckoning: Reckoning, language: Language, texts: Mapping[str, str]) -> list[str]:
    factors = [_factor(one, language, texts) for one in reckoning.applied]
    if reckoning.count is not None:
        count = texts["count"].format(count=reckoning.count, factor=_number(reckoning.count_factor))
        factors.insert(0, count)
    return factors


def _factor(one: Applied, language: Language, texts: Mapping[str, str]) -> str:
    key = "project_factor" if one.of_project else "factor"
    return texts[key].format(label=one.modifier.label.of(language), factor=_number(one.factor))


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
