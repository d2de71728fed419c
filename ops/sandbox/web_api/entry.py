"""The door of the Web API: reading a call, checking its token and scopes, answering as Slack does.

Source: https://docs.slack.dev/apis/web-api
"""

import json
from collections.abc import Mapping

from aiohttp import web

from ops.sandbox.desk import Desk
from ops.sandbox.doors import Reply, through
from ops.sandbox.errors import ApiError
from ops.sandbox.web_api import chat, conversations, files, people, views
from ops.sandbox.web_api.call import Call, Method, require
from ops.sandbox.wire import Json

METHODS: Mapping[str, Method] = {
    **people.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **views.METHODS,
    **files.METHODS,
}


class WebApi:
    """Answers `/api/METHOD`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def handle(self, request: web.Request) -> web.Response:
        """One call, GET or POST, with form or JSON arguments."""
        name = request.match_info["method"]
        try:
            args = await _arguments(request)
        except json.JSONDecodeError:
            refused = self._refused(METHODS.get(name), ApiError("invalid_json"))
            return await through(self._desk, name, {}, request, lambda: refused)
        token = bearer(request) or args.pop("token", None)
        return await through(self._desk, name, args, request, lambda: self._reply(name, args, token))

    def _reply(self, name: str, args: Json, token: str | None) -> Reply:
        method = METHODS.get(name)
        try:
            return self._written(method, self._answer(name, method, args, token))
        except ApiError as refused:
            return self._refused(method, refused)

    def _answer(self, name: str, method: Method | None, args: Json, token: str | None) -> Json:
        if method is None:
            raise ApiError("unknown_method", req_method=name)
        self._admit(method, token)
        self._desk.throttle.call(name)
        return method.run(Call(desk=self._desk, method=name, args=args))

    def _admit(self, method: Method, token: str | None) -> None:
        own = self._desk.identity
        if not token:
            raise ApiError("not_authed")
        if token not in (own.bot_token, own.app_token):
            raise ApiError("invalid_auth")
        if token != (own.app_token if method.holder == "app" else own.bot_token):
            raise ApiError("not_allowed_token_type")
        require(self._desk, method.scopes)

    def _refused(self, method: Method | None, refused: ApiError) -> Reply:
        written = self._written(method, refused.answer())
        after = {} if refused.retry_after is None else {"Retry-After": str(refused.retry_after)}
        status = 200 if refused.retry_after is None else 429
        return Reply(body=written.body, status=status, headers={**written.headers, **after}, error=refused.code)

    def _written(self, method: Method | None, answer: Json) -> Reply:
        granted = ",".join(sorted(self._desk.manifest.scopes))
        accepted = ",".join(method.scopes) if method else ""
        headers = {"X-OAuth-Scopes": granted, "X-Accepted-OAuth-Scopes": accepted}
        return Reply(body=json.dumps(answer, ensure_ascii=False).encode(), headers=headers)


def bearer(request: web.Request) -> str | None:
    """The token of the Authorization header."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


async def _arguments(request: web.Request) -> Json:
    if request.content_type == "application/json":
        found = await request.json() if request.can_read_body else {}
        return found if isinstance(found, dict) else {}
    return {**request.query, **dict(await request.post())}
