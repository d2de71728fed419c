"""Reading a reply: which questions it answers, and what it says besides.

A marker is a number at the start of a line (`1.`, `2)`, `３：`, `①`, `【1】`, `Q1:`, `質問2、`) or, on a line
that began with one, the next higher number after a space. A number that is part of a figure (`1.5 months`,
`10:30`) is none.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.domain.brief import Question

MAX_ANSWER = 2_000
"""Characters of one answer; longer ones are refused in words, since every answer goes into the prompt."""

_WORD = r"(?:[QA問答]\s*|質問\s*|回答\s*|(?:question|answer)\s*)"
_CIRCLED = r"(?P<circled>[①-⑳])"
_NAMED = rf"{_WORD}(?P<named>\d{{1,2}})\s*[.．)）\]、,，:：]?"
# A point, a comma or a colon before a digit may belong to a figure or a time; the other signs cannot.
_PLAIN = r"[(（【\[]?(?P<plain>\d{1,2})\s*(?:[)）】\]、．：]|[.,:](?!\d)|番目?(?:は|[:：、])?)"
_MARKER = re.compile(rf"(?P<lead>^[\s*・•-]*|\s)(?:{_CIRCLED}|{_NAMED}|{_PLAIN})[\s\uFE0F\u20E3]*", re.IGNORECASE)

_GO_AHEAD = re.compile(
    r"(?:please )?(?:just )?(?:estimate(?: it)?(?: now)?|go ahead|proceed)(?:,? please)?"
    r"|(?:今すぐ|すぐに?|このまま|もう|では|これで)*"
    r"(?:見積(?:も)?(?:り)?(?:を)?(?:って|もって|って|る|開始|して|お願い(?:します)?)|見積もる|進めて)(?:ください|下さい)?",
    re.IGNORECASE,
)
_EMOJI_CODE = re.compile(r":[a-z0-9_+'-]+:", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Reply:
    """A reply, read: answers by question number, and the rest as a note."""

    answers: tuple[tuple[int, str], ...] = ()
    note: str = ""


def read_reply(text: str, questions: Sequence[Question]) -> Reply:
    """Numbers fill their questions; without any, the only open question is filled, else all of it is a note."""
    numbers = {question.number for question in questions}
    answers, before = _numbered(_plain(text), numbers)
    if answers:
        return Reply(answers=tuple(sorted(answers.items())), note=before)
    open_numbers = [question.number for question in questions if question.open]
    whole = text.strip()
    if whole and len(open_numbers) == 1:
        return Reply(answers=((open_numbers[0], whole),))
    return Reply(note=whole)


def numbered(text: str, questions: Sequence[Question]) -> bool:
    """Whether the reply answers by number; an only open question makes no answer of what has none."""
    return bool(read_reply(text, [replace(question, answer=question.answer or "-") for question in questions]).answers)


def filled(questions: Sequence[Question], answers: Sequence[tuple[int, str]]) -> tuple[Question, ...]:
    """The questions with these answers; a later answer takes the place of an earlier one."""
    given = {number: text for number, text in answers if text.strip()}
    return tuple(
        replace(question, answer=given[question.number]) if question.number in given else question
        for question in questions
    )


def is_go_ahead(text: str) -> bool:
    """Whether the reply says no more than that the estimate should be made now."""
    words = unicodedata.normalize("NFKC", text).casefold().strip().strip("!.。！ ")
    return bool(_GO_AHEAD.fullmatch(words))


def is_aside(text: str) -> bool:
    """Whether a reply is for nobody or for somebody else: emoji alone, or words to another person."""
    bare = _EMOJI_CODE.sub("", text).strip()
    return bare.startswith("@") or not any(letter.isalnum() for letter in bare)


def _plain(text: str) -> str:
    """Full-width digits as plain ones. Signs stay: `１．５` and `1.5` are not the same."""
    return "".join(_digit(letter) for letter in text)


def _digit(letter: str) -> str:
    return unicodedata.normalize("NFKC", letter) if "０" <= letter <= "９" else letter


def _numbered(text: str, numbers: Collection[int]) -> tuple[dict[int, str], str]:
    answers: dict[int, str] = {}
    before: list[str] = []
    current = 0
    for line in text.splitlines():
        for number, piece in _pieces(line, numbers):
            current = number or current
            if current:
                answers[current] = f"{answers.get(current, '')}\n{piece}".strip()
            else:
                before.append(piece)
    return {number: answer for number, answer in answers.items() if answer}, "\n".join(before).strip()


def _pieces(line: str, numbers: Collection[int]) -> Iterator[tuple[int, str]]:
    """The line cut at its markers: (question number or 0, text)."""
    marks = list(_marks(line, numbers))
    if not marks:
        yield 0, line
        return
    for place, (number, _, end) in enumerate(marks):
        following = marks[place + 1][1] if place + 1 < len(marks) else len(line)
        yield number, line[end:following].strip()


def _marks(line: str, numbers: Collection[int]) -> Iterator[tuple[int, int, int]]:
    """(number, start, end) of each marker; the first stands at the line's start, the next are higher ones."""
    last = 0
    for match in _MARKER.finditer(line):
        number = _number(match)
        starts_line = not line[: match.start()].strip()
        if number not in numbers or not (starts_line if last == 0 else number > last):
            continue
        last = number
        yield number, match.start(), match.end()


def _number(match: re.Match[str]) -> int:
    circled = match["circled"]
    return ord(circled) - ord("①") + 1 if circled else int(match["named"] or match["plain"])
