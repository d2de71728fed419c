"""Japanese sentences that change the estimate. They are read without spaces."""

from decimal import Decimal
from typing import Final

from bot.domain.grammar import making
from bot.domain.grammar.japanese.endings import ichidan, noun_request, please, request, verb
from bot.domain.grammar.rule import Rule, rules
from bot.domain.grammar.shape import AMOUNT, DATE, DAYS, NUMBER, PERCENT
from bot.domain.intent import Doubt, SetBuffer

_MONEY: Final = f"(?P<figure>[{AMOUNT}{NUMBER}])"
_SHARE: Final = f"(?P<figure>{PERCENT})"
_DAYS: Final = f"(?P<figure>{DAYS})"
_WORDS: Final = (
    rf"(?P<words>[^{AMOUNT}{PERCENT}{DAYS}{DATE}?]{{1,80}}?)(?:の(?:工数|日数|金額|費用|価格|見積もり?|見積"
    rf"|作業量?|分))?"
)

_ABOUT: Final = "(?:約|およそ|だいたい|大体|せめて|最低でも|最低|ざっくり|ちょうど)?"
_ROUGHLY: Final = "(?:ちょうど|きっかり|ほど|程度|程|くらい|ぐらい|位|だけ|ばかり|前後|分|は|を|の|、){0,3}"
_COURTESY: Final = (
    "できれば|出来れば|できましたら|可能であれば|可能なら|可能でしたら|もし可能なら|もし可能であれば|もしできれば"
    "|すみませんが|すいませんが|恐れ入りますが"
    "|恐縮ですが|申し訳ありませんが|申し訳ないのですが|申し訳ないですが|申し訳ございませんが|お手数ですが"
    "|お手数をおかけしますが|すみません|すいません|大変恐縮ですが"
)
_THEN: Final = (
    "あと|では|じゃあ|じゃ|それでは|それなら|とりあえず|やはり|やっぱり|まず|次に|また|それと|はい|ええと|えっと"
    "|あの|なお|今回は"
)
_WHOLE: Final = (
    "見積もり金額|見積もり額|見積金額|見積額|見積もり|見積り|見積|お値段|値段|価格|金額|料金|費用|コスト|総額"
    "|総計|合計金額|合計|全体工数|全体|全部"
    "|全て|すべて|一律|トータル|全行|全項目|これ|それ|この|こちら|その|総工数"
)
_LEAD: Final = (
    rf"(?:(?:{_COURTESY}|{_THEN}|さらに|更に|もう少し|もうちょっと|もう|追加で|ちょっと|{_ABOUT[3:-2]}"
    rf"|(?:{_WHOLE})(?:的に|から|より|を|は|も|で|の|に)?)[、,]?)*+"
)
"""Before a figure without a line."""
_LEAD_OF_WORDS: Final = rf"(?:(?:{_COURTESY})[、,]?|(?:{_THEN})[、,])*+"
"""Before a line's name, which may itself begin like one of the short words (`あと払い機能`): they need their comma."""

_DOWN: Final = request(
    [
        verb("引いて", "引け", "引き"),
        verb("差し引いて", "差し引け", "差し引き"),
        verb("値引いて", "値引け", "値引き"),
        verb("減らして", "減らせ", "減らし"),
        verb("削って", "削れ", "削り"),
        verb("落として", "落とせ", "落とし"),
        *ichidan("下げ", "引き下げ", "まけ", "負け", "抑え", "縮め"),
    ]
)
_DOWN_NOUN: Final = noun_request(
    "お?安く|安めに|低く|少なく|お?値引き?|割り?引き?|値下げ|減額|削減|カット|ダウン|マイナス|ディスカウント"
    "|コストダウン|コストカット|圧縮|オフ|off|引き|引|安|減|低減"
    "|縮小|勉強"
)
_UP: Final = request(
    [
        verb("増やして", "増やせ", "増やし"),
        verb("足して", "足せ", "足し"),
        verb("積んで", "積め", "積み"),
        *ichidan("上げ", "引き上げ", "加え", "乗せ", "のせ"),
    ]
)
_UP_NOUN: Final = noun_request("高く|多く|値上げ|増額|増し|増加|増|アップ|プラス|up|上乗せ|追加|加算|積み増し|高")
_LESS: Final = f"(?:{_DOWN}|{_DOWN_NOUN})"
_MORE: Final = f"(?:{_UP}|{_UP_NOUN})"

_SOMEHOW: Final = (
    "(?:"
    + request(
        [
            verb("減らして", "減らせ", "減らし"),
            verb("増やして", "増やせ", "増やし"),
            verb("削って", "削れ", "削り"),
            *ichidan("下げ", "上げ", "まけ"),
        ]
    )
    + "|"
    + noun_request("お?安く|高く|少なく|多く|削減|圧縮|お?値引き?|割引|値下げ|コストダウン|減額|ディスカウント")
    + ")"
)
"""More or less of it, without a figure."""

_MAKE_IT: Final = (
    "(?:"
    + request(
        [
            verb("落として", "落とせ", "落とし"),
            verb("減らして", "減らせ", "減らし"),
            verb("増やして", "増やせ", "増やし"),
            *ichidan(
                "収め",
                "納め",
                "おさめ",
                "抑え",
                "おさえ",
                "まとめ",
                "下げ",
                "引き下げ",
                "上げ",
                "引き上げ",
                "合わせ",
                "近づけ",
            ),
        ]
    )
    + f"|(?:(?:調整|変更|修正|設定|引き下げ|値下げ|値引き))?{please()})"
)
_WITHIN: Final = "(?:以内|以下|(?P<strict>未満)|まで|内|の範囲内?|の枠内?|の予算内?|を上限)(?:に|で|と|として)?"
_BUDGET: Final = "(?:ご?予算|上限|上限額|目標|目標額|希望額|ターゲット)(?:金額|総額|額)?(?:は|を|が|としては|:|、)?"
_IS: Final = "(?:です|だ|でお願いします)?(?:ね|よ|が)?"
_OF_BUDGET: Final = "(?:が|を)(?:ご?予算|上限|目標)(?:額|金額)?(?:です|だ|に|で)?"

_RATE: Final = f"(?:(?:(?:人日|エンジニア|日額|基準|{DAYS})の?)?単価|日額|日当|人日レート|デイレート|人日単価)"
_RATE_ODD: Final = "(?:人月(?:の)?(?:単価|レート)|月額(?:単価)?|月単価|時給|時間単価|時間給|時間あたりの?単価)"
_TO_FIGURE: Final = f"(?:(?:に|へ|で|と|まで){_MAKE_IT}|{please()}|に|で|へ|{_IS})"
"""To the figure: a verb needs its particle, or else it may move something by the figure."""

_BUFFER: Final = "(?:リスク)?(?:バッファー?|予備費|コンティンジェンシー|リスク費|リスク分|リスク)(?:分|費|率)?"
_PUT: Final = (
    "(?:"
    + request(
        [
            verb("積んで", "積め", "積み"),
            verb("見て", "見られ", "見"),
            verb("取って", "取れ", "取り"),
            *ichidan("入れ", "付け", "つけ", "乗せ", "のせ", "加え", "設け"),
        ]
    )
    + f"|(?:追加|上乗せ|確保|設定|計上|付与|加算|プラス|アップ)?(?:{please()})?)"
)
_FURTHER: Final = "(?:さらに|更に|もう|あと|追加で)[、,]?"
_MOVED: Final = (
    "(?:"
    + request(
        [
            verb("増やして", "増やせ", "増やし"),
            verb("減らして", "減らせ", "減らし"),
            verb("削って", "削れ", "削り"),
            *ichidan("上げ", "引き上げ", "下げ", "引き下げ"),
        ]
    )
    + "|"
    + noun_request("増加|増|減額|減|削減|少なく|多く|ダウン|カット")
    + ")"
)
"""Up or down by the figure, where 追加 and 積んで only put it there."""
_TAKE_AWAY: Final = (
    "(?:"
    + request(
        [
            verb("外して", "外せ", "外し"),
            verb("はずして", "はずせ", "はずし"),
            verb("除いて", "除け", "除き"),
            verb("取り除いて", "取り除け", "取り除き"),
            verb("抜いて", "抜け", "抜き"),
            verb("なくして", "なくせ", "なくし"),
            verb("無くして", "無くせ", "無くし"),
            verb("消して", "消せ", "消し"),
            verb("省いて", "省け", "省き"),
            verb("落として", "落とせ", "落とし"),
        ]
    )
    + "|"
    + noun_request("除外|削除|カット|対象外|スコープ外|見積対象外|見積もり対象外|なし|無し|抜き")
    + "|(?:なし|無し|対象外|スコープ外|抜き)(?:に|で|として))"
)
_FROM_SCOPE: Final = "(?:(?:この|今回の)?(?:見積もり|見積り|見積|スコープ|範囲|対象)から[、,]?)?"
_ADD: Final = (
    "(?:" + request([verb("足して", "足せ", "足し"), *ichidan("加え", "入れ", "含め")]) + f"|{noun_request('追加')})"
)
_DETAIL: Final = "(?::(?P<detail>[^?]+))?"

CHANGES: Final[tuple[Rule, ...]] = (
    *rules(
        rf"{_LEAD}{_RATE}(?:は|を|が|:)?{_ABOUT}{_MONEY}{_ROUGHLY}{_TO_FIGURE}",
        rf"{_LEAD}{DAYS}(?:あたり|当たり|につき)?(?:は|を|の単価を)?{_MONEY}{_TO_FIGURE}",
        make=making.rate,
        taxed=True,
    ),
    *rules(
        rf"{_LEAD}{_RATE}(?:は|を|が|から)?[{AMOUNT}{NUMBER}{PERCENT}]{_ROUGHLY}(?:{_LESS}|{_MORE})",
        make=making.unclear(Doubt.RELATIVE_RATE),
        taxed=True,
    ),
    *rules(
        rf"{_LEAD}{_RATE_ODD}(?:は|を|が)?{_MONEY}{_ROUGHLY}{_TO_FIGURE}",
        make=making.unclear(Doubt.RATE_UNIT),
        taxed=True,
    ),
    *rules(
        rf"{_LEAD_OF_WORDS}{_FURTHER}{PERCENT}(?:の|分の)?{_BUFFER}(?:を|も)?{_PUT}",
        rf"{_LEAD_OF_WORDS}{_FURTHER}{_BUFFER}(?:を|は)?{PERCENT}(?:ほど|くらい|だけ|分)?(?:{_PUT}|{_MOVED})",
        rf"{_LEAD}{_BUFFER}(?:を|は)?{_FURTHER}{PERCENT}(?:ほど|くらい|だけ|分)?(?:{_PUT}|{_MOVED})",
        rf"{_LEAD}{_BUFFER}(?:を|は)?{PERCENT}(?:ほど|くらい|だけ|分)?{_MOVED}",
        make=making.unclear(Doubt.RELATIVE_BUFFER),
    ),
    *rules(
        rf"{_LEAD}{_BUFFER}(?:は|を|として|も|に|:)?{_ABOUT}"
        rf"(?P<figure>[{AMOUNT}{NUMBER}{PERCENT}{DAYS}]){_ROUGHLY}(?:{_PUT}|{_TO_FIGURE})",
        rf"{_LEAD}(?P<figure>[{PERCENT}])(?:の|分の)?{_BUFFER}(?:を|も)?{_PUT}",
        make=making.buffer,
    ),
    *rules(
        rf"{_LEAD}{_BUFFER}(?:は|を|も)?(?:{_TAKE_AWAY}|ゼロに(?:{_MAKE_IT})?|ゼロで)",
        make=making.always(SetBuffer(percent=Decimal(0))),
    ),
    *rules(
        rf"{_LEAD}{_ABOUT}{_MONEY}{_ROUGHLY}{_LESS}",
        rf"{_LEAD}マイナス{_MONEY}(?:に|で)?(?:{please()})?",
        rf"{_LEAD}(?:お?値引き|割引|ディスカウント)(?:を|は|で|として)?{_ABOUT}{_MONEY}{_ROUGHLY}(?:{please()})?",
        make=making.cheaper,
        taxed=True,
    ),
    *rules(
        rf"{_LEAD}{_ABOUT}{_MONEY}{_ROUGHLY}{_MORE}",
        rf"{_LEAD}プラス{_MONEY}(?:に|で)?(?:{please()})?",
        make=making.dearer,
        taxed=True,
    ),
    *rules(
        rf"{_LEAD}{_ABOUT}{_MONEY}(?:ほど|程度|くらい|ぐらい|前後)?{_WITHIN}(?:{_MAKE_IT})?",
        rf"{_LEAD}{_ABOUT}{_MONEY}(?:ほど|程度|くらい|ぐらい|前後)?(?:に|で|へ|ちょうどに|ぴったりに)(?:{_MAKE_IT})?",
        rf"{_LEAD}{_MONEY}を(?:超えない|越えない|上回らない)(?:ように|範囲で|範囲に)(?:{_MAKE_IT})?",
        rf"{_LEAD}{_MONEY}を(?:切る|下回る)ように(?:{_MAKE_IT})?",
        rf"{_LEAD}{_BUDGET}{_ABOUT}{_MONEY}(?:ほど|程度|くらい|ぐらい|前後|ちょうど)?"
        rf"(?:{_WITHIN}(?:{_MAKE_IT}|{_IS})|{_TO_FIGURE})",
        rf"{_LEAD}{_MONEY}{_OF_BUDGET}(?:{_MAKE_IT})?{_IS}",
        make=making.to_budget,
        taxed=True,
    ),
    *rules(rf"{_LEAD}{_MONEY}", make=making.by_sign, taxed=True),
    *rules(
        rf"{_LEAD}{_SHARE}{_ROUGHLY}{_LESS}",
        rf"{_LEAD}マイナス{_SHARE}(?:に|で)?(?:{please()})?",
        make=making.less,
        taxed=True,
    ),
    *rules(
        rf"{_LEAD}{_SHARE}{_ROUGHLY}{_MORE}",
        rf"{_LEAD}プラス{_SHARE}(?:に|で)?(?:{please()})?",
        make=making.more,
        taxed=True,
    ),
    *rules(rf"{_LEAD}半額(?:に|で)?(?:{_MAKE_IT})?", make=making.halved, taxed=True),
    *rules(rf"{_LEAD}{_SHARE}(?:に|まで)(?:{_MAKE_IT})?", make=making.to_share, taxed=True),
    *rules(rf"{_LEAD}{_SHARE}", make=making.share_by_sign),
    *rules(
        rf"{_LEAD_OF_WORDS}{_WORDS}(?:を|は|も|から|が|の|、|:)?{_ABOUT}{_SHARE}{_ROUGHLY}{_LESS}",
        make=making.less,
    ),
    *rules(
        rf"{_LEAD_OF_WORDS}{_WORDS}(?:を|は|も|に|が|の|、|:)?{_ABOUT}{_SHARE}{_ROUGHLY}{_MORE}",
        make=making.more,
    ),
    *rules(rf"{_LEAD_OF_WORDS}{_WORDS}(?:を|は|も)?半額(?:に|で)(?:{_MAKE_IT})?", make=making.halved),
    *rules(rf"{_LEAD_OF_WORDS}{_WORDS}(?:を|は|も)?{_SHARE}(?:に|まで)(?:{_MAKE_IT})?", make=making.to_share),
    *rules(rf"{_LEAD_OF_WORDS}{_WORDS}(?:は|を|:)?{_SHARE}", make=making.share_by_sign),
    *rules(
        rf"{_LEAD}{_DAYS}(?:ほど|くらい|程度|前後)?(?:以内|以下|まで)(?:に|で)?(?:{_MAKE_IT})?",
        rf"(?:(?:{_COURTESY}|{_WHOLE})[をはで、]*+)*+{_DAYS}(?:に|で)(?:{_MAKE_IT})?",
        make=making.unclear(Doubt.DAYS_TARGET),
    ),
    *rules(rf"{_LEAD}{_DAYS}{_ROUGHLY}{_LESS}", make=making.fewer_days),
    *rules(rf"{_LEAD}{_DAYS}{_ROUGHLY}{_MORE}", make=making.more_days),
    *rules(
        rf"{_LEAD_OF_WORDS}{_WORDS}(?:は|を|も|が|:)?{_DAYS}に(?:お願い(?:します|いたします|できますか|したいです))?",
        make=making.days_or_date,
    ),
    *rules(
        rf"{_LEAD_OF_WORDS}{_WORDS}(?:は|を|も|が|:)?{_ABOUT}{_DAYS}(?:ほど|くらい|ぐらい|程度)?(?:に|で|へ|まで"
        rf"|と)(?:{_MAKE_IT}|する)",
        make=making.days,
    ),
    *rules(
        rf"{_LEAD_OF_WORDS}{_WORDS}(?:は|を|も|が|:|、)?{_ABOUT}{_DAYS}(?:ほど|くらい|ぐらい|程度)?(?:に|で|へ)?",
        make=making.days_of_known,
    ),
    *rules(
        rf"{_LEAD_OF_WORDS}{_WORDS}(?:は|が){_ABOUT}{_DAYS}(?:ほど|くらい|ぐらい|程度)?(?:です|だ|だと思います"
        rf"|かかります)(?:ね|よ)?",
        make=making.unclear_of_known(Doubt.STATEMENT),
    ),
    *rules(rf"{_LEAD_OF_WORDS}{_WORDS}(?:を|は|も|から|の){_DAYS}{_ROUGHLY}{_LESS}", make=making.fewer_days),
    *rules(rf"{_LEAD_OF_WORDS}{_WORDS}(?:を|は|も|に|の){_DAYS}{_ROUGHLY}{_MORE}", make=making.more_days),
    *rules(
        rf"{_LEAD_OF_WORDS}{_FROM_SCOPE}{_WORDS}(?:を|は|も|、|だけ)?{_TAKE_AWAY}",
        make=making.remove,
    ),
    *rules(
        rf"{_LEAD_OF_WORDS}{_WORDS}(?:は|も|を)?(?:不要|要らない|いらない|要りません|いりません|必要ない"
        rf"|必要ありません|含めない|含めなくて(?:も)?(?:いい|良い|よい|大丈夫))"
        "(?:です|で|でお願いします|ください|でください)?(?:ね|よ)?",
        make=making.unclear_of_known(Doubt.DROP_IT),
    ),
    *rules(
        rf"{_LEAD_OF_WORDS}{_WORDS}(?:を|は|も)?{_SOMEHOW}",
        make=making.unclear_of_known(Doubt.HOW_MUCH),
    ),
    *rules(
        rf"{_LEAD}(?:もっと|もう少し|少し|なんとか|何とか|ちょっと)?{_SOMEHOW}",
        make=making.unclear(Doubt.HOW_MUCH),
    ),
    *rules(
        rf"{_LEAD_OF_WORDS}(?:{_FROM_SCOPE[:-1]})?{_WORDS}(?:を|も)?{_ADD}{_DETAIL}",
        rf"追加(?:で|:|、){_WORDS}(?:を|も)?(?:{please()})",
        rf"追加:{_WORDS}",
        make=making.add,
    ),
)
"""In this order: what names the rate or the buffer before what takes any figure, a known line before any words."""
