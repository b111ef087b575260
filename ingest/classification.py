"""What a document is: notice, statute or neither; binding for all, or for one case.

Source: DOMAIN.md §2.3 (classification), §10 (normativity).
"""

import re
from collections.abc import Callable, Sequence

from archive.notice.model import DocumentType, Normativity
from ingest.stages import Draft
from ingest.titles import STATUTE_GENRES, is_draft

# 核心提示, 本报讯, 记者王某, 通讯员
_PRESS = re.compile(r"核心提示|本报讯|本报记者|记者|通讯员|新华社|编者按")
_ENACTS = re.compile(
    r"制定本|现印发|印发给你们|通知如下|公告如下|现予公布|现予以公布|决定如下|起施行|请.{0,8}贯彻"
)
_SPECIFIC = ("批复", "函", "通报", "请示", "报告", "议案")
_INTERNAL = ("纪要",)
# 申报, 表彰, 领导小组: one matter, wherever a title says so
_SPECIFIC_WORDS = re.compile(
    r"申报|举办|征集|任免|任命|聘任|表彰|奖励的决定|印章|公示|放假|节假日安排|问卷|招募|遴选|评选|参会|培训"
    r"|(?:成立|调整|建立|组建).{0,30}(?:领导小组|组成人员|成员|工作机构|推进组|专班|联席会议)"
    r"|组织.{0,12}(?:参加|参展|收看)|推荐|认定工作|榜单|名单|典型案例|优秀案例|大赛|活动的通知"
    r"|启用.{0,30}系统|试点示范|重大工程|工程试点|转发.{0,40}试点|补充说明|增加.{2,20}供应商|资助项目"
    r"|(?:提案|建议|议案).{0,20}(?:答复|复函)|(?:公布|发布|下达|征求).{2,40}(?:案例|场景|名录|项目|意见的)"
)
# 关于开展…的通知, 关于推动落实《…》的通知: a work order, unless it lays down rules of its own
_ONE_OFF = re.compile(
    r"关于(?:组织|开展|做好|召开|公布|发布|报送|推荐|参加|邀请|启用|成立|建立|调整|增加|下达|协助|填报"
    r"|同意|(?:推动|贯彻|认真)?落实《|[^《》]{0,40}(?:立项|储备|调查|试点工作)的通知)"
)
# 不得, 应当: the words of rules
_MODAL = re.compile(r"不得|应当|必须|一律|严禁|不准")
_MODALS = 3
_GOVERNMENT = re.compile(r"(?:国务院|人民政府)(?:办公厅|办公室)?$")
_MEETING = re.compile(r"(?:召开|举行).{2,40}会议?的通知")
# What stands until it is repealed.
_STANDING = frozenset(
    (
        *("办法", "规定", "细则", "规则", "条例", "意见", "制度", "规程", "准则", "规范"),
        *("标准", "措施", "政策", "预案", "机制", "指引", "指南", "导则"),
    )
)
# What runs out with its years, or with its purpose.
_PLANS = frozenset(("方案", "规划", "计划", "要点", "纲要"))
# 国务院令第707号, 某省人民代表大会常务委员会公告第44号: acts by which laws and rules are made
_PROMULGATES = re.compile(r"令(?:[0-9]{4}年)?第|人民代表大会(?:常务委员会)?公告")


def document_type(
    draft: Draft,
    values: dict[str, str],
    title: str | None,
    genre: str | None,
    whole: Callable[[], str],
) -> DocumentType:
    official = any(name in values for name in ("number", "recipients", "signature", "masthead"))
    # The whole text is put together only where these fields leave it in doubt.
    if not official and "history_note" not in values and not _ENACTS.search(whole()):
        heads = f"{title or ''}{whole()[:3000]}"
        if _PRESS.search(heads):
            return DocumentType.NON_OFFICIAL
    # The number of an order or announcement is the act's that made the text law, not the law's.
    if _PROMULGATES.search(values.get("number", "")):
        return DocumentType.STATUTE
    numbered = "number" in values and "〔" in values["number"]
    if not numbered and "recipients" not in values and genre in STATUTE_GENRES:
        articles = any(node.kind == "article" for part in draft.parts for node in part.walk())
        law = genre in ("条例", "法", "法典", "宪法") or (title or "").startswith("中华人民共和国")
        if "history_note" in values or (articles and law and not is_draft(title or "")):
            return DocumentType.STATUTE
    return DocumentType.NOTICE


def normativity(
    of_type: DocumentType,
    kind: str | None,
    title: str | None,
    genre: str | None,
    number: str | None,
    issuers: Sequence[str],
    whole: Callable[[], str],
    *,
    has_effect_clause: bool,
) -> Normativity:
    """Generally binding and repeatedly applicable, or for one case. Source: DOMAIN.md §10.

    Plans and schemes rule for a while and for organs: they stay undetermined. A notice that carries
    nothing is a work order if its title says so, rules if it is worded like rules or a government
    speaks.
    """
    if of_type is DocumentType.STATUTE:
        return Normativity.NORMATIVE
    if of_type is DocumentType.NON_OFFICIAL:
        return Normativity.UNDETERMINED
    name = title or ""
    if kind in _INTERNAL or _MEETING.search(name):
        return Normativity.INTERNAL
    if genre in _PLANS:
        return Normativity.UNDETERMINED
    standing = genre in _STANDING or has_effect_clause or bool(number and "规〔" in number)
    if _SPECIFIC_WORDS.search(name):
        return Normativity.SPECIFIC
    letter = bool(number and re.search(r"函[〔]", number)) and "印发" not in name
    if (kind in _SPECIFIC and not standing) or (letter and kind in (None, "函", "批复")):
        return Normativity.SPECIFIC
    if not standing and _ONE_OFF.search(name):
        return Normativity.SPECIFIC
    if standing or "若干措施" in name or "若干政策" in name:
        return Normativity.NORMATIVE
    ruling = kind in ("通知", "通告", "公告") and (
        bool(issuers and _GOVERNMENT.search(issuers[0])) or len(_MODAL.findall(whole())) >= _MODALS
    )
    return Normativity.NORMATIVE if ruling else Normativity.UNDETERMINED
