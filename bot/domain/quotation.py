"""What a quotation says: who sends it to whom, under which number, until when it holds, and its rows in order."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta, tzinfo

from bot.domain.brief import Brief
from bot.domain.estimate import Estimate, Line, Missing, Revision, Source
from bot.domain.language import Language
from bot.domain.task import Task

HONORIFICS = ("御中", "様", "さま", "殿", "各位", "先生")
"""How a Japanese addressee ends who needs no further 御中."""


@dataclass(frozen=True, kw_only=True)
class Terms:
    """When it is delivered and how it is paid, in one language; empty where that is still to be agreed."""

    delivery: str = ""
    payment: str = ""


@dataclass(frozen=True, kw_only=True)
class Issuer:
    """The company that quotes; its registration number (T and 13 digits) is a qualified invoice issuer's, or empty."""

    name: str
    address: str = ""
    phone: str = ""
    email: str = ""
    person: str = ""
    registration_number: str = ""
    valid_days: int = 30
    terms: Mapping[Language, Terms] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.registration_number and not re.fullmatch(r"T[0-9]{13}", self.registration_number):
            raise ValueError(f"{self.registration_number!r} is not T and 13 digits")
        if self.valid_days < 1:
            raise ValueError("a quotation is valid for a day at least")


@dataclass(frozen=True, kw_only=True)
class Item:
    """A row of the quotation, estimated or not. Numbers count from 1 in the order of the list."""

    number: int
    content: Line | Missing


@dataclass(frozen=True, kw_only=True)
class Quotation:
    """The document made of a revision. Dates are days in the issuer's time zone."""

    number: str
    issued: date
    valid_until: date
    issuer: Issuer
    brief: Brief
    estimate: Estimate
    items: tuple[Item, ...]

    def __post_init__(self) -> None:
        if not self.estimate.lines:
            raise ValueError("a quotation needs an estimated line")

    @property
    def language(self) -> Language:
        return self.brief.language

    @property
    def terms(self) -> Terms:
        return self.issuer.terms.get(self.language, Terms())

    @property
    def names_addressee(self) -> bool:
        """Whether the client's name already ends in a form of address."""
        return self.brief.client.rstrip().endswith(HONORIFICS)

    @property
    def taxed(self) -> bool:
        return self.estimate.tax_rule.percent > 0

    @property
    def by_rules(self) -> tuple[Item, ...]:
        """The rows that were estimated without the model."""
        return tuple(item for item in self.items if isinstance(item.content, Line) and is_rule_based(item.content))

    @property
    def missing(self) -> tuple[Item, ...]:
        """The rows without figures."""
        return tuple(item for item in self.items if isinstance(item.content, Missing))


def is_rule_based(line: Line) -> bool:
    """Whether the line comes from the catalogue of rules."""
    return line.source is Source.RULES


def quotation(task: Task, revision: Revision, issuer: Issuer, zone: tzinfo) -> Quotation:
    """The quotation of a revision; ValueError when no line was estimated."""
    issued = revision.at.astimezone(zone).date()
    return Quotation(
        number=f"{task.number}-{revision.number}",
        issued=issued,
        valid_until=issued + timedelta(days=issuer.valid_days),
        issuer=issuer,
        brief=task.brief,
        estimate=revision.estimate,
        items=_items(task.brief, revision.estimate),
    )


def _items(brief: Brief, estimate: Estimate) -> tuple[Item, ...]:
    """Lines and missing ones as the list has them; what the list does not know comes last."""
    places = {deliverable.id: place for place, deliverable in enumerate(brief.deliverables)}
    contents: list[Line | Missing] = [*estimate.lines, *estimate.missing]
    contents.sort(key=lambda content: places.get(content.deliverable.id, len(places)))
    return tuple(Item(number=number, content=content) for number, content in enumerate(contents, 1))
