"""HTTP errors in OpenAI's form."""

from aiohttp import web

from ops.sandbox.model.faults import STATUS, Planned


class Refused(Exception):
    """The request is answered with an error: https://platform.openai.com/docs/guides/error-codes"""

    def __init__(self, status: int, message: str, code: str | None = None, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code
        self.retry_after = retry_after

    @property
    def response(self) -> web.Response:
        """The error as it travels."""
        kind = "server_error" if self.status >= 500 else "invalid_request_error"
        error = {"message": self.message, "type": kind, "param": None, "code": self.code}
        headers = {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
        return web.json_response({"error": error}, status=self.status, headers=headers)


def strike(planned: Planned | None) -> None:
    """Raises the error of a fault that is one."""
    if planned and planned.fault in STATUS:
        status, code, message = STATUS[planned.fault]
        raise Refused(status, message, code, planned.retry_after)
