"""English sentences that change the estimate, their politeness taken off."""

from decimal import Decimal
from typing import Final

from bot.domain.grammar import making
from bot.domain.grammar.rule import Rule, rules
from bot.domain.grammar.shape import AMOUNT, DATE, DAYS, NUMBER, PERCENT
from bot.domain.intent import Doubt, SetBuffer

_ABOUT: Final = (
    r"(?:(?:about|around|approximately|approx\.?|roughly|some|exactly|another|a further|an extra|an additional"
    r"|at least|~)\s?)?"
)
_MONEY: Final = rf"{_ABOUT}(?P<figure>[{AMOUNT}{NUMBER}])"
_SHARE: Final = rf"{_ABOUT}(?P<figure>{PERCENT})"
_DAYS: Final = rf"{_ABOUT}(?P<figure>{DAYS})"
_WORDS: Final = rf"(?P<words>[^{AMOUNT}{PERCENT}{DAYS}{DATE}?]{{1,80}}?)"
_IT: Final = (
    r"(?:(?:the\s|our\s|your\s|this\s)?(?:whole\s|overall\s|entire\s|total\s)?(?:price|total|estimate|quote"
    r"|quotation|cost|costs|budget|amount"
    r"|sum|thing|project|bill|effort)|it|this|that|everything|all(?: of it)?|things|all lines|every line|all "
    r"items|overall)"
)
_LOWER: Final = (
    r"(?:reduce|lower|cut|decrease|discount|drop|bring down|trim|shrink|shorten|cheapen|slash|scale down|scale "
    r"back|take down|cut down|knock down)"
)
_RAISE: Final = r"(?:increase|raise|bump up|bump|grow|extend|up|lift|scale up)"
_OFF: Final = r"(?:\s(?:off|from|out of)(?:\s(?:of\s)?(?:the\s)?" + _IT + r")?)?"
_FIT: Final = (
    r"(?:fit|get|bring|squeeze|keep|make|reduce|cut|lower|take|trim|drop|bring down|get down|cap|limit|hold|stay"
    r"|come|land|set|raise|increase|adjust|change|move)"
)
_INTO: Final = r"(?:down to|up to|into|to|within|under|below|in|at|inside|no more than|not more than|at most|less than)"
_BUDGET: Final = (
    r"(?:the |our |my |a |client's |customer's )?(?:max(?:imum)? |total |target )?(?:budget|target|limit|cap"
    r"|maximum|max)"
)
_RATE: Final = (
    r"(?:the |our |your )?(?:day|daily|person-day|man-day|per-day|per day)[ -]?(?:rate|price|cost)|(?:the |our "
    r"|your )?rate(?: per (?:day|person-day))?"
)
_RATE_ODD: Final = (
    r"(?:the |our |your )?(?:hourly|monthly|weekly|yearly|per[ -]hour|per[ -]month)[ -]?(?:rate|price|cost)"
)
_PER_DAY: Final = r"(?:\s?/\s?|\s(?:per|a|each)\s)(?:(?:person|man)[- ])?day"
_BE: Final = r"(?:to|at|of|is|should be|:|=|->)"
_BUFFER: Final = (
    r"(?:the |a |our )?(?:risk |contingency |safety )?(?:buffer|contingency|contingencies|reserve|risk margin"
    r"|risk allowance)"
)
_NO_LINE: Final = r"(?:\s(?:from|off|out of) (?:the )?(?:scope|estimate|quote|quotation|list|project))?"

CHANGES: Final[tuple[Rule, ...]] = (
    *rules(
        rf"(?:(?:set|make|change|put|use|adjust|update)\s)?(?:{_RATE})\s?{_BE}?\s?{_MONEY}(?:{_PER_DAY})?",
        rf"(?:{_LOWER}|{_RAISE})\s(?:{_RATE})\sto\s{_MONEY}(?:{_PER_DAY})?",
        rf"(?:(?:use|charge|make it|set it to|change it to)\s)?{_MONEY}{_PER_DAY}",
        rf"(?:use|charge)\s(?:a\s)?{_MONEY}\s(?:day |daily )rate",
        make=making.rate,
        taxed=True,
    ),
    *rules(
        rf"(?:{_LOWER}|{_RAISE})\s(?:{_RATE})\s(?:by\s)?[{AMOUNT}{NUMBER}{PERCENT}]",
        make=making.unclear(Doubt.RELATIVE_RATE),
        taxed=True,
    ),
    *rules(
        rf"(?:(?:set|make|change|use)\s)?{_RATE_ODD}\s?(?:to|at|of|is|:|=)?\s?{_MONEY}",
        rf"(?:(?:use|charge|make it)\s)?{_MONEY}(?:\s?/\s?|\s(?:per|an|a)\s)(?:hour|month|week|hr|year)",
        make=making.unclear(Doubt.RATE_UNIT),
        taxed=True,
    ),
    *rules(
        rf"(?:{_LOWER}|{_RAISE})\s{_BUFFER}\s(?:by\s)?[{AMOUNT}{NUMBER}{PERCENT}]",
        rf"(?:add|put in|include)\s(?:another|a further|an extra|an additional)\s{PERCENT}\s(?:of\s)?{_BUFFER}",
        rf"(?:another|a further)\s{PERCENT}\s(?:of\s)?{_BUFFER}",
        rf"{PERCENT}\smore\s{_BUFFER}",
        make=making.unclear(Doubt.RELATIVE_BUFFER),
    ),
    *rules(
        rf"(?:(?:add|put in|include|use|apply|set|plan|assume|make it|give it)\s)?(?:a\s|an\s)?"
        rf"(?P<figure>[{AMOUNT}{NUMBER}{PERCENT}{DAYS}])\s(?:of\s|for\s|as\s)?{_BUFFER}(?: on top)?",
        rf"(?:(?:set|make|change|put|add|use|include|adjust)\s)?{_BUFFER}\s?{_BE}?\s?"
        rf"(?P<figure>[{AMOUNT}{NUMBER}{PERCENT}{DAYS}])",
        rf"(?:{_LOWER}|{_RAISE})\s{_BUFFER}\sto\s(?P<figure>[{AMOUNT}{NUMBER}{PERCENT}{DAYS}])",
        make=making.buffer,
    ),
    *rules(
        rf"(?:remove|drop|delete|take out|cut|scrap|leave out|skip|get rid of|lose|no|without)\s{_BUFFER}",
        rf"(?:set|make)\s{_BUFFER}\s(?:to\s)?zero",
        make=making.always(SetBuffer(percent=Decimal(0))),
    ),
    *rules(
        rf"{_LOWER}\s(?:{_IT}\s)?(?:down\s)?by\s{_MONEY}(?:\smore)?{_OFF}",
        rf"(?:cut|shave|knock|take|trim|drop|save|deduct|subtract|remove|discount|slash|reduce|lower)\s"
        rf"(?:off\s)?{_MONEY}"
        rf"(?:\smore)?(?:\soff)?{_OFF}",
        rf"(?:make\s{_IT}\s|get\s{_IT}\s|{_IT}\s)?{_MONEY}\s(?:cheaper|less|off|lower|discount|down|reduction"
        rf"|less expensive)(?:{_OFF})",
        rf"(?:give|grant|offer)\s(?:us|me|them)\s{_MONEY}\s(?:off|discount)",
        rf"(?:give|grant|offer)?\s?(?:us|me)?\s?(?:a\s)?(?:discount|reduction|rebate)\s(?:of|by)\s{_MONEY}",
        rf"(?:give|grant|offer)\s(?:us|me)\s(?:a\s|an\s)?{_MONEY}\s(?:discount|reduction|rebate)",
        rf"(?:apply\s)?(?:a\s|an\s){_MONEY}\s(?:discount|reduction|rebate)",
        rf"minus\s{_MONEY}",
        rf"(?:make\s{_IT}\s)cheaper\sby\s{_MONEY}",
        rf"cheaper\sby\s{_MONEY}",
        make=making.cheaper,
        taxed=True,
    ),
    *rules(
        rf"{_RAISE}\s(?:{_IT}\s)?(?:up\s)?by\s{_MONEY}",
        rf"(?:add|put)\s(?:on\s)?{_MONEY}(?:\smore)?(?:\s(?:to|on)\s{_IT}|\son top(?: of {_IT})?)?",
        rf"(?:make\s{_IT}\s)?{_MONEY}\s(?:more|more expensive|higher|dearer|extra|on top)",
        rf"plus\s{_MONEY}",
        make=making.dearer,
        taxed=True,
    ),
    *rules(
        rf"{_FIT}\s(?:{_IT}\s)?(?:down\s|up\s)?{_INTO}\s(?:(?:a|our|the|my) budget of\s)?{_MONEY}",
        rf"(?:(?:stay|be|keep|come in|must be|should be|needs to be|has to be)\s)?(?:{_IT}\s(?:must be|should be"
        rf"|needs to be|has to be|must stay|should stay)\s)?"
        rf"(?:under|within|below|no more than|not more than|at most|up to|maximum|max\.?|less than)\s(?:(?:a|our"
        rf"|the|my) budget of\s)?{_MONEY}",
        rf"(?:set\s)?{_BUDGET}\s?(?:is now|is|of|:|=|to|at|should be)?\s?{_MONEY}",
        rf"(?:do|go with|go to|go for|settle for|settle on)\s{_MONEY}",
        rf"make\s{_IT}\s(?:to\s)?{_MONEY}(?:\s(?:in )?total|\sall in|\soverall)?",
        rf"{_MONEY}\s(?:max|maximum|at most|tops|is (?:the|our|my) (?:budget|limit|max|maximum))",
        make=making.to_budget,
        taxed=True,
    ),
    *rules(_MONEY, make=making.by_sign, taxed=True),
    *rules(
        rf"{_LOWER}\s(?:{_IT}\s)?(?:down\s)?by\s{_SHARE}",
        rf"(?:make\s{_IT}\s|{_IT}\s)?{_SHARE}\s(?:cheaper|less|off|lower|discount|down|reduction)(?:\s(?:of\s"
        rf"|on\s|for\s)?{_IT})?",
        rf"(?:take|knock|cut|shave|trim|discount|drop|slash)\s(?:off\s)?{_SHARE}{_OFF}",
        rf"(?:give|grant|offer)\s(?:us|me)\s(?:a\s)?{_SHARE}\s(?:off|discount|reduction)",
        rf"(?:apply\s|give\s)?(?:us\s|me\s)?(?:a\s)(?:{_SHARE}\s(?:discount|reduction))",
        rf"{_LOWER}\s{_IT}\s(?:in|to)\s{_SHARE}",
        rf"minus\s{_SHARE}",
        make=making.less,
        taxed=True,
    ),
    *rules(
        rf"{_RAISE}\s(?:{_IT}\s)?(?:up\s)?by\s{_SHARE}",
        rf"add\s{_SHARE}(?:\s(?:to|on)\s{_IT}|\son top)?",
        rf"(?:make\s{_IT}\s)?{_SHARE}\s(?:more|more expensive|higher|on top)",
        rf"plus\s{_SHARE}",
        make=making.more,
        taxed=True,
    ),
    *rules(rf"halve\s{_IT}", make=making.halved, taxed=True),
    *rules(rf"(?:at\s)?{_SHARE}\s(?:of\s)?(?:the\s)?price", make=making.to_share, taxed=True),
    *rules(rf"double\s{_IT}", make=making.doubled, taxed=True),
    *rules(_SHARE, make=making.share_by_sign),
    *rules(
        rf"{_LOWER}\s(?:the\s)?{_WORDS}\s(?:down\s)?by\s{_SHARE}",
        rf"(?:make\s)?(?:the\s)?{_WORDS}\s{_SHARE}\s(?:cheaper|less|lower|smaller|off)",
        rf"(?:take|knock|cut|shave|trim)\s{_SHARE}\s(?:off|from|of|out of)\s(?:the\s)?{_WORDS}",
        rf"{_SHARE}\s(?:off|less|less for|less on|off for)\s(?:the\s)?{_WORDS}",
        make=making.less,
    ),
    *rules(
        rf"{_RAISE}\s(?:the\s)?{_WORDS}\s(?:up\s)?by\s{_SHARE}",
        rf"add\s{_SHARE}\s(?:to|on)\s(?:the\s)?{_WORDS}",
        rf"{_SHARE}\s(?:more for|more on)\s(?:the\s)?{_WORDS}",
        make=making.more,
    ),
    *rules(rf"(?:{_LOWER}|{_RAISE}|make|set)\s(?:the\s)?{_WORDS}\s(?:in|to)\s{_SHARE}", make=making.to_share),
    *rules(rf"halve\s(?:the\s)?{_WORDS}", make=making.halved),
    *rules(rf"double\s(?:the\s)?{_WORDS}", make=making.doubled),
    *rules(rf"(?:the\s)?{_WORDS}\s?:?\s?{_SHARE}", make=making.share_by_sign),
    *rules(
        rf"{_FIT}\s(?:{_IT}\s)?{_INTO}\s{_DAYS}(?:\sin total)?",
        rf"(?:under|within|at most|no more than)\s{_DAYS}",
        rf"make\s{_IT}\s{_DAYS}",
        make=making.unclear(Doubt.DAYS_TARGET),
    ),
    *rules(
        rf"{_LOWER}\s(?:{_IT}\s)?by\s{_DAYS}", rf"(?:cut|take|remove|trim|drop)\s{_DAYS}{_OFF}", make=making.fewer_days
    ),
    *rules(rf"{_RAISE}\s(?:{_IT}\s)?by\s{_DAYS}", rf"add\s{_DAYS}(?:\sto\s{_IT})?", make=making.more_days),
    *rules(
        rf"{_LOWER}\s(?:the\s)?{_WORDS}\sby\s{_DAYS}",
        rf"(?:cut|take|remove|trim|drop)\s{_DAYS}\s(?:off|from|of|out of)\s(?:the\s)?{_WORDS}",
        make=making.fewer_days,
    ),
    *rules(
        rf"{_RAISE}\s(?:the\s)?{_WORDS}\sby\s{_DAYS}",
        rf"add\s{_DAYS}\s(?:to|for|on)\s(?:the\s)?{_WORDS}",
        rf"give\s(?:the\s)?{_WORDS}\s{_DAYS}\smore",
        make=making.more_days,
    ),
    *rules(
        rf"(?:make|set|change|put|adjust|update|reduce|cut|raise|increase|lower|bring)\s(?:the\s)?{_WORDS}\s"
        rf"(?:down\s|up\s)?(?:to|at|=)\s{_DAYS}",
        rf"(?:make|give)\s(?:the\s)?{_WORDS}\s(?:take\s)?{_DAYS}",
        rf"(?:the\s)?{_WORDS}\s(?:should (?:be|take)|must be|needs to be)\s{_DAYS}",
        make=making.days,
    ),
    *rules(
        rf"(?:the\s)?{_WORDS}\s?(?::|=|->|to)?\s?{_DAYS}",
        rf"(?:use\s)?{_DAYS}\sfor\s(?:the\s)?{_WORDS}",
        make=making.days_of_known,
    ),
    *rules(
        rf"(?:the\s)?{_WORDS}\s(?:is|are|takes?|will take|needs?)\s{_DAYS}",
        make=making.unclear_of_known(Doubt.STATEMENT),
    ),
    *rules(
        rf"(?:drop|remove|exclude|skip|leave out|take out|omit|delete|scrap|descope|de-scope|cut out|get rid of"
        rf"|kick out|strike|do without|cancel)\s(?:the\s)?{_WORDS}{_NO_LINE}",
        rf"cut\s(?:the\s)?{_WORDS}\s(?:from|out of) (?:the )?(?:scope|estimate|quote|quotation|list|project)",
        rf"(?:take|leave|cut)\s(?:the\s)?{_WORDS}\sout(?:\sof (?:the )?(?:scope|estimate|quote))?",
        rf"(?:go\s)?without\s(?:the\s)?{_WORDS}",
        rf"(?:the\s)?{_WORDS}\s(?:is|are)?\s?out of scope",
        make=making.remove,
    ),
    *rules(
        rf"(?:we|i)\s(?:do not|don't|won't)\s(?:really\s)?(?:need|want)\s(?:the\s)?{_WORDS}(?:\sany ?more)?",
        rf"no need for\s(?:the\s)?{_WORDS}",
        rf"(?:the\s)?{_WORDS}\s(?:is not|isn't|are not|aren't)\s(?:needed|necessary|required)",
        make=making.unclear_of_known(Doubt.DROP_IT),
    ),
    *rules(
        rf"(?:{_LOWER}|{_RAISE})\s(?:the\s)?{_WORDS}(?:\s(?:a bit|a little|further|more))?",
        rf"(?:make\s)?(?:the\s)?{_WORDS}\s(?:cheaper|smaller|shorter|bigger|longer)",
        make=making.unclear_of_known(Doubt.HOW_MUCH),
    ),
    *rules(
        rf"(?:{_LOWER})\s{_IT}(?:\s(?:a bit|a little|further|more|down))?",
        rf"(?:make\s{_IT}\s)?(?:a (?:bit|little) |much |even |somewhat )?cheaper",
        r"(?:(?:give us|give me|get|have|offer) )?(?:a |some |another )?discount",
        make=making.unclear(Doubt.HOW_MUCH),
    ),
    *rules(
        rf"(?:add|include)\s(?:in\s|also\s)?(?:a\s|an\s|the\s)?{_WORDS}(?:\s(?:to|in) (?:the )?(?:scope|estimate"
        rf"|quote|quotation|list|project))?(?:\s?:\s?(?P<detail>[^?]+))?",
        make=making.add,
    ),
)
"""In this order: what names the rate or the buffer before what takes any figure, a known line before any words."""
