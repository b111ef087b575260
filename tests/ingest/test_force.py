"""When a text begins and ends, from short real quotations; what only looks so gives nothing."""

import time
from datetime import date

import pytest

from archive.notice.match import squeeze
from archive.notice.model import Claim, ClaimType, Role, Within
from ingest.citations import Names, find_cited
from ingest.force import force_claims, history_claim
from ingest.stages import EMPTY, Part, Passage

KEYS = frozenset(f"main-1/art-{n}" for n in (1, 2, 3, 4, 5, 6, 7, 10, 12))
TITLES = {squeeze("专利代理条例"): "main-1", squeeze("广东省数字经济促进条例"): "main-1"}


def claims_of(text: str, *, role: Role = Role.MAIN, proposed: bool = False) -> list[Claim]:
    key = "cover" if role is Role.COVER else "main-1"
    part = Part(key, role, EMPTY, EMPTY, None, ())
    names = Names(KEYS, {}, titles=dict(TITLES))
    passage = Passage(f"{key}/t-1", Within.TEXT, text, part, None)
    return list(force_claims(passage, find_cited(text, names), KEYS, proposed=proposed))


def said(text: str, of: ClaimType, role: Role = Role.MAIN) -> list[date | str | None]:
    """Days, or terms where there is no day, of the claims about the whole text."""
    return [
        claim.date or claim.term
        for claim in claims_of(text, role=role)
        if claim.type is of and claim.scope == "WHOLE"
    ]


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("本办法自 2021 年 11 月 9 日起施行，有效期至 2026 年 11 月 9 日。", date(2021, 11, 9)),
        ("本政策措施自2021年8月24起施行，有效期至2024年8月23日。", date(2021, 8, 24)),
        ("本条例自2019年3月1日施行。", date(2019, 3, 1)),
        ("本规定于2002年3月1日起施行。", date(2002, 3, 1)),
        ("本条例从1986年7月1日起施行。", date(1986, 7, 1)),
        ("本规定自一九五七年六月一日起实行。", date(1957, 6, 1)),
        ("第十章附则第三十九条本条例自2014年1月1日起施行。", date(2014, 1, 1)),
        ("本《办法》自2018年7月1日起施行。", date(2018, 7, 1)),
        (
            "本办法由国家金融监督管理总局负责解释,自2025年3月1日起施行,过渡期为一年。",
            date(2025, 3, 1),
        ),
        ("本规定经上海市人民代表大会常务委员会审议通过，自1987年1月1日起施行。", date(1987, 1, 1)),
        (
            "（审判委员会第1193次会议通过 2002年3月15日公告公布 自2002年3月26日起施行）",
            date(2002, 3, 26),
        ),
        ("自2021年11月9日起施行。", date(2021, 11, 9)),
        ("本通知自2022年1月起执行。", date(2022, 1, 1)),
        ("本命令自发布之日起生效。", "发布之日"),
        ("本办法追溯至2020年1月1日起执行。", date(2020, 1, 1)),
        ("本办法自2021年1月1日零时起正式施行。", date(2021, 1, 1)),
        ("本细则自发布之日起施行。", "发布之日"),
        ("本规定从发布之日起施行。", "发布之日"),
        ("本条例发布之日起施行。", "发布之日"),
        ("现予公布，自公布之日起实施。", "公布之日"),
        (
            "本批复文件自印发之日起有效期限2年，在批复文件有效期内无法完成的，应提出申请。",
            "印发之日",
        ),
        ("本办法自公布之日起30日后施行。", "公布之日起30日后"),
        ("本规定自印发之日起三十日后施行，有效期五年。", "印发之日起三十日后"),
        ("本通知自即日起执行。", "即日"),
        ("本意见自本意见印发之日起施行。", "印发之日"),
        ("本办法自1995年8月l日起施行。", "1995年8月l日"),
        ("本方案自发布之日起施行，由市规划和自然资源局负责牵头组织实施。", "发布之日"),
    ],
)
def test_a_text_says_when_it_begins(text: str, begins: date | str) -> None:
    assert said(text, ClaimType.EFFECTIVE) == [begins]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("本办法自2021年11月9日起施行，有效期至2026年11月9日。", date(2026, 11, 9)),
        ("本办法自2021年11月19日起施行，有效期至2023年11月18日。", date(2023, 11, 18)),
        ("本导则自印发之日起施行，有效期至2025年12月31日。", date(2025, 12, 31)),
        ("本通知自印发之日起施行，有效期截至2025年12月31日。", date(2025, 12, 31)),
        ("本通知有效期到2025年12月31日止。", date(2025, 12, 31)),
        ("本办法执行期限至2025年12月。", date(2025, 12, 31)),
        ("本办法自印发之日起施行，有效期至2025年底。", date(2025, 12, 31)),
        ("本意见自2021年1月1日起施行，至2023年12月31日止。", date(2023, 12, 31)),
        ("本意见自2021年1月1日起至2023年12月31日止施行。", date(2023, 12, 31)),
        ("本办法有效期自2021年1月1日至2023年12月31日。", date(2023, 12, 31)),
        ("本通知执行期限为2021年1月1日至2023年12月31日。", date(2023, 12, 31)),
        ("本办法自印发之日起执行，执行至2023年12月31日。", date(2023, 12, 31)),
        ("本办法自印发之日起施行，2026年1月1日起自动失效。", date(2025, 12, 31)),
        ("本办法自印发之日起施行，至2025年12月31日自行废止。", date(2025, 12, 31)),
        ("本办法有效期延长至2028年12月31日。", date(2028, 12, 31)),
        ("本办法自2025年11月20日起施行，有效期5年，根据情况适时修订调整。", "5年"),
        ("本措施自2021年3月1日起实施，有效期3年，实施细则另行制定。", "3年"),
        ("本措施自2020年1月1日起实施，有效期三年。", "三年"),
        ("本办法自2020年1月1日起施行。有效期为两年（暂定）。", "两年"),
        ("本办法自2020年1月1日起施行；有效期暂定3年。", "3年"),
        ("本办法自印发之日起试行一年。", "一年"),
        ("本办法自印发之日起施行，试行期为2年。", "2年"),
        ("本政策措施自发布之日起三年内有效。", "三年"),
        ("政策有效期3年，自2021年1月1日起施行。", "3年"),
        (
            "本办法自印发之日起施行，有效期至2025年脱贫攻坚工作任务完成时止。",
            "2025年脱贫攻坚工作任务完成时",
        ),
    ],
)
def test_a_text_says_when_it_ends(text: str, ends: date | str) -> None:
    assert said(text, ClaimType.EXPIRES) == [ends]


@pytest.mark.parametrize(
    "text",
    [
        "采矿许可证有效期最长为30年。",
        "护士执业注册有效期为5年。",
        "《药品生产许可证》有效期为5年。",
        "农药登记证有效期为5年。",
        "驾驶证有效期为6年、10年和长期。",
        "登记结果有效期原则上为三年，自赋码之日起计算。",
        "前往港澳通行证有效期五年，可以延期。",
        "货物项目框架协议有效期一般不超过1年，服务项目框架协议有效期一般不超过2年。",
        "中标价格为省本级最高限价680元/单位/年，有效期为1年。",
        "政策有效期内贴息期限最高3年。",
        "行政复议期间行政行为不停止执行；但是，可以停止执行。",
        "公布运价自国务院交通主管部门受理备案之日起满30日生效；",
        "不起诉决定书自公开宣布之日起生效。",
        "人身安全保护令自作出之日起生效，其有效期不超过六个月；",
        "不符合本法规定的，自本法施行之日起停止执行。",
        "规模较大的保险机构自本办法施行之日起1年内执行；",
        "应当在本条例施行之日起60日内按照本条例的规定补办有关手续。",
        "自1997年2月5日起施行的《广州市幼儿教育管理规定》同时废止。",
        "1998年5月1日起施行的《济南市燃气管理办法》同时废止。",
        "《全国人民代表大会常务委员会关于修改〈商标法〉的决定》已由会议通过，自2014年5月1日起施行。",
        "为正确适用《中华人民共和国民事诉讼法》（2012年8月31日会议通过，2013年1月1日起施行），规定如下：",
        "《沈阳市政务数据资源共享开放条例》于2020年10月1日起施行，成为全国第二个；",
        "2021年起，实施一批数字博物馆、智慧图书馆。",
        "原《佛山市工业企业技术改造固定资产投资奖补实施方案》（佛府办〔2019〕24号）有效期延续至2024年8月23日。",
        "将第二十条修改为：“本条例自2020年1月1日起施行。”",
        "临时建设工程规划许可证的有效期不得超过两年。",
        "规划期限为2021-2025年，展望至2035年。",
        "上述相关费用汇总截至2020年4月30日。",
        "本条例施行前已登记的，有效期至2025年12月31日。",
        "本办法规定的许可证有效期5年。",
        "依照本法在2012年1月1日以前领取的居民身份证，在其有效期内，继续有效。",
    ],
)
def test_what_only_looks_like_a_term_gives_nothing(text: str) -> None:
    assert claims_of(text) == []


def test_a_counted_term_keeps_its_start() -> None:
    begins, ends = claims_of("本办法自2016年1月1日起施行，有效期五年。")
    assert (begins.date, ends.term) == (date(2016, 1, 1), "五年")
    ends, begins = claims_of("本办法有效期五年，自2016年1月1日起。")
    assert (begins.type, begins.date, ends.term) == (ClaimType.EFFECTIVE, date(2016, 1, 1), "五年")


def test_articles_of_their_own_days_are_parts() -> None:
    whole, part = claims_of("本办法自2021年1月1日起施行，第三条、第四条自2021年7月1日起施行。")
    assert (whole.scope, whole.date) == ("WHOLE", date(2021, 1, 1))
    assert (part.scope, part.date) == ("ARTICLES", date(2021, 7, 1))
    assert part.target_keys == ("main-1/art-3", "main-1/art-4")


def test_an_exception_is_a_part_and_the_rest_the_whole() -> None:
    text = "除第十条自2022年1月1日起施行外，本办法自2021年1月1日起施行。"
    part, whole = claims_of(text)
    assert (part.scope, part.target_keys, part.date) == (
        "ARTICLES",
        ("main-1/art-10",),
        date(2022, 1, 1),
    )
    assert (whole.scope, whole.date) == ("WHOLE", date(2021, 1, 1))


def test_a_span_of_articles_names_each() -> None:
    (part,) = claims_of("第五条至第七条自2022年1月1日起施行。")
    assert part.target_keys == tuple(f"main-1/art-{n}" for n in (5, 6, 7))


def test_a_retroactive_clause_about_rewards_is_no_second_beginning() -> None:
    text = "本政策自2020年11月30日起施行，涉及奖励的相关政策自2020年1月1日起执行。"
    whole, part = claims_of(text)
    assert (whole.scope, whole.date) == ("WHOLE", date(2020, 11, 30))
    assert (part.scope, part.date, part.target_keys) == ("ARTICLES", date(2020, 1, 1), ())


@pytest.mark.parametrize(
    "text",
    [
        "《专利代理条例》已经修订通过，现将修订后的《专利代理条例》公布，自2019年3月1日起施行。",
        "《广东省数字经济促进条例》已由会议于2021年7月30日通过，现予公布，自2019年3月1日起施行。",
        "本办法自2019年3月1日起施行。",
    ],
)
def test_what_a_cover_says_of_its_text_is_about_that(text: str) -> None:
    (claim,) = claims_of(text, role=Role.COVER)
    assert (claim.date, claim.target_keys) == (date(2019, 3, 1), ("main-1",))


def test_what_a_cover_says_of_itself_is_about_itself() -> None:
    (claim,) = claims_of("本通知自2019年3月1日起施行。", role=Role.COVER)
    assert claim.target_keys == ()


def test_a_draft_only_proposes() -> None:
    (claim,) = claims_of("本条例自　年　月　日起施行。", proposed=True)
    assert (claim.assertion, claim.date) == ("PROPOSED", None)


def test_a_quote_is_what_stands_there() -> None:
    text = "由市工信局负责解释。本办法自印发之日起施行，有效期至2025年12月31日止。"
    for claim in claims_of(text):
        assert text[claim.start : claim.stop] == claim.quote


@pytest.mark.parametrize(
    ("note", "begins"),
    [
        ("2002年8月12日 最高人民法院公告公布\n2002年8月17日 施行", date(2002, 8, 17)),
        ("1987年9月11日国务院发布 自发布之日起施行", "发布之日"),
        ("1993年9月2日通过 根据2017年11月4日的决定修正 自2018年1月1日起施行", None),
        ("2010年3月1日通过 2010年3月2日公布", None),
    ],
)
def test_a_history_note_tells_the_first_beginning_only(
    note: str, begins: date | str | None
) -> None:
    part = Part("main-1", Role.MAIN, EMPTY, EMPTY, None, ())
    claim = history_claim(Passage("main-1", Within.HISTORY, note, part, None))
    assert (claim and (claim.date or claim.term)) == begins


@pytest.mark.parametrize(
    "piece", ["自", "有效期", "第三条、", "，至", "试行", "除", "（", "起施行", "2021年1月1日至"]
)
def test_a_hostile_text_takes_no_longer_than_its_length(piece: str) -> None:
    begun = time.perf_counter()
    claims_of(piece * 2000 + "施行")
    assert time.perf_counter() - begun < 2
