"""The two languages the product speaks."""

from enum import StrEnum


class Language(StrEnum):
    """ISO 639-1 code of a language that people are answered in."""

    JA = "ja"
    EN = "en"


def of_locale(locale: str | None, default: Language) -> Language:
    """The language of a Slack locale such as `ja-JP`; `default` for any other language."""
    code = (locale or "").partition("-")[0].lower()
    return Language(code) if code in set(Language) else default
