"""Ideas of the sandbox's model: chosen from the lines by simple rules, in texts as long as a real model's."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from bot.domain.language import Language
from ops.sandbox.model.faults import ModelFault, Planned
from ops.sandbox.model.request import AskedIdeas
from ops.sandbox.model.tokens import as_json

Json = dict[str, Any]
Line = dict[str, Any]

CHEAPER: Final = ("simplify_costliest", "trim_low_risk", "defer_scope")
DEARER: Final = ("strengthen_costliest", "cover_risk", "raise_evenly")
TEXTS: Final = {
    Language.JA: {
        "simplify_costliest": (
            "大きな作業を簡素にする",
            "{name}などの画面と処理を標準的な形に絞り、独自の動きは後から加えられるようにします。",
        ),
        "trim_low_risk": (
            "見通しのよい作業を絞る",
            "{name}など仕様の固まった作業で、確認の回数と余裕を減らします。手戻りのおそれは小さいとみます。",
        ),
        "defer_scope": (
            "一部を次の段階に回す",
            "{name}は稼働後の段階に回します。当面は既存の手順で補っていただきます。",
        ),
        "strengthen_costliest": (
            "大きな作業を手厚くする",
            "{name}などの設計とレビューを厚くし、稼働後の修正を減らします。",
        ),
        "cover_risk": ("不確かな作業に備える", "{name}など見通しの立ちにくい作業に検証の時間を取ります。"),
        "raise_evenly": ("全体に余裕を持たせる", "{name}を含むすべての作業に、確認と調整の時間を加えます。"),
    },
    Language.EN: {
        "simplify_costliest": (
            "A simpler form of the large parts",
            "Keep to standard screens and flows for {name}; special behaviour can be added later.",
        ),
        "trim_low_risk": (
            "Less time on settled work",
            "Fewer review rounds where the specification is settled, such as {name}.",
        ),
        "defer_scope": (
            "Part of it in a later phase",
            "{name} follows after go-live; the present procedure bridges the time.",
        ),
        "strengthen_costliest": (
            "More thorough work on the large parts",
            "More design and review for {name}, so that less is to be repaired later.",
        ),
        "cover_risk": ("Time for the uncertain parts", "Time to try out what is hard to foresee, such as {name}."),
        "raise_evenly": ("Some room everywhere", "Time for checks and coordination in every line, {name} among them."),
    },
}


def content(asked: AskedIdeas, planned: Planned | None) -> str:
    """The JSON text of the ideas, with the planned fault worked into those that name its ids, or all."""
    ideas = [_idea(kind, asked) for kind in (CHEAPER if asked.percent < 0 else DEARER)]
    return as_json({"ideas": [part for idea in ideas for part in _struck(idea, planned)]})


def _idea(kind: str, asked: AskedIdeas) -> Json:
    lines = CHOICES[kind](asked.lines)
    title, text = (text.format(name=lines[0]["name"][:40]) for text in TEXTS[asked.language][kind])
    return {"kind": kind, "title": title, "text": text, "lines": [line["id"] for line in lines]}


def _costliest(lines: Sequence[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: -line["days"][1])[: max(1, len(lines) // 3)]


def _by_width(lines: Sequence[Line], sign: int) -> list[Line]:
    low_high = {line["id"]: line["days"][2] / max(line["days"][0], 0.1) for line in lines}
    return sorted(lines, key=lambda line: sign * low_high[line["id"]])[: max(1, len(lines) // 2)]


CHOICES: Final[dict[str, Callable[[Sequence[Line]], list[Line]]]] = {
    "simplify_costliest": _costliest,
    "strengthen_costliest": _costliest,
    "trim_low_risk": lambda lines: _by_width(lines, 1),
    "cover_risk": lambda lines: _by_width(lines, -1),
    "defer_scope": lambda lines: [lines[-1]],
    "raise_evenly": list,
}
"""The lines that each kind works on."""


def _struck(idea: Json, planned: Planned | None) -> list[Any]:
    change = CHANGES.get(planned.fault) if planned else None
    hit = planned is not None and (not planned.ids or not planned.ids.isdisjoint(idea["lines"]))
    return change(idea) if change and hit else [idea]


CHANGES: Final[dict[ModelFault, Callable[[Json], list[Any]]]] = {
    ModelFault.INVENTED_IDS: lambda idea: [idea | {"lines": [*idea["lines"], "d999"]}],
    ModelFault.CONTRADICTION: lambda idea: [idea | {"kind": (DEARER if idea["kind"] in CHEAPER else CHEAPER)[0]}],
    ModelFault.MISSING: lambda _: [],
    ModelFault.REPEATED: lambda idea: [idea, idea],
    ModelFault.NO_RATIONALE: lambda idea: [idea | {"text": " "}],
    ModelFault.TALKATIVE: lambda idea: [idea | {"title": idea["title"] * 9, "text": idea["text"] * 9}],
    ModelFault.CONTROL_CHARACTERS: lambda idea: [idea | {"text": "a bell\x07 and an escape\x1b[31m"}],
    ModelFault.INJECTION: lambda idea: [
        idea | {"title": "<!channel> *bold*", "text": '=HYPERLINK("http://127.0.0.1/")'}
    ],
    ModelFault.NOT_A_LINE: lambda _: ["a line of text", None, 5],
}
"""What the faults of single lines make of an idea; the others leave it whole."""
