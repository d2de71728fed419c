"""What the header of a column says about the column, in Japanese and English; and which rows are totals or notes."""

import re
from enum import Enum

from bot.domain.listing.wording import folded, has_letters

MAX_HEADER = 40
"""A longer cell is a text about something, not the name of a column."""


class Role(Enum):
    """What a column holds."""

    NUMBER = "number"
    LEVEL = "level"
    """A class of deliverables, such as 大分類: it holds for the rows below until the next one."""
    DELIVERABLE = "deliverable"
    """A name, called deliverable outright."""
    NAME = "name"
    DESCRIPTION = "description"
    NOTE = "note"
    OTHER = "other"
    """A known header of no use here (quantity, price, owner): it helps to tell the header row."""


def _words(text: str) -> frozenset[str]:
    return frozenset(folded(word) for word in text.split("|"))


_EXACT = {
    Role.NUMBER: _words(
        "no|no.|nr|#|№|番号|項番|連番|通番|通し番号|項目番号|id|管理番号|管理no|管理no.|項目no|項目no.|seq|s/n|serial|code"
        "|コード|wbs|wbs番号|wbsid|機能id|画面id|要件id|itemno|itemno.|itemnumber|number|ref|ref."
    ),
    Role.LEVEL: _words(
        "分類|大分類|中分類|小分類|大項目|中項目|小項目|区分|種別|種類|カテゴリ|カテゴリー|グループ|フェーズ|工程|領域|分野|業務"
        "|サブシステム|モジュール|category|subcategory|group|phase|section|area|module|type|subsystem|epic|workstream|stage"
    ),
    Role.DELIVERABLE: _words(
        "成果物|成果物名|成果物名称|成果品|成果品名|納品物|納品物名|納品物名称|納入物|納入物件|納入品|提出物|deliverable|deliverables"
        "|deliverablename|nameofdeliverable|deliverabletitle|deliverableitem|deliverabledescription"
    ),
    Role.NAME: _words(
        "名称|名前|項目|項目名|品目|品名|件名|作業|作業名|作業項目|作業項目名|機能|機能名|機能名称|画面|画面名|帳票名|タスク|タスク名"
        "|開発項目|開発対象|対象|対象機能|ドキュメント|ドキュメント名|資料名|文書名|要件|要件名|見積項目|明細|サービス名|タイトル"
        "|name|item|items|itemname|task|tasks|taskname|feature|features|featurename|function|functionname|screen|screenname"
        "|title|workitem|workpackage|scopeitem|document|documentname|product|service|component|requirement|userstory|story|output"
    ),
    Role.DESCRIPTION: _words(
        "内容|説明|概要|詳細|詳細内容|作業内容|機能概要|機能説明|機能内容|成果物内容|成果物概要|仕様|要件概要|摘要|補足説明|内訳"
        "|description|descriptions|detail|details|desc|desc.|content|contents|summary|scope|explanation|specification|spec"
        "|overview|whatitdoes"
    ),
    Role.NOTE: _words(
        "備考|備考欄|注記|補足|コメント|メモ|特記事項|条件|前提|note|notes|remark|remarks|comment|comments|memo|assumption|assumptions"
    ),
    Role.OTHER: _words(
        "数量|単位|単価|金額|税抜金額|税込金額|価格|費用|予算|工数|人日|人月|見積|見積工数|見積金額|担当|担当者|納期|期限|期日|開始日"
        "|終了日|完了日|提出日|納品日|日付|状態|ステータス|進捗|優先度|優先順位|重要度|難易度|形式|納品形式|媒体|部数|ページ数|版|版数"
        "|バージョン|作成者|作成日|承認者|更新日|改訂日|提出先|納品形態|ファイル形式|規模|qty|quantity|unit|units|unitprice|price|amount"
        "|cost|rate|total|budget|effort|hours|days|persondays|man-days|mandays|owner|assignee|responsible|due|duedate|deadline|date"
        "|startdate|enddate|status|state|priority|format|version|author|complexity|size|estimate|approver|revision|currency"
    ),
}

_ROLES = {word: role for role, words in _EXACT.items() for word in words}

_ENDINGS = (
    (Role.DELIVERABLE, ("成果物", "成果物名", "納品物", "納品物名", "deliverable", "deliverables")),
    (Role.NAME, ("名称", "機能名", "項目名", "作業名", "画面名", "タスク名", "itemname", "taskname", "featurename")),
    (Role.DESCRIPTION, ("内容", "説明", "概要", "description", "details")),
    (Role.NOTE, ("備考", "remarks", "notes")),
    (Role.NUMBER, ("番号", "no.", "no")),
)
_LONGEST_COMPOUND = 18
_MAX_LABEL = 80

_ASIDE = re.compile(r"[(（\[【<＜][^)）\]】>＞]*[)）\]】>＞]")
_BETWEEN = re.compile(r"[/／・|｜\n:：,、※*＊]+")

_TOTAL = re.compile(
    r"(?:総?合計|総?小計|中計|総計|累計|計|消費税額?等?|内消費税|税込|税抜|税込み|税抜き|税別|値引き?|出精値引き?|端数(?:調整|値引き?)?"
    r"|お?見積(?:り)?(?:金額|合計)|税(?:込|抜)(?:み|き)?(?:合計|総計|金額|小計)|(?:合計|総計|小計)金額"
    r"|(?:grand|sub|net|overall|sum)?-?totals?|sum|tax(?:es)?|consumptiontax|salestax|vat|gst|discount|rounding"
    r"|total(?:amount|price|cost|effort|hours|days|excl\.?tax|incl\.?tax|excludingtax|includingtax))"
    r"(?:額|金額)?(?:[(（][^()（）]*[)）])?[0-9.,%¥$円:：\s-]*"
)
_NOTE_START = re.compile(
    r"\s*(?:※|＊|\*\d|注[)）:：意記\d]|備考[:：]|前提[:：条]|[(（]注|notes?\s*[:.]|n\.b\.|remarks?\s*:)", re.IGNORECASE
)
_SIGNED = re.compile(r"(?:[■◆●▼▽□◇]|#{1,6}\s).*|【[^【】]*】|[<＜〈《].*[>＞〉》]|\[[^\[\]]*\]")
_ORDINAL = r"(?:\d{1,2}|[ivx]{1,4}|[一二三四五六七八九十]{1,2})"
_STAGE_WORD = r"(?:phase|stage|step|sprint|milestone|フェーズ|フェイズ|ステージ|ステップ|スプリント|マイルストーン)"
_STAGE = re.compile(
    rf"[【\[<(]?(?:{_STAGE_WORD}[-.#]?{_ORDINAL}|第{_ORDINAL}(?:{_STAGE_WORD}|期|段階|工程))[】\])>]?(?P<named>:.*)?"
)
_LIST_TITLE = re.compile(
    r".{0,40}(?:成果[物品]|納[品入]物|提出物|見積(?:対象|項目)|作業項目)(?:名)?の?(?:一覧表?|リスト)"
    r"|(?:list\s?of)?(?:the)?(?:deliverables?|workitems?|tasks)(?:list)?"
)


def role_of(text: str) -> Role | None:
    """The role of a column with this header; None when the text is no header we know.

    Marks, remarks in brackets and a second language beside the first (`成果物 / Deliverable`) do no harm.
    """
    if not text or len(text) > MAX_HEADER:
        return None
    bare = _ASIDE.sub("", text).strip() or text
    parts = [bare, *_BETWEEN.split(bare), text.strip("()（）[]【】")]
    return next((role for role in map(_role_of_word, parts) if role), None)


def is_total(text: str) -> bool:
    """Whether the text names a sum, a tax or a discount and nothing else (`消費税計算` is work to do)."""
    return len(text) <= _MAX_LABEL and _TOTAL.fullmatch(folded(text)) is not None


def is_note(text: str) -> bool:
    """Whether the text opens like a remark below a table."""
    return _NOTE_START.match(text) is not None


def is_list_title(text: str) -> bool:
    """Whether the text reads like the title of a list (`成果物一覧`, `List of deliverables`)."""
    return len(text) <= _MAX_LABEL and _LIST_TITLE.fullmatch(folded(text)) is not None


def is_stage(text: str, *, named: bool = False) -> bool:
    """Whether the text is the number of a stage (`Phase 1`, `第2フェーズ:`), with `named` also one with its name."""
    found = _STAGE.fullmatch(folded(text[:_MAX_LABEL]))
    return found is not None and (named or found["named"] in (None, ":"))


def is_signed_heading(text: str) -> bool:
    """Whether the text carries the sign of a heading (`■管理画面`, `【管理画面】`, `<Admin>`)."""
    return _SIGNED.fullmatch(text.strip()[:_MAX_LABEL]) is not None


def _role_of_word(text: str) -> Role | None:
    word = folded(text).rstrip(":：")
    if not has_letters(word) and word not in _EXACT[Role.NUMBER]:
        return None
    return _ROLES.get(word) or _role_of_compound(word)


def _role_of_compound(word: str) -> Role | None:
    if len(word) > _LONGEST_COMPOUND:
        return None
    return next((role for role, endings in _ENDINGS if word.endswith(endings)), None)
