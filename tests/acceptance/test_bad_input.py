"""What people and attackers send instead of a list: each is refused in words that help, and the thread goes on."""

import asyncio
import io
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pytest

from ops.sandbox import Message, Upload, faults
from ops.sandbox.faults import Fault
from tests.acceptance.clean import leaks, live
from tests.acceptance.conftest import ModelOffice
from tests.acceptance.dialogue import Dialogue, actions, deliverables, texts, xlsx
from tests.unit.adapters.excel import given

pytestmark = pytest.mark.asyncio(loop_scope="session")

LOCALES = ("ja-JP", "en-US")
LARGEST_MB = 200
MEGABYTE = 1024 * 1024
PNG = b"\x89PNG\r\n\x1a\n" + bytes(2000)
FAR_CORNER = given.with_sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
HEAD = f'<row r="1">{given.text_cell("A1", "成果物名")}</row>'
FORMULA_ROW = '<row r="2"><c r="A2"><f>CONCAT("a","b")</f></c></row>'
FORMULAS = given.with_sheet(HEAD + FORMULA_ROW)
DOCX = given.zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>"})


Said = Mapping[str, str]


def says(japanese: str, english: str) -> Said:
    return {"ja-JP": japanese, "en-US": english}


def bomb() -> bytes:
    """138 KB that become 50 MB and more."""
    return given.with_parts(given.xlsx(), {given.SHEET: "a" * 50_000_000})


def csv(text: str) -> Callable[[], Upload]:
    return lambda: Upload(name="list.csv", content=text.encode())


def named(name: str, content: Callable[[], bytes] | bytes) -> Callable[[], Upload]:
    return lambda: Upload(name=name, content=content if isinstance(content, bytes) else content())


NOT_A_TYPE = says("読み取れません。Excel", "type that cannot be read")
NOT_ITS_TYPE = says("拡張子の示す形式と違います", "not what its extension says")
BROKEN = says("壊れているため読み取れません", "is damaged")
TOO_LARGE_UNPACKED = says("展開すると大きくなりすぎる", "far too large when unpacked")
NOTHING_FOUND = says("成果物が見つかりませんでした", "No deliverables were found")
NO_LIST = says("一覧が見つかりませんでした", "no list of deliverables in this")
TOO_MANY = says("成果物が 201 件", "201 deliverables; at most 200")
ENCRYPTED = says("パスワードがかかっています", "protected by a password")

FILES: dict[str, tuple[Callable[[], Upload], Said]] = {
    "an empty file": (named("list.xlsx", b""), says("空のファイルです", "is an empty file")),
    "a header alone": (lambda: xlsx(("成果物名", "説明")), NOTHING_FOUND),
    "an empty workbook": (xlsx, NOTHING_FOUND),
    "201 deliverables": (lambda: deliverables(*(f"画面{number}" for number in range(201))), TOO_MANY),
    "201 deliverables in a table": (csv("成果物名,説明\n" + "検索の画面,一覧\n" * 201), TOO_MANY),
    "a picture called workbook": (named("list.xlsx", PNG), NOT_ITS_TYPE),
    "a document called workbook": (named("list.xlsx", DOCX), NOT_ITS_TYPE),
    "a text called workbook": (named("list.xlsx", "これは表ではありません".encode()), NOT_ITS_TYPE),
    "a picture called table": (named("list.csv", PNG), NOT_ITS_TYPE),
    "a document": (named("list.pdf", b"%PDF-1.7\n" + bytes(500)), NOT_A_TYPE),
    "a program": (named("list.exe", b"MZ" + bytes(500)), NOT_A_TYPE),
    "an encrypted workbook": (
        named("list.xlsx", given.ole({"EncryptionInfo": b"\4\0\4\0", "EncryptedPackage": bytes(64)})),
        ENCRYPTED,
    ),
    "an encrypted old workbook": (named("list.xls", given.xls({(0, 0): "成果物"}, password_kind=1)), ENCRYPTED),
    "a zip bomb": (named("list.xlsx", bomb), TOO_LARGE_UNPACKED),
    "the far corner": (named("list.xlsx", FAR_CORNER), NOTHING_FOUND),
    "the far corner of an old workbook": (
        named("list.xls", given.xls({(0, 0): "成果物", (65535, 255): "x"})),
        TOO_LARGE_UNPACKED,
    ),
    "a truncated workbook": (named("list.xlsx", given.xlsx()[:-700]), BROKEN),
    "formulas without values": (
        named("list.xlsx", FORMULAS),
        says("計算結果が保存されていません", "without a stored result"),
    ),
    "prose in a file": (named("list.txt", "お世話になっております。よろしくお願いいたします。".encode()), NO_LIST),
}

TEXTS: dict[str, tuple[str, Said]] = {
    "nothing": ("", NOTHING_FOUND),
    "prose": ("お世話になっております。来週までに概算をいただけますでしょうか。", NO_LIST),
    "201 lines": ("\n".join(f"- 画面{number}" for number in range(201)), TOO_MANY),
}


def resident_mb(office: ModelOffice) -> float:
    """The most memory that the bot's process ever held."""
    status = Path(f"/proc/{office.program.pid}/status").read_text(encoding="utf-8")
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) / 1024


def pair(office: ModelOffice) -> dict[str, Dialogue]:
    """A person of each language."""
    return {locale: office.dialogue(locale) for locale in LOCALES}


async def refused(talk: Dialogue, words: str) -> Message:
    """The bot refuses in these words, in one message that leaks nothing."""
    heard = await talk.hears(lambda message: words in message.shown and ":warning:" in message.shown)
    assert not leaks(heard)
    return heard


async def goes_on(talk: Dialogue) -> None:
    """A good list in the same thread gets its estimate."""
    await talk.replies("", deliverables("ログイン画面", "検索画面"))
    await talk.presses(await talk.asked(), "estimate_now")
    result = await talk.result()
    assert "ログイン画面" in result.shown
    assert "検索画面" in texts(await talk.workbook())


async def refused_in_both_languages(office: ModelOffice, talks: Mapping[str, Dialogue], said: Said) -> None:
    """Both people are told, nothing was asked of the model, and both threads go on."""
    asked = len(office.model.calls)
    await asyncio.gather(*(refused(talk, said[locale]) for locale, talk in talks.items()))
    assert len(office.model.calls) == asked
    assert resident_mb(office) < LARGEST_MB
    await asyncio.gather(*map(goes_on, talks.values()))


@pytest.mark.parametrize("kind", FILES)
async def test_a_file_that_is_no_list_is_refused_and_the_thread_stays_usable(modelled: ModelOffice, kind: str) -> None:
    make, said = FILES[kind]
    talks = pair(modelled)
    for talk in talks.values():
        await talk.mentions("", make())
    await refused_in_both_languages(modelled, talks, said)


@pytest.mark.parametrize("kind", TEXTS)
async def test_a_text_that_is_no_list_is_refused_and_the_thread_stays_usable(modelled: ModelOffice, kind: str) -> None:
    text, said = TEXTS[kind]
    talks = pair(modelled)
    for talk in talks.values():
        await talk.mentions(text)
    await refused_in_both_languages(modelled, talks, said)


async def test_a_bad_list_after_a_good_one_leaves_the_good_one(modelled: ModelOffice) -> None:
    talk = modelled.dialogue("en-US")
    await talk.mentions("", deliverables("Login screen"))
    await talk.asked()
    await talk.replies("1. fifty users")
    old = await talk.hears("fifty users")
    await talk.replies("", Upload(name="other.xlsx", content=PNG))
    await refused(talk, "not what its extension says")
    again = await talk.hears(lambda message: "answer_in_form" in actions(message) and message.ts != old.ts)
    assert "fifty users" in again.shown
    await modelled.sandbox.wait_for(lambda: sum("answer_in_form" in actions(one) for one in talk.said()) == 1)
    await talk.presses(again, "estimate_now")
    assert "Login screen" in (await talk.result()).shown


async def test_a_second_list_takes_the_place_of_the_first(modelled: ModelOffice) -> None:
    talk = modelled.dialogue("en-US")
    await talk.mentions("", deliverables("Login screen"))
    old = await talk.asked()
    await talk.replies("", deliverables("Search screen"))
    again = await talk.hears(lambda message: "answer_in_form" in actions(message) and message.ts != old.ts)
    assert [one.ts for one in talk.said() if "answer_in_form" in actions(one)] == [again.ts]
    await talk.presses(again, "estimate_now")
    result = await talk.result()
    assert "Search screen" in result.shown
    assert "Login screen" not in result.shown


# --- sizes and downloads ------------------------------------------------------------------------------------------


async def test_a_file_beyond_the_limit_is_refused_without_a_download(modelled: ModelOffice) -> None:
    talks = pair(modelled)
    downloads = len(modelled.sandbox.calls("download"))
    for talk in talks.values():
        await talk.mentions("", Upload(name="list.xlsx", content=bytes(MEGABYTE + 1)))
    await refused_in_both_languages(modelled, talks, says("1 MB 以下", "at most 1 MB"))
    assert len(modelled.sandbox.calls("download")) == downloads + 2, "the two good ones"


async def test_a_file_that_grows_on_the_way_is_refused(modelled: ModelOffice) -> None:
    talks = pair(modelled)
    modelled.sandbox.faults.plan("download", faults.swollen(300 * MEGABYTE), times=2)
    for talk in talks.values():
        await talk.mentions("", deliverables("ログイン画面"))
    await refused_in_both_languages(modelled, talks, says("1 MB 以下", "at most 1 MB"))


DOWNLOADS: dict[str, tuple[tuple[Fault, ...], Said]] = {
    "a page to log in at": ((faults.login_page(),), says("開く権限がありません", "may not open")),
    "404": ((faults.http(404),), says("削除されている", "was deleted")),
    "403": ((faults.http(403),), says("開く権限がありません", "may not open")),
    "failing in every way": (
        (faults.http(500), faults.hang(0.2), faults.cut(), faults.dropped(), faults.http(500)),
        says("ダウンロードできませんでした", "could not be downloaded"),
    ),
}


@pytest.mark.parametrize("kind", DOWNLOADS)
async def test_a_download_that_fails_is_told_and_the_thread_stays_usable(modelled: ModelOffice, kind: str) -> None:
    failing, said = DOWNLOADS[kind]
    talks = pair(modelled)
    for fault in failing:
        modelled.sandbox.faults.plan("download", fault, times=len(talks))
    for talk in talks.values():
        await talk.mentions("", deliverables("ログイン画面"))
    asked = len(modelled.model.calls)
    await asyncio.gather(*(refused(talk, said[locale]) for locale, talk in talks.items()))
    modelled.sandbox.faults.clear()
    assert len(modelled.model.calls) == asked
    await asyncio.gather(*map(goes_on, talks.values()))


@pytest.mark.parametrize("fault", [faults.http(503), faults.hang(0.2), faults.cut(), faults.http(429, retry_after=0)])
async def test_a_download_that_fails_in_passing_is_not_noticed(modelled: ModelOffice, fault: Fault) -> None:
    talk = modelled.dialogue("en-US")
    modelled.sandbox.faults.plan("download", fault)
    await talk.mentions("", deliverables("Login screen"))
    await talk.asked()
    assert not any(":warning:" in one.shown for one in talk.said())


async def test_a_file_that_was_deleted_before_it_was_read_is_gone(modelled: ModelOffice) -> None:
    talks = pair(modelled)
    for talk in talks.values():
        await talk.mentions("", deliverables("ログイン画面"))
        modelled.sandbox.delete_file(modelled.sandbox.files[-1])
    await refused_in_both_languages(modelled, talks, says("削除されている", "was deleted"))


async def test_a_file_that_was_deleted_before_we_heard_of_it_is_gone(modelled: ModelOffice) -> None:
    talks = pair(modelled)
    for talk in talks.values():
        talk.root = await talk.person.uploads(talk.room, deliverables("ログイン画面"))
        modelled.sandbox.delete_file(modelled.sandbox.files[-1])
        await talk.person.uses_shortcut("estimate_this", talk.root)
    await refused_in_both_languages(modelled, talks, says("削除されている", "was deleted"))
    assert not any("–" in one.shown for talk in talks.values() for one in talk.said()[:1]), "no name is no dash"


async def test_a_file_that_we_are_not_shown_is_inaccessible(modelled: ModelOffice) -> None:
    talks = pair(modelled)
    for talk in talks.values():
        talk.root = await talk.person.uploads(talk.room, deliverables("ログイン画面"))
        modelled.sandbox.hide_file(modelled.sandbox.files[-1])
        await talk.person.uses_shortcut("estimate_this", talk.root)
    await refused_in_both_languages(modelled, talks, says("開く権限がありません", "may not open"))


async def test_of_several_files_the_list_is_read_and_the_others_are_named(modelled: ModelOffice) -> None:
    talks = pair(modelled)
    picture, first = Upload(name="plan.png", content=PNG), deliverables("ログイン画面", name="first.xlsx")
    for talk in talks.values():
        await talk.mentions("", picture, first, deliverables("検索画面", name="second.xlsx"))
    for locale, words in says("だけを読み取ります", "alone").items():
        told = await talks[locale].hears(words)
        assert "first.xlsx" in told.shown
        assert not leaks(told)
        await talks[locale].hears("ログイン画面")
        await talks[locale].asked()


# --- names and replies --------------------------------------------------------------------------------------------


async def test_a_name_of_5000_characters_is_cut_and_said_to_be(modelled: ModelOffice) -> None:
    talks = pair(modelled)
    for talk in talks.values():
        await talk.mentions("", deliverables("とても長い名前" * 715, "検索画面"))
    for locale, words in says("名称が長いため短くしました", "long name was shortened").items():
        understood = await talks[locale].hears(words)
        assert not leaks(understood)
    await asyncio.gather(*(_estimated(talk) for talk in talks.values()))
    book = texts(await talks["ja-JP"].workbook())
    assert "とても長い名前" in book
    assert max(map(len, book.splitlines())) < 1_000


async def test_control_characters_are_taken_out_of_names(modelled: ModelOffice) -> None:
    talk = modelled.dialogue("ja-JP")
    await talk.mentions("", csv("成果物名,説明\nロ\x07グ\x1b[31mイン,\x01説\x0b明\n検\u202e索\x85画面,\n")())
    await _estimated(talk)
    shown = "".join(one.shown + one.text for one in talk.said()) + texts(await talk.workbook())
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", shown)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", modelled.model.calls[-1].prompt)


async def test_a_formula_without_a_value_is_named_and_the_rest_is_estimated(modelled: ModelOffice) -> None:
    talks = pair(modelled)
    content = given.with_sheet(HEAD + FORMULA_ROW + f'<row r="3">{given.text_cell("A3", "検索画面")}</row>')
    for talk in talks.values():
        await talk.mentions("", Upload(name="list.xlsx", content=content))
    for locale, words in says("数式の値が保存されていない", "formula has no saved value").items():
        understood = await talks[locale].hears(words)
        assert "検索画面" in understood.shown


async def test_a_reply_that_is_too_long_is_refused_and_the_next_is_taken(modelled: ModelOffice) -> None:
    talks = pair(modelled)
    for talk in talks.values():
        await talk.mentions("", deliverables("ログイン画面"))
        await talk.asked()
        await talk.replies("1. " + "長い" * 3_000)
    for locale, words in says("返信が長すぎる", "reply is too long").items():
        await refused(talks[locale], words)
        await talks[locale].replies("1. 短い答え")
        await talks[locale].hears("短い答え")


# --- what must stay dead ------------------------------------------------------------------------------------------

VICTIM = "<@U0VICTIM>"
ATTACK = (
    f"<!channel> @here @channel @everyone {VICTIM} <!subteam^S0VICTIM> <#C0ROOM|x> <https://attacker.example/|click>"
)
FORMULAS_IN_NAMES = (
    '=HYPERLINK("https://attacker.example/","click")',
    "=SUM(A1:A9)",
    "+SUM(A1:A9)",
    "@SUM(A1:A9)",
    "=cmd|' /C calc'!A0",
    "＝SUM(A1:A9)",
)


async def _estimated(talk: Dialogue) -> Message:
    await talk.presses(await talk.asked(), "estimate_now")
    result = await talk.result()
    await talk.workbook()
    return result


@pytest.mark.parametrize("locale", LOCALES)
async def test_nothing_that_people_write_calls_anybody(modelled: ModelOffice, locale: str) -> None:
    talk = modelled.dialogue(locale)
    await talk.mentions(ATTACK, deliverables(f"画面 {ATTACK}", f"{ATTACK}", name=f"{ATTACK.replace('/', '-')}.xlsx"))
    questions = await talk.asked()
    await talk.replies(f"1. {ATTACK}")
    await talk.hears(lambda message: "☑" in message.shown)
    await talk.replies(f"note {ATTACK}")
    await talk.presses(questions, "answer_in_form")
    await modelled.sandbox.wait_for(lambda: talk.person.views)
    await talk.person.submits({"answer_2": ATTACK, "answer_3": ATTACK})
    await talk.result()
    await talk.workbook()
    await talk.person.runs_command("/estimate", "list", talk.room)
    await talk.person.runs_command("/estimate", ATTACK, talk.room)
    assert not live(modelled.sandbox)


async def test_nothing_that_is_written_into_the_form_calls_anybody(modelled: ModelOffice) -> None:
    talk = modelled.dialogue("en-US")
    await talk.person.runs_command("/estimate", "", talk.room)
    await modelled.sandbox.wait_for(lambda: talk.person.views)
    short = ATTACK[:95]
    attacks = {"title": short, "client": short, "deliverables": f"- {ATTACK}\n- B", "requirements": ATTACK}
    await talk.person.submits({**attacks, "currency": "USD"})
    talk.root = (await modelled.sandbox.wait_for(lambda: modelled.sandbox.messages(talk.room)))[0]
    await _estimated(talk)
    assert not live(modelled.sandbox)


async def test_markup_in_names_is_shown_and_does_nothing(modelled: ModelOffice) -> None:
    talk = modelled.dialogue("en-US")
    markup = "*bold* _it_ ~no~ `code` &lt;!here&gt;"
    await talk.mentions("", deliverables(f"{markup} <https://attacker.example|click>", "Search", name=f"{markup}.xlsx"))
    await _estimated(talk)
    assert not live(modelled.sandbox)
    assert markup in texts(await talk.workbook())
    prose = [text for one in talk.said() for text in mrkdwn_in(one)]
    assert not [text for text in prose if "*bold*" in text or "`code`" in text]


async def test_names_that_look_like_formulas_are_text_in_the_workbook(modelled: ModelOffice) -> None:
    talk = modelled.dialogue("ja-JP")
    rows = (f'<row r="{row}">{given.text_cell(f"A{row}", name)}</row>' for row, name in enumerate(FORMULAS_IN_NAMES, 2))
    await talk.mentions("=1+1", Upload(name="=1+1.xlsx", content=given.with_sheet(HEAD + "".join(rows))))
    await talk.asked()
    await talk.replies('1. =HYPERLINK("https://attacker.example/","x")\n2. +1\n3. -1')
    await talk.result()
    book = openpyxl.load_workbook(io.BytesIO(await talk.file()))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    formulas = [str(cell.value) for cell in cells if cell.data_type == "f"]
    assert formulas, "our own totals"
    assert not [one for one in formulas if re.search(r"HYPERLINK|cmd|attacker|A1:A9|^=1\+1|^=?[+@-]", one)]
    assert not [cell for cell in cells if cell.hyperlink]
    shown = [str(cell.value) for cell in cells if cell.data_type == "s"]
    assert [name for name in FORMULAS_IN_NAMES if not any(name in one for one in shown)] == []


def mrkdwn_in(message: Message) -> list[str]:
    """The texts of a message that Slack would format."""
    found: list[str] = []

    def walk(node: object) -> None:
        if isinstance(node, list):
            for item in node:
                walk(item)
        elif isinstance(node, dict):
            if node.get("type") == "mrkdwn":
                found.append(str(node["text"]))
            for item in node.values():
                walk(item)

    walk(list(message.blocks))
    return found


async def test_two_peoples_files_of_one_name_never_meet(modelled: ModelOffice) -> None:
    folder = modelled.folder / "uploads"
    before = set(folder.iterdir()) if folder.exists() else set()
    uploads = {"ja-JP": deliverables("ログイン画面"), "en-US": deliverables("Search screen")}
    talks = pair(modelled)
    for locale, talk in talks.items():
        await talk.mentions("", uploads[locale])
    assert "ログイン画面" in (await _estimated(talks["ja-JP"])).shown
    assert "ログイン画面" not in (await _estimated(talks["en-US"])).shown
    kept = sorted(set(folder.iterdir()) - before)
    assert sorted(one.read_bytes() for one in kept) == sorted(one.content for one in uploads.values())
    assert not [one for one in kept if "list" in one.name]
    assert {oct(one.stat().st_mode & 0o777) for one in kept} == {"0o600"}
