"""Slack fails, the connection breaks, the program dies: what was said is said once, and nothing is lost."""

import asyncio
import contextlib
import re
import socket
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from ops.sandbox import Message, Sandbox, faults
from ops.sandbox.faults import Fault
from ops.sandbox.limits import Limits
from ops.sandbox.program import Program, manifest, running
from tests.acceptance.clean import leaks
from tests.acceptance.conftest import Office
from tests.acceptance.dialogue import Dialogue, actions, deliverables

pytestmark = pytest.mark.asyncio(loop_scope="session")

LIMITS = Limits(ack_timeout=0.8, redelivery=(0.1, *[0.5] * 40), throttled=False)
"""Slack delivers again after minutes; here after moments."""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


@dataclass(kw_only=True)
class FragileOffice(Office):
    """A workspace whose Slack breaks, and whose bot is killed and started again."""

    port: int

    async def health(self, path: str = "/health") -> tuple[int, dict[str, object]]:
        """Status and body of the bot's own endpoint."""
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://127.0.0.1:{self.port}{path}") as answer,
        ):
            return answer.status, await answer.json()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def fragile(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[FragileOffice]:
    """The bot without a model, on a Slack to be broken."""
    folder, port = tmp_path_factory.mktemp("fragile"), free_port()
    async with (
        Sandbox(manifest=manifest(), limits=LIMITS) as sandbox,
        running(sandbox, folder, LANGUAGE="ja", PORT=str(port)) as program,
    ):
        yield FragileOffice(sandbox=sandbox, program=program, folder=folder, port=port)


@pytest.fixture(autouse=True)
def mended(fragile: FragileOffice) -> Iterator[None]:
    """No fault outlives its test."""
    yield
    fragile.sandbox.faults.clear()


async def questioned(office: Office, *names: str, locale: str = "ja-JP") -> tuple[Dialogue, Message]:
    """A person whose questions have been asked."""
    talk = office.dialogue(locale)
    await talk.mentions("", deliverables(*(names or ("ログイン画面", "検索画面"))))
    return talk, await talk.asked()


async def finished(talk: Dialogue) -> Message:
    """The conversation ends as it should: the result, and one workbook."""
    await talk.presses(await talk.asked(), "estimate_now")
    result = await talk.result()
    await talk.file()
    return result


@contextlib.asynccontextmanager
async def struck(office: Office, door: str, fault: Fault) -> AsyncIterator[None]:
    """What is done inside meets the fault."""
    office.sandbox.faults.plan(door, fault)
    yield
    await office.sandbox.wait_for(lambda: not office.sandbox.faults.left(door), within=10)


def said_once(talk: Dialogue) -> None:
    """What was understood, the questions, the result and the file: four messages, whatever happened on the way."""
    said = [one.shown or one.text for one in talk.said()]
    assert len(said) == 4, said
    assert len([one for one in talk.said() if one.files]) == 1


# --- saying things ------------------------------------------------------------------------------------------------

POSTS: dict[str, Fault] = {
    "too many": faults.http(429, retry_after=1),
    "an error of the server": faults.http(500),
    "an answer that is lost": faults.answer_lost(),
    "a connection that breaks": faults.dropped(),
    "garbage": faults.garbage(),
    "an answer that comes late": faults.slow(0.5),
    "a fault inside of Slack": faults.refusal("internal_error"),
}


async def test_posts_that_fail_are_made_once(fragile: FragileOffice) -> None:
    talks = {kind: fragile.dialogue("ja-JP") for kind in POSTS}
    for kind, talk in talks.items():
        async with struck(fragile, "chat.postMessage", POSTS[kind]):
            await talk.mentions("", deliverables("ログイン画面"))
    for kind, talk in talks.items():
        questions = await talk.asked()
        assert kind != "too many" or pause(fragile, talk) >= 1, "as Slack asked"
        async with struck(fragile, "chat.postMessage", POSTS[kind]):
            await talk.presses(questions, "estimate_now")
    for talk in talks.values():
        await talk.result()
        await talk.file()
    await settled(fragile)
    for talk in talks.values():
        said_once(talk)


def pause(office: Office, talk: Dialogue) -> float:
    """Seconds between the first two posts that were tried in a channel."""
    first, second, *_ = (
        one.at for one in office.sandbox.calls("chat.postMessage") if one.args["channel"] == talk.room.id
    )
    return second - first


async def test_updates_that_fail_are_made_again(fragile: FragileOffice) -> None:
    talks = {kind: await questioned(fragile) for kind in POSTS}
    for kind, (talk, _) in talks.items():
        async with struck(fragile, "chat.update", POSTS[kind]):
            await talk.replies("1. 五十名です")
    for kind, (talk, questions) in talks.items():
        assert (await talk.hears("五十名です")).ts == questions.ts
        async with struck(fragile, "chat.update", POSTS[kind]):
            await talk.presses(questions, "estimate_now")
    for talk, _ in talks.values():
        await talk.result()
        await talk.file()
    await settled(fragile)
    for talk, _ in talks.values():
        said_once(talk)


async def test_a_message_that_somebody_deleted_is_said_anew(fragile: FragileOffice) -> None:
    talk, questions = await questioned(fragile)
    fragile.sandbox.desk.board.delete(questions)
    await talk.replies("1. 五十名です")
    again = await talk.hears(lambda message: "五十名です" in message.shown and message.bot_id)
    assert again.ts != questions.ts
    await talk.presses(again, "estimate_now")
    await talk.result()
    await talk.file()
    closed = await talk.hears(lambda message: message.ts == again.ts and not actions(message))
    assert "五十名です" in closed.shown


UPLOADS: dict[str, tuple[str, Fault]] = {
    "the address is not given": ("files.getUploadURLExternal", faults.http(500)),
    "the address is lost": ("files.getUploadURLExternal", faults.answer_lost()),
    "the bytes break off": ("upload", faults.dropped()),
    "the bytes are refused": ("upload", faults.http(503)),
    "the receipt is lost": ("upload", faults.answer_lost()),
    "the file is not shared": ("files.completeUploadExternal", faults.http(500)),
    "the sharing is lost": ("files.completeUploadExternal", faults.answer_lost()),
    "the sharing is garbled": ("files.completeUploadExternal", faults.garbage()),
}


async def test_uploads_that_break_end_in_one_file_each(fragile: FragileOffice) -> None:
    talks = {step: await questioned(fragile) for step in UPLOADS}
    for step, (talk, questions) in talks.items():
        async with struck(fragile, *UPLOADS[step]):
            await talk.presses(questions, "estimate_now")
    await settled(fragile)
    for talk, _ in talks.values():
        await talk.result()
        said_once(talk)


# --- Slack says no ------------------------------------------------------------------------------------------------


async def told_directly(office: Office, talk: Dialogue, words: str) -> list[Message]:
    """What the person hears of it in their direct messages."""

    def heard() -> list[Message]:
        return [one for one in office.sandbox.messages(talk.person.dm) if one.bot_id and words in one.shown]

    found = await office.sandbox.wait_for(heard, within=10)
    assert not any(leaks(one) for one in found)
    return found


ARCHIVED = {"ja-JP": "アーカイブされている", "en-US": "channel is archived"}
REMOVED = {"ja-JP": "参加していない", "en-US": "not in that channel"}


@pytest.mark.parametrize("said", [ARCHIVED, REMOVED], ids=["archived", "removed"])
async def test_a_channel_that_is_closed_to_the_bot_is_explained_once(
    fragile: FragileOffice, said: dict[str, str]
) -> None:
    talks = {locale: await questioned(fragile, locale=locale) for locale in said}
    for talk, questions in talks.values():
        (fragile.sandbox.archive if said is ARCHIVED else fragile.sandbox.remove)(talk.room)
        await talk.person.presses(questions, "estimate_now")
    for locale, (talk, _) in talks.items():
        await told_directly(fragile, talk, said[locale])
    await settled(fragile)
    for locale, (talk, _) in talks.items():
        assert len(await told_directly(fragile, talk, said[locale])) == 1


async def test_a_bot_that_is_back_in_its_channel_goes_on(fragile: FragileOffice) -> None:
    talk, _ = await questioned(fragile)
    fragile.sandbox.remove(talk.room)
    fragile.sandbox.invite(talk.room)
    await finished(talk)
    said_once(talk)


async def settled(office: Office) -> None:
    """Nothing waits in the program's queues any more."""
    database = sqlite3.connect(office.folder / "app.db")

    def waiting() -> int:
        inbox = "SELECT count(*) FROM inbox WHERE finished_at IS NULL"
        outbox = "SELECT count(*) FROM outbox WHERE finished_at IS NULL"
        return int(database.execute(inbox).fetchone()[0]) + int(database.execute(outbox).fetchone()[0])

    with contextlib.closing(database):
        async with asyncio.timeout(10):
            while waiting():  # noqa: ASYNC110 - another process's database tells nobody that it changed
                await asyncio.sleep(0.05)


# --- the connection -----------------------------------------------------------------------------------------------


async def test_a_refreshed_connection_loses_nothing(fragile: FragileOffice) -> None:
    talk, _ = await questioned(fragile)
    before = fragile.sandbox.socket.connected_count
    await fragile.sandbox.socket.refresh()
    await talk.replies("1. 五十名です")
    await talk.hears("五十名です")
    assert fragile.sandbox.socket.connected_count > before
    await finished(talk)
    said_once(talk)


async def test_a_broken_connection_is_told_to_the_watchers_and_loses_nothing(fragile: FragileOffice) -> None:
    assert await fragile.health() == (200, {"status": "healthy"})
    status, details = await fragile.health("/api/v1/health")
    assert (status, details["parts"]) == (200, {"database": "up", "socket": "up"})
    assert re.fullmatch(r"\d+\.\d+\.\d+", str(details["version"]))
    talk, _ = await questioned(fragile)
    fragile.sandbox.socket.drop()
    await fragile.sandbox.wait_for(lambda: not fragile.sandbox.socket.connections)
    await talk.replies("1. 五十名です")
    assert await fragile.health() == (503, {"status": "unhealthy", "failing": ["socket"]})
    status, details = await fragile.health("/api/v1/health")
    assert (status, details["parts"]) == (503, {"database": "up", "socket": "down"})
    await fragile.sandbox.connected(within=20)
    await talk.hears("五十名です", within=20)
    await finished(talk)
    said_once(talk)
    assert await fragile.health() == (200, {"status": "healthy"})


async def test_an_event_that_comes_twice_is_answered_once(fragile: FragileOffice) -> None:
    talk, _ = await questioned(fragile)
    assert talk.root is not None
    desk = fragile.sandbox.desk
    again = desk.payloads.callback(desk.payloads.message_event(talk.root))
    for _ in range(2):
        desk.courier.event(again)
    await talk.replies("1. 五十名です")
    await talk.hears("五十名です")
    await finished(talk)
    await settled(fragile)
    said_once(talk)


async def test_an_event_that_is_acknowledged_too_late_is_answered_once(fragile: FragileOffice) -> None:
    talk = fragile.dialogue("ja-JP")
    before = len(fragile.sandbox.deliveries)
    database = sqlite3.connect(fragile.folder / "app.db", isolation_level=None)
    with contextlib.closing(database):
        database.execute("BEGIN IMMEDIATE")
        await talk.mentions("", deliverables("ログイン画面"))
        await fragile.sandbox.wait_for(
            lambda: [one for one in fragile.sandbox.deliveries[before:] if one.error == "operation_timeout"]
        )
        database.execute("ROLLBACK")
    await finished(talk)
    await settled(fragile)
    said_once(talk)
    attempts = [one.attempt for one in fragile.sandbox.deliveries[before:] if one.name == "message"]
    assert max(attempts) >= 1


# --- the process --------------------------------------------------------------------------------------------------


async def test_conversations_go_on_after_the_program_was_killed(fragile: FragileOffice) -> None:
    answering, questions = await questioned(fragile)
    sharing, ready = await questioned(fragile)
    posting = fragile.dialogue("ja-JP")
    await answering.replies("1. 五十名です")
    await answering.hears("五十名です")
    async with struck(fragile, "files.completeUploadExternal", faults.slow(30)):
        await sharing.presses(ready, "estimate_now")
    async with struck(fragile, "chat.postMessage", faults.slow(30)):
        await posting.mentions("", deliverables("ログイン画面"))
    await fragile.program.kill()
    await answering.replies("2. 連携なし")
    await fragile.program.start()
    shown = await answering.hears("連携なし")
    assert shown.ts == questions.ts
    assert "五十名です" in shown.shown
    await asyncio.gather(finished(answering), finished(posting))
    await settled(fragile)
    for talk in (answering, sharing, posting):
        said_once(talk)


async def test_a_program_that_is_told_to_end_ends_at_once_and_in_order(fragile: FragileOffice) -> None:
    talk, _ = await questioned(fragile)
    started = time.monotonic()
    assert await fragile.program.stop() == 0
    assert time.monotonic() - started < 5
    assert fragile.log()[-1]["event"] == "Stopped"
    await fragile.program.start()
    await finished(talk)
    said_once(talk)


# --- the start ----------------------------------------------------------------------------------------------------


async def test_scopes_that_are_missing_are_named_at_the_start(tmp_path: Path) -> None:
    granted = set(manifest()["oauth_config"]["scopes"]["bot"]) - {"files:read", "im:write"}
    async with (
        Sandbox(manifest=manifest(), scopes=granted, limits=LIMITS) as sandbox,
        running(sandbox, tmp_path, LANGUAGE="en") as program,
    ):
        office = Office(sandbox=sandbox, program=program, folder=tmp_path)
        (line,) = [one for one in office.log() if one["event"] == "Scopes missing"]
        assert line["missing"] == "['files:read', 'im:write']"
        assert "manifest" in str(line["mend"])
        talk = office.dialogue("en-US")
        await talk.mentions("", deliverables("Login screen"))
        told = await talk.hears("files:read")
        assert "administrator" in told.shown


STARTS: dict[str, tuple[dict[str, str], str]] = {
    "a token is missing": ({"SLACK_BOT_TOKEN": ""}, "SLACK_BOT_TOKEN"),
    "a comment follows": ({"TAX_RATE_JA": "10 # percent"}, "TAX_RATE_JA"),
    "Slack does not know the bot's token": ({"SLACK_BOT_TOKEN": "xoxb-1-2-unknown"}, "SLACK_BOT_TOKEN"),
    "Slack does not know the app's token": ({"SLACK_APP_TOKEN": "xapp-1-2-unknown"}, "SLACK_APP_TOKEN"),
    "Slack is not there": ({"SLACK_API_URL": "http://127.0.0.1:9/api/"}, "SLACK_API_URL"),
    "the database cannot be opened": ({"DATABASE_URL": "sqlite:////nowhere/app.db"}, "DATABASE_URL"),
    "the port is taken": ({}, "PORT"),
    "uploads cannot be kept": ({"UPLOAD_DIR": "/proc/uploads"}, "UPLOAD_DIR"),
}

Ends = dict[str, tuple[int, list[str]]]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def ends(fragile: FragileOffice, tmp_path_factory: pytest.TempPathFactory) -> Ends:
    """Exit code and lines of programs that cannot start, each for its reason."""
    ended: Ends = {}
    for kind, (settings, names) in STARTS.items():
        usual = {"LANGUAGE": "en", "LOG_LEVEL": "ERROR", "PORT": str(fragile.port) if names == "PORT" else "0"}
        program = Program(fragile.sandbox, tmp_path_factory.mktemp("start"), usual | settings)
        code = await program.refuse()
        ended[kind] = code, program.log.read_text(encoding="utf-8").splitlines()
    return ended


@pytest.mark.parametrize("kind", STARTS)
async def test_a_program_that_cannot_start_says_why_in_one_line(ends: Ends, kind: str) -> None:
    code, lines = ends[kind]
    assert code == 1
    assert len(lines) == 1, lines
    assert STARTS[kind][1] in lines[0]
