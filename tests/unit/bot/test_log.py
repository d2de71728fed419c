import io
import json
import logging
import os
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot.log import ROOMS, configure_logging, get_logger, redact


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, levels = root.handlers[:], {name: logging.getLogger(name).level for name in ("", *ROOMS)}
    yield
    root.handlers[:] = handlers
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


@pytest.fixture
def stream() -> io.StringIO:
    return io.StringIO()


def events(stream: io.StringIO) -> list[dict[str, Any]]:
    """What was logged: each line is a JSON object, whatever was said."""
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_an_event_is_one_line_with_its_facts(stream: io.StringIO) -> None:
    configure_logging(stream=stream)
    get_logger("bot.services.converse").info("Task created", task=7, deliverables=9)
    (event,) = events(stream)
    assert event["event"] == "Task created"
    assert (event["task"], event["deliverables"], event["level"]) == (7, 9, "info")
    assert event["logger"] == "bot.services.converse"
    assert event["timestamp"].endswith("Z")


def test_ids_bound_around_the_work_are_on_each_line(stream: io.StringIO) -> None:
    configure_logging(stream=stream)
    with structlog.contextvars.bound_contextvars(task=7):
        get_logger("bot.a").info("within")
    get_logger("bot.a").info("after")
    within, after = events(stream)
    assert within["task"] == 7
    assert "task" not in after


def test_a_logger_made_before_the_configuration_follows_it(stream: io.StringIO) -> None:
    logger = get_logger("ops.early")
    configure_logging(stream=stream)
    logger.info("late")
    assert events(stream)[0]["event"] == "late"


@pytest.mark.parametrize(
    "secret",
    [
        "xoxb-123456-abcdef",
        "xoxe.xoxp-1-Mi0y",
        "xapp-1-A012-345-abcdef",
        "sk-proj-abcDEF123_456-789",
        "Authorization: Bearer abc.def.ghi",
        "postgresql://me:hunter2@localhost/quotes",
        "https://hooks.slack.com/commands/T1/2/hunter2",
        "wss://wss-primary.slack.com/link/?ticket=hunter2&app_id=1",
    ],
)
@pytest.mark.parametrize("form", ["json", "console"])
def test_no_secret_is_written_wherever_it_stands(stream: io.StringIO, secret: str, form: str) -> None:
    configure_logging(form=form, stream=stream)
    logger = get_logger("bot.a")
    logger.info("event %s", secret, field=secret, nested={"deep": [secret]})
    logging.getLogger("slack_sdk").error("sent %s", secret)
    try:
        raise RuntimeError(secret)
    except RuntimeError:
        logger.exception("failed")
    written = stream.getvalue()
    assert written.count("[secret]") >= 5
    for part in ("123456-abcdef", "Mi0y", "345-abcdef", "abcDEF123", "abc.def.ghi", "hunter2"):
        assert part not in written


def test_what_people_wrote_is_told_by_its_length(stream: io.StringIO) -> None:
    configure_logging(stream=stream)
    get_logger("bot.a").info(
        "read", title="顧客管理システム", text="secret plan", reason="x" * 301, code="not_in_channel"
    )
    (event,) = events(stream)
    assert event["title"] == "[8 characters]"
    assert event["text"] == "[11 characters]"
    assert event["reason"] == "[301 characters]"
    assert event["code"] == "not_in_channel"


@pytest.mark.parametrize("form", ["json", "console"])
def test_nothing_breaks_the_line(stream: io.StringIO, form: str) -> None:
    configure_logging(form=form, stream=stream)
    get_logger("bot.a").info("first\nsecond\r\x1b[2J\u2028", field="third\nfourth")
    assert len(stream.getvalue().splitlines()) == 1
    assert "\x1b" not in stream.getvalue()


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_traceback_is_on_the_line_of_its_event(stream: io.StringIO, form: str) -> None:
    configure_logging(form=form, stream=stream)
    try:
        try:
            int("one\ntwo")
        except ValueError as error:
            raise RuntimeError("no number") from error
    except RuntimeError:
        get_logger("bot.a").exception("failed")
    (line,) = stream.getvalue().splitlines()
    assert "RuntimeError: no number <- ValueError: invalid literal" in line
    assert "test_log.py:" in line


def test_a_long_message_of_an_error_is_cut(stream: io.StringIO) -> None:
    configure_logging(stream=stream)
    try:
        raise RuntimeError("y" * 5000)
    except RuntimeError:
        get_logger("bot.a").exception("failed")
    assert len(events(stream)[0]["error"]) < 400


def test_other_packages_come_through_the_same_door_from_warning_on(stream: io.StringIO) -> None:
    configure_logging(level="DEBUG", stream=stream)
    for name in (
        "slack_bolt.AsyncApp",
        "slack_sdk.web",
        "openai._base_client",
        "sqlalchemy.engine",
        "httpx2",
        "any.other",
    ):
        logging.getLogger(name).info("chatter")
        logging.getLogger(name).warning("trouble in %s", name)
    assert [event["event"] for event in events(stream)] == [
        "trouble in slack_bolt.AsyncApp",
        "trouble in slack_sdk.web",
        "trouble in openai._base_client",
        "trouble in sqlalchemy.engine",
        "trouble in httpx2",
        "trouble in any.other",
    ]


def test_a_long_message_of_another_package_is_cut(stream: io.StringIO) -> None:
    configure_logging(stream=stream)
    logging.getLogger("slack_bolt").error("Failed to run listener: %s", "z" * 5000)
    assert len(events(stream)[0]["event"]) < 400


def test_the_level_is_kept(stream: io.StringIO) -> None:
    configure_logging(level="WARNING", stream=stream)
    get_logger("bot.a").info("unimportant")
    get_logger("bot.a").warning("important")
    assert [event["event"] for event in events(stream)] == ["important"]


def test_configuring_twice_writes_each_line_once(stream: io.StringIO) -> None:
    before = io.StringIO()
    configure_logging(stream=before)
    configure_logging(stream=stream)
    get_logger("bot.a").info("once")
    assert len(events(stream)) == 1
    assert before.getvalue() == ""


def test_positional_values_stand_in_their_places(stream: io.StringIO) -> None:
    configure_logging(stream=stream)
    get_logger("bot.a").info("sent %d of %s", 3, "them")
    (event,) = events(stream)
    assert event["event"] == "sent 3 of them"
    assert "positional_args" not in event


def test_a_warning_of_python_is_an_event(stream: io.StringIO) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        configure_logging(stream=stream)
        warnings.warn("this will go away", DeprecationWarning, stacklevel=1)
    (event,) = events(stream)
    assert "this will go away" in event["event"]
    assert event["logger"] == "py.warnings"


def test_redaction_leaves_the_rest_alone() -> None:
    assert redact("token xoxb-1-a for task-7 at https://example.com/a:b@c") == (
        "token [secret] for task-7 at https://example.com/a:b@c"
    )


def test_the_journal_is_told_the_priority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "journal").open("w+") as journal:
        status = os.fstat(journal.fileno())
        monkeypatch.setenv("JOURNAL_STREAM", f"{status.st_dev}:{status.st_ino}")
        configure_logging(stream=journal)
        get_logger("bot.a").error("broken")
        get_logger("bot.a").info("fine")
        journal.seek(0)
        assert [line[:4] for line in journal] == ["<3>{", "<6>{"]


def test_a_file_is_not_told_the_priority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOURNAL_STREAM", "1:2")
    with (tmp_path / "file.log").open("w+") as file:
        configure_logging(stream=file)
        get_logger("bot.a").error("broken")
        file.seek(0)
        assert file.read(1) == "{"
