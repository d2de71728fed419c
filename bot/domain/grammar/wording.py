"""A message made ready for reading: widths folded, quotations and decoration dropped, cut into sentences."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from bot.domain.grammar.politeness import without_politeness

_WIDE_AND_SPACES = [*range(0xFF01, 0xFFEF), 0x3000, 0xA0, 0x202F, *range(0x2000, 0x200B)]


def _narrow(code: int) -> str:
    """Only what differs in width: NFKC as a whole would read `½` as `1⁄2` and `10²` as `102`."""
    kind, _, parts = unicodedata.decomposition(chr(code)).partition(" ")
    wanted = kind in ("<wide>", "<narrow>")
    return chr(int(parts, 16)) if wanted else (" " if unicodedata.category(chr(code)) == "Zs" else chr(code))


_WIDTHS: Final = {code: _narrow(code) for code in _WIDE_AND_SPACES} | {
    0x2019: "'", 0x2018: "'", 0x201C: '"', 0x201D: '"', 0xFE0F: None, 0x200B: None, 0x200D: None, 0x2212: "-",
    0x301C: "~", 0xFF5E: "~",
}  # fmt: skip

_QUOTED_LINE = re.compile(r"^\s*>.*$", re.MULTILINE)
_CODE = re.compile(r"```.*?```", re.DOTALL)
_REFUSING = "no_good|no_entry|no_entry_sign|x|negative_squared_cross_mark|thumbsdown|-1|ng|joy|rofl|upside_down_face"
_CODED_EMOJI = re.compile(rf"(?<![\w:]):(?!(?:{_REFUSING}|woman-gesturing-no|man-gesturing-no):)[a-z0-9_+-]+:(?!\w)")
_EMOJI = re.compile("(?![🙅🚫❌👎✖❎⛔🆖😂🤣🙃😜🤔🤷])[\U0001f000-\U0001faff☀-⛿✀-➿⬀-⯿♪♡♥]")
_FACE = re.compile(r"m\(\s?_\s?_\s?\)m|\(\s?[\^・_]+\s?[\^・_;]+\s?\)|\^_?\^;?")
_SPLIT_FIGURE = re.compile(r"(?<=[0-9〇一二三四五六七八九十百千万億]) (?=[万億千円割]|人日|日(?!本))")
_SPACES = re.compile(r"[ \t\r\f\v]+")
_BREAK = re.compile(
    r"\n+|(?<=[。!?])(?![。!?])"
    r"|(?<!excl)(?<!incl)(?<!prox)(?<!rev)(?<!ver)(?<!\bca)(?<!\bno)(?<!\bvs)(?<=[^\s.])\.(?=\s|$)",
    re.IGNORECASE,
)
_ENDS = " \t。.!~〜ー…・、,;"
_LEADS = " \t・•*、,"
_PRIVATE = re.compile("[\U000f0000-\U0010ffff]")


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A sentence without its final sign; `asked` when that was a question mark."""

    text: str
    asked: bool = False


def plain(text: str) -> str:
    """The text with widths folded and without quoted lines, code blocks, friendly emoji and emphasis."""
    folded = unicodedata.normalize("NFC", _PRIVATE.sub(" ", text).translate(_WIDTHS))
    unquoted = _CODE.sub(" ", _QUOTED_LINE.sub("", folded))
    bare = _FACE.sub(" ", _EMOJI.sub(" ", _CODED_EMOJI.sub(" ", unquoted))).replace("*", "")
    return _SPLIT_FIGURE.sub("", _SPACES.sub(" ", bare)).strip()


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a plain text, empty ones left out."""
    found = (_sentence(piece) for piece in _BREAK.split(text))
    return tuple(sentence for sentence in found if sentence.text)


def _sentence(piece: str) -> Sentence:
    bare = piece.rstrip(_ENDS)
    asked = bare.endswith("?")
    return Sentence(text=without_politeness(bare.rstrip(_ENDS + "?").lstrip(_LEADS)), asked=asked)
