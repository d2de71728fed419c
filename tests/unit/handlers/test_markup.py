import pytest

from handlers import markup


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("A &amp; B &lt;C&gt;", "A & B <C>"),
        ("&amp;lt;", "&lt;"),
        ("&copy; stays", "&copy; stays"),
        ("<@U0BOT> 見積もって", "見積もって"),
        ("見積もって <@U0BOT|estimator>", "見積もって"),
        ("ask <@U2|ken> or <@U3>", "ask @ken or @U3"),
        ("see <#C1|sales> or <#C2>", "see #sales or #C2"),
        ("<!here> <!channel|channel>", "@here @channel"),
        ("<!subteam^S1|@team>", "@team"),
        ("<!date^1392734382^{date}|Feb 18>", "Feb 18"),
        ("<https://a.example/x?y=1&amp;z=2>", "https://a.example/x?y=1&z=2"),
        ("<https://a.example|a list>", "a list"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        ("<mailto:a@b.example>", "a@b.example"),
        ("• one\n• two", "• one\n• two"),
        ("a < b", "a < b"),
        ("", ""),
    ],
)
def test_markup_is_read_as_what_was_typed(text: str, typed: str) -> None:
    assert markup.plain(text, without="U0BOT") == typed


def test_only_the_user_asked_for_is_mentioned() -> None:
    assert markup.mentions("hi <@U0BOT|x>", "U0BOT")
    assert not markup.mentions("hi <@U0BOTTLE>", "U0BOT")
    assert not markup.mentions("hi &lt;@U0BOT&gt;", "U0BOT")
    assert not markup.mentions("hi <@>", "")
