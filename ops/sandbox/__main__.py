"""The sandbox as a process of its own: `python -m ops.sandbox --port 8200 --manifest deploy/slack/manifest.json`.

It writes one line of JSON with its addresses and tokens, then lets people speak: each line of the input is
`Name #channel text`, or `Name text` for the direct message with the app, and comes back as it was posted.
It ends on SIGINT or SIGTERM.
"""

import argparse
import asyncio
import json
import os
import signal
import stat
import sys
from pathlib import Path

from ops.sandbox.errors import SandboxError
from ops.sandbox.manifest import EVERYTHING, Manifest
from ops.sandbox.server import Sandbox


async def serve(options: argparse.Namespace) -> None:
    """Run until a signal comes."""
    manifest = Manifest.at(options.manifest) if options.manifest else Manifest.of(EVERYTHING)
    async with Sandbox(manifest=manifest, port=options.port) as sandbox:
        _announce(sandbox)
        ended = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, ended.set)
        async with asyncio.TaskGroup() as group:
            listening = group.create_task(_listen(sandbox))
            await ended.wait()
            listening.cancel()


def _announce(sandbox: Sandbox) -> None:
    tokens = {"bot_token": sandbox.bot_token, "app_token": sandbox.app_token}
    _write(json.dumps({"url": sandbox.url, "api_url": sandbox.api_url, **tokens}))


async def _listen(sandbox: Sandbox) -> None:
    if not (sys.stdin.isatty() or stat.S_ISFIFO(os.fstat(sys.stdin.fileno()).st_mode)):
        return
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := (await reader.readline()).decode():
        try:
            await _speak(sandbox, line.strip())
        except SandboxError as refused:
            _write(f"not possible: {refused}")


async def _speak(sandbox: Sandbox, line: str) -> None:
    name, _, text = line.partition(" ")
    place, _, rest = text.partition(" ")
    if not text:
        return
    person = sandbox.person(name)
    here = place.startswith("#")
    message = await person.says(sandbox.channel(place) if here else person.dm, rest if here else text)
    _write(f"{message.ts} {message.channel} {name}: {message.text}")


def _write(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Read the options and serve."""
    parser = argparse.ArgumentParser(prog="python -m ops.sandbox", description="A small Slack on this machine.")
    parser.add_argument("--port", type=int, default=0, help="the port on loopback (any free one by default)")
    parser.add_argument("--manifest", type=Path, help="the app's manifest (JSON); everything is allowed without one")
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
