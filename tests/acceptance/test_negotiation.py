"""The estimate is changed by talking: exact, in revisions, reversible. Every kind of message, in both languages."""

import io
import re
import sqlite3
from collections.abc import AsyncIterator

import openpyxl
import pytest
import pytest_asyncio

from ops.sandbox.messages import Message
from tests.acceptance.conftest import Office
from tests.acceptance.dialogue import Dialogue, actions, deliverables, texts

pytestmark = pytest.mark.asyncio(loop_scope="session")

JA = ("要件定義書", "ログイン画面", "在庫連携API", "結合テスト", "総合テスト", "運用マニュアル")
EN = ("Requirements", "Login screen", "Stock API", "Integration test", "System test", "Operations manual")


@pytest_asyncio.fixture(loop_scope="session")
async def ja(office: Office) -> AsyncIterator[Dialogue]:
    """A finished estimate in Japanese."""
    yield await estimated(office.dialogue("ja-JP"), JA)


@pytest_asyncio.fixture(loop_scope="session")
async def en(office: Office) -> AsyncIterator[Dialogue]:
    """A finished estimate in English."""
    yield await estimated(office.dialogue("en-US"), EN)


async def estimated(talk: Dialogue, names: tuple[str, ...]) -> Dialogue:
    await talk.mentions("", deliverables(*names))
    await talk.presses(await talk.asked(), "estimate_now")
    await talk.result()
    await talk.workbook()
    return talk


def total(message: Message) -> int:
    """The total in the smallest unit."""
    found = re.search(r"^\*(?:合計|Total): [¥$]([\d,.]+)", message.shown, re.MULTILINE)
    assert found, message.shown
    return int(found[1].replace(",", "").replace(".", ""))


def cards(message: Message) -> list[int]:
    """The totals of the proposals."""
    lines = [line for line in message.shown.splitlines() if re.match(r"\*?(合計|Total)", line)]
    return [int(re.findall(r"[¥$]([\d,.]+)", line)[0].replace(",", "").replace(".", "")) for line in lines]


async def offered(talk: Dialogue) -> Message:
    return await talk.hears(lambda message: "apply" in actions(message))


async def says(talk: Dialogue, text: str, number: int) -> Message:
    """What a change says: the result of its revision."""
    await talk.replies(text)
    return await talk.result(number)


async def stays_silent(talk: Dialogue, *texts: str) -> None:
    """Nothing of this is answered, and nothing changes: the next real change is revision 2."""
    for text in texts:
        await talk.replies(text)
    before = len(talk.said())
    changed = await says(talk, "全体を10%安く" if talk.person.user.locale == "ja-JP" else "10% cheaper", 2)
    await talk.workbook(2)
    assert changed.ts == talk.said()[before].ts


@pytest.mark.parametrize("text", ["あと30万円ほど安く", "１.５万円引いて", "三十万円安く"])
async def test_an_amount_less_brings_three_proposals_that_take_it_off(ja: Dialogue, text: str) -> None:
    before = total(await ja.result())
    await ja.replies(text)
    cut = 15_000 if "１" in text else 300_000
    for figure in cards(await offered(ja)):
        assert before - cut - 4_400 <= figure <= before - cut


async def test_proposals_fit_a_budget_and_one_is_applied(ja: Dialogue) -> None:
    await ja.replies("150万円以内に")
    proposals = await offered(ja)
    figures = cards(proposals)
    assert len(figures) == 3
    assert all(1_500_000 - 4_400 <= figure <= 1_500_000 for figure in figures)
    await ja.person.presses(proposals, "apply")
    changed = await ja.result(2)
    assert total(changed) == figures[0]
    assert "150万円以内に" in changed.shown
    await ja.hears(lambda message: message.ts == proposals.ts and not actions(message))
    assert str(figures[0]) in texts(await ja.workbook(2))


async def test_english_amounts_and_budgets(en: Dialogue) -> None:
    before = total(await en.result())
    await en.replies("reduce by $3,000")
    first = await offered(en)
    assert all(before - 305_000 <= figure <= before - 300_000 for figure in cards(first))
    await en.replies("fit it into $20k")
    await en.hears(lambda message: message.ts != first.ts and "apply" in actions(message))
    await en.hears(lambda message: message.ts == first.ts and not actions(message))


async def test_a_budget_that_is_not_used_up_is_left_so(ja: Dialogue) -> None:
    await ja.replies("9000万円以内に")
    await ja.hears("すでに")
    assert not [one for one in ja.said() if "apply" in actions(one)]


async def test_an_unreachable_budget_says_the_lowest_figure(ja: Dialogue) -> None:
    await ja.replies("1円以内に")
    told = await ja.hears("までは下げられません")
    assert "¥26,400" in told.shown, "six lines of a tenth of a day each"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("テストを20%減", {"結合テスト", "総合テスト"}),
        ("結合テストは5人日で", {"結合テスト"}),
        ("運用マニュアルを外して", {"運用マニュアル"}),
        ("単価を45,000円に", {"単価"}),
        ("リスクバッファ10%", {"リスクバッファ"}),
    ],
)
async def test_a_change_is_done_at_once_and_shows_what_it_changed(ja: Dialogue, text: str, lines: set[str]) -> None:
    before = total(await ja.result())
    changed = await says(ja, text, 2)
    table = next(block for block in changed.blocks if block["type"] == "table")
    changes = {row[0]["text"] for row in table["rows"][1:]}
    assert len(changes) == len(lines)
    assert all(any(line in change for change in changes) for line in lines)
    assert total(changed) != before
    assert str(total(changed)) in texts(await ja.workbook(2))


async def test_a_buffer_said_twice_replaces_and_never_compounds(en: Dialogue) -> None:
    before = total(await en.result())
    once = await says(en, "add 10% contingency", 2)
    twice = await says(en, "add 15% contingency", 3)
    assert total(once) == before * 110 // 100
    assert total(twice) == before * 115 // 100


async def test_undo_gives_the_earlier_figures_back_exactly(ja: Dialogue) -> None:
    before = total(await ja.result())
    changed = total(await says(ja, "全体を10%安く", 2))
    assert total(await says(ja, "元に戻して", 3)) == before
    assert total(await says(ja, "redo", 4)) == changed
    assert total(await says(ja, "版1に戻して", 5)) == before
    assert "全体を10%安く" in texts(await ja.workbook(5), 3)


async def test_scope_is_cut_and_added_and_the_added_line_alone_is_estimated(en: Dialogue) -> None:
    dropped = await says(en, "drop the manuals", 2)
    assert "Operations manual" in dropped.shown
    added = await says(en, "add SSO login: SAML with Entra", 3)
    table = next(block for block in added.blocks if block["type"] == "table")
    assert [row[0]["text"] for row in table["rows"][1:]] == ["SSO login"]
    book = await en.workbook(3)
    assert "SSO login" in texts(book)
    assert "Operations manual" not in texts(book)
    assert "Operations manual" in texts(book, 2)


async def test_one_figure_for_several_lines_is_asked_back_with_buttons(ja: Dialogue) -> None:
    await ja.replies("テストは5人日で")
    asked = await ja.hears(lambda message: "choose_line" in "".join(actions(message)))
    label = next(label for label in asked.buttons if "総合テスト" in label)
    await ja.person.presses(asked, label)
    changed = await ja.result(2)
    assert "総合テスト" in changed.shown
    assert "結合テスト" not in next(block for block in changed.blocks if block["type"] == "table")["rows"][1][0]["text"]


async def test_what_was_taken_out_comes_back_as_it_was_and_never_twice(ja: Dialogue) -> None:
    before = total(await ja.result())
    await says(ja, "ログイン画面を外して", 2)
    back = await says(ja, "ログイン画面を追加", 3)
    assert total(back) == before
    assert "対象外" not in back.shown
    await ja.replies("ログイン画面を追加")
    await ja.hears("すでに見積もりにあります")


async def test_starting_over_keeps_the_scope(en: Dialogue) -> None:
    await says(en, "add SSO login: SAML with Entra", 2)
    await says(en, "undo", 3)
    await says(en, "drop the manuals", 4)
    await en.presses(await en.result(4), "start_over")
    await en.presses(await en.asked(), "estimate_now")
    again = await en.result(5)
    lines = next(block for block in again.blocks if block["type"] == "table")["rows"][1:]
    assert [row[1]["text"] for row in lines] == list(EN[:-1])
    assert "Operations manual" in texts(await en.workbook(5), 2)


async def test_more_off_than_there_is_is_said_so(ja: Dialogue) -> None:
    await ja.replies("10億円安くして")
    await ja.hears("いまの合計以上です")


async def test_another_currency_is_asked_back(ja: Dialogue) -> None:
    await ja.replies("$300 cheaper")
    await ja.hears("JPY の金額で")


async def test_what_makes_no_sense_is_refused_in_words(en: Dialogue) -> None:
    refused = {"make login screen 0 days": "0.1 days", "day rate $0": "above zero", "add 150% contingency": "100%"}
    for text, words in refused.items():
        await en.replies(text)
        await en.hears(words)
    assert len([one for one in en.said() if "start_over" in actions(one)]) == 1


async def test_talk_among_people_changes_nothing_and_is_not_answered(ja: Dialogue) -> None:
    await stays_silent(ja, "ありがとう", "30万円安くしないで", "明日の会議は10時から", "昨日30万円安くしてもらった")


async def test_english_talk_changes_nothing_and_is_not_answered(en: Dialogue) -> None:
    await stays_silent(en, "thanks!", "please don't reduce it by $3,000", "the meeting is at 10", "lunch for 5 people?")


async def test_questions_are_answered_from_what_is_stored(ja: Dialogue) -> None:
    await ja.replies("ログイン画面はなぜ8人日？")
    await ja.hears("ログイン")
    await says(ja, "運用マニュアルを外して", 2)
    await ja.replies("対象外は何ですか")
    await ja.hears(lambda message: "運用マニュアル" in message.shown and "start_over" not in actions(message))
    await ja.replies("版1との違いは？")
    await ja.hears(lambda message: "第1版" in message.shown and "第2版" in message.shown)
    assert len([one for one in ja.said() if "start_over" in actions(one)]) == 1


async def test_an_old_button_explains_itself_and_shows_the_last_revision(office: Office, ja: Dialogue) -> None:
    old = await ja.result()
    await says(ja, "全体を10%安く", 2)
    other = office.colleague(ja, "en-US")
    await other.person.presses(old, "approve")
    await other.whispered("earlier revision")
    await other.whispered("EST-")


async def test_a_double_click_on_apply_acts_once(ja: Dialogue) -> None:
    await ja.replies("150万円以内に")
    proposals = await offered(ja)
    await ja.person.presses(proposals, "apply")
    await ja.person.presses(proposals, "apply")
    await ja.result(2)
    await ja.whispered("以前の版")
    assert len([one for one in ja.said() if "start_over" in actions(one)]) == 1


async def test_two_people_at_once_are_applied_in_order(office: Office, ja: Dialogue) -> None:
    other = office.colleague(ja, "ja-JP")
    await ja.replies("結合テストは5人日で")
    await other.replies("総合テストは6人日で")
    last = await ja.result(3)
    assert "総合テスト" in last.shown
    sheet = texts(await ja.workbook(3), 1)
    assert "結合テスト" in sheet
    assert "総合テスト" in sheet


async def test_approval_closes_and_a_change_reopens(office: Office, ja: Dialogue) -> None:
    stranger = office.colleague(ja, "en-US")
    await stranger.person.presses(await ja.result(), "approve")
    await stranger.whispered("Only certain people")
    await ja.person.presses(await ja.result(), "approve")
    await ja.hears("承認されました")
    await says(ja, "全体を10%安く", 2)
    await ja.hears("承認を取り消しました")


async def test_show_agrees_with_the_last_revision_and_its_workbook(ja: Dialogue) -> None:
    changed = await says(ja, "結合テストは5人日で", 2)
    number = int(changed.shown.partition("EST-")[2][:5])
    shown = await ja.person.runs_command("/estimate", f"show {number}", ja.room)
    assert shown.message is not None
    assert total(shown.message) == total(changed)
    assert str(total(changed)) in texts(await ja.workbook(2))


async def test_thread_database_and_workbook_hold_the_same_figures(office: Office, en: Dialogue) -> None:
    await says(en, "day rate $333.33", 2)
    changed = await says(en, "add 7.5% contingency", 3)
    number = int(changed.shown.partition("EST-")[2][:5])
    with sqlite3.connect(office.folder / "app.db") as database:
        row = database.execute(
            "SELECT total_minor FROM revisions WHERE task_id = ? AND number = 3", (number,)
        ).fetchone()
    database.close()
    assert row == (total(changed),)
    book = openpyxl.load_workbook(io.BytesIO(await en.file(3)), data_only=True)
    cells = [value for row in book.worksheets[0].iter_rows(values_only=True) for value in row]
    assert total(changed) in {round(value * 100) for value in cells if isinstance(value, int | float)}


async def test_numbers_are_adjusted_in_a_form(ja: Dialogue) -> None:
    await ja.person.presses(await ja.result(), "adjust_by_numbers")
    await ja.sandbox.wait_for(lambda: ja.person.views)
    done = await ja.person.submits({"rate": "50,000", "buffer": "10"})
    assert done.ok
    changed = await ja.result(2)
    assert "リスクバッファ" in changed.shown
    assert "¥50,000" in changed.shown
