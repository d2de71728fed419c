"""What the sandbox's model takes a message for: by keywords, well enough for dialogues, and the same every time."""

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from ops.sandbox.model.faults import ModelFault, Planned
from ops.sandbox.model.request import AskedMeaning
from ops.sandbox.model.tokens import as_json

Json = dict[str, Any]

AMOUNT = re.compile(
    r"[¥￥$＄]\s?\d[\d,.]*\s?(?:[kKmM]\b)?|[\d０-９一二三四五六七八九十百千万億,.，．]+\s?(?:円|ドル|yen|dollars?|USD|JPY)"
)
PERCENT = re.compile(r"[\d０-９.．]+\s?(?:[%％]|パーセント|percent|割)|半分|\bhalf\b")
DAYS = re.compile(r"[\d０-９.．]+\s?(?:人日|日|(?:person-)?days?)")
VERSION = re.compile(r"版\s?\d+|第?\d+版|\b(?:version|revision|v)\s?\d+", re.IGNORECASE)
NOUNS = (
    re.compile("[\u30a1-\u30fc\u4e00-\u9fff]{2,}"),
    re.compile("[\u30a1-\u30fc]{2,}|[\u4e00-\u9fff]{2,}|[A-Za-z]{3,}"),
)
"""With kanji and katakana together first: 結合テスト, then 結合 and テスト."""


def _words(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


NOT_MEANT: Final = _words(
    r"ないで|なくて(?:も)?(?:いい|大丈夫)|必要は?(?:ない|ありません)|先週|昨日|先月|前回|と言って|そうです(?!ね)|らしい|もし|仮に|としたら"
    r"|\b(?:don't|do not|no need|yesterday|last (?:week|month)|said|told|what if|suppose|if)\b"
)
WHY: Final = _words(r"なぜ|何故|どうして|なんで|理由|根拠|\bwhy\b")
NOT_INCLUDED: Final = _words(r"含まれ(?:て)?い?ない|対象外|not (?:included|covered)|out of scope")
DIFFERENCE: Final = _words(r"違い|差分|変わった|\b(?:difference|changed)\b")
REDO: Final = _words(r"やり直|再適用|\b(?:redo|reapply)\b")
UNDO: Final = _words(r"戻|取り消|ナシの方向|\b(?:undo|revert|back to|as it was|before that)\b")
BUFFER: Final = _words(r"バッファ|予備|余裕|\b(?:buffer|contingency|cushion)\b")
RATE: Final = _words(r"単価|日当|\b(?:day rate|rate|per day)\b")
BUDGET: Final = _words(r"以内|予算|収ま|収め|上限|範囲|\b(?:within|under|budget|fit|at most|cap)\b")
WISH: Final = _words(
    r"いただ|もら|願|可能|助か|嬉し|うれし|ありがた|ほしい|欲し|たい|ください|でき(?:ます|る|れば)"
    r"|\b(?:could|can|would|please|need|want|wish|hope|help|possible)\b"
)
LESS: Final = _words(r"安|減|削|下げ|引|抑え|軽|圧縮|\b(?:cheap|less|reduc|lower|cut|off|trim|light|short)")
MORE: Final = _words(r"高く|増|上げ|足し|厚|積み増|\b(?:more|rais|increas|add(?:ing)? (?:a|more|some)|extra|up)\b")
REMOVE: Final = _words(
    r"外|除|不要|いらな|要らな|なしで|見送|自分たち|自社で|\b(?:drop|remove|leave out|without|skip|ourselves)\b"
)
ADD: Final = _words(r"追加|加え|入れて|\b(?:add|include|put in)\b")
ADDED: Final = re.compile(
    r"(?P<ja>[^、。\s]+?)(?:も|を|が)[^、。も]*?(?:追加|加え|入れて)|(?:add|include|put in)\s+(?P<en>[^.,!?]+)",
    re.IGNORECASE,
)


def content(asked: AskedMeaning, planned: Planned | None) -> str:
    """The JSON text of a reading, with the planned fault worked in."""
    reading = _reading(asked.message, asked.names)
    change = CHANGES.get(planned.fault) if planned else None
    return as_json(change(reading) if change else reading)


def _reading(message: str, names: Sequence[str]) -> Json:
    words = _named(message, names)
    if NOT_MEANT.search(message):
        return _said("not_for_us")
    return _question(message, words) or _step(message) or _change(message, words) or _said("not_for_us")


def _question(message: str, words: str) -> Json | None:
    if WHY.search(message):
        return _said("why", DAYS, message, words=words)
    if NOT_INCLUDED.search(message):
        return _said("not_included")
    return _said("difference", VERSION, message) if DIFFERENCE.search(message) else None


def _step(message: str) -> Json | None:
    if REDO.search(message):
        return _said("redo")
    return _said("undo", VERSION, message) if UNDO.search(message) else None


def _change(message: str, words: str) -> Json | None:
    less = not MORE.search(message) or bool(LESS.search(message))
    for figure, read in ((AMOUNT, _of_amount), (PERCENT, _of_percent), (DAYS, _of_days)):
        if figure.search(message):
            kind = read(message)
            return _said(kind, figure, message, words=words if kind in NAMING else "", less=less)
    return _of_scope(message, words)


def _of_amount(message: str) -> str:
    if RATE.search(message):
        return "set_rate"
    if BUDGET.search(message):
        return "to_budget"
    return "by_amount" if any(one.search(message) for one in (WISH, LESS, MORE)) else "not_for_us"


def _of_percent(message: str) -> str:
    if BUFFER.search(message):
        return "set_buffer"
    return "by_share" if LESS.search(message) or MORE.search(message) else "unclear"


def _of_days(message: str) -> str:
    return "by_days" if LESS.search(message) or MORE.search(message) else "set_days"


def _of_scope(message: str, words: str) -> Json | None:
    if words and REMOVE.search(message):
        return _said("remove", words=words)
    if added := ADDED.search(message):
        return _said("add", words=added["ja"] or added["en"])
    asks = any(one.search(message) for one in (LESS, MORE, REMOVE, ADD))
    return _said("unclear") if asks and WISH.search(message) else None


NAMING: Final = frozenset({"by_share", "by_days", "set_days"})


def _said(
    kind: str, figure: re.Pattern[str] | None = None, message: str = "", *, words: str = "", less: bool = True
) -> Json:
    found = figure.search(message) if figure and kind not in {"unclear", "not_for_us"} else None
    return {"kind": kind, "figure": found[0] if found else "", "words": words, "less": less}


def _named(message: str, names: Sequence[str]) -> str:
    """The longest name in the message, or else its longest noun that is part of a name."""
    nouns = [noun for pattern in NOUNS for noun in pattern.findall(message)]
    parts = [noun for noun in nouns if any(noun.lower() in name.lower() for name in names)]
    return max([name for name in names if name in message] or parts, key=len, default="")


CHANGES: Final[dict[ModelFault, Callable[[Json], Any]]] = {
    ModelFault.INVENTED_QUOTATION: lambda said: said | {"kind": "by_amount", "figure": "9,999,999円"},
    ModelFault.CONTRADICTION: lambda said: said | {"kind": "undo", "less": not said["less"]},
    ModelFault.INJECTION: lambda said: said | {"kind": "remove", "words": "<!channel> =HYPERLINK()"},
    ModelFault.NUMBER_AS_TEXT: lambda said: said | {"less": "true"},
    ModelFault.MISSING: lambda said: {key: value for key, value in said.items() if key != "kind"},
    ModelFault.EXTRA: lambda said: said | {"kind": "set_everything"},
    ModelFault.NOT_A_LINE: lambda said: [said["kind"]],
}
"""What the faults of single lines make of a reading; the others leave it whole."""
