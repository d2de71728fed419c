"""What is wrong with a setting, in one line that names the variable and the mend, and never a secret."""

import difflib
from collections.abc import Iterable, Mapping
from typing import Final

from pydantic import ValidationError

from bot.domain.language import Language
from bot.i18n import Words
from bot.log import redact

DROPPED: Final = frozenset({"CORS_ORIGINS"})
"""Variables of the guide that mean nothing any more: there is no web page to protect."""

TEXTS: Final[Mapping[str, str]] = {
    "decimal_max_places": "settings.too_fine",
    "enum": "settings.choice",
    "greater_than": "settings.above",
    "greater_than_equal": "settings.at_least",
    "int_from_float": "settings.not_whole",
    "int_parsing": "settings.not_whole",
    "int_parsing_size": "settings.not_whole",
    "less_than_equal": "settings.at_most",
    "string_pattern_mismatch": "settings.form",
    "string_too_long": "settings.too_long",
    "zoneinfo_str": "settings.time_zone",
}
"""What pydantic calls a fault, and our text for it; our own faults are named by their text."""

WITH_VALUE: Final = frozenset(TEXTS.values()) | {"settings.not_a_number"}
"""Texts that quote the value: faults which only plain settings can have, never a token or an address."""


def of_desktop(language: str) -> bool:
    """Whether this LANGUAGE is gettext's list (`en_US:en`), which desktops set, rather than ours."""
    return ":" in language or "_" in language


def spoken(language: str) -> Language | None:
    """The first language of ours in a LANGUAGE of either kind; None when it names none."""
    codes = (part.strip().partition("_")[0].lower() for part in language.split(":"))
    return next((Language(code) for code in codes if code in set(Language)), None)


def lines(words: Words, error: ValidationError, examples: Mapping[str, object]) -> dict[str, str]:
    """A line per variable that pydantic refused; `examples` are good values by field name."""
    found: dict[str, str] = {}
    for fault in error.errors(include_url=False):
        field = str(fault["loc"][0]) if fault["loc"] else ""
        if fault["type"] != "default_factory_not_called":  # the field that it depends on has its own line
            values = {**fault.get("ctx", {}), "example": examples.get(field, "")}
            found.setdefault(field.upper(), _line(words, field.upper(), fault["type"], fault["input"], values))
    return found


def _line(words: Words, name: str, kind: str, value: object, values: Mapping[str, object]) -> str:
    key = kind if kind.startswith("settings.") else TEXTS.get(kind, "settings.form")
    shown = redact(str(value))[:60] if key in WITH_VALUE else ""
    return words(key, **{**_as_typed(values), "name": name, "value": shown})


def _as_typed(values: Mapping[str, object]) -> dict[str, str]:
    """Values as one would type them into the file: ungrouped, and choices without pydantic's `'ja' or 'en'`."""
    return {name: str(value).replace("'", "").replace(" or ", ", ") for name, value in values.items()}


def comment(words: Words, name: str) -> str:
    """The line for a value that a comment follows."""
    return words("settings.inline_comment", name=name)


def missing(words: Words, names: Iterable[str]) -> tuple[str, ...]:
    """A line per variable that this command cannot do without."""
    return tuple(words("settings.missing", name=name) for name in names)


def unknown(words: Words, names: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    """A line per name of the `.env` file that is no setting, with the setting that was probably meant."""
    settings = sorted(known)
    return tuple(_unknown(words, name, settings) for name in names)


def _unknown(words: Words, name: str, settings: list[str]) -> str:
    if name in DROPPED:
        return words("settings.dropped", name=name)
    close = difflib.get_close_matches(name, settings, n=1, cutoff=0.75)
    if close:
        return words("settings.unknown_similar", name=name, meant=close[0])
    return words("settings.unknown", name=name)
