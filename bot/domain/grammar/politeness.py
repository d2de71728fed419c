"""Politeness that sounds like a condition and is none: it is taken off before a sentence is read.

`よろしければ30万円安くして` asks for as much as `30万円安くして`, and `would it be possible to ...` as much as
`could you ...`. A real condition (`発注するなら`, `if we order today`) stays, and with it its sentence is no order.
"""

import re
from typing import Final

_ASIDE: Final = re.compile(
    r"^(?:もし(?:も)?)?(?:よろしければ|宜しければ|よければ|良ければ|差し支えなければ|差支えなければ|可能であれば|可能なら(?:ば)?"
    r"|できましたら|出来ましたら|できれば|出来れば)[、, ]*"
    r"|^if (?:(?:it|that)(?:'?s| is) )?(?:at all )?(?:possible|okay|ok|fine|all right|alright)"
    r"(?: (?:with|for) you)?[, ]+"
    r"|^if you (?:can|could|don'?t mind|would|like|please)[, ]+",
    re.IGNORECASE,
)
_ASKED: Final = re.compile(
    r"^(?:would|is|might) it be possible (?:for you )?to\s+|^is it possible (?:for you )?to\s+"
    r"|^(?:it would|it'd|that would) be (?:great|nice|good|lovely|helpful) if (?:you|we) could\s+"
    r"|^(?:i|we)(?:'d| would) (?:appreciate it|be grateful|be glad) if (?:you|we) could\s+",
    re.IGNORECASE,
)
_GLAD: Final = re.compile(
    r"(もら|いただ|頂)(えたら|けたら)(?=、?(?:大変|とても|本当に)?(?:嬉し|うれし|助か|たすか|幸い|あり|有))"
)


def without_politeness(sentence: str) -> str:
    """The sentence as it would be put plainly; one that is not polite in these ways stays as it is."""
    said = _ASKED.sub("could you ", _ASIDE.sub("", sentence))
    return _GLAD.sub(lambda found: f"{found[1]}{found[2][:-2]}ると", said)
