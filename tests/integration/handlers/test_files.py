import asyncio
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.task import Attachment
from bot.errors import InputRefused
from handlers import incoming
from handlers.files import SlackFiles
from ops.sandbox import Sandbox, Upload, faults
from ops.sandbox.faults import Fault

CONTENT = "成果物,人日\n画面,3\n".encode()
LIMIT = 2000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "uploads"


@pytest.fixture
def files(client: AsyncWebClient, folder: Path) -> SlackFiles:
    return SlackFiles(client, folder=folder, most=LIMIT, pauses=(0.0, 0.0))


async def given(sandbox: Sandbox, name: str = "一覧.csv", content: bytes = CONTENT) -> Attachment:
    """A file as its message tells us of it."""
    said = await sandbox.person("Aiko").uploads(sandbox.channel("sales"), Upload(name=name, content=content))
    return attachment(sandbox, said.channel, said.ts)


def attachment(sandbox: Sandbox, channel: str, ts: str) -> Attachment:
    message = sandbox.message(channel, ts)
    assert message is not None
    heard = incoming.heard(sandbox.desk.payloads.message_event(message), "U0ESTIMATOR")
    assert heard is not None
    return heard.attachments[0]


def kept(folder: Path) -> list[Path]:
    """The originals that were kept; none when there is not even a folder for them."""
    return sorted(folder.iterdir()) if folder.exists() else []


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


async def refused(files: SlackFiles, file: Attachment) -> InputRefused:
    with pytest.raises(InputRefused) as caught:
        await files.fetch(file)
    return caught.value


async def test_a_file_is_fetched_and_kept_where_only_we_can_read_it(
    sandbox: Sandbox, files: SlackFiles, folder: Path
) -> None:
    assert await files.fetch(await given(sandbox)) == CONTENT

    [original] = kept(folder)
    assert original.read_bytes() == CONTENT
    assert (original.suffix, mode(original), mode(folder)) == (".csv", 0o600, 0o700)


async def test_two_files_of_one_name_never_meet(sandbox: Sandbox, files: SlackFiles, folder: Path) -> None:
    await files.fetch(await given(sandbox, "a.csv", b"one"))
    await files.fetch(await given(sandbox, "a.csv", b"two"))

    assert sorted(original.read_bytes() for original in kept(folder)) == [b"one", b"two"]


@pytest.mark.parametrize("name", ["../../etc/passwd", "a.csv/../../x", "run.sh", ".csv", "a.PY", "x" * 300 + ".exe"])
async def test_the_name_that_was_given_decides_nothing(
    sandbox: Sandbox, files: SlackFiles, folder: Path, name: str
) -> None:
    file = replace(await given(sandbox), name=name)

    await files.fetch(file)

    [original] = kept(folder)
    assert original.suffix in {".bin", ".csv"}
    assert len(original.stem) == 32


async def test_a_deleted_file_is_gone(sandbox: Sandbox, files: SlackFiles) -> None:
    file = await given(sandbox)
    sandbox.delete_file(sandbox.files[0])

    assert (await refused(files, file)).key == "input_file_gone"


async def test_a_file_that_was_deleted_before_we_heard_of_it_is_gone(sandbox: Sandbox, files: SlackFiles) -> None:
    said = await sandbox.person("Aiko").uploads(sandbox.channel("sales"), Upload(name="a.csv", content=b"a"))
    sandbox.delete_file(sandbox.files[0])

    assert (await refused(files, attachment(sandbox, said.channel, said.ts))).key == "input_file_gone"


async def test_a_file_that_we_are_not_shown_is_inaccessible(sandbox: Sandbox, files: SlackFiles) -> None:
    said = await sandbox.person("Aiko").uploads(sandbox.channel("sales"), Upload(name="a.csv", content=b"a"))
    sandbox.hide_file(sandbox.files[0])
    file = attachment(sandbox, said.channel, said.ts)
    assert file.url == ""

    assert (await refused(files, file)).key == "input_file_inaccessible"


async def test_a_file_we_only_know_the_id_of_is_asked_for(sandbox: Sandbox, files: SlackFiles) -> None:
    file = replace(await given(sandbox), url="", size=0)

    assert await files.fetch(file) == CONTENT
    assert len(sandbox.calls("files.info")) == 1


async def test_a_page_to_log_in_at_is_not_a_file(sandbox: Sandbox, files: SlackFiles, folder: Path) -> None:
    file = await given(sandbox)
    sandbox.faults.plan("download", faults.login_page())

    assert (await refused(files, file)).key == "input_file_inaccessible"
    assert kept(folder) == []


async def test_a_declared_size_beyond_the_limit_costs_no_download(sandbox: Sandbox, files: SlackFiles) -> None:
    error = await refused(files, await given(sandbox, content=b"x" * (LIMIT + 1)))

    assert error.key == "input_too_large"
    assert sandbox.calls("download") == []


async def test_a_size_that_was_not_declared_is_noticed_on_the_way(
    sandbox: Sandbox, files: SlackFiles, folder: Path
) -> None:
    file = await given(sandbox)
    sandbox.faults.plan("download", faults.swollen(50_000_000))

    assert (await refused(files, file)).key == "input_too_large"
    assert kept(folder) == []


@pytest.mark.parametrize("fault", [faults.http(500), faults.http(429, retry_after=0), faults.dropped()])
async def test_a_failure_that_passes_is_passed_over(sandbox: Sandbox, files: SlackFiles, fault: Fault) -> None:
    file = await given(sandbox)
    sandbox.faults.plan("download", fault, times=2)

    assert await files.fetch(file) == CONTENT


async def test_a_failure_that_stays_is_told(sandbox: Sandbox, files: SlackFiles) -> None:
    file = await given(sandbox)
    sandbox.faults.plan("download", faults.http(503), times=3)

    assert (await refused(files, file)).key == "input_download_failed"


async def test_silence_is_a_failure_that_is_told(sandbox: Sandbox, client: AsyncWebClient, folder: Path) -> None:
    file = await given(sandbox)
    sandbox.faults.plan("download", faults.hang(), times=6)
    files = SlackFiles(client, folder=folder, most=LIMIT, pauses=(0.0,), silence=0.05)

    async with asyncio.timeout(5):
        assert (await refused(files, file)).key == "input_download_failed"


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/files-pri/T0-F0/list.csv",
        "https://files.slack.com.evil.example/x",
        "https://evil.example/?files.slack.com",
        "https://files.slack.com@evil.example/x",
        "http://files.slack.com/x",
        "http://127.0.0.1:1/x",
        "file:///etc/passwd",
        "//files.slack.com/x",
        "https://docs.google.com/spreadsheets/d/1",
    ],
)
async def test_our_token_goes_to_slack_and_to_nobody_else(
    sandbox: Sandbox, files: SlackFiles, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(*_: object) -> bytes:
        raise AssertionError("asked for it")

    monkeypatch.setattr(SlackFiles, "_downloaded", never)

    assert (await refused(files, Attachment(id="F1", name="a.csv", url=url))).key == "input_file_elsewhere"


async def test_a_redirect_is_not_followed(client: AsyncWebClient, folder: Path) -> None:
    asked: list[str] = []

    async def redirect(request: web.Request) -> web.Response:
        asked.append(request.path)
        raise web.HTTPFound("/elsewhere")

    app = web.Application()
    app.router.add_get("/{path:.*}", redirect)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    files = SlackFiles(AsyncWebClient(token="xoxb-1", base_url=f"{base}/api/"), folder=folder, most=LIMIT, pauses=())

    error = await refused(files, Attachment(id="F1", name="a.csv", url=f"{base}/files-pri/x"))
    await runner.cleanup()

    assert error.key == "input_file_inaccessible"
    assert asked == ["/files-pri/x"]
