"""Every message that can be said, and the view that shows it."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from bot.domain import messages
from bot.domain.messages import Message
from bot.i18n import Words
from handlers.views import choice, difference, estimate, explanations, listing, notices, proposals, questions, tasks
from handlers.views.rendered import Rendered

VIEWS: Final[Mapping[type, Callable[[Any, Words], Rendered]]] = {
    messages.ThreadStarted: notices.thread_started,
    messages.Reading: notices.reading,
    messages.ListUnderstood: listing.list_understood,
    messages.QuestionsAsked: questions.questions_asked,
    messages.QuestionsFailed: questions.questions_failed,
    messages.Estimating: notices.estimating,
    messages.EstimateReady: estimate.estimate_ready,
    messages.ProposalsReady: proposals.proposals_ready,
    messages.OutOfReach: proposals.out_of_reach,
    messages.LineAsked: choice.line_asked,
    messages.ReasonsTold: explanations.reasons_told,
    messages.ExclusionsTold: explanations.exclusions_told,
    messages.DifferenceTold: difference.difference_told,
    messages.WorkbookReady: notices.workbook_ready,
    messages.Told: notices.told,
    messages.Problem: notices.problem,
    messages.Help: notices.help_,
    messages.TasksListed: tasks.tasks_listed,
}
"""A test holds this table against `domain.messages.Message`."""


def render(message: Message, words: Words) -> Rendered:
    """The message in a language, within Slack's limits and with nothing live in what others wrote."""
    return VIEWS[type(message)](message, words)
