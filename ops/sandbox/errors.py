"""What can go wrong in the sandbox.

SandboxError
├── ApiError        an answer `{"ok": false, "error": code}` of the Web API
├── NoConnection    Socket Mode has no open connection to send a payload over
├── NotSeen         something awaited did not happen in time
└── NotPossible     a person tried what the Slack client would not offer
"""

from typing import Any


class SandboxError(Exception):
    """Any failure of the sandbox."""


class ApiError(SandboxError):
    """A refusal by a Web API method.

    `code` is Slack's error code, `fields` are further keys of the answer (`needed`, `response_metadata`, ...).
    `retry_after` (seconds) makes it an HTTP 429.
    """

    def __init__(self, code: str, *, retry_after: int | None = None, **fields: Any) -> None:
        super().__init__(code)
        self.code = code
        self.fields = fields
        self.retry_after = retry_after

    def answer(self) -> dict[str, Any]:
        """The JSON body Slack sends for this refusal."""
        return {"ok": False, "error": self.code, **self.fields}


class NoConnection(SandboxError):
    """The app has no open Socket Mode connection."""


class NotSeen(SandboxError, TimeoutError):
    """What was waited for did not happen; the message carries the recent posts and failed calls."""


class NotPossible(SandboxError):
    """The Slack client would not let a person do this (no such button, no open view, not a member, ...)."""
