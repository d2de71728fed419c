import pytest

from bot.domain.task import Place
from bot.errors import ChatAway, ChatFailed, ChatRefused, ChatUnsure
from handlers.chat import SlackChat
from handlers.upload import Parcel
from ops.sandbox import Sandbox, faults
from ops.sandbox.faults import Fault

PARCEL = Parcel(file_name="御見積書.xlsx", title="御見積書", content=b"PK\x03\x04 workbook", comment="見積書です")


class Progress:
    """Remembers what an upload wants to be remembered, as a row of the outbox does."""

    def __init__(self) -> None:
        self.stored: str | None = None

    async def keep(self, text: str) -> None:
        self.stored = text


class Crash(Exception):
    """The process dies here."""


@pytest.fixture
async def place(sandbox: Sandbox) -> Place:
    root = await sandbox.person("Aiko").says(sandbox.channel("sales"), "見積もり")
    return Place(channel=root.channel, thread=root.ts)


def shown(sandbox: Sandbox, place: Place) -> list[tuple[str, ...]]:
    """The files of each message of the thread that has any."""
    assert place.thread is not None
    return [one.files for one in sandbox.thread(place.channel, place.thread) if one.files]


async def test_a_file_is_put_into_its_thread(sandbox: Sandbox, chat: SlackChat, place: Place) -> None:
    progress = Progress()

    file = await chat.upload(place, PARCEL, None, progress.keep)

    assert shown(sandbox, place) == [(file,)]
    [kept] = sandbox.files
    assert (kept.name, kept.title, kept.content) == (PARCEL.file_name, PARCEL.title, PARCEL.content)
    assert progress.stored == f"sent:{file}"
    assert await chat.find_file(place, file) == sandbox.thread(place.channel, place.thread or "")[-1].ts


async def test_the_bytes_go_without_our_token(sandbox: Sandbox, chat: SlackChat, place: Place) -> None:
    """Step 2 is authorised by its address alone; a token has no business there."""
    await chat.upload(place, PARCEL, None, Progress().keep)

    [call] = sandbox.calls("upload")
    assert call.args == {"size": len(PARCEL.content)}


START, END = "files.getUploadURLExternal", "files.completeUploadExternal"
CUTS = [
    (START, faults.http(500), ChatAway),
    (START, faults.answer_lost(), ChatAway),
    (START, faults.garbage('{"ok": true}'), ChatAway),
    ("upload", faults.http(500), ChatAway),
    ("upload", faults.http(429, retry_after=3), ChatAway),
    ("upload", faults.dropped(), ChatAway),
    ("upload", faults.answer_lost(), ChatAway),
    (END, faults.http(500), ChatUnsure),
    (END, faults.dropped(), ChatUnsure),
    (END, faults.answer_lost(), ChatUnsure),
    (END, faults.http(429, retry_after=3), ChatAway),
    (END, faults.refusal("internal_error"), ChatUnsure),
]


@pytest.mark.parametrize("cut", CUTS, ids=lambda cut: f"{cut[0]}-{cut[1].kind}")
async def test_an_upload_cut_at_any_step_is_taken_up_again_without_a_second_file(
    sandbox: Sandbox, chat: SlackChat, place: Place, cut: tuple[str, Fault, type[ChatFailed]]
) -> None:
    door, fault, error = cut
    progress = Progress()
    sandbox.faults.plan(door, fault)

    with pytest.raises(error) as caught:
        await chat.upload(place, PARCEL, None, progress.keep)
    assert type(caught.value) is error

    file = await chat.upload(place, PARCEL, progress.stored, progress.keep)
    assert shown(sandbox, place) == [(file,)]


async def test_a_crash_after_the_file_was_shown_shows_no_second_one(
    sandbox: Sandbox, chat: SlackChat, place: Place
) -> None:
    progress = Progress()
    first = await chat.upload(place, PARCEL, None, progress.keep)

    again = await chat.upload(place, PARCEL, progress.stored, progress.keep)

    assert again == first
    assert shown(sandbox, place) == [(first,)]
    assert len(sandbox.calls("files.completeUploadExternal")) == 1


async def test_a_crash_before_the_progress_was_stored_leaves_nothing_that_anybody_sees(
    sandbox: Sandbox, chat: SlackChat, place: Place
) -> None:
    async def crash(text: str) -> None:
        raise Crash

    with pytest.raises(Crash):
        await chat.upload(place, PARCEL, None, crash)
    assert shown(sandbox, place) == []

    file = await chat.upload(place, PARCEL, None, Progress().keep)
    assert shown(sandbox, place) == [(file,)]


async def test_a_file_that_slack_lost_is_sent_again(sandbox: Sandbox, chat: SlackChat, place: Place) -> None:
    file = await chat.upload(place, PARCEL, "sent:F0LOST", Progress().keep)

    assert shown(sandbox, place) == [(file,)]


async def test_a_resumed_upload_that_is_refused_says_so(sandbox: Sandbox, chat: SlackChat, place: Place) -> None:
    progress = Progress()
    sandbox.faults.plan("files.completeUploadExternal", faults.http(500))
    with pytest.raises(ChatUnsure):
        await chat.upload(place, PARCEL, None, progress.keep)
    sandbox.archive(sandbox.channel("sales"))

    with pytest.raises(ChatRefused) as caught:
        await chat.upload(place, PARCEL, progress.stored, progress.keep)

    assert caught.value.key == "chat_channel_archived"
