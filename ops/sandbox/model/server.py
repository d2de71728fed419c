"""The sandbox's model as a server: `/v1/chat/completions` and `/v1/models` on loopback.

Wire protocol: https://platform.openai.com/docs/api-reference/chat. It refuses what OpenAI refuses: a wrong key, an
unknown model, messages of a wrong form, a schema that breaks the rules of strict mode.
"""

import asyncio
import time
from collections import deque
from dataclasses import dataclass
from typing import Any, Self

from aiohttp import web

from ops.sandbox.model import tokens
from ops.sandbox.model.completion import completion
from ops.sandbox.model.faults import ModelFault, ModelFaults, Planned
from ops.sandbox.model.refusal import Refused, strike
from ops.sandbox.model.strictness import refusal_of

LOOPBACK = "127.0.0.1"
MAX_CALLS = 1_000
MAX_BODY = 8 * 1024 * 1024
TRICKLE_STEP = 0.02

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class ModelCall:
    """One request to the model: `at` monotonic seconds, `seconds` it took, `fault` what was done to it."""

    body: Json
    at: float
    seconds: float
    status: int
    fault: ModelFault | None
    usage: Json

    @property
    def prompt(self) -> str:
        """All messages as one text."""
        return "\n".join(str(message["content"]) for message in self.body.get("messages", ()))


class FakeModel:
    """A model that answers after `latency` seconds (may be changed while it runs). Use as `async with`.

    `most_at_once` is the most calls that were under way together; `hanging` is set once a call hangs.
    """

    def __init__(
        self,
        *,
        api_key: str = "sk-sandbox",
        models: frozenset[str] = frozenset({"gpt-4o-mini", "gpt-4o"}),
        latency: float = 0.0,
        port: int = 0,
    ) -> None:
        self.api_key = api_key
        self.latency = latency
        self.faults = ModelFaults()
        self.most_at_once = 0
        self.hanging = asyncio.Event()
        self._models = models
        self._port = port
        self._calls: deque[ModelCall] = deque(maxlen=MAX_CALLS)
        self._known_prompts: dict[str, None] = {}
        self._under_way = 0
        self._closing = asyncio.Event()
        self._runner: web.AppRunner | None = None

    @property
    def base_url(self) -> str:
        """What OPENAI_BASE_URL is set to."""
        return f"http://{LOOPBACK}:{self._port}/v1/"

    @property
    def calls(self) -> tuple[ModelCall, ...]:
        """The latest calls of chat completions, oldest first; those that hang or were cut off are not in it."""
        return tuple(self._calls)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Serves; after a `stop` under the same address."""
        tokens.exact()  # loads the encoding now, not while the first call waits
        app = web.Application(client_max_size=MAX_BODY)
        app.router.add_post("/v1/chat/completions", self._complete)
        app.router.add_get("/v1/models", self._list_models)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, LOOPBACK, self._port).start()
        self._port = self._runner.addresses[0][1]
        self._closing.clear()

    async def stop(self) -> None:
        """Goes down: connections are refused."""
        self._closing.set()
        if self._runner:
            await self._runner.cleanup()

    async def _list_models(self, request: web.Request) -> web.StreamResponse:
        try:
            self._check_key(request)
        except Refused as refused:
            return refused.response
        data = [{"id": name, "object": "model", "owned_by": "sandbox"} for name in sorted(self._models)]
        return web.json_response({"object": "list", "data": data})

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        started = time.monotonic()
        body: Json = await request.json()
        planned = self.faults.take()
        self._under_way += 1
        self.most_at_once = max(self.most_at_once, self._under_way)
        try:
            return await self._answer(request, body, planned, started)
        finally:
            self._under_way -= 1

    async def _answer(
        self, request: web.Request, body: Json, planned: Planned | None, started: float
    ) -> web.StreamResponse:
        usage: Json = {}
        try:
            self._check(request, body)
            await asyncio.sleep(self.latency)
            strike(planned)
            answer = completion(body, planned)
            answer["usage"] = usage = self._usage(body, answer)
            response = await self._send(request, answer, planned)
        except Refused as refused:
            response = refused.response
        self._log(body, started, response.status, planned, usage)
        return response

    def _log(self, body: Json, started: float, status: int, planned: Planned | None, usage: Json) -> None:
        fault, seconds = planned.fault if planned else None, time.monotonic() - started
        self._calls.append(ModelCall(body=body, at=started, seconds=seconds, status=status, fault=fault, usage=usage))

    def _check(self, request: web.Request, body: Json) -> None:
        self._check_key(request)
        if body.get("model") not in self._models:
            raise Refused(404, f"The model `{body.get('model')}` does not exist.", "model_not_found")
        messages = body.get("messages")
        if not isinstance(messages, list) or not all(isinstance(one.get("content"), str) for one in messages):
            raise Refused(400, "Invalid type for 'messages': expected an array of messages with text.")
        refusal = refusal_of(body.get("response_format"))
        if refusal:
            raise Refused(400, refusal)

    def _check_key(self, request: web.Request) -> None:
        if request.headers.get("Authorization") != f"Bearer {self.api_key}":
            raise Refused(401, "Incorrect API key provided.", "invalid_api_key")

    def _usage(self, body: Json, answer: Json) -> Json:
        """Tokens of the call."""
        messages, schema = body["messages"], body["response_format"]["json_schema"]
        prompt = tokens.count_prompt(messages, schema)
        answered = sum(tokens.count(choice["message"]["content"] or "") for choice in answer["choices"])
        return {
            "prompt_tokens": prompt,
            "completion_tokens": answered,
            "total_tokens": prompt + answered,
            "prompt_tokens_details": {"cached_tokens": self._cached(tokens.as_json([schema, messages]), prompt)},
        }

    def _cached(self, text: str, count: int) -> int:
        """Tokens that the cache serves: those of a prompt that came before. (The real one also knows beginnings.)"""
        known = text in self._known_prompts
        self._known_prompts[text] = None
        if len(self._known_prompts) > MAX_CALLS:
            del self._known_prompts[next(iter(self._known_prompts))]
        return tokens.cacheable(count) if known else 0

    async def _send(self, request: web.Request, answer: Json, planned: Planned | None) -> web.StreamResponse:
        """The answer, or what a faulty connection makes of it."""
        fault = planned.fault if planned else None
        if fault is ModelFault.HANG:
            self.hanging.set()
            await self._closing.wait()
        if fault in {ModelFault.HANG, ModelFault.RESET} and request.transport:
            request.transport.abort()
        if fault is ModelFault.TRICKLE:
            return await self._trickle(request)
        if fault is ModelFault.HTML:
            return web.Response(text="<html><body>Welcome to the proxy</body></html>", content_type="text/html")
        return web.json_response(answer)

    async def _trickle(self, request: web.Request) -> web.StreamResponse:
        """An answer that never ends and never pauses for long."""
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        while not self._closing.is_set() and request.transport and not request.transport.is_closing():
            await response.write(b" ")
            await asyncio.sleep(TRICKLE_STEP)
        return response
