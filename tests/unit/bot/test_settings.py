import os
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pydantic import SecretStr

from bot.domain.language import Language
from bot.domain.money import Currency, Rounding
from bot.errors import SettingsWrong
from bot.settings import NAMES, Settings, load_settings


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.upper() in NAMES or name == "CORS_ORIGINS":
            monkeypatch.delenv(name)
    monkeypatch.setenv("LANGUAGE", "en")


@pytest.fixture
def env_file(tmp_path: Path) -> Path:
    return tmp_path / ".env"


def refused(env_file: Path, text: str | bytes) -> tuple[str, ...]:
    """The lines that a file is refused with."""
    env_file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(SettingsWrong) as refusal:
        load_settings(env_file)
    return refusal.value.lines


def loaded(env_file: Path, text: str) -> Settings:
    env_file.write_text(text, encoding="utf-8")
    return load_settings(env_file)


def test_without_anything_the_guides_defaults_hold() -> None:
    settings = Settings()
    assert settings.database_url == "sqlite:///./app.db"
    assert settings.db_schema == "estimator"
    assert settings.openai_model == "gpt-4o-mini"
    assert (settings.daily_unit_cost_jpy, settings.daily_unit_cost_usd) == (Decimal(40000), Decimal(500))
    assert (settings.tax_rate_ja, settings.tax_rate_en) == (Decimal(10), Decimal(0))
    assert (settings.upload_dir, settings.max_upload_size_mb) == (Path("uploads"), 10)
    assert settings.language is Language.JA
    assert (settings.host, settings.port) == ("127.0.0.1", 8100)


def test_without_anything_our_own_defaults_hold() -> None:
    settings = Settings()
    assert settings.slack_api_url == "https://slack.com/api/"
    assert (settings.openai_timeout_seconds, settings.openai_max_retries) == (60, 2)
    assert (settings.model_concurrency, settings.deliverables_per_call) == (64, 20)
    assert (settings.max_deliverables, settings.question_count, settings.max_days_per_line) == (200, 3, Decimal(200))
    assert settings.tax_rounding is Rounding.FLOOR
    assert settings.timezone == ZoneInfo("Asia/Tokyo")
    assert (settings.quotation_valid_days, settings.workers) == (30, 64)
    assert settings.openai_api_key is settings.slack_bot_token is settings.slack_app_token is None


def test_settings_made_in_code_do_not_look_at_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "9")
    assert Settings().port == 8100
    assert Settings(port=0).port == 0


def test_the_environment_wins_over_the_file(env_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "8101")
    settings = loaded(env_file, "PORT=8102\nHOST=0.0.0.0\n")
    assert (settings.port, settings.host) == (8101, "0.0.0.0")


def test_no_file_is_no_fault(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "none").port == 8100


def test_an_empty_value_means_the_default(env_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOST", "")
    assert loaded(env_file, "PORT=\nOPENAI_API_KEY=\n").port == 8100


def test_a_file_saved_by_notepad_is_read(env_file: Path) -> None:
    env_file.write_bytes(b"\xef\xbb\xbfPORT=8102\r\nHOST=::1\r\n")
    settings = load_settings(env_file)
    assert (settings.port, settings.host) == (8102, "::1")


def test_a_dollar_sign_in_a_password_stays_a_dollar_sign(env_file: Path) -> None:
    url = "postgresql+psycopg://me:a${HOME}b@localhost/quotes"
    assert loaded(env_file, f"DATABASE_URL={url}\n").database_url == url


@pytest.mark.parametrize(
    "line",
    [
        "DAILY_UNIT_COST_JPY=40000  # yen",
        "DAILY_UNIT_COST_JPY=40000\t#yen",
        'DAILY_UNIT_COST_JPY="40000" # yen',
        "DAILY_UNIT_COST_JPY= # nothing yet",
        "DAILY_UNIT_COST_JPY=# nothing yet",
    ],
)
def test_a_comment_behind_a_value_is_named_as_such(env_file: Path, line: str) -> None:
    (told,) = refused(env_file, line)
    assert told.startswith("DAILY_UNIT_COST_JPY: a comment follows the value on its line. ")
    assert told.endswith("Put the comment on a line of its own above DAILY_UNIT_COST_JPY.")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DAILY_UNIT_COST", "40000  # Deprecated: Use language-specific settings below"),
        ("PORT", "8100 #x"),
        ("OPENAI_MODEL", "gpt-4o-mini # small"),
        ("ISSUER_NAME", "Acme # our name"),
        ("LANGUAGE", "ja # Japanese"),
    ],
)
def test_a_comment_that_systemd_left_in_a_value_is_named_as_such(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsWrong) as refusal:
        load_settings(None)
    assert len(refusal.value.lines) == 1
    assert refusal.value.lines[0].startswith(f"{name}: ")
    assert "comment" in refusal.value.lines[0] or "コメント" in refusal.value.lines[0]


def test_a_number_sign_that_belongs_to_a_text_is_no_comment(env_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISSUER_ADDRESS", "1 Main Street, Suite #5")
    settings = loaded(env_file, 'ISSUER_NAME="A # B"\nISSUER_PERSON=C#\n')
    assert settings.issuer_address == "1 Main Street, Suite #5"
    assert settings.issuer_person == "C#"
    assert settings.issuer_name == "A # B"


@pytest.mark.parametrize(
    ("line", "mend"),
    [
        ("PORT=８１００", "PORT=8100"),
        ("PORT=65536", "65535 or less"),
        ("PORT=-1", "0 or more"),
        ("PORT=80.5", "not a whole number"),
        ("DAILY_UNIT_COST_JPY=12.5万", "DAILY_UNIT_COST_JPY=40000"),
        ("DAILY_UNIT_COST_JPY=40,000", "without separators"),
        ("DAILY_UNIT_COST_JPY=４００００", "half-width"),
        ("DAILY_UNIT_COST_JPY=0", "above 0"),
        ("DAILY_UNIT_COST_JPY=-40000", "above 0"),
        ("DAILY_UNIT_COST_JPY=40000.5", "At most 0 can be used"),
        ("DAILY_UNIT_COST_JPY=NaN", "not a plain number"),
        ("DAILY_UNIT_COST_USD=1e400", "not a plain number"),
        ("TAX_RATE_JA=10%", "TAX_RATE_JA=10"),
        ("TAX_RATE_JA=101", "100 or less"),
        ("TAX_RATE_EN=-1", "0 or more"),
        ("QUESTION_COUNT=11", "10 or less"),
        ("MAX_UPLOAD_SIZE_MB=0", "1 or more"),
        ("OPENAI_TIMEOUT_SECONDS=0", "above 0"),
        ("TAX_ROUNDING=down", "floor, half_up, ceil"),
        ("LOG_FORMAT=xml", "json, console"),
        ("TIMEZONE=Tokyo", "TIMEZONE=Asia/Tokyo"),
        ("ISSUER_REGISTRATION_NUMBER=T123", "T and 13 digits"),
        ("DATABASE_URL=mysql://localhost/x", "SQLite or PostgreSQL"),
        ("DATABASE_URL=app.db", "SQLite or PostgreSQL"),
        ("DB_SCHEMA=drop table", "DB_SCHEMA=estimator"),
        ("SLACK_API_URL=slack.com/api", "https://example.com/"),
        ("HOST=http://localhost", "HOST=127.0.0.1"),
        ("ISSUER_NAME=a\x07b", "invisible character"),
        (f"ISSUER_NAME={'x' * 501}", "500"),
        ("OPENAI_MODEL=gpt 4o", "OPENAI_MODEL=gpt-4o-mini"),
    ],
)
def test_a_wrong_value_is_told_in_one_line_with_the_mend(env_file: Path, line: str, mend: str) -> None:
    lines = refused(env_file, line)
    assert len(lines) == 1
    assert lines[0].startswith(line.partition("=")[0] + ": ")
    assert mend in lines[0]
    assert "\n" not in lines[0]


def test_a_wrong_language_is_told_in_japanese(env_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LANGUAGE")
    assert refused(env_file, "LANGUAGE=jp") == ("LANGUAGE: 「jp」は選べません。ja, en のいずれかを書いてください。",)


def test_each_wrong_variable_has_its_line(env_file: Path) -> None:
    lines = refused(env_file, "PORT=x\nTAX_RATE_JA=x\nWORKERS=1 # one\n")
    assert sorted(line.partition(":")[0] for line in lines) == ["PORT", "TAX_RATE_JA", "WORKERS"]


def test_the_old_day_rate_is_refused_under_its_own_name_only(env_file: Path) -> None:
    lines = refused(env_file, "DAILY_UNIT_COST=x\n")
    assert [line.partition(":")[0] for line in lines] == ["DAILY_UNIT_COST"]


@pytest.mark.parametrize(
    ("line", "mend"),
    [
        ("SLACK_BOT_TOKEN=xapp-1-A0-123-hunter2", "swapped"),
        ("SLACK_APP_TOKEN=xoxb-123-hunter2", "swapped"),
        ("SLACK_BOT_TOKEN=xoxp-123-hunter2", "starts with xoxb-"),
        ("SLACK_BOT_TOKEN=xoxb-your-token-hunter2", "placeholder"),
        ("SLACK_APP_TOKEN=xapp-...hunter2", "placeholder"),
        ("SLACK_BOT_TOKEN=xoxb-12 34-hunter2", "no spaces"),
        ("OPENAI_API_KEY=sk-proj-xxxxxxxxxxxxxxxxxxhunter2", "placeholder"),
        ("OPENAI_API_KEY=<your key hunter2>", "placeholder"),
        ("PORT=xoxb-1234-hunter2", "not a plain number"),
        ("DATABASE_URL=mysql://me:hunter2@localhost/x", "SQLite or PostgreSQL"),
    ],
)
def test_a_wrong_secret_is_told_without_the_secret(env_file: Path, line: str, mend: str) -> None:
    (told,) = refused(env_file, line)
    assert mend in told
    assert "hunter2" not in told


def test_secrets_do_not_show(env_file: Path) -> None:
    text = "SLACK_BOT_TOKEN=xoxb-1-hidden\nOPENAI_API_KEY=sk-hidden\nDATABASE_URL=postgresql://a:hidden@h/d\n"
    settings = loaded(env_file, text)
    assert "hidden" not in f"{settings!r} {settings}"
    assert settings.openai_api_key == SecretStr("sk-hidden")


def test_a_file_in_another_encoding_is_told_not_thrown(env_file: Path) -> None:
    (line,) = refused(env_file, "ISSUER_NAME=株式会社".encode("cp932"))
    assert "UTF-8" in line


def test_a_file_that_is_a_folder_counts_as_none(tmp_path: Path) -> None:
    assert load_settings(tmp_path).port == 8100


def test_a_line_that_is_no_setting_is_named_by_its_number(env_file: Path) -> None:
    (line,) = refused(env_file, "PORT=8100\n\nwhat is this\n")
    assert line.startswith("Line 3 ")


def test_a_misspelt_name_is_noted_with_the_right_one(env_file: Path) -> None:
    settings = loaded(env_file, "OPENAI_MODLE=gpt-5\nSLACK_TOKEN_BOT=x\nFAVOURITE_COLOUR=red\n")
    assert settings.openai_model == "gpt-4o-mini"
    assert [note for note in settings.notes if "OPENAI_MODLE" in note and "OPENAI_MODEL?" in note]
    assert [note for note in settings.notes if "FAVOURITE_COLOUR" in note and "not used" in note]


def test_a_dropped_variable_is_noted_wherever_it_was_set(env_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_file = loaded(env_file, "CORS_ORIGINS=https://example.com\n").notes
    monkeypatch.setenv("CORS_ORIGINS", "https://example.com")
    in_both = load_settings(env_file).notes
    in_environment = load_settings(None).notes
    assert (
        in_file
        == in_both
        == in_environment
        == ("CORS_ORIGINS has no meaning any more and is not used. It can be removed.",)
    )


def test_the_old_day_rate_is_used_with_a_note(env_file: Path) -> None:
    settings = loaded(env_file, "DAILY_UNIT_COST=35000\n")
    assert settings.day_rate(Currency.JPY) == 35000
    assert settings.day_rate(Currency.USD) == 500
    assert "rename it to DAILY_UNIT_COST_JPY" in settings.notes[0]


def test_the_old_day_rate_yields_to_the_new_one(env_file: Path) -> None:
    settings = loaded(env_file, "DAILY_UNIT_COST=35000\nDAILY_UNIT_COST_JPY=45000\n")
    assert settings.day_rate(Currency.JPY) == 45000
    assert "not used" in settings.notes[0]


def test_the_tax_follows_the_language() -> None:
    settings = Settings(tax_rate_ja="8", tax_rate_en="7.25")
    assert settings.tax_rate(Language.JA) == 8
    assert settings.tax_rate(Language.EN) == Decimal("7.25")


def test_a_desktops_language_list_stands_in_until_the_file_says_otherwise(
    env_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", "en_US:en")
    assert load_settings(None).language is Language.EN
    assert loaded(env_file, "LANGUAGE=ja\n").language is Language.JA
    monkeypatch.setenv("LANGUAGE", "de_DE:de")
    assert load_settings(None).language is Language.JA


def test_only_running_needs_slacks_tokens() -> None:
    with pytest.raises(SettingsWrong) as refusal:
        Settings(language="en", slack_bot_token="xoxb-1-a").require_slack()
    assert [line.partition(":")[0] for line in refusal.value.lines] == ["SLACK_APP_TOKEN"]


def test_both_tokens_are_handed_out() -> None:
    settings = Settings(slack_bot_token="xoxb-1-a", slack_app_token="xapp-1-b")
    assert settings.require_slack() == (SecretStr("xoxb-1-a"), SecretStr("xapp-1-b"))


def test_a_web_address_ends_in_a_slash() -> None:
    settings = Settings(slack_api_url="http://127.0.0.1:9/api", openai_base_url="http://127.0.0.1:9/v1/")
    assert settings.slack_api_url == "http://127.0.0.1:9/api/"
    assert settings.openai_base_url == "http://127.0.0.1:9/v1/"


def test_the_upload_limit_is_known_in_bytes() -> None:
    assert Settings(max_upload_size_mb=2).max_upload_bytes == 2_097_152
