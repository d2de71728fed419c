"""What a person types, as Slack writes it down."""

import pytest

from ops.sandbox.clock import Clock
from ops.sandbox.identity import Identity
from ops.sandbox.markup import typed
from ops.sandbox.page.markup import Markup
from ops.sandbox.workspace import Workspace


@pytest.fixture
def workspace() -> Workspace:
    made = Workspace(identity=Identity(), clock=Clock(), bot_name="Estimator")
    made.add_channel("sales", "channel", [])
    return made


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("a < b && c > d", "a &lt; b &amp;&amp; c &gt; d"),
        ("@Estimator go", "<@U0ESTIMATOR> go"),
        ("mail@Estimator", "mail@Estimator"),
        ("@Estimators", "@Estimators"),
        ("see #sales", "see <#C0SBX00001|sales>"),
        ("@here now", "<!here> now"),
        ("<!channel>", "&lt;!channel&gt;"),
        ("https://example.com/?a=1&b=2", "<https://example.com/?a=1&amp;b=2>"),
    ],
)
def test_typed_text_becomes_markup(workspace: Workspace, text: str, markup: str) -> None:
    assert typed(workspace, text) == markup


@pytest.mark.parametrize(
    ("markup", "html"),
    [
        ("*b* _i_ ~s~ `c`", "<b>b</b> <i>i</i> <s>s</s> <code>c</code>"),
        ("2*3*4 snake_case_name", "2*3*4 snake_case_name"),
        ("<script>alert(1)</script>", '<a href="script" rel="noreferrer">script</a>alert(1)'),
        ("&lt;script&gt;", "&lt;script&gt;"),
        ("`&lt;b&gt; *x*`", "<code>&lt;b&gt; *x*</code>"),
        ("```\na\n*b*\n```", "<pre>a\n*b*</pre>"),
        ("&gt; said\nanswer", "<blockquote>said</blockquote>answer"),
        ("<!channel>", '<span class="mention loud">@channel</span>'),
        ("<@U0ESTIMATOR>", '<span class="mention">@Estimator</span>'),
        (":tada: :unknown:", "🎉 :unknown:"),
        ("\"quoted\" & 'so'", "\"quoted\" &amp; 'so'"),
    ],
)
def test_markup_becomes_safe_html(workspace: Workspace, markup: str, html: str) -> None:
    shown = Markup(workspace).html(markup)
    assert shown.startswith(html)
    assert "<script" not in shown
