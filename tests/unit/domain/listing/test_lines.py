import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.brief import SkipReason
from bot.domain.listing.lines import TextReading, read_text


def taken(reading: TextReading) -> list[tuple[str, str]]:
    return [(one.name, one.description) for one in reading.listing.deliverables]


def names(text: str, *, plain_list: bool = False) -> list[str]:
    return [one.name for one in read_text(text, plain_list=plain_list).listing.deliverables]


def test_a_message_with_bullets_is_a_list_and_its_first_line_the_lead_in() -> None:
    reading = read_text("見積もりお願いします\n- 要件定義書\n- 基本設計書", plain_list=False)
    assert taken(reading) == [("要件定義書", ""), ("基本設計書", "")]
    assert reading.prose == "見積もりお願いします"


@pytest.mark.parametrize(
    "text",
    [
        "Could you estimate a web shop for us please? Thanks.",
        "Hi team,\nWeb shop estimate\nThanks",
        "お世話になっております。\n受注管理システムを作りたいのですが、概算はいくらでしょうか。\nよろしくお願いいたします。",
        "見積もりお願いします",
        "こんにちは",
        "We need a new order system.\nIt should be fast.\nWhat would it cost?",
        "",
        "1234\n----",
    ],
)
def test_prose_is_no_list(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    "text", ["Could you estimate a web shop for us please? Thanks.", "見積もりをお願いします。", "よろしくお願いします"]
)
def test_prose_is_no_list_even_where_a_list_was_asked_for(text: str) -> None:
    reading = read_text(text, plain_list=True)
    assert reading.listing.deliverables == ()
    assert reading.prose == text


def test_short_lines_between_prose_are_a_list_in_a_message() -> None:
    reading = read_text(
        "見積もりお願いします\n要件定義書\n受注画面：検索と編集\n納期：3月末\nよろしくお願いします", plain_list=False
    )
    assert taken(reading) == [("要件定義書", ""), ("受注画面", "検索と編集")]
    assert reading.prose == "見積もりお願いします\n納期：3月末\nよろしくお願いします"


def test_a_marked_line_about_the_whole_is_prose() -> None:
    reading = read_text("- 要件定義書\n- 納期：3月末\n- Budget: 3M\n- 受注画面：検索", plain_list=False)
    assert taken(reading) == [("要件定義書", ""), ("受注画面", "検索")]
    assert reading.prose == "納期：3月末\nBudget: 3M"


def test_each_line_is_a_deliverable_where_a_list_was_asked_for() -> None:
    text = "要件定義書\n基本設計書 - 画面と帳票\nOrder API: REST\n運用マニュアル：30ページ\nフェーズ1：移行\n\n合計"
    reading = read_text(text, plain_list=True)
    assert taken(reading) == [
        ("要件定義書", ""),
        ("基本設計書", "画面と帳票"),
        ("Order API", "REST"),
        ("運用マニュアル", "30ページ"),
        ("フェーズ1：移行", ""),
    ]
    assert [(row.place, row.reason) for row in reading.listing.skipped] == [("7", SkipReason.TOTAL)]


def test_a_long_sentence_is_a_deliverable_where_a_list_was_asked_for() -> None:
    assert (
        len(names("受注から請求までの業務を一貫して管理するための画面と帳票の設計書を作成する", plain_list=True)) == 1
    )


@pytest.mark.parametrize(
    "sign", ["- ", "* ", "• ", "・", "● ", "◦ ", "– ", "1. ", "1) ", "① ", "（1） ", "１．", "a) "]
)
def test_every_usual_marker_opens_an_item(sign: str) -> None:
    assert names(f"以下お願いします\n{sign}要件定義書\n{sign}基本設計書") == ["要件定義書", "基本設計書"]


def test_what_is_indented_below_an_item_describes_it() -> None:
    text = "Please estimate:\n• Login\n    ◦ SSO\n    ◦ Password reset\n• Orders\n   with search"
    assert taken(read_text(text, plain_list=False)) == [("Login", "SSO / Password reset"), ("Orders", "with search")]


def test_a_markdown_table_is_read_by_its_header() -> None:
    table = "| No | 成果物 | 説明 |\n|---|:---:|---|\n| 1 | 要件定義書 | a \\| b |\n| 2 | 基本設計書 | |"
    text = f"お願いします\n{table}\n以上です"
    reading = read_text(text, plain_list=False)
    assert taken(reading) == [("要件定義書", "a | b"), ("基本設計書", "")]
    assert reading.prose == "お願いします\n以上です"


def test_a_markdown_table_without_outer_bars_is_a_table_too() -> None:
    assert names("Item | Description\n--- | ---\nLogin | SSO\nOrders | list") == ["Login", "Orders"]


def test_pasted_cells_are_read_by_their_columns() -> None:
    text = "No\t成果物\t説明\n1\t要件定義書\t業務フロー\n2\t基本設計書\t\n\t合計\t2"
    reading = read_text(text, plain_list=True)
    assert taken(reading) == [("要件定義書", "業務フロー"), ("基本設計書", "")]
    assert [(row.place, row.reason) for row in reading.listing.skipped] == [("4", SkipReason.TOTAL)]


def test_a_tab_behind_the_number_is_a_number_column() -> None:
    assert names("1.\t要件定義書\n2.\t基本設計書") == ["要件定義書", "基本設計書"]


def test_headings_and_announcements_are_no_deliverables() -> None:
    reading = read_text("# 受注システム\n成果物一覧\nDeliverables:\n要件定義書\n※税別", plain_list=True)
    assert taken(reading) == [("要件定義書", "")]
    assert {row.reason for row in reading.listing.skipped} == {SkipReason.HEADING, SkipReason.NOTE}


def test_a_screen_called_list_is_a_deliverable() -> None:
    assert names("商品一覧\nユーザーリスト\nドキュメント", plain_list=True) == [
        "商品一覧",
        "ユーザーリスト",
        "ドキュメント",
    ]


def test_marks_of_bold_and_quotation_are_taken_off() -> None:
    assert names("> - *要件定義書*\n> - `API` 設計") == ["要件定義書", "API 設計"]


def test_an_address_is_not_cut_at_its_colon() -> None:
    assert names("- https://example.com の改修\n- 10:30 の通知") == ["https://example.com の改修", "10:30 の通知"]


def test_no_live_mention_survives() -> None:
    reading = read_text("@here please\n- <!channel> 設計\n- <@U1> 試験", plain_list=False)
    assert names("- <!channel> 設計\n- <@U1> 試験") == ["＜!channel> 設計", "＜@U1> 試験"]
    assert reading.prose == "＠here please"


def skipped(reading: TextReading) -> list[tuple[str, SkipReason, str]]:
    return [(row.place, row.reason, row.text) for row in reading.listing.skipped]


@pytest.mark.parametrize(
    "closing",
    [
        "以上",
        "以上です",
        "以上です。",
        "以上、よろしくお願いします",
        "Thanks",
        "Thanks!",
        "Many thanks, Ken",
        "That's all.",
    ],
)
def test_the_end_of_a_list_that_was_asked_for_is_no_deliverable_and_is_told(closing: str) -> None:
    reading = read_text(f"要件定義書\nLogin\n{closing}", plain_list=True)
    assert taken(reading) == [("要件定義書", ""), ("Login", "")]
    assert skipped(reading) == [("3", SkipReason.NOTE, closing)]
    assert names(f"要件定義書\nLogin\n{closing}") == ["要件定義書", "Login"]


@pytest.mark.parametrize("name", ["以上の機能の結合テスト", "10件以上の一括登録", "Thanksgiving campaign site"])
def test_a_name_that_only_begins_like_an_end_is_a_deliverable(name: str) -> None:
    assert names(f"要件定義書\n{name}", plain_list=True) == ["要件定義書", name]


@pytest.mark.parametrize("plain_list", [True, False])
@pytest.mark.parametrize(
    "text", ["①ログイン②検索③帳票", "①ログイン、②検索、③帳票", "お願いします ①ログイン ②検索 ③帳票"]
)
def test_items_numbered_on_one_line_are_several(text: str, *, plain_list: bool) -> None:
    assert names(text, plain_list=plain_list) == ["ログイン", "検索", "帳票"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("①と②の結合テスト", "と②の結合テスト"),
        ("受注画面：①検索②登録", "受注画面"),
        ("要件定義（①業務②非機能）", "要件定義（①業務②非機能）"),
        ("①検索③帳票", "検索③帳票"),
    ],
)
def test_numbers_inside_an_item_do_not_divide_it(text: str, name: str) -> None:
    assert names(text, plain_list=True) == [name]


@pytest.mark.parametrize("plain_list", [True, False])
def test_stages_and_notes_between_lines_are_told(*, plain_list: bool) -> None:
    reading = read_text("Phase 1\nLogin\nフェーズ2\n帳票\n備考：税別\nNote: no tax", plain_list=plain_list)
    assert taken(reading) == [("Login", ""), ("帳票", "")]
    assert skipped(reading) == [
        ("1", SkipReason.HEADING, "Phase 1"),
        ("3", SkipReason.HEADING, "フェーズ2"),
        ("5", SkipReason.NOTE, "備考：税別"),
        ("6", SkipReason.NOTE, "Note: no tax"),
    ]
    assert reading.prose == "備考：税別\nNote: no tax"


@pytest.mark.parametrize("plain_list", [True, False])
def test_stages_and_notes_between_marked_lines_are_told(*, plain_list: bool) -> None:
    reading = read_text("フェーズ1:\n- 要件定義\nPhase 2: Build\n- Login\n- Note: x", plain_list=plain_list)
    assert taken(reading) == [("要件定義", ""), ("Login", "")]
    assert [row[:2] for row in skipped(reading)] == [
        ("1", SkipReason.HEADING),
        ("3", SkipReason.HEADING),
        ("5", SkipReason.NOTE),
    ]


@pytest.mark.parametrize("text", ["Phase 1\nPhase 2", "【要件定義】\n【設計】", "- Phase 1\n- Phase 2"])
def test_a_list_of_nothing_but_stages_or_headings_is_one_of_deliverables(text: str) -> None:
    reading = read_text(text, plain_list=True)
    assert len(reading.listing.deliverables) == 2
    assert not reading.listing.skipped


def test_a_signed_heading_of_a_list_that_was_asked_for_is_told() -> None:
    reading = read_text("【管理画面】\n商品一覧\n受注一覧", plain_list=True)
    assert taken(reading) == [("商品一覧", ""), ("受注一覧", "")]
    assert skipped(reading) == [("1", SkipReason.HEADING, "【管理画面】")]


def test_a_note_in_a_message_that_is_no_list_is_not_told() -> None:
    reading = read_text("見積もりをお願いします。\n備考：税別", plain_list=False)
    assert reading.listing.skipped == ()
    assert "備考：税別" in reading.prose


@given(
    st.lists(st.from_regex(r"[ぁ-ん]{2,20}書", fullmatch=True), min_size=1, max_size=30),
    st.sampled_from(["- ", "1. ", "・"]),
)
def test_a_marked_list_comes_back_as_it_was_written(written: list[str], sign: str) -> None:
    assert names("\n".join(sign + name for name in written)) == written


@given(st.text(max_size=400), st.booleans())
def test_any_text_gives_names_that_can_be_shown(text: str, plain_list: bool) -> None:
    reading = read_text(text, plain_list=plain_list)
    for one in reading.listing.deliverables:
        assert all(sign.isprintable() or "\ue000" <= sign <= "\uf8ff" for sign in one.name)
        assert 0 < len(one.name) <= 200
        assert len(one.description) <= 1000


@pytest.mark.parametrize(
    "text",
    [
        "*a" * 50_000,
        " " * 100_000 + "|",
        "\t" * 50_000 + "x\t" * 3,
        "- " * 50_000,
        "たいと思い" * 20_000,
        "。" * 99_999 + "x",
        "|-" * 50_000,
        "a" + ":" * 99_999,
        "a" + " " * 99_990 + ":",
        "1." * 50_000,
        "(" * 100_000,
        "[" * 100_000,
        "-" * 100_000,
    ],
)
def test_no_text_of_the_longest_kind_takes_long(text: str) -> None:
    read_text(text, plain_list=True)
    read_text("- " + text, plain_list=False)
