"""The catalogue that estimates are made by when there is no language model: the TOML files here, as values."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bot.adapters.llm.rules.wordlist import Word, headline, normalised
from bot.domain.language import Language

FOLDER = Path(__file__).parent
UNKNOWN = "unknown"
"""The id of the kind that work falls to when nothing is recognised."""

ThreePoint = tuple[float, float, float]


@dataclass(frozen=True, kw_only=True)
class Bilingual:
    """One text in both languages."""

    ja: str
    en: str

    def of(self, language: Language) -> str:
        return self.ja if language is Language.JA else self.en


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of work: low, likely, high person-days of its scope, percent per phase, and what multiplies it."""

    id: str
    label: Bilingual
    days: ThreePoint
    profile: str
    shares: tuple[float, ...]
    words: tuple[Word, ...]
    scope: Bilingual
    assumption: Bilingual
    counter: tuple[Word, ...]
    covers: float
    is_place: bool
    """Whether another kind's word behind one of its words makes it only the place of that work."""


@dataclass(frozen=True, kw_only=True)
class Modifier:
    """What makes work larger or smaller; `project` is the factor when it is said of the whole project, if any."""

    id: str
    label: Bilingual
    words: tuple[Word, ...]
    factor: float
    project: float | None
    profiles: frozenset[str]

    def bears_on(self, kind: Kind) -> bool:
        """Whether work of this kind feels it; work that is named by its very words holds it already."""
        is_the_work = not {word.text for word in self.words}.isdisjoint(word.text for word in kind.words)
        return not is_the_work and (not self.profiles or kind.profile in self.profiles)


@dataclass(frozen=True, kw_only=True)
class Denials:
    """Words that turn what stands beside them into its opposite."""

    after: tuple[Word, ...]
    before: tuple[Word, ...]


@dataclass(frozen=True, kw_only=True)
class Reckoner:
    """How factors are put together: the bounds of all of them, and the law of counts."""

    together: tuple[float, float]
    by_count: tuple[float, float]
    exponent: float
    beside: float


@dataclass(frozen=True, kw_only=True)
class QuestionRule:
    """A question, when it is to the point, and by what it has been answered already."""

    id: str
    text: Bilingual
    weight: int
    kinds: frozenset[str]
    profiles: frozenset[str]
    unless: frozenset[str]
    answered: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """Everything in the files."""

    kinds: tuple[Kind, ...]
    masks: tuple[Word, ...]
    """What looks like a word of a kind and is none."""
    heads: tuple[Word, ...]
    """Ends of a name that say what it is, whatever stands before."""
    modifiers: tuple[Modifier, ...]
    denials: Denials
    reckoner: Reckoner
    questions: tuple[QuestionRule, ...]
    texts: Mapping[Language, Mapping[str, str]]

    @property
    def unknown(self) -> Kind:
        return next(kind for kind in self.kinds if kind.id == UNKNOWN)


@cache
def catalogue() -> Catalogue:
    """The catalogue, read once."""
    kinds, modifiers, questions, texts = map(_file, ("kinds", "modifiers", "questions", "texts"))
    return Catalogue(
        kinds=tuple(_kind(item, kinds) for item in kinds["kind"]),
        masks=tuple(Word(headline(word)) for word in kinds["recognition"]["masks"]),
        heads=tuple(Word(headline(word)) for word in kinds["recognition"]["heads"]),
        modifiers=tuple(map(_modifier, modifiers["modifier"])),
        denials=Denials(
            after=_words(modifiers["denials_after"]) + _words(modifiers["denied_after"]),
            before=_words(modifiers["denials_before"]),
        ),
        reckoner=_reckoner(modifiers),
        questions=tuple(map(_question, questions["question"])),
        texts={language: texts[language.value] for language in Language},
    )


def _file(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def _words(given: list[str]) -> tuple[Word, ...]:
    return tuple(Word(normalised(word)) for word in given)


def _names(item: Mapping[str, Any]) -> tuple[Word, ...]:
    """The words a kind is recognised by, its own labels among them; the unknown kind has none."""
    names = (*item["words"], item["ja"], item["en"]) if item["words"] else ()
    return tuple({word.text: word for word in (Word(headline(name), shown=name) for name in names)}.values())


def _label(item: Mapping[str, str]) -> Bilingual:
    return Bilingual(ja=item["ja"], en=item["en"])


def _kind(item: Mapping[str, Any], file: Mapping[str, Any]) -> Kind:
    low, likely, high = item["days"]
    return Kind(
        id=item["id"],
        label=_label(item),
        days=(float(low), float(likely), float(high)),
        profile=item["profile"],
        shares=tuple(map(float, file["profiles"][item["profile"]])),
        words=_names(item),
        scope=_label(item["scope"]),
        assumption=_label(item["assumption"]),
        counter=_words(file["counters"][item["counter"]]) if "counter" in item else (),
        covers=float(item.get("covers", 1)),
        is_place=item.get("is_place", False),
    )


def _modifier(item: Mapping[str, Any]) -> Modifier:
    return Modifier(
        id=item["id"],
        label=_label(item),
        words=tuple(Word(headline(word)) for word in item["words"]),
        factor=item["factor"],
        project=item.get("project"),
        profiles=frozenset(item.get("profiles", ())),
    )


def _reckoner(file: Mapping[str, Any]) -> Reckoner:
    (low, high), (least, most) = file["together"], file["by_count"]
    return Reckoner(together=(low, high), by_count=(least, most), exponent=file["exponent"], beside=file["beside"])


def _question(item: Mapping[str, Any]) -> QuestionRule:
    return QuestionRule(
        id=item["id"],
        text=_label(item),
        weight=item["weight"],
        kinds=frozenset(item.get("kinds", ())),
        profiles=frozenset(item.get("profiles", ())),
        unless=frozenset(item.get("unless", ())),
        answered=tuple(re.compile(pattern) for pattern in item["answered"]),
    )
