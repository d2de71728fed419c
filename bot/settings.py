"""The settings: what they are called, what they mean, what they are when nothing is said.

Names and defaults are the deployment guide's. `Settings()` is the defaults alone, for tests and the sandbox;
`load_settings()` reads the environment over an `.env` file and refuses to go on with a wrong value.
"""

import os
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, LiteralString, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, PrivateAttr, SecretStr, ValidationError
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot import setting_faults
from bot.domain.language import Language
from bot.domain.money import Currency, Rounding
from bot.env_file import Entry, keeps_comment
from bot.env_file import read as read_env_file
from bot.errors import SettingsWrong
from bot.i18n import Words

PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
PLACEHOLDER = re.compile(r"(^|[-_ ])your([-_ ]|$)|x{6}|\.\.\.|…|<|>|change.?me|placeholder", re.IGNORECASE)
APPROVER = "(starter|[UWS][A-Z0-9]+)"
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


class LogLevel(StrEnum):
    """The least important log lines that are written."""

    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"


class LogFormat(StrEnum):
    """JSON for machines, console for a person at a terminal."""

    JSON = "json"
    CONSOLE = "console"


def _fault(key: LiteralString, **values: object) -> PydanticCustomError:
    """A refusal; `key` is its text in the locales."""
    return PydanticCustomError(key, key, values)


def _plain_number(value: object) -> object:
    """Decimal() also takes `４００００`, `4_0` and `1e5`, which a person did not mean or another reader refuses."""
    if isinstance(value, str) and not PLAIN_NUMBER.fullmatch(value.strip()):
        raise _fault("settings.not_a_number")
    return value.strip() if isinstance(value, str) else value


def _token(secret: SecretStr, prefix: str, other: str) -> SecretStr:
    token = secret.get_secret_value()
    if token.startswith(other):
        raise _fault("settings.token_swapped", prefix=prefix, found=other)
    if not token.startswith(prefix) or not token.isascii() or re.search(r"\s", token):
        raise _fault("settings.token_form", prefix=prefix)
    return _no_placeholder(secret)


def _bot_token(secret: SecretStr) -> SecretStr:
    return _token(secret, "xoxb-", "xapp-")


def _app_token(secret: SecretStr) -> SecretStr:
    return _token(secret, "xapp-", "xoxb-")


def _no_placeholder(secret: SecretStr) -> SecretStr:
    if PLACEHOLDER.search(secret.get_secret_value()):
        raise _fault("settings.placeholder")
    return secret


def _web_address(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", value):
        raise _fault("settings.web_address")
    return value.rstrip("/") + "/"


def _database_url(value: str) -> str:
    try:
        backend = make_url(value).get_backend_name()
    except (ArgumentError, ValueError):
        raise _fault("settings.database_url") from None
    if backend not in {"sqlite", "postgresql"}:
        raise _fault("settings.database_url")
    return value


def _printable(value: str) -> str:
    if CONTROL.search(value):
        raise _fault("settings.control_character")
    return value.strip()


def _registration_number(value: str) -> str:
    if value and not re.fullmatch(r"T[0-9]{13}", value):
        raise _fault("settings.registration_number")
    return value


Whole = Annotated[int, BeforeValidator(_plain_number)]
Figure = Annotated[Decimal, BeforeValidator(_plain_number)]
Seconds = Annotated[float, BeforeValidator(_plain_number)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
Line = Annotated[str, Field(max_length=500), AfterValidator(_printable)]
"""Text for the quotation; may hold line breaks."""
Upper = BeforeValidator(lambda value: value.strip().upper() if isinstance(value, str) else value)
Lower = BeforeValidator(lambda value: value.strip().lower() if isinstance(value, str) else value)

DayRateJpy = Annotated[Figure, Field(gt=0, le=100_000_000, decimal_places=0)]
DayRateUsd = Annotated[Figure, Field(gt=0, le=1_000_000, decimal_places=2)]
TaxRate = Annotated[Figure, Field(ge=0, le=100, decimal_places=2)]


class Settings(BaseSettings):
    """Every setting, under the guide's name in lower case. Immutable; secrets do not show in `repr`."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True, hide_input_in_errors=True)

    slack_bot_token: Annotated[SecretStr, AfterValidator(_bot_token)] | None = None
    slack_app_token: Annotated[SecretStr, AfterValidator(_app_token)] | None = None
    slack_api_url: WebAddress = "https://slack.com/api/"

    openai_api_key: Annotated[SecretStr, AfterValidator(_no_placeholder)] | None = None
    openai_model: Annotated[str, Field(pattern=r"^\S+$", max_length=100)] = "gpt-4o-mini"
    openai_base_url: WebAddress | None = None
    openai_timeout_seconds: Annotated[Seconds, Field(gt=0, le=600)] = 60
    openai_max_retries: Annotated[Whole, Field(ge=0, le=10)] = 2
    model_concurrency: Annotated[Whole, Field(ge=1, le=512)] = 64
    deliverables_per_call: Annotated[Whole, Field(ge=1, le=50)] = 20

    database_url: Annotated[str, AfterValidator(_database_url), Field(repr=False)] = "sqlite:///./app.db"
    db_schema: Annotated[str, Field(pattern=r"^[a-z_][a-z0-9_]{0,62}$")] = "estimator"

    daily_unit_cost: DayRateJpy | None = None
    daily_unit_cost_jpy: DayRateJpy = Field(default_factory=lambda data: data.get("daily_unit_cost") or Decimal(40000))
    daily_unit_cost_usd: DayRateUsd = Decimal(500)
    tax_rate_ja: TaxRate = Decimal(10)
    tax_rate_en: TaxRate = Decimal(0)
    tax_rounding: Annotated[Rounding, Lower] = Rounding.FLOOR
    max_days_per_line: Annotated[Figure, Field(ge=1, le=10_000, decimal_places=1)] = Decimal(200)

    question_count: Annotated[Whole, Field(ge=0, le=10)] = 3
    approvers: Annotated[str, Field(pattern=rf"^{APPROVER}(\s*,\s*{APPROVER})*$")] = "starter"
    max_deliverables: Annotated[Whole, Field(ge=1, le=1000)] = 200
    upload_dir: Path = Path("uploads")
    max_upload_size_mb: Annotated[Whole, Field(ge=1, le=1000)] = 10
    language: Annotated[Language, Lower] = Language.JA
    timezone: ZoneInfo = Field(default_factory=lambda: ZoneInfo("Asia/Tokyo"))

    issuer_name: Line = ""
    issuer_address: Line = ""
    issuer_phone: Line = ""
    issuer_email: Line = ""
    issuer_person: Line = ""
    issuer_registration_number: Annotated[str, AfterValidator(_registration_number)] = ""
    quotation_valid_days: Annotated[Whole, Field(ge=1, le=365)] = 30
    payment_terms_ja: Line = ""
    payment_terms_en: Line = ""
    delivery_terms_ja: Line = ""
    delivery_terms_en: Line = ""

    host: Annotated[str, Field(pattern=r"^[A-Za-z0-9.:\-]+$", max_length=253)] = "127.0.0.1"
    port: Annotated[Whole, Field(ge=0, le=65535)] = 8100
    workers: Annotated[Whole, Field(ge=1, le=1000)] = 64
    log_level: Annotated[LogLevel, Upper] = LogLevel.INFO
    log_format: Annotated[LogFormat, Lower] = LogFormat.JSON

    _notes: tuple[str, ...] = PrivateAttr(default=())

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what is passed in: a test must not depend on the shell that it is run from."""
        return (init_settings,)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was odd but not wrong about the environment, a line each, to be logged as warnings at the start."""
        return self._notes

    @property
    def approvers_named(self) -> tuple[str, ...]:
        """Who may approve: user ids, user group ids, and `starter` for whoever started the estimate."""
        return tuple(one.strip() for one in self.approvers.split(","))

    @property
    def max_upload_bytes(self) -> int:
        return self.max_upload_size_mb * 1024 * 1024

    def day_rate(self, currency: Currency) -> Decimal:
        """The price of one person-day in `currency`."""
        return self.daily_unit_cost_jpy if currency is Currency.JPY else self.daily_unit_cost_usd

    def tax_rate(self, language: Language) -> Decimal:
        """The tax on a quotation in `language`, in percent."""
        return self.tax_rate_ja if language is Language.JA else self.tax_rate_en

    def require_slack(self) -> tuple[SecretStr, SecretStr]:
        """The bot's and the app's token; SettingsWrong names the one that is missing."""
        if self.slack_bot_token is None or self.slack_app_token is None:
            words = Words.of(self.language)
            tokens = {"SLACK_BOT_TOKEN": self.slack_bot_token, "SLACK_APP_TOKEN": self.slack_app_token}
            raise SettingsWrong(
                setting_faults.missing(words, [name for name, token in tokens.items() if token is None])
            )
        return self.slack_bot_token, self.slack_app_token

    def with_notes(self, notes: tuple[str, ...]) -> Self:
        """The same settings, carrying notes."""
        noted = self.model_copy()
        noted._notes = notes  # noqa: SLF001 - a copy of our own making
        return noted


class _Environment(EnvSettingsSource):
    """The environment, without a LANGUAGE that the desktop set for gettext (`en_US:en`) and nobody set for us."""

    def __call__(self) -> dict[str, object]:
        found = super().__call__()
        if setting_faults.of_desktop(str(found.get("language", ""))):
            del found["language"]
        return found


class _Read(Settings):
    """Settings from the environment over what is passed in, which is what the `.env` file says."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (_Environment(settings_cls), init_settings)


NAMES = frozenset(field.upper() for field in Settings.model_fields)
"""Every variable that means something."""


def load_settings(env_file: str | Path | None = ".env") -> Settings:
    """The settings of this process: the environment over `env_file`, over the defaults.

    SettingsWrong holds one line per variable that is wrong; what is merely odd is in `Settings.notes`.
    """
    entries = _entries(env_file)
    words = _words(entries)
    faults = _unreadable(words, entries)
    try:
        settings = _Read(**_said(entries))  # type: ignore[arg-type]  # text, which pydantic parses
    except ValidationError as error:
        raise SettingsWrong(tuple(_refused(words, error, faults).values())) from None
    if faults:
        raise SettingsWrong(tuple(faults.values()))
    return settings.with_notes(_notes(words, entries, settings))


def _refused(words: Words, error: ValidationError, faults: Mapping[str, str]) -> dict[str, str]:
    """The line per variable that pydantic refused; a `#` in its value is more likely a comment than anything else."""
    refused = {**setting_faults.lines(words, error, _examples()), **faults}
    return refused | _comments(words, [name for name in refused if "#" in os.environ.get(name, "")])


def _entries(env_file: str | Path | None) -> tuple[Entry, ...]:
    try:
        return read_env_file(Path(env_file)) if env_file else ()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "UTF-8"
        raise SettingsWrong((_words(())("settings.env_file", path=str(env_file), reason=reason),)) from None


def _words(entries: tuple[Entry, ...]) -> Words:
    """The words to complain in: LANGUAGE wherever it was said, if it names a language at all."""
    said = [entry.value for entry in entries if entry.name == "LANGUAGE"]
    languages = [setting_faults.spoken(value) for value in (os.environ.get("LANGUAGE", ""), *said)]
    return Words.of(next((language for language in languages if language), Language.JA))


def _said(entries: tuple[Entry, ...]) -> dict[str, str]:
    """What the file says, by field; the desktop's LANGUAGE stands in when the file names none."""
    said = {entry.name.lower(): entry.value for entry in entries if entry.name.upper() in NAMES and entry.value}
    desktop = os.environ.get("LANGUAGE", "")
    if setting_faults.of_desktop(desktop) and (language := setting_faults.spoken(desktop)):
        said.setdefault("language", language.value)
    return said


def _unreadable(words: Words, entries: tuple[Entry, ...]) -> dict[str, str]:
    """A line for each value that a comment follows, in the file or the environment, and each line that says nothing."""
    broken = {str(entry.line): words("settings.env_file_line", line=entry.line) for entry in entries if not entry.name}
    commented = [entry.name for entry in entries if entry.commented]
    commented += [name for name in NAMES if keeps_comment(os.environ.get(name, ""))]
    return {**broken, **_comments(words, commented)}


def _comments(words: Words, names: Iterable[str]) -> dict[str, str]:
    return {name: setting_faults.comment(words, name) for name in names}


def _examples() -> dict[str, object]:
    """A value that is right, by field: the default."""
    fields = Settings.model_fields.items()
    return {name: field.get_default(call_default_factory=True, validated_data={}) for name, field in fields}


def _notes(words: Words, entries: tuple[Entry, ...], settings: Settings) -> tuple[str, ...]:
    strange = [entry.name for entry in entries if entry.name.upper() not in NAMES]
    strange += sorted(name for name in setting_faults.DROPPED if name in os.environ and name not in strange)
    return setting_faults.unknown(words, strange, NAMES) + _deprecated(words, settings)


def _deprecated(words: Words, settings: Settings) -> tuple[str, ...]:
    if settings.daily_unit_cost is None:
        return ()
    used = "daily_unit_cost_jpy" not in settings.model_fields_set
    return (words("settings.day_rate_old_used") if used else words("settings.day_rate_old_ignored"),)
