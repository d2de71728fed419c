"""`python -m ops.sandbox.model`: the sandbox's model as a process of its own, until it is stopped."""

import argparse
import asyncio

from ops.sandbox.model.server import FakeModel


def main() -> None:
    """Serves and prints the address to set OPENAI_BASE_URL to."""
    parser = argparse.ArgumentParser(prog="python -m ops.sandbox.model", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0: any free one")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each answer")
    given = parser.parse_args()
    asyncio.run(_serve(given.port, given.latency))


async def _serve(port: int, latency: float) -> None:
    async with FakeModel(port=port, latency=latency) as model:
        print(f"OPENAI_BASE_URL={model.base_url} OPENAI_API_KEY={model.api_key}", flush=True)  # noqa: T201 - its output
        await asyncio.Event().wait()


if __name__ == "__main__":
    main()
