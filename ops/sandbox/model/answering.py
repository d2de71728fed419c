"""What the sandbox's model answers: figures from the catalogue, texts as long as a real model's."""

import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any
from zlib import crc32

from bot.adapters.llm.rules.catalogue import catalogue
from bot.adapters.llm.rules.reckoning import Reckoning, reckon
from bot.domain.brief import Deliverable
from bot.domain.language import Language
from ops.sandbox.model.faults import ModelFault, Planned
from ops.sandbox.model.request import Asked

Line = dict[str, Any]

SHARES = ("rq", "bd", "dd", "cd", "it", "st")
MOST_DAYS = 60.0
OVERFLOW = "@1e400@"
ENDLESS = "@endless@"

WHY = {
    Language.JA: (
        "{name}は一般的な業務システムの規模とみて、設計・製造・レビューを含めた。例外処理と関係者の確認に時間を要する点を考慮した。",
        "{name}の対象は標準的な範囲と判断した。項目の整理と入力検証、関連機能との整合の確認を主な作業として見込んだ。",
    ),
    Language.EN: (
        "{name} is taken as ordinary in size; design, build and review are included, with some time for exceptions.",
        "Scope judged standard; settling items, validating input and consistency with other functions make up {name}.",
    ),
}
ASSUME = {
    Language.JA: ("関係者の確認は3営業日以内に得られる。", "対象の項目数は30程度とする。", "外部仕様の変更はない。"),
    Language.EN: (
        "Confirmation is given within three working days.",
        "About thirty items are concerned.",
        "No change of the external specification.",
    ),
}
QUESTIONS = {
    Language.JA: (
        "{name}の対象となる画面数と、それぞれの主な項目数はどの程度ですか。",
        "利用者数と、同時に利用する最大の人数はどの程度を想定していますか。",
        "{name}に関連する既存システムとの連携はありますか。ある場合、その方式は決まっていますか。",
        "移行が必要な既存データの種類と件数を教えてください。",
        "稼働環境(クラウドまたは自社設備)と、当社が構築する範囲はどこまでですか。",
        "応答時間や稼働時間など、守るべき非機能の基準はありますか。",
        "{name}の受入基準と、確認される方の体制を教えてください。",
        "帳票や通知の種類はいくつありますか。",
        "既存の資料やソースで流用できるものはありますか。",
        "希望する稼働時期と、動かせない期限はありますか。",
    ),
    Language.EN: (
        "How many screens does {name} cover, and about how many fields does each have?",
        "How many people will use the system, and how many at the same time at most?",
        "Does {name} connect to existing systems, and if so, is the way of connecting settled?",
        "Which existing data, and how many records, must be migrated?",
        "Where will it run (cloud or own servers), and how much of that is ours to set up?",
        "Are there targets for response time, hours of operation or other qualities?",
        "What are the acceptance criteria for {name}, and who will check them?",
        "How many kinds of reports and notifications are there?",
        "Is there existing material or source code to reuse?",
        "When should it go live, and is there a date that cannot move?",
    ),
}


def content(asked: Asked, planned: Planned | None) -> str:
    """The JSON text of an answer, with the planned fault worked into its lines."""
    if asked.count:
        talkative = planned is not None and planned.fault is ModelFault.TALKATIVE
        return _json({"questions": _questions(asked, len(QUESTIONS[asked.language]) if talkative else asked.count)})
    lines = [_line(id, name, asked.language) for id, name in asked.deliverables]
    return _json({"lines": _struck(lines, planned) if planned else lines})


def _json(answer: Any) -> str:
    text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    return text.replace(f'"{OVERFLOW}"', "1e400").replace(f'"{ENDLESS}"', "9" * 5_000)


def _questions(asked: Asked, count: int) -> list[str]:
    names = [name[:40] for _, name in asked.deliverables]
    chosen = QUESTIONS[asked.language][:count]
    return [text.format(name=names[place % len(names)]) for place, text in enumerate(chosen)]


def _line(id: str, name: str, language: Language) -> Line:
    """Days near the catalogue's, moved by up to a tenth: a model is no catalogue."""
    reckoning = _reckoned(name)
    chance = crc32(name.encode())
    low, likely, high = (round(min(days, MOST_DAYS) * (0.9 + chance % 21 / 100), 1) for days in reckoning.days)
    texts, assumed = WHY[language], ASSUME[language]
    return {
        "id": id,
        "why": texts[chance % len(texts)].format(name=name[:40]),
        "low": low,
        "likely": likely,
        "high": high,
        "shares": dict(zip(SHARES, _whole(reckoning.shares), strict=True)),
        "assume": [assumed[chance % len(assumed)]] if chance % 3 else [],
    }


@lru_cache(maxsize=1_000)
def _reckoned(name: str) -> Reckoning:
    """Worked out once per name: many calls at once must take as long as one, as at a provider's."""
    return reckon(Deliverable(id=name, name=name), frozenset(), catalogue())


def _whole(shares: tuple[float, ...]) -> list[int]:
    """Whole percents; the largest takes what rounding leaves."""
    rounded = [round(share) for share in shares]
    rounded[rounded.index(max(rounded))] += 100 - sum(rounded)
    return rounded


# --- faults in lines ----------------------------------------------------------------------------------------------


def _struck(lines: list[Line], planned: Planned) -> list[Any]:
    """The lines after a fault that strikes those named, or all."""
    result: list[Any] = []
    for line in lines:
        struck = not planned.ids or line["id"] in planned.ids
        result.extend(_broken(line, planned.fault) if struck else [line])
    return result


def _broken(line: Line, fault: ModelFault) -> list[Any]:
    change = CHANGES.get(fault)
    return change(line) if change else [line]


def _days(low: Any, likely: Any, high: Any) -> Callable[[Line], list[Any]]:
    return lambda line: [line | {"low": low, "likely": likely, "high": high}]


CHANGES: dict[ModelFault, Callable[[Line], list[Any]]] = {
    ModelFault.NAN: _days(1, float("nan"), 3),
    ModelFault.INFINITE: _days(1, 2, float("inf")),
    ModelFault.OVERFLOW: _days(1, 2, OVERFLOW),
    ModelFault.ENDLESS_INTEGER: _days(1, 2, ENDLESS),
    ModelFault.NUMBER_AS_TEXT: _days("one", "2", "three"),
    ModelFault.NEGATIVE: _days(-3, -2, -1),
    ModelFault.ZERO: _days(0, 0, 0),
    ModelFault.TOO_LARGE: _days(9_000, 10_000, 11_000),
    ModelFault.DISORDERED: _days(9, 5, 3),
    ModelFault.SHARES_OFF: lambda line: [line | {"shares": dict.fromkeys(SHARES, 40)}],
    ModelFault.SHARES_ABSENT: lambda line: [{key: value for key, value in line.items() if key != "shares"}],
    ModelFault.MISSING: lambda _: [],
    ModelFault.EXTRA: lambda line: [line, line | {"id": f"{line['id']}x"}],
    ModelFault.REPEATED: lambda line: [line, line],
    ModelFault.NO_RATIONALE: lambda line: [line | {"why": " "}],
    ModelFault.CONTROL_CHARACTERS: lambda line: [line | {"why": "a bell\x07 and an escape\x1b[31m"}],
    ModelFault.INJECTION: lambda line: [
        line
        | {
            "why": '=HYPERLINK("http://127.0.0.1/","x") <!channel> *bold* <@U0ADMIN> & <http://127.0.0.1|here>',
            "assume": ["@here +1+1", "-2+3"],
        }
    ],
    ModelFault.NOT_A_LINE: lambda _: ["a line of text", None, 5],
}
