"""The sandbox as a process of its own."""

import asyncio
import json
import signal
import sys

from slack_sdk.web.async_client import AsyncWebClient


async def test_it_announces_itself_lets_people_speak_and_ends_on_a_signal() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "ops.sandbox", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    async with asyncio.timeout(20):
        told = json.loads(await process.stdout.readline())
        process.stdin.write(b"Aiko hello\nAiko\nBen #sales hi\n")
        await process.stdin.drain()
        said = [(await process.stdout.readline()).decode().split(" ", 2)[2] for _ in range(2)]
        client = AsyncWebClient(token=told["bot_token"], base_url=told["api_url"])
        people = [member["real_name"] for member in (await client.users_list())["members"]]
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0
    assert said == ["Aiko: hello\n", "Ben: hi\n"]
    assert people == ["Estimator", "Aiko", "Ben"]
