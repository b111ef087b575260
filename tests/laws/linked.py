"""Thirty-four small documents that speak of each other in every way that linking knows."""

import hashlib

from archive.notice.model import Reading, Source
from ingest.pipeline import read

_TAIL = "（此件公开发布）"


def document(
    number: str | None, title: str, organ: str, body: str, signed: str, to: str = "各有关单位："
) -> str:
    """A notice as an export prints it."""
    head = f"{number}\n\n" if number else ""
    return f"{head}{title}\n\n{to}\n\n{body}\n\n{organ}\n\n{signed}\n\n{_TAIL}\n"


def source(name: str, text: str) -> Source:
    """A text file as if it had been handed in."""
    content = text.encode()
    return Source(f"{name}.txt", "text/plain", content, hashlib.sha256(content).hexdigest())


GOV, OFFICE, BUREAU = "临海市人民政府", "临海市人民政府办公室", "临海市财政局"


def _rule(serial: int, subject: str, year: int, closing: str) -> str:
    return document(
        f"临政〔{year}〕{serial}号",
        f"{GOV}关于印发临海市{subject}管理办法的通知",
        GOV,
        f"现将《临海市{subject}管理办法》印发给你们，请认真贯彻执行。\n\n{GOV}\n\n{year}年3月1日\n\n"
        f"临海市{subject}管理办法\n\n第一条 为规范{subject}管理，制定本办法。\n\n"
        f"第二条 本市行政区域内的{subject}，适用本办法。\n\n第三条 {closing}",
        f"{year}年3月1日",
    )


def _texts() -> dict[str, str]:
    found = {}
    subjects = ("园区资金", "科技项目", "人才公寓", "河道采砂", "校车安全", "公共停车")
    for at, subject in enumerate(subjects, 1):
        found[f"old-{at}"] = _rule(at, subject, 2010, "本办法自2010年4月1日起施行。")
        found[f"new-{at}"] = _rule(
            20 + at,
            subject,
            2018,
            "本办法自2018年4月1日起施行，有效期五年。"
            f"《{GOV}关于印发临海市{subject}管理办法的通知》（临政〔2010〕{at}号）同时废止。",
        )
    for at, subject in enumerate(subjects[:4], 1):
        found[f"detail-{at}"] = document(
            f"临财〔2019〕{at}号",
            f"{BUREAU}关于做好{subject}工作的通知",
            BUREAU,
            f"根据《临海市{subject}管理办法》和临政〔2018〕{20 + at}号文件，现通知如下：\n\n"
            f"一、按照《{GOV}关于印发临海市{subject}管理办法的通知》（临政〔2018〕{20 + at}号）"
            "要求落实责任。\n\n二、原有规定与本通知不一致的，以本通知为准。",
            "2019年6月3日",
        )
    found["extend"] = document(
        "临政〔2023〕5号",
        f"{GOV}关于延长部分文件有效期的通知",
        GOV,
        f"经研究，《{GOV}关于印发临海市科技项目管理办法的通知》（临政〔2018〕22号）"
        "有效期延长至2028年3月31日。",
        "2023年2月20日",
    )
    found["clean-up"] = document(
        "临政〔2022〕9号",
        f"{GOV}关于废止和宣布失效部分文件的决定",
        GOV,
        "经清理，决定废止下列文件：\n\n"
        "1.《临海市河道采砂管理办法》（临政〔2018〕24号）\n\n"
        "2.《临海市城市绿化规定》（临政〔1999〕7号）\n\n"
        "3.《临海市城市绿化补充规定》（临政〔2001〕12号）\n\n"
        "本决定自2022年5月1日起施行。",
        "2022年4月8日",
    )
    found["green"] = document(
        "临政〔1999〕7号",
        f"{GOV}关于印发临海市城市绿化规定的通知",
        GOV,
        "现将《临海市城市绿化规定》印发给你们，请遵照执行。",
        "1999年8月2日",
    )
    found["amend"] = document(
        "临政〔2021〕3号",
        f"{GOV}关于修改《临海市校车安全管理办法》的决定",
        GOV,
        "经研究，决定对《临海市校车安全管理办法》（临政〔2018〕25号）作如下修改：\n\n"
        "一、将第二条修改为：“本市校车适用本办法。”\n\n本决定自2021年7月1日起施行。",
        "2021年5月6日",
    )
    found["draft"] = document(
        None,
        "临海市公共停车管理办法（征求意见稿）",
        OFFICE,
        "第一条 根据《临海市公共停车管理办法》（临政〔2018〕26号），制定本办法。\n\n"
        "第二条 本办法自发布之日起施行，临政〔2018〕26号文件同时废止。",
        "2024年1月2日",
        to="",
    )
    found["office"] = document(
        "临政办〔2020〕8号",
        f"{OFFICE}关于贯彻落实人才公寓管理办法的意见",
        OFFICE,
        f"为贯彻落实《{GOV}关于印发临海市人才公寓管理办法的通知》，提出以下意见：\n\n"
        "一、依据《中华人民共和国城市房地产管理法》和《城镇住宅保障条例》办理。\n\n"
        "二、参照《临海市住房公积金提取办法》执行。",
        "2020年9月9日",
    )
    found["title-only"] = document(
        "临财〔2022〕30号",
        f"{BUREAU}关于废止住房公积金提取办法的通知",
        BUREAU,
        "《临海市住房公积金提取办法》自2022年12月1日起废止。",
        "2022年11月1日",
    )
    found["by-number"] = document(
        "临财〔2022〕31号",
        f"{BUREAU}关于住房公积金的补充通知",
        BUREAU,
        "《临海市住房公积金提取办法》（临财〔2008〕77号）第三条不再执行。",
        "2022年11月2日",
    )
    found["fund"] = document(
        "临财〔2008〕77号",
        "临海市住房公积金提取办法",
        BUREAU,
        "第一条 为规范提取，制定本办法。\n\n第二条 职工可以提取。\n\n第三条 提取限额另定。\n\n"
        "第四条 本办法自2008年5月1日起施行。",
        "2008年4月1日",
        to="",
    )
    found["same-title"] = document(
        "山政〔2012〕4号",
        "临山县人民政府关于印发临海市科技项目管理办法的通知",
        "临山县人民政府",
        "现将《临海市科技项目管理办法》转发给你们。",
        "2012年2月2日",
    )
    found["law"] = (
        "# 中华人民共和国城市房地产管理法\n\n（1994年7月5日第八届全国人民代表大会常务委员会第八次"
        "会议通过）\n\n<!-- INFO END -->\n\n第一条 为了加强对城市房地产的管理，制定本法。\n\n"
        "第二条 本法自1995年1月1日起施行。\n"
    )
    found["like"] = document(
        "临财〔2019〕9号",
        f"{BUREAU}关于进一步加强和规范市级科技项目经费使用管理工作的通知",
        BUREAU,
        "请遵照执行。",
        "2019年10月1日",
    )
    found["cites-like"] = document(
        "临财〔2020〕9号",
        f"{BUREAU}关于科技经费检查的通知",
        BUREAU,
        f"按照《{BUREAU}关于进一步加强和规范市科技项目经费使用管理工作的通知》要求开展检查。",
        "2020年10月1日",
    )
    found["shared"] = document(
        "临政〔2024〕1号",
        f"{GOV}关于停止执行有关文件的通知",
        GOV,
        "临政〔2018〕21号、26号文件停止执行。",
        "2024年3月3日",
    )
    found["bound"] = document(
        None,
        "临海市园区资金实施细则",
        BUREAU,
        "第一条 按照临政〔2018〕21号文件要求，制定本细则。\n\n第二条 本细则自发布之日起施行。",
        "",
        to="",
    )
    found["twin"] = found["green"].replace("临政〔1999〕7号\n\n", "")
    return found


def readings() -> dict[str, tuple[Source, Reading]]:
    """Name → what was handed in and read."""
    return {name: (made := source(name, text), read(made)) for name, text in _texts().items()}
