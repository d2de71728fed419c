"""Words that must stand in a message before another's reading of it is believed.

A model may read a kind that the text does not bear out. Where that would change an estimate at once, the sentence must
hold a word for it; and a direction must not be the opposite of the only one that is named.
"""

import re
from typing import Final

_UNDO = (
    r"戻|もど|取り?消|取りやめ|撤回|ナシ|なし|なかったこと|元の|前の|やっぱ|やはり"
    r"|\b(?:undo|revert|restore|roll|back|previous|earlier|original|cancel|before|retract|withdraw)"
)
_WORDS: Final = {
    "undo": _UNDO,
    "redo": rf"やり直|リドゥ|再度|もう一度|復活|\b(?:redo|again|re-?apply|reinstate)|{_UNDO}",
    "remove": (
        r"外|除|削|消|抜|省|見送|落と|ナシ|なし|不要|いらな|要らな|要りません|いりません|やめ|止め|カット|次回|フェーズ|自社|自分|こちらで"
        r"|\b(?:drop|remov|exclud|without|skip|leav|cut|delet|take|out|omit|defer|postpon|later|ourselves|scrap"
        r"|no longer|not need|don't need)"
    ),
    "add": (
        r"追加|加え|足|増|入れ|含め|盛り込|必要|欲し|ほしい|お願い|対応|見積"
        r"|\b(?:add|includ|plus|also|extend|need|new|want|estimat|put|cover|as well|too)"
    ),
    "set_rate": r"単価|レート|日当|日額|1日|一日|人日あたり|\b(?:rate|per (?:person-)?day|a day|daily|each day)",
    "set_buffer": (
        r"バッファ|予備|リスク|余裕|余力|コンティンジェンシ|\b(?:buffer|contingenc|reserve|cushion|slack|risk|margin)"
    ),
}  # fmt: skip
_NAMED: Final = {kind: re.compile(words, re.IGNORECASE) for kind, words in _WORDS.items()}

_CHEAPER = re.compile(
    r"安|値引|割引|下げ|下が|減|削|引い|引き|抑え|圧縮|短縮|少な|短く|まけ|カット|勉強"
    r"|\b(?:cheap|less|lower|reduc|cut|off|discount|trim|sav|shav|down|fewer|decreas|shorten|shrink)",
    re.IGNORECASE,
)
_DEARER = re.compile(
    r"高く|高め|上げ|上が|増|足し|上乗せ|積み増|多く|多め|伸ば|延ば|アップ"
    r"|\b(?:dear|more|rais|increas|up|extra|higher|additional|extend|longer|grow|expensive)",
    re.IGNORECASE,
)
_NOUN = re.compile("[\u30a1-\u30fc]{2,}|[\u4e00-\u9fff]{2,}|[a-z]{4,}", re.IGNORECASE)


def names(kind: str, text: str) -> bool:
    """Whether the text holds a word for this kind of change; a kind that its figure bears out needs none."""
    return kind not in _NAMED or bool(_NAMED[kind].search(text))


def opposes(text: str, *, less: bool) -> bool:
    """Whether the text names the other direction and not this one."""
    here, there = (_CHEAPER, _DEARER) if less else (_DEARER, _CHEAPER)
    return bool(there.search(text)) and not here.search(text)


def names_direction(text: str) -> bool:
    """Whether the text speaks of more or less."""
    return bool(_CHEAPER.search(text) or _DEARER.search(text))


def nouns(text: str) -> list[str]:
    """Whatever could name a line."""
    return _NOUN.findall(text)
