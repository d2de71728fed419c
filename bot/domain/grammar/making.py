"""What a sentence that fits a rule means, the same in both languages.

Groups of a pattern: `figure` is the figure, `words` name lines, `detail` describes an added deliverable.
"""

import re
from decimal import Decimal

from bot.domain.effort import PersonDays
from bot.domain.grammar import figures
from bot.domain.grammar.figures import NoFigure
from bot.domain.grammar.rule import Found, Make
from bot.domain.intent import (
    Add,
    AskDifference,
    AskWhy,
    BackTo,
    ByAmount,
    ByDays,
    ByShare,
    Doubt,
    Intent,
    Remove,
    SetBuffer,
    SetDays,
    SetRate,
    ToBudget,
    Unclear,
)
from bot.domain.money import Money
from bot.domain.quantities.quantity import Fault, Kind

_SEVERAL = re.compile(
    r"\s*(?:、|,\s(?:and\s)?|,(?=\D)|\sand\s|\s&\s|・)\s*(?:the\s)?|(?<=.)と(?=.)|(?<=.)や(?=.)", re.IGNORECASE
)
_LETTERS = re.compile(r"[A-Za-z\u3040-\u30ff\u3400-\u9fff].*[A-Za-z\u3040-\u30ff\u3400-\u9fff]")
_NO_DELIVERABLE = re.compile(
    r"さん$|様$|さま$|くん$|ちゃん$|^(?:私|僕|俺|彼|彼女|メンバー|人|人員|担当者?|コメント|メモ|スタンプ"
    r"|リアクション|絵文字|予定|友達|これ|それ|あれ|何か|もの|機能|画面|項目|作業|成果物|行)$"
    r"|^(?:me|him|her|us|them|you|it|this|that|these|those|more|some|something|one|someone|everyone|people"
    r"|features?|functionality|screens?|items?|lines?|work|a "
    r"(?:comment|note|reaction))\b"
    r"|\b(?:to|into|in|on) (?:the |this |our )?(?:channel|thread|chat|meeting|call|invite|calendar|agenda|ticket"
    r"|group|list|cc)\b",
    re.IGNORECASE,
)

_TAKEN_BACK = re.compile(
    r"な[いく]|ません|不要|やめ|冗談|反対|困|どうな|」$|\b(?:not|never|don't|forget|kidding|joking|wrong|wait)\b",
    re.IGNORECASE,
)
"""A description that says no may mean the instruction itself."""


def unclear(key: Doubt) -> Make:
    """Always asked back; words of the sentence that name a line go along."""
    return lambda found: Unclear(key=key, words=found.said())


def unclear_of_known(key: Doubt) -> Make:
    """Asked back when the words name a line, otherwise not meant for us."""
    return lambda found: Unclear(key=key, words=found.said()) if _is_known(found) else None


def always(intent: Intent) -> Make:
    """The sentence says it all."""
    return lambda found: intent


def cheaper(found: Found) -> Intent:
    """By an amount off the total."""
    amount = _amount(found)
    return _by_amount(found, Money(amount=-amount.amount, currency=amount.currency))


def dearer(found: Found) -> Intent:
    """By an amount on top of the total."""
    return _by_amount(found, _amount(found))


def by_sign(found: Found) -> Intent:
    """A signed amount alone says its direction itself; without a sign it is asked."""
    amount = figures.signed_amount(found.quantity("figure"), found.terms.currency)
    if not found.quantity("figure").signed:
        return Unclear(key=Doubt.DIRECTION)
    return _by_amount(found, amount)


def to_budget(found: Found) -> Intent:
    """A limit of the total; `strict` marks 未満, which leaves the limit itself out."""
    limit = _amount(found)
    if found.has("strict"):
        limit -= Money(amount=limit.currency.unit, currency=limit.currency)
    return ToBudget(limit=limit, tax_included=_tax_included(found))


def less(found: Found) -> Intent | None:
    """A share off the lines that the words name, or off everything."""
    return _by_share(found, figures.less(figures.share(found.quantity("figure")))) if _names_lines(found) else None


def more(found: Found) -> Intent | None:
    """A share on top."""
    return _by_share(found, figures.share(found.quantity("figure"))) if _names_lines(found) else None


def share_by_sign(found: Found) -> Intent | None:
    """`テスト -20%`: the sign says the direction, and without one nothing does."""
    quantity = found.quantity("figure")
    if found.has("words") and not (_is_known(found) and _names_lines(found)):
        return None
    if not quantity.signed or quantity.fault or not quantity.value:
        return Unclear(key=Doubt.DIRECTION, words=found.said())
    return _by_share(found, quantity.value if quantity.value > 0 else figures.less(-quantity.value))


def halved(found: Found) -> Intent | None:
    """Without a figure: half of it."""
    return _by_share(found, Decimal(-50)) if _names_lines(found) else None


def doubled(found: Found) -> Intent | None:
    """Without a figure: as much again."""
    return _by_share(found, Decimal(100)) if _names_lines(found) else None


def to_share(found: Found) -> Intent | None:
    """Down to half is down by half; of any other share it is not sure which was meant."""
    quantity = found.quantity("figure")
    if not _names_lines(found):
        return None
    if quantity.value == 50 and not quantity.signed:
        return _by_share(found, Decimal(-50))
    return Unclear(key=Doubt.BY_OR_TO, words=found.said())


def days(found: Found) -> Intent | None:
    """The days of one line."""
    return _set_days(found) if found.terms.names.may_be(found.said()) else None


def days_or_date(found: Found) -> Intent | None:
    """`研修は3日に`: three days, or on the third? Only 人日 tells."""
    if not _is_known(found):
        return None
    effort = _says_effort(found.quantity("figure").text)
    return _set_days(found) if effort else Unclear(key=Doubt.DAYS_OF_WHAT, words=found.said())


def days_of_known(found: Found) -> Intent | None:
    """The same for wordings that could be about anything: only for words that name a line."""
    return _set_days(found) if _is_known(found) and _names_lines(found) else None


def fewer_days(found: Found) -> Intent | None:
    """Days off a line, or off the whole."""
    return _by_days(found, -1)


def more_days(found: Found) -> Intent | None:
    """Days on top of a line, or of the whole."""
    return _by_days(found, 1)


def rate(found: Found) -> Intent:
    """The price of a person-day; it is one before tax."""
    if True in found.shape.taxes:
        return Unclear(key=Doubt.RATE_TAX)
    return SetRate(rate=figures.rate(found.quantity("figure"), found.terms.currency))


def buffer(found: Found) -> Intent:
    """The buffer in percent; an amount or days are none."""
    quantity = found.quantity("figure")
    if quantity.kind is Kind.NUMBER and quantity.value == 0 and not quantity.fault:
        return SetBuffer(percent=Decimal(0))
    if quantity.kind is not Kind.PERCENT and quantity.fault not in (Fault.NOT_FINITE, Fault.TOO_LARGE):
        return Unclear(key=Doubt.UNIT if quantity.kind is Kind.NUMBER else Doubt.BUFFER_AMOUNT)
    return SetBuffer(percent=figures.buffer(quantity))


def remove(found: Found) -> Intent | None:
    """Lines out of the scope: all that the words list must be names of ours."""
    names = found.terms.names
    words = found.said()
    if names.known(words):
        return Remove(words=(words,))
    parts = tuple(part.strip(" \"'「」『』") for part in _SEVERAL.split(words))
    return Remove(words=parts) if all(names.known(part) for part in parts) else None


def add(found: Found) -> Intent | None:
    """One more deliverable, by the name that was given; a list of several is not for a rule to take apart."""
    name, detail = found.said(), found.said("detail")
    if not _LETTERS.search(name) or _NO_DELIVERABLE.search(name) or _TAKEN_BACK.search(detail):
        return None
    return Add(name=name, description=detail) if found.terms.names.fits(name) else None


def back_to(found: Found) -> Intent:
    """An earlier revision by its number."""
    return BackTo(revision=figures.revision(found.quantity("figure")))


def difference(found: Found) -> Intent:
    """What changed, since a revision when one is named."""
    return AskDifference(revision=figures.revision(found.quantity("figure")) if found.has("figure") else None)


def why(found: Found) -> Intent | None:
    """Asked about days, or about words that name a line; other questions why are not for a rule."""
    asked_days = figures.days(found.quantity("figure")) if found.has("figure") else None
    words = found.said() or found.said("others")
    if words and not (found.terms.names.known(words) or (asked_days and found.terms.names.fits(words))):
        return None
    return AskWhy(words=words, days=asked_days) if words or asked_days else None


def _amount(found: Found) -> Money:
    return figures.amount(found.quantity("figure"), found.terms.currency)


def _by_amount(found: Found, delta: Money) -> Intent:
    return ByAmount(delta=delta, tax_included=_tax_included(found))


def _tax_included(found: Found) -> bool:
    """Included unless said otherwise."""
    if len(found.shape.taxes) > 1:
        raise NoFigure(Unclear(key=Doubt.TAX))
    return False not in found.shape.taxes


def _by_share(found: Found, percent: Decimal) -> Intent:
    return ByShare(percent=percent, words=found.said())


def _set_days(found: Found) -> Intent:
    days: PersonDays = figures.days(found.quantity("figure"))
    return SetDays(words=found.said(), days=days)


def _by_days(found: Found, sign: int) -> Intent | None:
    quantity = found.quantity("figure")
    if not _names_lines(found):
        return None
    if not found.has("words") and not _says_effort(quantity.text):
        return Unclear(key=Doubt.DAYS_OF_WHAT)
    return ByDays(delta=sign * figures.more_days(quantity), words=found.said())


def _says_effort(text: str) -> bool:
    """`3日` could be the schedule's, `3人日` is work."""
    return bool(re.search(r"人日|人・日|person|man", text, re.IGNORECASE))


def _names_lines(found: Found) -> bool:
    return not found.has("words") or found.terms.names.may_be(found.said())


def _is_known(found: Found) -> bool:
    return found.terms.names.known(found.said())
