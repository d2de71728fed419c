"""The rules Block Kit is checked with: small functions that report what is wrong, each at its JSON pointer.

The wording is Slack's own, as its answers carry it in `response_metadata.messages`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Rule = Callable[[Any, str, "Report"], None]


@dataclass(kw_only=True)
class Report:
    """What was found wrong, in the order of the document."""

    errors: list[str] = field(default_factory=list)

    def add(self, message: str, pointer: str) -> None:
        """Note an error at a place."""
        self.errors.append(f"{message} [json-pointer:{pointer}]")


@dataclass(frozen=True, kw_only=True)
class Shape:
    """An object: the fields it may have, those it must have, and of which groups exactly one is needed."""

    fields: Mapping[str, Rule]
    required: tuple[str, ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()
    also: Rule | None = None

    def __call__(self, value: Any, pointer: str, report: Report) -> None:
        """Check a value against the shape."""
        if not isinstance(value, dict):
            report.add("must provide an object", pointer)
            return
        self._check_names(value, pointer, report)
        for name in (name for name in value if name in self.fields):
            self.fields[name](value[name], f"{pointer}/{name}", report)
        if self.also and all(name in value for name in self.required):
            self.also(value, pointer, report)

    def _check_names(self, value: Mapping[str, Any], pointer: str, report: Report) -> None:
        for name in value.keys() - self.fields.keys() - {"type"}:
            report.add(f"invalid additional property: {name}", pointer)
        for name in (name for name in self.required if name not in value):
            report.add(f"missing required field: {name}", pointer)
        for names in self.one_of:
            if sum(name in value for name in names) != 1:
                report.add(f"must define exactly one of `{'` or `'.join(names)}`", pointer)


def string(most: int, *, least: int = 1, pattern: str | None = None) -> Rule:
    """A string of so many characters."""

    def check(value: Any, pointer: str, report: Report) -> None:
        if not isinstance(value, str):
            report.add("must provide a string", pointer)
        elif len(value) < least:
            report.add(f"must be more than {least - 1} characters", pointer)
        elif len(value) > most:
            report.add(f"must be less than {most + 1} characters", pointer)
        elif pattern and not re.fullmatch(pattern, value):
            report.add(f"failed to match the required pattern {pattern}", pointer)

    return check


def flag(value: Any, pointer: str, report: Report) -> None:
    """A boolean."""
    if not isinstance(value, bool):
        report.add("must provide a boolean", pointer)


def number(low: int, high: int) -> Rule:
    """A whole number within bounds."""

    def check(value: Any, pointer: str, report: Report) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            report.add("must provide an integer", pointer)
        elif not low <= value <= high:
            report.add(f"must be between {low} and {high}", pointer)

    return check


def among(*allowed: str) -> Rule:
    """One of these strings."""

    def check(value: Any, pointer: str, report: Report) -> None:
        if value not in allowed:
            report.add(f"value must be one of {', '.join(allowed)}", pointer)

    return check


def items(rule: Rule, *, most: int, least: int = 1) -> Rule:
    """A list of so many items, each checked by the rule."""

    def check(value: Any, pointer: str, report: Report) -> None:
        if not isinstance(value, list):
            report.add("must provide an array", pointer)
            return
        if len(value) > most:
            report.add(f"no more than {most} items allowed", pointer)
        if len(value) < least:
            report.add(f"no fewer than {least} items allowed", pointer)
        for index, item in enumerate(value):
            rule(item, f"{pointer}/{index}", report)

    return check


def typed(kinds: Mapping[str, Rule]) -> Rule:
    """An object whose `type` decides the rule."""

    def check(value: Any, pointer: str, report: Report) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(value, dict):
            report.add("must provide an object", pointer)
        elif kind is None:
            report.add("missing required field: type", pointer)
        elif not isinstance(kind, str) or kind not in kinds:
            report.add(f"unsupported type: {kind}", f"{pointer}/type")
        else:
            kinds[kind](value, pointer, report)

    return check


def nullable(rule: Rule) -> Rule:
    """The rule, or null."""

    def check(value: Any, pointer: str, report: Report) -> None:
        if value is not None:
            rule(value, pointer, report)

    return check
