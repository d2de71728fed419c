from bot.domain.brief import SkipReason
from bot.domain.listing.grid import Cell, Grid, Row, column_letters
from bot.domain.listing.sheets import best_reading


def grid(name: str, *lines: list[str], hidden: bool = False, out_of_reach: tuple[str, ...] = ()) -> Grid:
    rows = (
        Row(number=number, cells={column: Cell(text=text) for column, text in enumerate(line, start=1) if text})
        for number, line in enumerate(lines, start=1)
    )
    return Grid(rows=tuple(rows), name=name, hidden=hidden, out_of_reach=out_of_reach)


COVER = grid("表紙", ["御見積依頼書"], ["株式会社見本商事"], ["以下の通りお願いします"])
HISTORY = grid("改訂履歴", ["版", "日付", "内容", "作成者"], ["1.0", "2026-01-01", "初版", "佐藤"])
LIST = grid("一覧", ["No", "成果物", "説明"], ["1", "要件定義書", "x"])
TASKS = grid("WBS", ["タスク", "担当"], ["打合せ", "佐藤"], ["設計", "鈴木"])


def test_the_sheet_with_the_surest_header_is_the_list_wherever_it_stands() -> None:
    for order in ([COVER, HISTORY, LIST, TASKS], [LIST, TASKS, HISTORY, COVER], [TASKS, COVER, LIST, HISTORY]):
        assert best_reading(order).listing.source == "一覧"


def test_a_hidden_list_gives_way_to_a_visible_one() -> None:
    old = grid("旧", ["No", "成果物", "説明"], ["1", "古い成果物", "x"], hidden=True)
    assert best_reading([old, TASKS]).listing.source == "WBS"


def test_a_hidden_list_is_read_when_no_other_holds_anything() -> None:
    assert best_reading([grid("空"), grid("隠", ["成果物"], ["設計書"], hidden=True)]).listing.source == "隠"


def test_between_equals_the_sheet_name_decides_then_the_order() -> None:
    first, second = (grid(name, ["項目", "説明"], [name, "x"]) for name in ("Sheet1", "Sheet2"))
    named = grid("納品物", ["項目", "説明"], ["納品物", "x"])
    assert best_reading([first, second]).listing.source == "Sheet1"
    assert best_reading([first, second, named]).listing.source == "納品物"


def test_a_cell_out_of_reach_is_told() -> None:
    (row,) = best_reading([grid("S", ["成果物"], ["設計書"], out_of_reach=("XFD1048576",))]).listing.skipped
    assert (row.place, row.reason) == ("S!XFD1048576", SkipReason.OUT_OF_REACH)


def test_columns_are_lettered_like_a_spreadsheet() -> None:
    assert [column_letters(column) for column in (1, 26, 27, 52, 703, 16384)] == ["A", "Z", "AA", "AZ", "AAA", "XFD"]
