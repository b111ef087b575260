"""Structure beyond the seeds': contents, quoted amendments, decimal plans, heads."""

import pytest

from archive.notice.model import Notice, Publication, SectionKind
from ingest.pipeline import read
from ingest.source import source_from_bytes


def notice(text: str, name: str = "x.txt") -> Notice:
    return read(source_from_bytes(name, text.encode())).notice


def test_a_table_of_contents_is_not_repeated_as_structure() -> None:
    it = notice(
        "中华人民共和国数据安全法\n"
        "（2021年6月10日第十三届全国人民代表大会常务委员会第二十九次会议通过）\n"
        "目  录\n第一章　总则\n第二章　附则\n第一章　总则\n"
        "第一条　为了规范数据处理活动，制定本法。\n"
        "第二章　附则\n第二条　本法自2021年9月1日起施行。\n"
    )
    chapters = [s.key for s in it.walk() if s.kind is SectionKind.CHAPTER]
    assert chapters == ["main-1/ch-1", "main-1/ch-2"]
    assert [f.text for f in it.furniture if f.kind == "toc"] == [
        "目  录",
        "第一章　总则",
        "第二章　附则",
    ]


def test_dot_leaders_mark_the_contents_too() -> None:
    it = notice(
        "合肥市数字经济发展规划\n目录\n一、发展态势......1\n（一）国际发展态势......1\n二、发展基础......3\n"
        "一、发展态势\n（一）国际发展态势\n当前，新一轮科技革命蓬勃兴起。\n二、发展基础\n我市产业基础良好。\n"
    )
    assert [s.label for s in it.walk() if s.label] == ["一、", "（一）", "二、"]


def test_quoted_wording_of_an_amendment_is_no_structure() -> None:
    it = notice(
        "关于修改《河南省某条例》的决定\n一、将第三条修改为：“第三条 市人民政府应当加强领导。\n"
        "第四条 县人民政府应当落实责任。”\n二、删去第十条。\n"
    )
    assert not [s for s in it.walk() if s.kind is SectionKind.ARTICLE]
    assert [s.label for s in it.walk() if s.label] == ["一、", "二、"]


def test_decimal_plans_keep_their_numbers() -> None:
    it = notice(
        "突发事件应急预案\n1.1 编制目的\n为提高应对能力，制定本预案。\n"
        "1.2 适用范围\n本预案适用于全市。\n"
        "1.2.1 分级标准\n按照损失分级，其中1.5亿元以上为特大。\n"
    )
    numbers = [s.number for s in it.walk() if s.label]
    assert numbers == [(1, 1), (1, 2), (1, 2, 1)]


@pytest.mark.parametrize(
    ("head", "number", "signed"),
    [
        ("（运政办发〔2020〕8号　2020年3月27日）", "运政办发〔2020〕8号", "2020-03-27"),
        ("（赣府厅发[2020]15号）", "赣府厅发〔2020〕15号", None),
        ("科技与数字〔2013〕194号", "科技与数字〔2013〕194号", None),
    ],
)
def test_a_number_stands_alone_on_its_line(head: str, number: str, signed: str | None) -> None:
    title = "运城市人民政府办公室关于印发行动计划的通知"
    it = notice(f"{title}\n{title}\n\n{head}\n各县（市、区）人民政府：\n　　请认真贯彻执行。\n")
    assert it.number == number
    assert (str(it.date_signed) if it.date_signed else None) == signed
    assert it.title == title


def test_the_number_of_a_forwarded_document_is_not_the_notices_own() -> None:
    it = notice(
        "西安市工业和信息化局转发陕西省工业和信息化厅关于落实行动方案的通知\n各区县：\n"
        "　　现将《关于落实行动方案的通知》（陕工信发〔2020〕100号）转发给你们，请遵照执行。\n"
    )
    assert it.number is None


def test_an_article_numbered_between_two_others_keeps_its_place() -> None:
    it = notice(
        "某法\n"
        "第一百二十条 甲应当负责。\n第一百二十条之一 乙应当负责。\n第一百二十一条 丙应当负责。\n"
    )
    keys = [s.key for s in it.walk()]
    assert keys == ["main-1/art-120", "main-1/art-120_1", "main-1/art-121"]


def test_the_same_article_twice_is_kept_twice() -> None:
    it = notice("某办法\n第一条 甲应当负责。\n第一条 乙应当负责。\n")
    assert [s.key for s in it.walk()] == ["main-1/art-1", "main-1/art-1~2"]


def test_a_words_reference_at_the_start_of_a_line_is_no_article() -> None:
    it = notice("某办法\n第一条 甲应当负责。\n第三条和第四条规定的事项，由市政府决定。\n")
    articles = [s for s in it.walk() if s.kind is SectionKind.ARTICLE]
    assert len(articles) == 1
    assert len(articles[0].children) == 2


@pytest.mark.parametrize(
    ("printed", "organs"),
    [
        ("财　政　部　　教　育　部", ("财政部", "教育部")),
        ("某省财政厅　　　某省教育厅", ("某省财政厅", "某省教育厅")),
        ("某省财政厅 某省教育厅", ("某省财政厅", "某省教育厅")),
        ("某 市 人 民 政 府", ("某市人民政府",)),
        ("某省财政厅\n某省教育厅", ("某省财政厅", "某省教育厅")),
    ],
)
def test_joint_signatures_are_told_apart_however_padded(
    printed: str, organs: tuple[str, ...]
) -> None:
    it = notice(
        f"关于做好某事的通知\n\n各有关单位：\n\n　　请认真落实某事。\n\n{printed}\n\n2021年3月4日\n"
    )
    assert it.signature == organs
    assert str(it.date_signed) == "2021-03-04"


FULL_HEAD = """000012
机密★1年
特急
某省人民政府办公厅文件
某政办〔2021〕13号　　签发人：张三
某省人民政府办公厅
关于做好某事的通知
各市人民政府，省人民政府各部门：
　　为做好某事，现将有关事项通知如下：
　　一、提高认识。各地要高度重视。
　　附件：1.任务分工表
　　　　　2.联系人名单（略）
某省人民政府办公厅
2021年3月4日
（此件依申请公开）
（联系人：王五）
附件1
任务分工表
一、第一项任务
二、第二项任务
抄送：省委各部门，省军区。
某省人民政府办公厅　　　　2021年3月5日印发
"""


def test_every_element_of_a_full_layout_has_its_field() -> None:
    it = notice(FULL_HEAD)
    values = {field.name: field.value for field in it.fields}
    assert (values["copy_no"], values["secrecy"], values["urgency"]) == (
        "000012",
        "机密★1年",
        "特急",
    )
    assert (values["signer"], values["printer"]) == ("张三", "某省人民政府办公厅")
    assert (it.title, it.number) == ("某省人民政府办公厅关于做好某事的通知", "某政办〔2021〕13号")
    assert it.issuers == it.signature == ("某省人民政府办公厅",)
    assert it.recipients == ("各市人民政府", "省人民政府各部门")
    assert it.cc == ("省委各部门", "省军区")
    assert (str(it.date_signed), str(it.date_printed)) == ("2021-03-04", "2021-03-05")
    assert [part.title for part in it.components] == [it.title, "任务分工表"]
    assert it.publication is Publication.HELD
    codes = {
        problem.code for problem in read(source_from_bytes("x.txt", FULL_HEAD.encode())).problems
    }
    assert codes == {"ATTACHMENT_OMITTED"}


def test_the_head_of_a_letter_is_no_part_of_its_title() -> None:
    it = notice(
        "某市人民政府\n\n某政函〔2021〕3号\n\n某市人民政府关于同意设立某园区的批复\n\n"
        "某区人民政府：\n\n　　你区《关于设立某园区的请示》收悉。现批复如下：\n\n"
        "　　一、同意设立某园区。\n\n某市人民政府\n\n2021年3月4日\n"
    )
    assert it.title == "某市人民政府关于同意设立某园区的批复"
    assert (it.number, it.issuers) == ("某政函〔2021〕3号", ("某市人民政府",))


def test_two_plans_under_one_notice_are_two_texts_each_with_its_attachment() -> None:
    it = notice(
        "某市人民政府关于印发甲产业行动计划和乙产业行动计划的通知\n\n某政发〔2021〕5号\n\n"
        "各区人民政府：\n\n　　现将《甲产业行动计划（2021-2023年）》《乙产业行动计划》印发给你们。"
        "\n\n某市人民政府\n\n2021年3月4日\n\n"
        "甲产业行动计划（2021-2023年）\n\n一、目标\n\n　　做强甲产业。\n\n"
        "附件\n\n甲产业领导小组成员名单\n\n组长：张三\n\n副组长：李四\n\n"
        "乙产业行动计划\n\n一、目标\n\n　　做强乙产业。\n"
    )
    assert [(part.key, part.title) for part in it.components[1:]] == [
        ("main-1", "甲产业行动计划（2021-2023年）"),
        ("att-1", "甲产业领导小组成员名单"),
        ("main-2", "乙产业行动计划"),
    ]


def test_nested_attachment_numbers_are_read() -> None:
    it = notice(
        "某局关于组织申报的通知\n\n各单位：\n\n　　请组织申报。\n\n某局\n\n2021年3月4日\n\n"
        "附件2-1\n\n项目申报表\n\n名称\n\n单位\n\n附件2-2\n\n项目汇总表\n\n序号\n\n名称\n"
    )
    assert [(part.label, part.title) for part in it.components[1:]] == [
        ("附件2-1", "项目申报表"),
        ("附件2-2", "项目汇总表"),
    ]


def test_a_signature_whose_date_is_lost_is_known_by_the_title() -> None:
    it = notice(
        "某省财政厅关于做好某事的通知\n\n各有关单位：\n\n　　请认真落实某事。\n\n"
        "某省财政厅\n\n某省教育厅\n"
    )
    assert it.signature == ("某省财政厅", "某省教育厅")
    assert it.date_signed is None


def test_an_attachment_with_a_heading_is_not_cut_by_its_name_in_the_list() -> None:
    it = notice(
        "某局关于组织申报的通知\n\n各单位：\n\n　　请组织申报。\n\n"
        "　　附件：1.项目申报书\n\n　　2.汇总表\n\n"
        "某局\n\n2021年3月4日\n\n附件1\n\n项目申报材料\n\n　　请按下列要求填写。\n\n项目申报书\n\n"
        "　　申报单位填写。\n\n汇总表\n\n　　由区局填写。\n"
    )
    assert [part.title for part in it.components[1:]] == ["项目申报材料", "汇总表"]
