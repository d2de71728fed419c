"""English sentences that step through the revisions, ask about them, or are not meant for us."""

import re
from typing import Final

from bot.domain.grammar import making
from bot.domain.grammar.rule import Rule, rules
from bot.domain.grammar.shape import AMOUNT, DATE, DAYS, FIGURES, PERCENT, REVISION
from bot.domain.intent import AskExcluded, Doubt, Redo, Undo

_WORDS: Final = rf"(?P<words>[^{AMOUNT}{PERCENT}{DAYS}{DATE}?]{{1,80}}?)"
_DAYS: Final = rf"(?P<figure>{DAYS})"
_NUMBERED: Final = rf"(?:the\s)?(?P<figure>{REVISION})"
_LAST: Final = (
    r"(?:the )?(?:previous|last|prior|earlier|original|old) (?:version|revision|state|one|estimate|change|edit)"
)

POLITE: Final = re.compile(
    r"(?:(?:please|pls|plz|kindly|ok|okay|so|and|also|then|now|(?:hi|hello|hey)(?: there| all| team)?|actually"
    r"|thanks|thank you|just|alright|great|right|sure"
    r"|hmm|well|yes|sorry)[,!:]?\s+"
    r"|(?P<asks>(?:could|can|would|will) (?:you|we|i)(?: please| kindly| possibly| maybe| also| just)?|(?:could"
    r"|can|would) (?:it|this|the (?:price|total|cost)) be|is it "
    r"possible to|would it be possible to|any chance (?:you|we) (?:could|can))\s+"
    r"|(?:i|we)(?:'d| would) (?:like|love|prefer)(?: you)? to\s+|(?:i|we)(?:'d| would) like it\s+|(?:i|we) "
    r"(?:want|need|have)(?: you)? to\s+|let(?:'s|s| us)(?: please| just| also)?\s+|(?:i|we) (?:want|need) "
    r"it\s+)++",
    re.IGNORECASE,
)
"""What may stand before an instruction without changing it; behind `asks` a question mark is politeness too."""
THANKING: Final = re.compile(
    r"(?:,?\s(?:please|pls|plz|thanks|thank you|thx|cheers|if possible|if you can|if that's ok|for (?:me|us)|now"
    r"|ok|okay|as well|too|instead|then))+$",
    re.IGNORECASE,
)
"""What may stand behind one."""

TALK: Final[tuple[Rule, ...]] = (
    *rules(
        rf"(?:go |come |get |roll |switch |change )?back to {_NUMBERED}",
        rf"(?:revert|return|reset|roll back|rollback|switch|change|go)(?: it)?(?: back)? to {_NUMBERED}",
        rf"restore {_NUMBERED}",
        make=making.back_to,
    ),
    *rules(
        r"undo(?: (?:it|that|this|the last (?:change|one|step|edit)|last change|my last change|the change))?",
        r"(?:revert|roll back|rollback|take back)(?: (?:it|that|this|the last change|the change|the last one))?",
        r"(?:take (?:it|that)|put it|change it|roll it|go|step) back(?: one(?: step| version)?)?",
        rf"(?:go |roll |change |revert |put it |return )?(?:back )?to {_LAST}",
        rf"(?:restore|revert) {_LAST}",
        make=making.always(Undo()),
    ),
    *rules(
        r"redo(?: (?:it|that|the last change|the change))?",
        r"(?:undo the undo|reapply(?: (?:it|that|the change))?)",
        make=making.always(Redo()),
    ),
    *rules(
        r"(?:redo|do) (?:the |this )?(?:estimate|quote|it|everything) (?:over|again|anew|from scratch)",
        make=making.unclear(Doubt.REDO_OR_ANEW),
    ),
    *rules(
        r"(?:approved?|i approve(?: (?:it|this))?|approve (?:it|this|the estimate))", make=making.unclear(Doubt.APPROVE)
    ),
    *rules(
        rf"why (?:(?:is|are|does|do|did|would|should|will) )?(?:the )?{_WORDS}(?: (?:take|takes|cost|costs|need"
        rf"|needs|require|at|be|estimated at|is|are|only))* {_DAYS}\??",
        rf"why (?:is it |only |so many as |does it take |that much: )?{_DAYS}(?: for (?:the )?{_WORDS})?\??",
        rf"why (?:is|are|does|do) (?:the )?{_WORDS} (?:so (?:expensive|high|big|long|much|costly)|that "
        rf"(?:expensive|high|much)|take so (?:long|much)|cost so much|need so (?:long|much))\??",
        rf"(?:why|how come) (?:the )?{_WORDS}\??",
        rf"how come (?:the )?(?:{_WORDS} )?(?:is |takes |needs )?{_DAYS}\??",
        rf"(?:what(?:'s| is) the (?:reason|basis|rationale) (?:for|behind|of)|explain) (?:the )?(?:{_WORDS} "
        rf")?{_DAYS}(?: (?:for|of|on) (?:the )?(?P<others>[^?]{{1,80}}))?\??",
        rf"(?:what(?:'s| is) the (?:reason|basis|rationale) (?:for|behind|of)|explain) (?:the )?{_WORDS}\??",
        make=making.why,
    ),
    *rules(
        r"what(?:'s| is|s| are| was)? (?:not (?:in|part of|covered|included|in scope|in the (?:scope|estimate"
        r"|quote))|excluded|out of scope|missing from (?:the )?(?:estimate|scope)|left out)(?: (?:in|from|by) "
        r"(?:the |this )?(?:estimate|quote|scope))?\??",
        r"what (?:isn't|is not|aren't|does not|doesn't) (?:included|covered|in scope|in the (?:scope|estimate"
        r"|quote)|(?:it|this|the estimate) (?:include|cover))\??",
        r"what (?:does|did) (?:it|this|the (?:estimate|quote|price)) (?:not include|exclude|not cover|leave out)\??",
        r"what (?:did|have) (?:we|you) (?:exclude|excluded|leave out|left out)\??",
        r"(?:show|list|tell me|give me)(?: me)? (?:the )?(?:exclusions|excluded (?:items|lines)|what(?:'s| is) "
        r"(?:excluded|not included|out of scope))\??",
        r"(?:any )?exclusions\??",
        make=making.always(AskExcluded()),
    ),
    *rules(
        rf"(?:what(?:'s| is| are|s) (?:the )?)?(?:difference|differences|diff|changes?)(?: (?:to|from|with|since"
        rf"|against|between (?:this|now) and|vs\.?|versus))? {_NUMBERED}\??",
        rf"what(?:'s| has|s)? (?:changed|different|new)(?: (?:since|from|compared to|to|in))? {_NUMBERED}\??",
        rf"(?:compare|diff)(?: (?:it|this))?(?: (?:to|with|against))? {_NUMBERED}\??",
        rf"how (?:does (?:it|this)|is (?:it|this)) (?:differ|different|compare)(?: (?:from|to|with))? {_NUMBERED}\??",
        rf"what(?:'s| has|s)? changed(?: since {_LAST})?\??",
        r"(?:what(?:'s| is| are) (?:the )?)?(?:difference|differences|diff|changes)\??",
        r"what(?:'s| is) (?:new|different)\??",
        rf"(?:show|list)(?: me)? (?:the )?(?:difference|differences|diff|changes) (?:to|from|since) {_NUMBERED}\??",
        r"(?:show|list)(?: me)? (?:the )?(?:difference|differences|diff|changes)\??",
        make=making.difference,
    ),
)

MEANT: Final = re.compile(
    rf"[{FIGURES}{REVISION}]|\b(?:reduce|lower|cut|cheaper|discount|increase|raise|add|drop|remove|exclude|undo"
    rf"|redo|revert|rate|budget|price|total"
    r"|estimate|quote|buffer|contingency|scope|cost|trim|halve|testing|lines?)\b",
    re.IGNORECASE,
)
DENIED: Final = re.compile(
    r"^(?!.*\b(?:exceed|above|over|more than|beyond)\b)(?:(?:please|no|nope|but|and|so|ok|okay|well|hey|hi|oh"
    r"|wait|actually|sorry|also)[,!.]?\s+)*"
    r"(?:(?:i|we|you|they|he|she|it|that|this|one|client|the \w+(?: \w+)?)\s)?(?:(?:really|definitely|still"
    r"|certainly|just)\s)?"
    r"(?:do not|don't|dont|don 't|did not|didn't|does not|doesn't|never|cannot|can't|cant|could not|couldn't"
    r"|won't|will not|wouldn't|would not|must not|mustn't|should not|shouldn't"
    r"|need not|needn't|no need|not|aren't|isn't|are not|is not|am not|i'm not|we're not|avoid|stop|refuse|let's "
    r"not|lets not|let us not|rather not|'d rather not)\b"
    r"|^(?:i'd|we'd|i would|we would|i'm|we're)\s(?:rather\s)?not\b"
    r"|\b(?:never ?mind|forget (?:it|that|about it)|just kidding|kidding|joking|jk|not really|not necessary|not "
    r"needed)$"
    r"|^(?:could|can|would|will) (?:you|we)(?: please)? not\b",
    re.IGNORECASE,
)
PAST: Final = re.compile(
    r"\b(?:yesterday|last (?:time|week|month|year|quarter)|previously|back then|ago|used to|was|were|had|did|already|"
    r"we (?:reduced|cut|lowered|added|dropped|removed|raised|agreed|decided|talked|discussed)|i (?:reduced|cut"
    r"|lowered|added|dropped|removed|raised))\b",
    re.IGNORECASE,
)
REPORTED: Final = re.compile(
    r"\b(?:he|she|they|client|customer|boss|manager|sales|procurement|[a-z]+san|management|everyone|somebody"
    r"|someone)(?:'s)?\s(?:\w+\s)?"
    r"(?:says?|said|wants?|wanted|asks?|asked|told|thinks?|would like|is asking|are asking|needs?|insists?|wrote"
    r"|mentioned|suggests?|proposed?)\b"
    r"|\baccording to\b",
    re.IGNORECASE,
)
SUPPOSED: Final = re.compile(
    r"\b(?:if|what if|suppose|supposing|imagine|would it|would that|in case|assuming|unless|whether)\b", re.IGNORECASE
)
WONDERED: Final = re.compile(
    r"^(?:what if|what would|how would|what happens|how much|suppose|how many)\b|\bhow much\b", re.IGNORECASE
)
_SAID: Final = (
    r"(?:thanks?(?: you)?(?: (?:so much|very much|a lot|all|everyone|again|for (?:the|your) (?:update|help|quick "
    r"\w+|estimate|work)))?|many thanks|thx|ty|cheers|much appreciated"
    r"|ok(?:ay)?|got it|understood|noted|roger(?: that)?|sure(?: thing)?|great(?: (?:work|job|stuff))?|perfect"
    r"|awesome|excellent|cool|nice(?: (?:work|one|job))?|good(?: (?:work|job|morning|afternoon|evening))?"
    r"|(?:that |this |it )?(?:looks|sounds|seems)(?: very| really| pretty)? (?:good|great|fine|reasonable|ok|okay"
    r"|perfect)(?: to me)?|lgtm|fine(?: by me| with me)?|will do|makes sense|i see|yes|yeah|yep|yup"
    r"|no problem|no worries|you're welcome|welcome|hi|hello|hey|bye|see you(?: (?:later|tomorrow))?|have a "
    r"(?:nice|good|great) (?:day|weekend|one|evening)"
    r"|let me (?:check|think|see|ask)(?: (?:with|about) \w+(?: \w+)?| about it)?|(?:i|we)(?:'ll| will) (?:check"
    r"|think about it|get back to you|discuss(?: it)?(?: internally)?)|please|lol|haha+|:\)|:-\)|;\)|sorry"
    r"|well done|interesting|wow)"
)
COURTESY: Final = re.compile(rf"(?>{_SAID}(?:[,!]?\s|,|!|$))++", re.IGNORECASE)
WISHED: Final = re.compile(rf"[{FIGURES}]|\b(?:cheaper|discount|reduce|lower|cut|drop|remove|add)\b", re.IGNORECASE)
"""What a reported wish must speak of to be asked back."""
NO: Final = re.compile(r"no|nope|nah|no way|no,? thanks?|no,? thank you|not now|never", re.IGNORECASE)
"""Beside another sentence it may take that back."""
