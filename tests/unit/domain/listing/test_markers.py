import pytest

from bot.domain.listing.markers import line, unmarked


@pytest.mark.parametrize(
    "marked",
    [
        "- 要件定義書",
        "-要件定義書",
        "* 要件定義書",
        "+ 要件定義書",
        "– 要件定義書",
        "• 要件定義書",
        "・要件定義書",
        "●要件定義書",
        "◦ 要件定義書",
        "▪︎ 要件定義書",
        "■ 要件定義書",
        "1. 要件定義書",
        "1.要件定義書",
        "12) 要件定義書",
        "１．要件定義書",
        "①要件定義書",
        "⑳ 要件定義書",
        "(1) 要件定義書",
        "（１）要件定義書",
        "[1] 要件定義書",
        "a) 要件定義書",
        "A. 要件定義書",
        "1.2.3 要件定義書",
        "1-2. 要件定義書",
        "1、要件定義書",
        "- [ ] 要件定義書",
        "- [x] 要件定義書",
        "✓ 要件定義書",
    ],
)
def test_a_marker_is_taken_off(marked: str) -> None:
    assert unmarked(marked) == "要件定義書"
    assert line(1, marked).marked


@pytest.mark.parametrize(
    "name",
    [
        "3D表示",
        "2.0対応",
        "-5度の保管",
        "*太字*",
        "10:30の通知",
        "1,500件の移行",
        "A社連携",
        "e-mail送信",
        "1つ目の画面",
    ],
)
def test_what_only_looks_like_a_marker_stays(name: str) -> None:
    assert unmarked(name) == name
    assert not line(1, name).marked


def test_a_marker_alone_is_not_taken_off() -> None:
    assert unmarked("①") == "①"


def test_the_indentation_counts_tabs_as_four_columns() -> None:
    assert [line(1, text).indent for text in ("- a", "  - a", "\t- a", "    ◦ a")] == [0, 2, 4, 4]
