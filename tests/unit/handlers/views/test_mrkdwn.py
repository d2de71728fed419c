import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.views.mrkdwn import CUT, JOINER, NOTHING, link, mention, mrkdwn, plain, stacked, typed, width
from tests.unit.handlers.views.said import TEXTS
from tests.unit.handlers.views.slack_eyes import CONTROL, live

EXAMPLES = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A & B <C>", "A &amp; B &lt;C&gt;"),
        ("<!channel>", f"&lt;{JOINER}!channel&gt;"),
        ("<@U1> <#C1>", f"&lt;{JOINER}@U1&gt; &lt;{JOINER}#C1&gt;"),
        ("@here @Channel a@everyone", f"@{JOINER}here @{JOINER}Channel a@{JOINER}everyone"),
        ("a@hereford.example a@b.example", f"a@{JOINER}hereford.example a@b.example"),
        ("&lt;!channel&gt;", "&amp;lt;!channel&amp;gt;"),
        ("*bold* and 2*3", "∗bold∗ and 2*3"),
        ("user_id _it_", "user_id ˍitˍ"),
        ("~no~ `code`", "∼no∼ ˋcodeˋ"),
        ("one\ntwo\ttabs  blanks", "one two tabs blanks"),
        ("bell\x07 null\x00", "bell null"),
        ("\u202eevil\u202c \ufeff", "evil"),
        ("<\u200e!channel>", f"&lt;{JOINER}!channel&gt;"),
        ("\ud800", NOTHING),
        ("", NOTHING),
        ("  \n ", NOTHING),
    ],
)
def test_what_others_wrote_is_shown_and_does_nothing(text: str, shown: str) -> None:
    assert mrkdwn(text, 100) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A & B <C> *x*", "A & B <C> *x*"),
        ("<!channel> @here", f"<{JOINER}!channel> @{JOINER}here"),
        ("one\ntwo", "one two"),
        ("", NOTHING),
    ],
)
def test_plain_text_keeps_its_characters(text: str, shown: str) -> None:
    assert plain(text, 100) == shown


def test_a_text_is_cut_between_its_characters_and_says_so() -> None:
    assert mrkdwn("abcdef", 6) == "abcdef"
    assert mrkdwn("abcdefg", 6) == "abcde" + CUT
    assert mrkdwn("&&&", 11) == "&amp;&amp;" + CUT
    assert plain("😀😀😀", 5) == "😀😀" + CUT
    assert mrkdwn("a b", 2) == "a" + CUT


def test_a_cut_brings_no_mention_to_life() -> None:
    assert live(mrkdwn("@HERE00", 6)) == []
    assert live(plain("@everyones", 10)) == []


@EXAMPLES
@given(text=TEXTS, limit=st.integers(1, 300))
def test_no_text_is_longer_than_it_may_be_or_alive(text: str, limit: int) -> None:
    for shown in (mrkdwn(text, limit), plain(text, limit)):
        assert 0 < width(shown) <= max(limit, 1)
        assert live(shown) == []
        assert not CONTROL.search(shown)
        shown.encode()


@EXAMPLES
@given(text=TEXTS, limit=st.integers(1, 300))
def test_no_escape_is_cut_in_half(text: str, limit: int) -> None:
    left = mrkdwn(text, limit)
    for escape in ("&amp;", "&lt;", "&gt;"):
        left = left.replace(escape, "")
    assert "&" not in left
    assert "<" not in left


@EXAMPLES
@given(text=TEXTS)
def test_what_fills_an_input_keeps_its_lines(text: str) -> None:
    assert width(typed(text, 3000)) <= 3000
    assert typed("one\ntwo", 3000) == "one\ntwo"


def test_a_person_is_mentioned_by_id_alone() -> None:
    assert mention("U0AIKO") == "<@U0AIKO>"
    assert live(mention("!channel")) == []
    assert live(mention("U1> <!channel")) == []


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "https://a|b", "https://a>b", "", "http://", "https://a b", "https://a\n", "x" * 600],
)
def test_an_address_that_is_none_makes_no_link(address: str) -> None:
    assert link(address, "EST-1") == "EST-1"


def test_an_address_makes_a_link() -> None:
    assert link("https://a.example/x?a=1&b=2", "EST-1") == "<https://a.example/x?a=1&amp;b=2|EST-1>"


def test_lines_are_stacked_as_far_as_they_fit() -> None:
    assert stacked(["ab", "cd"], 20) == "ab\ncd"
    assert stacked(["ab", "cd", "ef"], 7) == "ab\ncd\n…"
    assert stacked(["x" * 50], 7) == CUT
