"""What the program writes about itself: one line per event on stdout, without secrets and without people's words.

Field names in `WORDS_OF_PEOPLE` and long texts are replaced by their length; tokens are blotted out wherever they
stand. Lines of other packages come through the same door, from WARNING on.
"""

import json
import logging
import os
import re
import sys
import traceback
from collections.abc import Callable
from typing import Final, TextIO

import structlog
from structlog.typing import EventDict, ExcInfo, Processor, WrappedLogger

SECRET: Final = re.compile(
    r"\b(?:xox[a-z]|xapp|xwfp)-[\w-]+|\bsk-[\w-]{8,}|(?<=Bearer )[\w.~+/=-]+|(?<=://)[^\s/@]*:[^\s/@]*(?=@)"
    r"|(?<=hooks\.slack\.com/)[\w/-]+|(?<=ticket=)[\w-]+"
)
"""Slack's and OpenAI's tokens, bearer headers, the user and password of a URL, and what makes a response_url or the
address of a socket a key."""
WORDS_OF_PEOPLE: Final = frozenset(
    {"answer", "body", "client", "content", "description", "file_name", "name", "note", "payload", "prompt"}
    | {"question", "requirements", "response", "text", "title", "values"}
)
LONGEST: Final = 300
"""Characters of a value that are still a fact and not somebody's text."""
ROOMS: Final = ("bot", "handlers", "ops")
"""Our own loggers, which follow the level that is asked for; the packages we use speak from WARNING on."""
Renderer = Callable[[WrappedLogger, str, EventDict], str]

PRIORITIES: Final = {"critical": 2, "error": 3, "warning": 4, "info": 6, "debug": 7}
"""syslog's numbers: systemd takes `<3>` at the start of a line for the journal's priority (sd-daemon(3))."""


def redact(text: str) -> str:
    """The text with every token and password in it blotted out."""
    return SECRET.sub("[secret]", text)


def configure_logging(level: str = "INFO", form: str = "json", stream: TextIO | None = None) -> None:
    """Send every event of this process to `stream` (stdout), a line each, `json` or `console`."""
    target = stream or sys.stdout
    structlog.configure(
        processors=[*_facts(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(target)
    handler.setFormatter(_formatter(form, to_journal=_is_journal(target)))
    _route(handler, level)
    logging.captureWarnings(capture=True)


def get_logger(name: str) -> structlog.stdlib.BoundLogger:
    """The logger of a module; ids come from `structlog.contextvars.bound_contextvars`."""
    logger: structlog.stdlib.BoundLogger = structlog.get_logger(name)
    return logger


def _route(handler: logging.Handler, level: str) -> None:
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[level]))
    for room in ROOMS:
        logging.getLogger(room).setLevel(level)


def _facts() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def _is_journal(stream: TextIO) -> bool:
    """Whether the stream goes straight into systemd's journal, as its documentation says to find out."""
    try:
        status = os.fstat(stream.fileno())
    except OSError:
        return False
    return os.environ.get("JOURNAL_STREAM") == f"{status.st_dev}:{status.st_ino}"


def _formatter(form: str, *, to_journal: bool) -> logging.Formatter:
    render = _console if form == "console" else _json
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_facts(),
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _one_line_error,
            _discreet,
            _with_priority(render) if to_journal else render,
        ],
    )


def _with_priority(render: Renderer) -> Renderer:
    """`journalctl -p err` finds the errors among the lines."""

    def prioritised(logger: WrappedLogger, name: str, event: EventDict) -> str:
        return f"<{PRIORITIES[event['level']]}>{render(logger, name, event)}"

    return prioritised


def _one_line_error(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """The exception as the fields `error` and `at`: what it was, and the calls that led there, innermost first."""
    raised = event.pop("exc_info", None)
    error = _raised(raised)
    if error is not None:
        event["error"] = " <- ".join(_told(one) for one in _chain(error))
        event["at"] = _calls(error)
    return event


def _raised(raised: bool | BaseException | ExcInfo | None) -> BaseException | None:
    if isinstance(raised, BaseException):
        return raised
    return raised[1] if isinstance(raised, tuple) else sys.exc_info()[1] if raised else None


def _chain(error: BaseException) -> list[BaseException]:
    chain = [error]
    while (cause := chain[-1].__cause__ or chain[-1].__context__) is not None and cause not in chain:
        chain.append(cause)
    return chain


def _told(error: BaseException) -> str:
    return f"{type(error).__name__}: {_short(str(error))}"


def _calls(error: BaseException) -> str:
    frames = reversed(traceback.extract_tb(error.__traceback__)[-15:])
    return " < ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames)


def _short(text: str) -> str:
    text = redact(text)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}[{len(text)} characters]"


def _discreet(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    event["event"] = _short(str(event["event"]))
    ours = {"event", "logger", "level", "timestamp", "error", "at"}
    return {key: value if key in ours else _fact(key, value) for key, value in event.items()}


def _fact(key: str, value: object) -> object:
    if isinstance(value, bool | int | float | None):
        return value
    text = redact(str(value))
    return f"[{len(text)} characters]" if key in WORDS_OF_PEOPLE or len(text) > LONGEST else text


def _json(_: WrappedLogger, __: str, event: EventDict) -> str:
    """Japanese stays readable; the separators that some readers break lines at do not."""
    line = json.dumps(event, ensure_ascii=False)
    return line.replace("\x85", "\\u0085").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _console(logger: WrappedLogger, name: str, event: EventDict) -> str:
    """No value breaks the line, nor moves the cursor of the terminal it is read on."""
    visible = {key: _visible(value) if isinstance(value, str) else value for key, value in event.items()}
    return structlog.dev.ConsoleRenderer(colors=False)(logger, name, visible)


def _visible(text: str) -> str:
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)
