"""The order in which the process starts and stops."""

import asyncio
import socket
from collections.abc import Sequence

import pytest

from ops.serving.health import Health
from ops.serving.pool import Pool
from ops.serving.service import Address, AddressTaken, Service


class Link:
    """A connection that is never made."""

    def __init__(self) -> None:
        self.trying = asyncio.Event()
        self.closed = False

    async def connect(self) -> None:
        self.trying.set()
        await asyncio.Event().wait()

    async def close(self) -> None:
        self.closed = True


def idle() -> Pool[int]:
    async def claim(_: int) -> Sequence[int]:
        return ()

    async def work(_: int) -> None: ...

    async def wait(_: float) -> None:
        await asyncio.Event().wait()

    return Pool(claim=claim, work=work, wait=wait, size=1)


def service(link: Link, *, port: int = 0) -> Service:
    async def nothing() -> None: ...

    return Service(
        socket=link,
        worker=idle(),
        dispatcher=idle(),
        health=Health(probes={}, version="0"),
        address=Address(host="127.0.0.1", port=port),
        reclaim=nothing,
        close=nothing,
    )


async def test_a_stop_that_is_asked_for_while_slack_does_not_let_us_in_is_carried_out() -> None:
    link, stop = Link(), asyncio.Event()
    running = asyncio.create_task(service(link).run(stop))
    await link.trying.wait()
    stop.set()
    async with asyncio.timeout(5):
        await running
    assert link.closed


async def test_a_port_that_is_taken_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(AddressTaken, match=f"127.0.0.1:{port}"):
            await service(Link(), port=port).run(asyncio.Event())
