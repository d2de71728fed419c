"""Bringing payloads to the app: events until acknowledged, interactions once."""

import asyncio
import uuid
from collections import deque
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from typing import Any

from ops.sandbox.changes import Changes
from ops.sandbox.clock import Clock
from ops.sandbox.errors import NoConnection
from ops.sandbox.limits import Limits
from ops.sandbox.socket_mode import SocketMode
from ops.sandbox.wire import Json


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One attempt to hand a payload to the app.

    `kind` is the envelope type, `name` the event type, command or interaction type; `sent` is monotonic seconds,
    `latency` seconds until the acknowledgement, None when there was none in time.
    """

    envelope_id: str
    kind: str
    name: str
    event_id: str | None
    attempt: int
    sent: float
    latency: float | None = None
    error: str | None = None
    answer: Json | None = None


class Courier:
    """Sends payloads over Socket Mode and keeps the record of them."""

    def __init__(self, *, socket: SocketMode, limits: Limits, clock: Clock, changes: Changes) -> None:
        self._socket, self._limits, self._clock, self._changes = socket, limits, clock, changes
        self._tasks: set[asyncio.Task[None]] = set()
        self._failures: list[BaseException] = []
        self.record: deque[Delivery] = deque(maxlen=limits.log_size)

    def event(self, payload: Json) -> None:
        """Deliver an event in the background, again and again as Slack does until it is acknowledged."""
        self.spawn(self._persist(payload))

    async def ask(self, kind: str, name: str, payload: Json, *, takes_answer: bool) -> Delivery:
        """Deliver a command or an interaction, once. `error` is `operation_timeout` or `dispatch_failed`, or None."""
        return await self._attempt(kind, name, payload, {"accepts_response_payload": takes_answer}, attempt=0)

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something beside; what it raises comes out of `close`."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    async def close(self) -> None:
        """Stop all deliveries. Raises what went wrong inside the sandbox itself."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._failures:
            raise BaseExceptionGroup("the sandbox failed", self._failures)

    async def _persist(self, payload: Json) -> None:
        reason = ""
        for attempt in range(len(self._limits.redelivery) + 1):
            if attempt:
                await asyncio.sleep(self._limits.redelivery[attempt - 1])
            extra = {"accepts_response_payload": False, "retry_attempt": attempt, "retry_reason": reason}
            done = await self._attempt("events_api", payload["event"]["type"], payload, extra, attempt=attempt)
            if done.error is None:
                return
            reason = "timeout" if done.error == "operation_timeout" else "connection_failed"

    async def _attempt(self, kind: str, name: str, payload: Json, extra: Json, *, attempt: int) -> Delivery:
        envelope = {"envelope_id": str(uuid.uuid4()), "type": kind, "payload": payload, **extra}
        begun = Delivery(
            envelope_id=envelope["envelope_id"], kind=kind, name=name, event_id=payload.get("event_id"),
            attempt=attempt, sent=self._clock.monotonic(),
        )  # fmt: skip
        done = await self._outcome(begun, envelope)
        self.record.append(done)
        self._changes.tell()
        return done

    async def _outcome(self, begun: Delivery, envelope: Json) -> Delivery:
        try:
            async with asyncio.timeout(self._limits.ack_timeout):
                answer = await (await self._socket.send(envelope))
        except TimeoutError:
            return replace(begun, error="operation_timeout")
        except NoConnection:
            return replace(begun, error="dispatch_failed")
        return replace(begun, latency=self._clock.monotonic() - begun.sent, answer=answer)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (failure := task.exception()):
            self._failures.append(failure)
