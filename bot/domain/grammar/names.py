"""The names of an estimate's lines, and whether words in a message can mean one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.grammar.wording import plain
from bot.domain.quantities.scan import find

_JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_WORD = re.compile(r"[a-z0-9]+")
_ARTICLES = frozenset({"the", "a", "an", "our", "your", "this", "that", "all"})
_MISLEADING = re.compile(r"[0-9%〇零一二三四五六七八九十百千万億半数何税版]|tax|vat|half|day|gross|net", re.IGNORECASE)
_DIGIT = re.compile("[0-9]")
_ENDING = re.compile(r"(?:'s|ing|e?s)$")
_NO_NAME = re.compile(
    r"ない|なく|ません|ずに|昨日|先日|前回|先週|先月|去年|昔|当時|今日|明日|仮に|もし|さん|くん|氏|って|という"
    r"|とき|場合|なら|たら|れば"
    r"|ので|から|けど|だが|[はをがへ、。,;:?!「」『』\"✗]|以外|だけ|より"
    r"|\b(?:not|no|never|none|nothing|nobody|without|instead|rather|except|but|only|if|whether|would|could|should|might|was|were"
    r"|had|did"
    r"|said|says|say|asked|asks|he|she|they|who|because|yesterday|last|then|also|by|to|from|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    r"|hundred|thousand|million)\b|n't\b|@",
    re.IGNORECASE,
)
_NEVER_A_LINE = re.compile(
    r"消費税率?|税率?|納期|期限|期日|会議|打ち合わせ|利益率?|粗利率?|予算|単価"
    r"|(?:the )?(?:tax|vat|(?:tax|vat) rate|deadline|delivery|meeting|margin|profit|budget|rate)",
    re.IGNORECASE,
)
"""What has days or percent of its own; only a line of just this name is meant by it."""
MAX_WORDS = 80


@dataclass(frozen=True, kw_only=True)
class Names:
    """The lines' names, folded like the message, and what is compared of them."""

    squeezed: tuple[str, ...]
    stems: tuple[frozenset[str], ...]
    misleading: tuple[str, ...]
    """Those whose digits or words would be read as something else, longest first."""

    def known(self, words: str) -> bool:
        """Whether the words are a name or a part of one; English words count by their stems (`manuals`, `testing`)."""
        wanted = _squeezed(words)
        if _JAPANESE.search(words):
            return any(wanted == name or (len(wanted) > 1 and wanted in name) for name in self.squeezed)
        stems = _stems(words)
        return bool(stems) and any(stems <= name for name in self.stems)

    def fits(self, words: str) -> bool:
        """Whether the words may name something at all: a line, or no more than a noun."""
        if _squeezed(words) in self.squeezed:
            return True
        if not words or len(words) > MAX_WORDS or _NEVER_A_LINE.fullmatch(words):
            return False
        return self.known(words) or not _NO_NAME.search(words)

    def may_be(self, words: str) -> bool:
        """The same for words beside a figure: another number among them has to be a part of the name."""
        return self.fits(words) and (self.known(words) or not _DIGIT.search(words))

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where the misleading names stand in the text."""
        found: list[tuple[int, int]] = []
        for name in self.misleading:
            start = text.lower().find(name.lower()) if len(text) == len(text.lower()) else -1
            if start >= 0 and _stands_apart(text, start, start + len(name)):
                found.append((start, start + len(name)))
        return found


def names_of(names: Sequence[str]) -> Names:
    """Names as the grammar compares them."""
    return _prepared(tuple(names))


@lru_cache(maxsize=128)
def _prepared(names: tuple[str, ...]) -> Names:
    """Kept, since one estimate is talked about many times: preparing 200 names takes longer than reading a message."""
    folded = [name for name in map(plain, names) if name]
    return Names(
        squeezed=tuple(map(_squeezed, folded)),
        stems=tuple(map(_stems, folded)),
        misleading=tuple(sorted(filter(_misleads, folded), key=len, reverse=True)),
    )


def _misleads(name: str) -> bool:
    """A name that is nothing but a figure stays a figure: otherwise it would hide what people ask for."""
    return bool(_MISLEADING.search(name)) and not any(len(one.text) == len(name) for one in find(name))


def _stands_apart(text: str, start: int, end: int) -> bool:
    around = text[max(start - 1, 0) : start + 1], text[end - 1 : end + 1]
    return not any(re.fullmatch(r"[0-9.,]{2}|[A-Za-z]{2}", pair) for pair in around)


def _squeezed(words: str) -> str:
    return re.sub(r"[\s\"「」『』]", "", words).lower()


def _stems(words: str) -> frozenset[str]:
    return (
        frozenset({_ENDING.sub("", _ENDING.sub("", word)) or word for word in _WORD.findall(words.lower())}) - _ARTICLES
    )
