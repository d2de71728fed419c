"""From the list to the workbook: every way to start, every way to answer, in both languages."""

import asyncio
import re
import sqlite3
from decimal import Decimal

import pytest

from ops.sandbox.messages import elements
from tests.acceptance.conftest import Office
from tests.acceptance.dialogue import NINE_JA, PATIENCE, actions, deliverables, texts, xlsx

pytestmark = pytest.mark.asyncio(loop_scope="session")


def yen(text: str) -> int:
    """The amount after the last ¥ of a line."""
    return int(re.findall(r"¥([\d,]+)", text)[-1].replace(",", ""))


def line_with(shown: str, word: str) -> str:
    return next(line for line in shown.splitlines() if word in line)


async def test_a_japanese_list_becomes_a_quotation_in_the_thread(office: Office) -> None:
    talk = office.dialogue("ja-JP")
    await talk.mentions("見積もりをお願いします", deliverables(*NINE_JA))

    understood = await talk.hears("9 件")
    assert all(name in understood.shown for name in NINE_JA)
    questions = await talk.asked()
    await talk.replies("1. 社内の50名\n2) 在庫システムと連携\n③ 特になし")
    result = await talk.result()
    workbook = await talk.workbook()

    subtotal, tax = yen(line_with(result.shown, "小計")), yen(line_with(result.shown, "消費税"))
    assert tax == subtotal // 10
    assert yen(line_with(result.shown, "合計")) == subtotal + tax
    quotation = texts(workbook)
    assert "御見積書" in quotation.replace("\u3000", "")
    assert str(subtotal + tax) in quotation
    assert all(name in quotation for name in NINE_JA)
    now = office.sandbox.message(talk.room, questions.ts)
    assert now is not None
    assert not actions(now)
    assert "在庫システムと連携" in now.shown


async def test_the_bot_says_four_things_and_updates_them_in_place(office: Office) -> None:
    talk = office.dialogue()
    await talk.mentions("", deliverables("ログイン画面", "検索画面"))
    questions = await talk.asked()
    await talk.replies("1. 五十名です")
    await talk.hears("五十名です")
    await talk.presses(questions, "estimate_now")
    await talk.result()
    await talk.workbook()
    said = talk.said()
    assert len(said) == 4, "what was understood, the questions, the result, the file"
    assert len(said[1].editions) >= 3, "asked, one answered, closed"


async def test_an_english_direct_message_with_a_text_list(office: Office) -> None:
    talk = office.dialogue("en-US")
    await talk.writes("Please estimate:\n- Login screen\n- REST API\n- User manual")
    await talk.asked()
    await talk.replies("1. yes\n2. no\n3. maybe")
    result = await talk.result()
    assert "$" in result.shown
    assert "¥" not in result.shown
    assert "Rule-based, without the model" in result.shown
    book = await talk.workbook()
    assert "Quotation" in book.sheetnames
    assert all(name in texts(book) for name in ("Login screen", "REST API", "User manual"))


async def test_the_form_opens_a_thread_and_takes_client_and_currency(office: Office) -> None:
    talk = office.dialogue("en-US")
    opened = await talk.person.runs_command("/estimate", "", talk.room)
    assert opened.ok
    view = (await office.sandbox.wait_for(lambda: talk.person.views))[-1]
    await talk.person.submits(
        {
            "title": "Order system",
            "client": "Acme Corporation",
            "deliverables": "Login screen\nOrder API",
            "requirements": "50 users",
            "currency": "JPY",
        },
        view=view,
    )
    roots = await office.sandbox.wait_for(lambda: [one for one in office.sandbox.messages(talk.room) if one.bot_id])
    talk.root = roots[0]
    assert "Order system" in roots[0].shown
    await talk.presses(await talk.asked(), "estimate_now")
    assert "¥" in (await talk.result()).shown
    book = texts(await talk.workbook())
    assert "Acme Corporation" in book
    assert "Order system" in book


async def test_the_shortcut_estimates_somebody_elses_message(office: Office) -> None:
    talk = office.dialogue("en-US")
    author = office.colleague(talk, "ja-JP")
    message = await author.person.says(talk.room, "お願いします", files=[deliverables("受注画面", "在庫API")])
    await talk.person.uses_shortcut("estimate_this", message)
    talk.root = message
    understood = await talk.hears("受注画面")
    assert "deliverables" in understood.shown, "in the language of the person who asked"


async def test_a_lone_open_question_takes_a_reply_without_a_number(office: Office) -> None:
    talk = office.dialogue("en-US")
    await talk.mentions("", deliverables("Login screen", "REST API"))
    await talk.asked()
    await talk.replies("1. fifty users 2. one legacy system")
    await talk.hears("one legacy system")
    await talk.replies("by the end of March")
    await talk.result()
    assert "by the end of March" in texts(await talk.workbook(), 2)


async def test_a_reply_without_a_number_is_kept_as_a_note(office: Office) -> None:
    talk = office.dialogue("en-US")
    await talk.mentions("", deliverables("Login screen", "REST API"))
    questions = await talk.asked()
    await talk.replies("Security matters most to us")
    await office.sandbox.wait_for(lambda: len(getattr(office.sandbox.message(talk.room, questions.ts), "editions")) > 1)  # noqa: B009
    await talk.presses(questions, "estimate_now")
    await talk.result()
    assert "Security matters most to us" in texts(await talk.workbook(), 2)


async def test_answers_in_a_form(office: Office) -> None:
    talk = office.dialogue("ja-JP")
    await talk.mentions("", deliverables("ログイン画面", "在庫連携API"))
    questions = await talk.asked()
    await talk.presses(questions, "answer_in_form")
    await office.sandbox.wait_for(lambda: talk.person.views)
    await talk.person.submits({"answer_1": "百人", "answer_2": "二つ", "answer_3": "来年"})
    await talk.result()
    assumptions = texts(await talk.workbook(), 2)
    assert all(answer in assumptions for answer in ("百人", "二つ", "来年"))


async def test_open_questions_become_written_assumptions(office: Office) -> None:
    talk = office.dialogue("ja-JP")
    await talk.mentions("", deliverables("ログイン画面"))
    questions = await talk.asked()
    first = next(line for line in questions.shown.splitlines() if "1." in line).partition("1. ")[2]
    await talk.presses(questions, "estimate_now")
    result = await talk.result()
    assert "未回答" in result.shown
    assert first[:10] in texts(await talk.workbook(), 2)


async def test_estimate_now_can_be_said(office: Office) -> None:
    talk = office.dialogue("ja-JP")
    await talk.mentions("", deliverables("ログイン画面"))
    await talk.asked()
    await talk.replies("このまま見積もって")
    assert "EST-" in (await talk.result()).shown


async def test_starting_over_asks_again_and_takes_the_old_buttons_away(office: Office) -> None:
    talk = office.dialogue("ja-JP")
    await talk.mentions("", deliverables("ログイン画面"))
    old = await talk.asked()
    await talk.presses(old, "estimate_now")
    result = await talk.result()
    await talk.presses(result, "start_over")
    await office.sandbox.wait_for(lambda: sum("answer_in_form" in actions(one) for one in talk.said()) == 1)
    again = next(one for one in talk.said() if "answer_in_form" in actions(one))
    assert again.ts != old.ts
    await office.sandbox.wait_for(lambda: not any("start_over" in actions(one) for one in talk.said()))
    await talk.person.presses(old, "estimate_now")
    await talk.whispered("以前の状態")
    await talk.presses(again, "estimate_now")
    await talk.result(2)
    assert "-2" in texts(await talk.workbook(2))


async def test_a_double_click_acts_once(office: Office) -> None:
    talk = office.dialogue("ja-JP")
    await talk.mentions("", deliverables("ログイン画面"))
    questions = await talk.asked()
    await talk.person.presses(questions, "estimate_now")
    await talk.person.presses(questions, "estimate_now")
    await talk.workbook()
    await talk.whispered("見積も")
    assert sum("start_over" in actions(one) for one in talk.said()) == 1


async def test_the_first_ten_of_a_long_list_are_shown_and_the_rest_counted(office: Office) -> None:
    talk = office.dialogue("en-US")
    await talk.mentions("", deliverables(*(f"Screen number {number}" for number in range(1, 31))))
    understood = await talk.hears("Screen number 10")
    assert "Screen number 11" not in understood.shown
    assert "20 more" in understood.shown
    await talk.presses(await talk.asked(), "estimate_now")
    result = await talk.result()
    assert "more in the workbook" in result.shown
    assert "Screen number 30" in texts(await talk.workbook())


async def test_every_skipped_row_is_named_with_its_place_and_reason(office: Office) -> None:
    talk = office.dialogue("ja-JP")
    rows = [("No.", "成果物名", "説明"), (1, "ログイン画面", ""), (2, "", "名前のない行"), ("", "合計", 3)]
    await talk.mentions("", xlsx(*rows))
    understood = await talk.hears("ログイン画面")
    assert "1 件" in understood.shown
    assert "3" in understood.shown
    assert "合計" in understood.shown


async def test_two_lines_of_one_name_stay_two(office: Office) -> None:
    talk = office.dialogue("ja-JP")
    await talk.mentions("", deliverables("検索画面", "検索画面"))
    await talk.presses(await talk.asked(), "estimate_now")
    result = await talk.result()
    table = next(block for block in result.blocks if block["type"] == "table")
    assert [row[1]["text"] for row in table["rows"][1:]] == ["検索画面", "検索画面"]
    assert texts(await talk.workbook()).count("検索画面") >= 2


async def test_list_and_show_answer_to_the_person_alone(office: Office) -> None:
    talk = office.dialogue("en-US")
    await talk.mentions("", deliverables("Login screen", name="Portal.xlsx"))
    await talk.presses(await talk.asked(), "estimate_now")
    result = await talk.result()
    listed = await talk.person.runs_command("/estimate", "list", talk.room)
    assert listed.message is not None
    assert listed.message.visible_to == talk.person.id
    assert "Portal" in listed.message.shown
    number = int(result.shown.partition("EST-")[2][:5])
    shown = await talk.person.runs_command("/estimate", f"show {number}", talk.room)
    assert shown.message is not None
    total = line_with(result.shown, "Total")
    assert total in shown.message.shown
    stranger = office.dialogue("en-US")
    hidden = await stranger.person.runs_command("/estimate", f"show {number}", stranger.room)
    assert hidden.message is not None
    assert "Login screen" not in hidden.message.shown


async def test_help_says_how_to_begin(office: Office) -> None:
    for locale, word in (("ja-JP", "一覧"), ("en-US", "list")):
        talk = office.dialogue(locale)
        answer = await talk.person.runs_command("/estimate", "help", talk.room)
        assert answer.message is not None
        assert word in answer.message.shown


async def test_the_bot_is_silent_where_nobody_spoke_to_it_and_keeps_nothing_of_it(office: Office) -> None:
    talk = office.dialogue("ja-JP")
    root = await talk.person.says(talk.room, "昼ごはんはどこにする？ 秘密の店")
    await talk.person.says(talk.room, "- カレー\n- そば", thread=root)
    await talk.person.uploads(talk.room, deliverables("ログイン画面"))
    await talk.mentions("", deliverables("検索画面"))
    await talk.asked()
    assert not [one for one in office.sandbox.thread(talk.room, root.ts) if one.bot_id]
    database = sqlite3.connect(office.folder / "app.db")
    kept = str(database.execute("SELECT * FROM inbox").fetchall())
    database.close()
    assert "秘密の店" not in kept
    assert "カレー" not in kept


async def test_people_in_one_thread_are_answered_each_in_their_language(office: Office) -> None:
    talk = office.dialogue("ja-JP")
    await talk.mentions("", deliverables("ログイン画面"))
    questions = await talk.asked()
    other = office.colleague(talk, "en-US")
    await talk.presses(questions, "estimate_now")
    await talk.result()
    await other.person.presses(questions, "estimate_now")
    await other.whispered("This estimate is already finished")


async def test_a_message_delivered_twice_is_answered_once(office: Office) -> None:
    talk = office.dialogue("en-US")
    await talk.mentions("Please estimate\n- Login screen\n- REST API")
    await talk.asked()
    kinds = {one.name for one in office.sandbox.deliveries}
    assert {"app_mention", "message"} <= kinds, "Slack sends a mention twice"
    assert sum("answer_in_form" in actions(one) for one in talk.said()) == 1


async def test_without_the_bot_in_the_channel_the_person_hears_it_directly(office: Office) -> None:
    talk = office.dialogue("en-US", with_bot=False)
    await talk.person.runs_command("/estimate", "", talk.room)
    await office.sandbox.wait_for(lambda: talk.person.views)
    await talk.person.submits({"title": "T", "deliverables": "Login screen", "currency": "USD"})
    told = await office.sandbox.wait_for(
        lambda: [one for one in office.sandbox.messages(talk.person.dm) if one.bot_id], within=10
    )
    assert "invite" in told[0].shown.lower()


async def refused(office: Office, message: str, *, since: int) -> None:
    """Waits until the program's log says, beyond its first `since` letters, that Slack refused such a message."""

    def written() -> bool:
        lines = office.program.log.read_text(encoding="utf-8")[since:].splitlines()
        return any("Post refused" in line and message in line for line in lines)

    async with asyncio.timeout(PATIENCE):
        while not written():  # noqa: ASYNC110 - the log of another process has no event
            await asyncio.sleep(0.02)


async def test_a_result_that_slack_refused_is_said_again_once_somebody_is_heard(office: Office) -> None:
    talk = office.dialogue("en-US")
    await talk.mentions("", deliverables("Login screen"))
    questions = await talk.asked()
    office.sandbox.remove(talk.room)
    before = len(office.program.log.read_text(encoding="utf-8"))
    await talk.presses(questions, "estimate_now")
    await refused(office, "WorkbookReady", since=before)
    office.sandbox.invite(talk.room)
    await talk.presses(questions, "estimate_now")
    await talk.result()
    assert "Login screen" in texts(await talk.workbook())


async def test_numbered_answers_beside_the_thread_of_a_direct_message_are_taken(office: Office) -> None:
    talk = office.dialogue("en-US")
    await talk.writes("Please estimate:\n- Login screen\n- REST API")
    await talk.asked()
    await talk.person.says(talk.person.dm, "1. fifty users 2. one system 3. by March")
    await talk.result()
    assert "fifty users" in texts(await talk.workbook(), 2)


async def test_a_greeting_brings_help_and_no_estimate(office: Office) -> None:
    talk = office.dialogue("en-US")
    await talk.writes("hello")
    await talk.whispered("Estimator")
    listed = await talk.person.runs_command("/estimate", "list", talk.room)
    assert listed.message is not None
    assert "EST-" not in listed.message.shown


async def test_words_to_the_bot_are_always_answered_and_late_answers_too(office: Office) -> None:
    talk = office.dialogue("en-US")
    await talk.mentions("", deliverables("Login screen"))
    await talk.presses(await talk.asked(), "estimate_now")
    await talk.result()
    await talk.replies("@Estimator hello?")
    await talk.hears("Write what to change")
    await talk.replies("1. fifty users")
    await talk.hears("came too late")


async def test_amounts_in_thread_and_workbook_agree_line_by_line(office: Office) -> None:
    talk = office.dialogue("ja-JP")
    await talk.mentions("", deliverables(*NINE_JA))
    await talk.presses(await talk.asked(), "estimate_now")
    result = await talk.result()
    table = next(block for block in result.blocks if block["type"] == "table")
    sheet = (await talk.workbook()).worksheets[0]
    amounts = {row[1]: row for row in sheet.iter_rows(values_only=True) if row[1] in NINE_JA}
    for row in table["rows"][1:]:
        name, days, amount = (cell["text"] for cell in row[1:4])
        numbers = [Decimal(str(value)) for value in amounts[name] if isinstance(value, int | float)]
        assert Decimal(days) in numbers
        assert Decimal(amount.replace("¥", "").replace(",", "")) in numbers


async def test_buttons_have_no_more_in_their_values_than_numbers(office: Office) -> None:
    talk = office.dialogue("ja-JP")
    await talk.mentions("", deliverables("社外秘の画面"))
    questions = await talk.asked()
    assert all("社外秘" not in str(one.get("value")) for one in elements(questions.blocks))
