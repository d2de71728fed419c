"""Any message that the bot may say, with the worst that people and models may have written in it."""

from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import strategies as st

from bot.domain import messages
from bot.domain.brief import Deliverable, Question, SkippedRow, SkipReason
from bot.domain.conversation import State
from bot.domain.difference import Difference, LineDifference
from bot.domain.effort import PHASES, Range, Shares, person_days
from bot.domain.estimate import Estimate, Line, Missing, MissingReason, Revision, Source, TaxRule
from bot.domain.idea import Idea
from bot.domain.messages import Message
from bot.domain.money import Currency, money
from bot.domain.task import Place

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ASKER = "U0ASKER01"

NASTY = st.sampled_from(
    [
        "<!channel>",
        "<!here|here>",
        "<@U999>",
        "<#C999|general>",
        "@here",
        "@channel @everyone",
        "<!subteam^S1|@team>",
        "<https://evil.example|click>",
        "*bold* _it_ ~no~ `code` ```block```",
        "&lt;!channel&gt; &amp;",
        "<\u200b!channel>",
        "<\u202e!channel>",
        "\u202eright to left",
        "\x00\x07\x1b[31m",
        "line\nline\r\nline\u2028line",
        "x" * 5000,
        "漢" * 5000,
        "&" * 5000,
        "😀" * 3000,
        "<" * 4000,
        "   ",
        "\ud800 alone",
        "=HYPERLINK(1)",
    ]
)
TEXTS = st.one_of(NASTY, st.text(max_size=80), st.builds("{}{}".format, NASTY, st.text(max_size=10)))
NAMES = TEXTS.filter(lambda text: bool(text.strip()))

deliverables = st.builds(Deliverable, id=st.from_regex(r"d[1-9][0-9]?", fullmatch=True), name=NAMES, description=TEXTS)
skipped = st.builds(SkippedRow, place=TEXTS, reason=st.sampled_from(SkipReason), text=TEXTS)
questions = st.builds(Question, number=st.integers(1, 10), text=TEXTS, answer=st.none() | TEXTS)
days = st.integers(1, 99_999).map(lambda tenths: person_days(Decimal(tenths) / 10))
ranges = st.tuples(days, days, days).map(sorted).map(lambda three: Range(low=three[0], likely=three[1], high=three[2]))
lines = st.builds(
    Line,
    deliverable=deliverables,
    effort=ranges,
    shares=st.just(Shares((100,) + (0,) * (len(PHASES) - 1))),
    rationale=TEXTS,
    assumptions=st.lists(TEXTS, max_size=2).map(tuple),
    source=st.sampled_from(Source),
)
missing = st.builds(Missing, deliverable=deliverables, reason=st.sampled_from(MissingReason))
several_lines = st.one_of(
    st.lists(lines, max_size=3), st.tuples(lines, st.integers(15, 200)).map(lambda one: [one[0]] * one[1])
)
estimates = st.builds(
    Estimate,
    lines=several_lines.map(tuple),
    missing=st.one_of(st.lists(missing, max_size=2), missing.map(lambda one: [one] * 60)).map(tuple),
    rate=st.sampled_from([money(40_000, Currency.JPY), money("512.50", Currency.USD), money(10**8, Currency.JPY)]),
    tax_rule=st.sampled_from([TaxRule(percent=Decimal(10)), TaxRule(percent=Decimal("0"))]),
    assumptions=st.one_of(st.lists(TEXTS, max_size=3), TEXTS.map(lambda one: [one] * 50)).map(tuple),
    buffer=st.sampled_from([Decimal(0), Decimal("12.5"), Decimal(100)]),
    excluded=st.one_of(st.lists(deliverables, max_size=2), deliverables.map(lambda one: [one] * 60)).map(tuple),
)
revisions = st.builds(
    Revision, number=st.integers(1, 999), estimate=estimates, author=TEXTS, at=st.just(AT), wording=TEXTS
)
changes = st.builds(LineDifference, deliverable=deliverables, before=st.none() | days, after=st.none() | days)
several_changes = st.one_of(st.lists(changes, max_size=4), changes.map(lambda one: [one] * 150)).map(tuple)
amounts = st.integers(0, 10**12).map(lambda amount: money(amount, Currency.JPY))
percents = st.sampled_from([Decimal(0), Decimal(10), Decimal("12.5")])
differences = st.builds(
    Difference,
    lines=several_changes,
    rate=st.tuples(amounts, amounts),
    buffer=st.tuples(percents, percents),
    total=st.tuples(amounts, amounts),
)
several_deliverables = st.one_of(st.lists(deliverables, max_size=3), deliverables.map(lambda one: [one] * 60)).map(
    tuple
)
proposed = st.builds(
    messages.Proposed,
    number=st.integers(1, 5),
    idea=st.sampled_from(Idea),
    title=TEXTS | st.just(""),
    text=TEXTS | st.just(""),
    difference=differences,
    removed=several_deliverables,
    below_low=several_deliverables,
)
candidates = st.one_of(st.lists(deliverables, min_size=2, max_size=3), deliverables.map(lambda one: [one] * 60)).map(
    lambda some: tuple(enumerate(some, start=1))
)
places = st.builds(Place, channel=st.just("C1"), thread=st.just("1.2"))
listed = st.builds(
    messages.ListedTask,
    task=st.integers(1, 99_999),
    number=st.just("EST-00001"),
    title=TEXTS,
    state=st.sampled_from(State),
    place=places,
    at=st.just(AT),
    total=st.none() | st.just(money(1_000_000, Currency.JPY)),
    link=st.one_of(st.just("https://a.example/archives/C1/p12?x=1&y=2"), TEXTS),
)
NUMBERS = st.integers(1, 10**8)
ROUNDS = st.integers(1, 999)

ALL: dict[type, st.SearchStrategy[Message]] = {
    messages.ThreadStarted: st.builds(
        messages.ThreadStarted,
        task=NUMBERS,
        number=st.just("EST-00001"),
        title=TEXTS,
        client=TEXTS,
        asker=st.just(ASKER) | TEXTS,
    ),
    messages.Reading: st.builds(messages.Reading, name=TEXTS),
    messages.ListUnderstood: st.builds(
        messages.ListUnderstood,
        number=st.just("EST-00001"),
        title=TEXTS,
        currency=st.sampled_from(Currency),
        deliverables=st.one_of(
            st.lists(deliverables, min_size=1, max_size=3), deliverables.map(lambda one: [one] * 200)
        ).map(tuple),
        skipped=st.one_of(st.lists(skipped, max_size=3), skipped.map(lambda one: [one] * 300)).map(tuple),
        source=TEXTS,
    ),
    messages.QuestionsAsked: st.builds(
        messages.QuestionsAsked,
        task=NUMBERS,
        round=ROUNDS,
        questions=st.one_of(st.lists(questions, max_size=3), questions.map(lambda one: [one] * 10)).map(tuple),
        notes=st.integers(0, 99),
        closed=st.booleans(),
    ),
    messages.QuestionsFailed: st.builds(
        messages.QuestionsFailed,
        task=NUMBERS,
        round=ROUNDS,
        key=st.just("chat_away"),
    ),
    messages.Estimating: st.builds(messages.Estimating, done=st.integers(0, 300), count=st.integers(0, 200)),
    messages.EstimateReady: st.builds(
        messages.EstimateReady,
        task=NUMBERS,
        round=ROUNDS,
        number=st.just("EST-00001"),
        title=TEXTS,
        client=TEXTS,
        revision=revisions,
        difference=st.none() | differences,
        reopened=st.booleans(),
        approved_by=st.just("") | st.just(ASKER) | TEXTS,
        closed=st.booleans(),
    ),
    messages.ProposalsReady: st.builds(
        messages.ProposalsReady,
        task=NUMBERS,
        round=ROUNDS,
        revision=ROUNDS,
        key=TEXTS,
        wording=TEXTS,
        target=amounts,
        tax_included=st.booleans(),
        proposals=st.one_of(st.lists(proposed, max_size=3), proposed.map(lambda one: [one] * 9)).map(tuple),
        applied=st.integers(0, 5),
        closed=st.booleans(),
    ),
    messages.OutOfReach: st.builds(
        messages.OutOfReach, target=amounts, tax_included=st.booleans(), limit=amounts, must_go=several_deliverables
    ),
    messages.LineAsked: st.builds(
        messages.LineAsked,
        task=NUMBERS,
        round=ROUNDS,
        revision=ROUNDS,
        words=TEXTS,
        tenths=st.integers(1, 100_000),
        candidates=candidates,
        closed=st.booleans(),
    ),
    messages.ReasonsTold: st.builds(messages.ReasonsTold, lines=several_lines.map(tuple)),
    messages.ExclusionsTold: st.builds(
        messages.ExclusionsTold,
        excluded=several_deliverables,
        missing=st.one_of(st.lists(missing, max_size=2), missing.map(lambda one: [one] * 60)).map(tuple),
        assumptions=st.one_of(st.lists(TEXTS, max_size=3), TEXTS.map(lambda one: [one] * 50)).map(tuple),
    ),
    messages.DifferenceTold: st.builds(messages.DifferenceTold, earlier=ROUNDS, later=ROUNDS, difference=differences),
    messages.WorkbookReady: st.builds(
        messages.WorkbookReady, task=NUMBERS, revision=st.integers(1, 999), file_name=TEXTS
    ),
    messages.Told: st.builds(messages.Told, key=st.just("button_outdated")),
    messages.Problem: st.builds(
        messages.Problem, key=st.just("input_download_failed"), values=st.fixed_dictionaries({"name": TEXTS})
    ),
    messages.Help: st.builds(messages.Help),
    messages.TasksListed: st.builds(
        messages.TasksListed,
        tasks=st.one_of(st.lists(listed, max_size=3), listed.map(lambda one: [one] * 40)).map(tuple),
    ),
}
ANY: st.SearchStrategy[Message] = st.one_of(*ALL.values())
