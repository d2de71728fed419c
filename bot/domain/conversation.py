"""The states of an estimate's conversation and the events that move it.

    WAITING_FOR_LIST --list given--> READING --list read--> ASKING --estimate requested--> ESTIMATING
           ^                           |  |                 ^  ^  ^                         |  |  ^
           +-------list refused--------+  |                 |  |  +---estimate failed-------+  |  | retry requested
                                          v                 |  |                               v  |
                                      CANCELLED             |  +---------start over---------- ESTIMATED
                                  (no thread to talk in)    |          (a failed retry goes back there, too)
                                                 questioned, answered, list given (back to READING,
                                                 from where a refused list leaves the earlier one: list kept)

An event that the table does not hold for a state is illegal there and changes nothing.
"""

from enum import StrEnum


class State(StrEnum):
    """Where the conversation about one estimate stands."""

    WAITING_FOR_LIST = "waiting_for_list"
    READING = "reading"
    ASKING = "asking"
    ESTIMATING = "estimating"
    ESTIMATED = "estimated"
    APPROVED = "approved"
    CANCELLED = "cancelled"


class Event(StrEnum):
    """What can happen to it."""

    LIST_GIVEN = "list_given"
    LIST_READ = "list_read"
    LIST_REFUSED = "list_refused"
    LIST_KEPT = "list_kept"
    THREAD_REFUSED = "thread_refused"
    QUESTIONED = "questioned"
    ANSWERED = "answered"
    ESTIMATE_REQUESTED = "estimate_requested"
    ESTIMATE_MADE = "estimate_made"
    ESTIMATE_FAILED = "estimate_failed"
    RETRY_FAILED = "retry_failed"
    RETRY_REQUESTED = "retry_requested"
    START_OVER = "start_over"
    REVISED = "revised"
    APPROVAL_GIVEN = "approval_given"


TRANSITIONS: dict[tuple[State, Event], State] = {
    (State.WAITING_FOR_LIST, Event.LIST_GIVEN): State.READING,
    (State.ASKING, Event.LIST_GIVEN): State.READING,
    (State.READING, Event.LIST_READ): State.ASKING,
    (State.READING, Event.LIST_REFUSED): State.WAITING_FOR_LIST,
    (State.READING, Event.LIST_KEPT): State.ASKING,
    (State.READING, Event.THREAD_REFUSED): State.CANCELLED,
    (State.ASKING, Event.QUESTIONED): State.ASKING,
    (State.ASKING, Event.ANSWERED): State.ASKING,
    (State.ASKING, Event.START_OVER): State.ASKING,
    (State.ASKING, Event.ESTIMATE_REQUESTED): State.ESTIMATING,
    (State.ESTIMATING, Event.ESTIMATE_MADE): State.ESTIMATED,
    (State.ESTIMATING, Event.ESTIMATE_FAILED): State.ASKING,
    (State.ESTIMATING, Event.RETRY_FAILED): State.ESTIMATED,
    (State.ESTIMATED, Event.RETRY_REQUESTED): State.ESTIMATING,
    (State.ESTIMATED, Event.START_OVER): State.ASKING,
    (State.ESTIMATED, Event.REVISED): State.ESTIMATED,
    (State.ESTIMATED, Event.APPROVAL_GIVEN): State.APPROVED,
    (State.APPROVED, Event.REVISED): State.ESTIMATED,
    (State.APPROVED, Event.RETRY_REQUESTED): State.ESTIMATING,
    (State.APPROVED, Event.START_OVER): State.ASKING,
}


class IllegalEvent(Exception):
    """The event cannot happen in this state."""

    def __init__(self, state: State, event: Event) -> None:
        super().__init__(f"{event} cannot happen while {state}")
        self.state = state
        self.event = event


def after(state: State, event: Event) -> State:
    """The state that follows; IllegalEvent when the table has none."""
    try:
        return TRANSITIONS[state, event]
    except KeyError:
        raise IllegalEvent(state, event) from None
