"""How a Japanese sentence ends when it asks for something: plain, polite, as a wish, as a question that is a request.

An ending that denies (`しないで`), tells (`しました`) or supposes (`したら`) is none of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_ASKS: Final = r"(?:ます(?:か|でしょうか)|ません(?:か|でしょうか)|(?:る|ない)(?:かな?|ですか|でしょうか|(?=\?)))\??"
"""Behind a potential (`でき`, `いただけ`): a question, since `できます` and `できない` alone are none of ours."""
_GLAD: Final = (
    r"(?:る|れ)?(?:と|ば|たら)(?:大変|とても|非常に)?(?:助か|嬉し|うれし|幸い|有難|有り難|ありがた)(?:る|ります"
    r"|いです|い|です)?(?:が)?"
)
_WANTS: Final = r"(?:です|のです|んです|と思います|と思っています|と存じます)?(?:が|けど|けれど|な|ね)?"
_GIVEN: Final = (
    rf"くださ(?:い|いませ|いませんか|いますか)|下さい(?:ませ|ませんか|ますか)?|ちょうだい|頂戴"
    rf"|(?:くれ|もらえ|貰え|いただけ|頂け|いただけれ|もらえれ){_ASKS}|(?:もらえ|貰え|いただけ|頂け){_GLAD}|くれ"
    rf"|(?:ほし|欲し)い{_WANTS}|(?:もらい|貰い|いただき|頂き)た(?:い|く){_WANTS}"
)
_TE: Final = rf"(?:おいて|みて|やって)?(?:{_GIVEN})?(?:ね|よ)?"
_PLEASE: Final = (
    rf"お願い(?:し(?:ます|たい{_WANTS})|致します|いたします|申し上げます|でき{_ASKS}|出来{_ASKS}|でき{_GLAD})?(?:ね)?"
)
_HOPED: Final = r"(?:を)?(?:希望|希望です|希望します|希望しています)"
_BECOMES: Final = rf"なり{_ASKS}|なら(?:ない|ん)(?:かな?|ですか|でしょうか|(?=\?))\??"
_DONE: Final = (
    rf"して{_TE}|(?:でき|出来){_ASKS}|(?:でき|出来){_GLAD}|したい{_WANTS}|しましょう|すること|{_PLEASE}|{_BECOMES}"
    rf"|(?:いただけ|頂け){_ASKS}|(?:いただけ|頂け){_GLAD}|(?:いただき|頂き)たい{_WANTS}|くださ(?:い|いませんか)|下さい"
    rf"|(?:は)?可能(?:です|でしょう)か\??|頼みます|頼む|よろしく(?:{_PLEASE})?|宜しく(?:{_PLEASE})?|どう(?:です"
    rf"|でしょう)か\??"
)


@dataclass(frozen=True, kw_only=True)
class Verb:
    """A verb by the stems that its requests are made of: 減らし(て), 減らせ(ますか), 減らし(たい)."""

    te: str
    can: str
    want: str


def verb(te: str, can: str, want: str) -> Verb:
    """A verb; `te` holds the て or で."""
    return Verb(te=te, can=can, want=want)


def ichidan(*stems: str) -> tuple[Verb, ...]:
    """Verbs with one stem: 下げ(て), 下げ(られますか), 下げ(たい)."""
    return tuple(verb(f"{stem}て", f"{stem}(?:ら)?れ", stem) for stem in stems)


def request(verbs: Iterable[Verb]) -> str:
    """A pattern for any of these verbs as a request."""
    return "(?:" + "|".join(_requested(one) for one in verbs) + ")"


def _requested(one: Verb) -> str:
    return rf"{one.te}{_TE}|{one.can}{_ASKS}|{one.can}{_GLAD}|{one.want}(?:たい{_WANTS}|ましょう)"


def noun_request(nouns: str) -> str:
    """A pattern for nouns and adverbs (値引き, 安く), alone or with what asks for them."""
    return rf"(?:{nouns})(?:{please()}|で)?"


def please() -> str:
    """What asks for the noun before it, a particle included."""
    return rf"(?:{_HOPED}|(?:に|を|で|の|は|が|ということで)?(?:{_DONE}))"
