import pytest

from bot.domain.listing.headers import Role, is_list_title, is_note, is_signed_heading, is_total, role_of


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("成果物", Role.DELIVERABLE),
        ("成果物名", Role.DELIVERABLE),
        ("納品物", Role.DELIVERABLE),
        ("成 果 物　名", Role.DELIVERABLE),
        ("成果物名\n(Deliverable)", Role.DELIVERABLE),
        ("※成果物", Role.DELIVERABLE),
        ("成果物 / Deliverable", Role.DELIVERABLE),
        ("Deliverables", Role.DELIVERABLE),
        ("DELIVERABLE NAME", Role.DELIVERABLE),
        ("主な成果物", Role.DELIVERABLE),
        ("Key deliverables", Role.DELIVERABLE),
        ("名称", Role.NAME),
        ("項目", Role.NAME),
        ("作業項目", Role.NAME),
        ("機能名", Role.NAME),
        ("品目", Role.NAME),
        ("Ｉｔｅｍ", Role.NAME),
        ("task name", Role.NAME),
        ("Feature", Role.NAME),
        ("Work Item", Role.NAME),
        ("内容", Role.DESCRIPTION),
        ("説明", Role.DESCRIPTION),
        ("概要", Role.DESCRIPTION),
        ("Description", Role.DESCRIPTION),
        ("Details:", Role.DESCRIPTION),
        ("業務概要", Role.DESCRIPTION),
        ("備考", Role.NOTE),
        ("Notes", Role.NOTE),
        ("備考（任意）", Role.NOTE),
        ("No.", Role.NUMBER),
        ("Ｎｏ", Role.NUMBER),
        ("№", Role.NUMBER),
        ("#", Role.NUMBER),
        ("項番", Role.NUMBER),
        ("大分類", Role.LEVEL),
        ("Category", Role.LEVEL),
        ("数量", Role.OTHER),
        ("Unit price", Role.OTHER),
        ("金額（円）", Role.OTHER),
    ],
)
def test_a_header_is_known_in_both_languages_whatever_its_dress(header: str, role: Role) -> None:
    assert role_of(header) is role


@pytest.mark.parametrize(
    "text", ["", "要件定義書", "受注管理画面", "1", "-", "ログイン機能の説明をする画面の一覧", "x" * 41]
)
def test_what_is_no_header_has_no_role(text: str) -> None:
    assert role_of(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "合計",
        "小 計",
        "総計",
        "計",
        "消費税",
        "消費税（10%）",
        "消費税 10％",
        "税込合計",
        "合計金額",
        "値引き",
        "Total",
        "Grand Total",
        "Subtotal",
        "sub-total",
        "TAX",
        "Tax (10%)",
        "Consumption tax",
        "VAT 20%",
        "合計：",
        "Total: 1,200",
    ],
)
def test_a_total_is_a_total(text: str) -> None:
    assert is_total(text)


@pytest.mark.parametrize(
    "text", ["消費税計算", "合計画面", "計画書", "Tax calculation", "Total cost report", "小計表示機能", "値引き機能"]
)
def test_work_about_totals_is_work(text: str) -> None:
    assert not is_total(text)


def test_notes_titles_and_signed_headings_are_told_from_names() -> None:
    assert all(map(is_note, ["※税別", "注）別途", "Note: excl. tax", "(注1) x"]))
    assert not any(map(is_note, ["注文画面", "notification", "備考欄の改修"]))
    assert all(
        map(is_list_title, ["成果物一覧", "受注管理システム 納品物リスト", "List of deliverables", "Deliverables"])
    )
    assert not any(map(is_list_title, ["商品一覧", "ユーザーリスト", "機能一覧表示"]))
    assert all(map(is_signed_heading, ["■管理", "【共通】", "<Admin>"]))
    assert not is_signed_heading("【共通】ログイン")
