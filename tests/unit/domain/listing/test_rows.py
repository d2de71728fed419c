import pytest

from bot.domain.brief import Listing, SkipReason
from bot.domain.listing.grid import Cell, Grid, Row, Span
from bot.domain.listing.sheets import best_reading

ERROR = Cell(text="", fault=SkipReason.ERROR_VALUE)
FORMULA = Cell(text="", fault=SkipReason.FORMULA_WITHOUT_VALUE)


def grid(*lines: list[str | Cell], name: str = "一覧", spans: tuple[Span, ...] = (), hidden: bool = False) -> Grid:
    rows = []
    for number, line in enumerate(lines, start=1):
        cells = {
            column: cell if isinstance(cell, Cell) else Cell(text=cell)
            for column, cell in enumerate(line, start=1)
            if cell
        }
        if cells:
            rows.append(Row(number=number, cells=cells))
    return Grid(rows=tuple(rows), name=name, spans=spans, hidden=hidden)


def read(*lines: list[str | Cell], spans: tuple[Span, ...] = ()) -> Listing:
    return best_reading([grid(*lines, spans=spans)]).listing


def taken(listing: Listing) -> list[tuple[str, str]]:
    return [(one.name, one.description) for one in listing.deliverables]


def skipped(listing: Listing) -> list[tuple[str, SkipReason]]:
    return [(row.place, row.reason) for row in listing.skipped]


def test_a_list_under_title_rows_is_read_in_order_with_ids_of_ours() -> None:
    listing = read(
        ["受注管理システム 成果物一覧"],
        ["お客様", "株式会社見本商事"],
        [],
        ["No.", "成果物名", "説明", "数量", "備考"],
        ["1", "要件定義書", "業務フロー", "1", "レビュー2回"],
        ["2", "基本設計書", "", "1"],
    )
    assert taken(listing) == [("要件定義書", "業務フロー / レビュー2回"), ("基本設計書", "")]
    assert [one.id for one in listing.deliverables] == ["d1", "d2"]
    assert listing.skipped == ()
    assert listing.source == "一覧"


def test_each_passed_over_row_is_told_with_place_reason_and_words() -> None:
    listing = read(
        ["No.", "成果物", "説明"],
        ["1", "要件定義書"],
        ["2", "", "名前のない行"],
        ["3", FORMULA, "式"],
        ["4", ERROR],
        ["No.", "成果物", "説明"],
        ["", "■開発"],
        ["", "合計", "3"],
        ["※税別です"],
    )
    assert taken(listing) == [("要件定義書", "")]
    assert skipped(listing) == [
        ("一覧:3", SkipReason.NO_NAME),
        ("一覧!B4", SkipReason.FORMULA_WITHOUT_VALUE),
        ("一覧!B5", SkipReason.ERROR_VALUE),
        ("一覧:6", SkipReason.REPEATED_HEADER),
        ("一覧:7", SkipReason.HEADING),
        ("一覧:8", SkipReason.TOTAL),
        ("一覧:9", SkipReason.NOTE),
    ]
    assert listing.skipped[0].text == "2 名前のない行"


def test_rows_prepared_with_numbers_and_empty_formulas_say_nothing() -> None:
    listing = read(["No.", "成果物", "金額"], ["1", "要件定義書", "100"], ["2", "", "0"], ["3", "", FORMULA])
    assert len(listing.deliverables) == 1
    assert listing.skipped == ()


def test_two_equal_names_are_two_deliverables() -> None:
    listing = read(["成果物"], ["議事録"], ["議事録"])
    assert [(one.id, one.name) for one in listing.deliverables] == [("d1", "議事録"), ("d2", "議事録")]


def test_a_long_name_is_cut_told_and_goes_on_in_the_description() -> None:
    listing = read(["成果物", "説明"], ["あ" * 5000, "短い説明"])
    (one,) = listing.deliverables
    assert (len(one.name), len(one.description)) == (200, 1000)
    assert one.name == "あ" * 199 + "…"
    assert one.description.startswith("…あああ")
    assert skipped(listing) == [("一覧!A2", SkipReason.NAME_CUT)]
    assert len(listing.skipped[0].text) == 60


def test_a_name_a_little_too_long_loses_nothing() -> None:
    name = "".join(chr(0x4E00 + place) for place in range(250))
    (one,) = read(["成果物", "説明"], [name, "説明文"]).deliverables
    assert one.name.removesuffix("…") + one.description.split(" / ")[0].removeprefix("…") == name
    assert one.description.endswith("説明文")


def test_classes_without_a_name_column_make_up_the_name_and_hold_until_the_next() -> None:
    listing = read(
        ["大分類", "中分類", "小分類", "概要"],
        ["管理", "商品", "一覧", "a"],
        ["", "", "登録", "b"],
        ["", "受注", "", "c"],
        ["顧客"],
        ["", "会員", "検索", "d"],
    )
    assert taken(listing) == [
        ("管理 / 商品 / 一覧", "a"),
        ("管理 / 商品 / 登録", "b"),
        ("管理 / 受注", "c"),
        ("顧客 / 会員 / 検索", "d"),
    ]
    assert skipped(listing) == [("一覧:5", SkipReason.HEADING)]


def test_a_class_beside_a_name_column_goes_before_the_description() -> None:
    listing = read(["分類", "機能名", "説明"], ["管理", "商品一覧", "検索つき"], ["", "商品登録"], ["顧客", "会員登録"])
    assert taken(listing) == [("商品一覧", "管理: 検索つき"), ("商品登録", "管理"), ("会員登録", "顧客")]


def test_a_name_merged_over_rows_is_one_deliverable_with_all_descriptions() -> None:
    listing = read(
        ["成果物", "説明"],
        ["商品管理", "一覧"],
        ["", "登録"],
        ["", "削除"],
        ["受注管理", "一覧"],
        spans=(Span(top=2, left=1, bottom=4, right=1),),
    )
    assert taken(listing) == [("商品管理", "一覧 / 登録 / 削除"), ("受注管理", "一覧")]


def test_a_merged_section_heading_is_no_deliverable_but_describes_those_below() -> None:
    listing = read(
        ["成果物", "説明"], ["管理画面"], ["商品一覧", "検索"], spans=(Span(top=2, left=1, bottom=2, right=2),)
    )
    assert taken(listing) == [("商品一覧", "管理画面: 検索")]
    assert skipped(listing) == [("一覧:2", SkipReason.HEADING)]


def test_a_name_merged_as_wide_as_its_header_is_a_deliverable() -> None:
    spans = tuple(Span(top=row, left=1, bottom=row, right=2) for row in (1, 2))
    assert taken(read(["成果物", "", "説明"], ["要件定義書"], spans=spans)) == [("要件定義書", "")]


def test_a_header_of_two_rows_is_one_header() -> None:
    listing = read(
        ["成果物", "工数"],
        ["", "設計", "製造"],
        ["要件定義書", "3", "4"],
        spans=(Span(top=1, left=1, bottom=2, right=1),),
    )
    assert taken(listing) == [("要件定義書", "")]
    assert listing.skipped == ()


def test_a_second_table_below_is_read_by_its_own_header() -> None:
    listing = read(["No", "成果物"], ["1", "設計書"], ["成果物", "説明"], ["手順書", "運用"])
    assert taken(listing) == [("設計書", ""), ("手順書", "運用")]


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        ([["要件定義書"], ["基本設計書"]], ["要件定義書", "基本設計書"]),
        ([["1", "要件定義書", "まとめる"], ["2", "基本設計書"]], ["要件定義書", "基本設計書"]),
        ([["A-01", "Login screen", "SSO"], ["A-02", "Order API"]], ["Login screen", "Order API"]),
        ([["1. 要件定義書"], ["2. 基本設計書"]], ["要件定義書", "基本設計書"]),
        ([["成果物一覧"], ["要件定義書"], ["基本設計書"]], ["要件定義書", "基本設計書"]),
    ],
)
def test_a_list_without_a_header_is_read_by_what_its_columns_hold(
    lines: list[list[str | Cell]], names: list[str]
) -> None:
    assert [one.name for one in read(*lines).deliverables] == names


def test_the_column_called_deliverable_is_the_name_even_right_of_the_task() -> None:
    listing = read(["作業項目", "成果物", "担当"], ["要件整理", "要件定義書", "佐藤"], ["設計", "基本設計書", "鈴木"])
    assert taken(listing) == [("要件定義書", "要件整理"), ("基本設計書", "設計")]


def test_a_mostly_empty_deliverable_column_gives_way_to_the_task() -> None:
    listing = read(["作業項目", "成果物"], ["要件整理", "要件定義書"], ["環境構築"], ["教育"])
    assert taken(listing) == [("要件整理", "要件定義書"), ("環境構築", ""), ("教育", "")]


def test_names_lose_what_is_invisible_and_their_line_breaks() -> None:
    (one,) = read(["成果物"], ["受注\n管理\u200b画面\u202e<!channel>"]).deliverables
    assert one.name == "受注 管理画面＜!channel>"


def test_a_grid_without_words_holds_nothing() -> None:
    assert read(["1", "2"], ["3"]).deliverables == ()
    assert best_reading([]).listing.deliverables == ()
