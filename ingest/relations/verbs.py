"""What a sentence says of the documents that it cites: each verb, what it governs, what it means.

``_VERB`` finds every verb of a sentence in one walk; each has a rule that looks around it. Examples
are from real texts but for those marked [X]. Source: DOMAIN.md §6.2 and §10.
"""

import re
from collections.abc import Iterator

from ingest.relations import endings, grounds, handing, precedence, terms
from ingest.relations.clauses import Clause, Rule
from ingest.relations.said import Said
from ingest.relations.skeleton import Skeleton

RULES: dict[str, Rule] = {
    "废止": endings.repeals,
    "作废": endings.repeals,
    "停止执行": endings.stops,
    "停止施行": endings.stops,
    "停止实施": endings.stops,
    "停止使用": endings.stops,
    "终止执行": endings.stops,
    "终止实施": endings.stops,
    "失效": endings.expires,
    "不再执行": endings.no_longer_carried_out,
    "不再施行": endings.no_longer_carried_out,
    "不再实施": endings.no_longer_carried_out,
    "有效期": terms.term,
    "重新印发": terms.reissues,
    "重新公布": terms.reissues,
    "重新发布": terms.reissues,
    "继续有效": terms.goes_on,
    "继续执行": terms.goes_on,
    "继续施行": terms.goes_on,
    "继续适用": terms.goes_on,
    "继续实施": terms.goes_on,
    "暂停执行": terms.suspends,
    "暂停实施": terms.suspends,
    "暂停施行": terms.suspends,
    "暂停适用": terms.suspends,
    "暂时停止适用": terms.suspends,
    "暂时停止实施": terms.suspends,
    "暂时停止执行": terms.suspends,
    "暂时调整实施": terms.suspends,
    "暂时调整适用": terms.suspends,
    "中止执行": terms.suspends,
    "不再适用": precedence.prevails,
    "为准": precedence.prevails,
    "按本": precedence.prevails,
    "适用本": precedence.prevails,
    "按照本": precedence.prevails,
    "依照本": precedence.prevails,
    "从其规定": precedence.yields,
    "适用其规定": precedence.yields,
    "依照其规定": precedence.yields,
    "按照其规定": precedence.yields,
    "规定的": precedence.excepts,
    "规定外": precedence.excepts,
    "规定以外": precedence.excepts,
    "约定的": precedence.excepts,
    "根据": grounds.rests,
    "依据": grounds.rests,
    "依照": grounds.rests,
    "按照": grounds.rests,
    "遵照": grounds.rests,
    "按": grounds.near,
    "依": grounds.near,
    "贯彻落实": grounds.carries_out,
    "贯彻执行": grounds.carries_out,
    "贯彻": grounds.carries_out,
    "落实": grounds.carries_out,
    "推进实施": grounds.carries_out,
    "实施": grounds.carries_out,
    "严格执行": grounds.complies,
    "认真执行": grounds.complies,
    "执行": grounds.complies,
    "遵守": grounds.complies,
    "遵循": grounds.complies,
    "对照": grounds.complies,
    "符合": grounds.complies,
    "应解释为": handing.interprets,
    "贯彻实施": grounds.carries_out,
    "组织实施": grounds.carries_out,
    "参照": grounds.models,
    "比照": grounds.models,
    "适用": grounds.applies,
    "印发": handing.issues,
    "下发": handing.issues,
    "转发": handing.forwards,
    "批转": handing.forwards,
    "公布": handing.promulgates,
    "发布": handing.promulgates,
    "颁布": handing.promulgates,
    "收悉": handing.answers,
    "答复如下": handing.answers,
    "答复意见如下": handing.answers,
    "函复如下": handing.answers,
    "批复如下": handing.answers,
    "代替": handing.replaces,
    "取代": handing.replaces,
    "替代": handing.replaces,
    "更正": handing.corrects,
    "勘误": handing.corrects,
    "补充": handing.supplements,
}
"""Each verb and what to look for around it."""
_VERB = re.compile("|".join(sorted(RULES, key=len, reverse=True)))
_OF_CLASSES = re.compile(
    "为准|不再适用|从其规定|[适依按][用照]其规定|规定的|约定的|规定以?外|参照|比照|废止|失效|停止执行|不再执行"
    "|按本|适用本|收悉|(?:答复|函复|批复|答复意见)如下"
)
ALONE = (
    *(
        "为准",
        "不再适用",
        "从其规定",
        "其规定",
        "除外",
        "规定外",
        "以外",
        "有规定的",
        "参照",
        "比照",
    ),
    *("废止", "失效", "停止执行", "不一致的", "抵触的", "收悉", "复如下", "意见如下"),
)
"""Verbs that may have a class of documents, named by no citation, as their object."""


def said_in(s: Skeleton, start: int, stop: int) -> Iterator[Said]:
    """All that one sentence says, verb by verb."""
    pattern = _VERB if s.between(start, stop) else _OF_CLASSES
    for match in pattern.finditer(s.text, start, stop):
        yield from RULES[match[0]](Clause(s, start, stop, match[0], match.start(), match.end()))
