from hypothesis import given
from hypothesis import strategies as st

from bot.domain.listing.wording import cut, excerpt, folded, one_line, plain

INVISIBLE = "\u200b\u200d\u202e\u2066\u2069\ufeff\u00ad\x00\x07\x1b\x7f\U000e0041"


def test_what_cannot_be_seen_is_removed_and_lines_stay() -> None:
    assert plain(f"要件{INVISIBLE}定義書\n二行目\tx") == "要件定義書\n二行目\tx"


def test_a_lone_surrogate_is_removed_so_that_the_text_can_be_stored() -> None:
    assert plain("a\ud800b").encode() == b"ab"


def test_emoji_and_japanese_private_characters_stay() -> None:
    assert plain("帳票🙂\ue000") == "帳票🙂\ue000"


def test_a_live_mention_loses_its_power() -> None:
    assert plain("<!channel> <@U1> <https://evil|bank> @here @Channel") == (
        "＜!channel> ＜@U1> ＜https://evil|bank> ＠here ＠Channel"
    )


def test_a_comparison_and_a_mail_address_stay_as_they_are() -> None:
    assert plain("stock < 10, a@hereford.example") == "stock < 10, a@hereford.example"


def test_one_line_has_single_spaces_of_the_plain_kind() -> None:
    assert one_line(" 受注\r\n管理\u3000\u3000画面\u00a0 ") == "受注 管理 画面"


def test_folding_makes_wide_and_narrow_the_same() -> None:
    assert folded("Ｎｏ． 　Deliverable\nNAME") == folded("no.deliverablename")


@given(st.text(), st.integers(min_value=1, max_value=50))
def test_a_cut_text_is_never_longer_than_allowed(text: str, limit: int) -> None:
    assert len(cut(text, limit)) <= limit


@given(st.text())
def test_plain_text_is_printable_and_stays_so(text: str) -> None:
    once = plain(text)
    assert plain(once) == once
    assert "<!" not in once
    assert "<@" not in once


@given(st.text(min_size=1).map(lambda text: text * 100))
def test_an_excerpt_is_short(text: str) -> None:
    assert len(excerpt(text)) <= 60
