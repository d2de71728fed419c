import pytest

from bot.domain.incoming import ListSent, Replied
from tests.unit.handlers.slack import BOT, CHANNEL, DM, REPLY, ROOT, Slack, mention, message


@pytest.fixture
def slack() -> Slack:
    return Slack()


async def test_a_mention_is_kept_once_though_it_comes_twice(slack: Slack) -> None:
    for event in (mention("a"), message(f"<@{BOT}> a"), mention("a")):
        assert (await slack.tells(event)).status == 200

    assert [type(one) for one in slack.store.arrived] == [ListSent]


async def test_a_mention_in_a_strange_thread_stays_a_list_when_its_copy_finds_the_thread_known(slack: Slack) -> None:
    await slack.tells(message(f"<@{BOT}> a", ts=REPLY, thread_ts=ROOT))
    await slack.tells(mention("a", ts=REPLY, thread_ts=ROOT))

    assert [type(one) for one in slack.store.arrived] == [ListSent]


async def test_a_reply_below_a_mention_is_heard_before_the_work_on_it_began(slack: Slack) -> None:
    await slack.tells(mention("a"))
    await slack.tells(message("1. はい", ts=REPLY, thread_ts=ROOT))

    assert [type(one) for one in slack.store.arrived] == [ListSent, Replied]
    assert slack.store.conversations == [f"{CHANNEL}:{ROOT}"] * 2


async def test_a_reply_in_the_thread_of_a_task_is_heard(slack: Slack) -> None:
    slack.store.tasks.threads.add(f"{CHANNEL}:{ROOT}")

    await slack.tells(message("1. はい", ts=REPLY, thread_ts=ROOT))

    assert [type(one) for one in slack.store.arrived] == [Replied]


async def test_a_thread_of_people_is_left_alone(slack: Slack) -> None:
    response = await slack.tells(message("1. はい", ts=REPLY, thread_ts=ROOT))

    assert response.status == 200
    assert slack.store.arrived == []


async def test_chatter_in_a_channel_costs_no_transaction(slack: Slack) -> None:
    response = await slack.tells(message("お昼どうする？"))

    assert response.status == 200
    assert slack.store.runs == 0


async def test_a_direct_message_is_kept(slack: Slack) -> None:
    await slack.tells(message("a\nb", channel=DM, channel_type="im"))

    assert [type(one) for one in slack.store.arrived] == [ListSent]


async def test_an_event_whose_row_is_not_committed_is_not_acknowledged(slack: Slack) -> None:
    slack.store.broken = OSError("disk full")

    assert (await slack.tells(mention("a"))).status == 500

    slack.store.broken = None
    assert (await slack.tells(mention("a"))).status == 200
    assert len(slack.store.arrived) == 1


async def test_nobody_is_asked_for_a_language_before_an_event_is_acknowledged(slack: Slack) -> None:
    await slack.tells(mention("a"))
    slack.store.broken = OSError("disk full")
    await slack.tells(mention("b", ts=REPLY))

    assert slack.people.asked == 0


async def test_our_own_messages_are_acknowledged_and_not_kept(slack: Slack) -> None:
    response = await slack.tells(message(f"<@{BOT}>", user=BOT, bot_id="B0BOT"))

    assert response.status == 200
    assert slack.store.arrived == []
