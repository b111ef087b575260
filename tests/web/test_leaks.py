"""What is held or withdrawn shows nowhere, though what is public cites it and is cited by it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from urllib.parse import quote, unquote, urldefrag
from zipfile import ZipFile

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from archive.archive import Archive
from archive.notice.model import Publication, Source
from ingest.pipeline import read
from ingest.source import source_from_bytes
from tests.cli.pdfs import write_pdf
from tests.web.conftest import ClosingClient, text_source
from web import create_app
from web.config import Config

TODAY = date(2026, 11, 22)
BASE, CITING, UNDATED, BARE = (
    "甲政办-2020-1",
    "甲政办-2023-3",
    "引用保密的暂行细则",
    "甲政办-2023-4",
)
HELD, WITHDRAWN = "甲政办-2022-91", "甲政办-2022-92"

SECRETS = (
    *(
        "青鸾",
        "朱雀",
        "玄武",
        "Sparrowhawk",
        "Nightjar",
    ),  # words of titles and texts that only the hidden ones hold
    "甲政办〔2022〕92号",  # a number that nothing public names
    "甲政办-2022-92",
    "甲政办〔2009〕8号",  # the number under which only a hidden one cites what is public by title
    "甲政办-2009-8",
    *("2022年3月17日", "2022-03-17", "2022年3月18日", "2022-03-18"),  # when they were signed
)
"""What nothing public says, and so no answer may."""


def notice(number: str | None, title: str, body: str, signed: str | None) -> str:
    """A notice of one organ, complete where it says when it was signed."""
    head = f"甲市人民政府办公室文件\n\n{number}\n\n" if number else ""
    end = f"\n甲市人民政府办公室\n{signed}\n" if signed else ""
    return f"{head}{title}\n\n各县（市、区）人民政府：\n\n{body}\n{end}"


PUBLIC = (
    notice(
        "甲政办〔2020〕1号",
        "甲市人民政府办公室关于加强园区管理的通知",
        "一、各园区应当按期报送情况。\n\n二、本通知自2020年2月1日起施行。",
        "2020年1月9日",
    ),
    notice(
        "甲政办〔2023〕3号",
        "甲市人民政府办公室关于园区考核的通知",
        "一、根据甲政办〔2022〕91号文件，制定本通知。\n\n"
        "二、按照《甲市人才公寓分配办法》执行。\n\n"
        "三、按照甲政办〔2009〕7号文件办理。\n\n"
        "四、根据《甲市旧园区收费办法》制定收费标准。",
        "2023年5月6日",
    ),
    notice(
        None,
        "甲市引用保密的暂行细则",
        "第一条 根据甲政办〔2022〕91号，制定本细则。\n\n第二条 本细则自发布之日起施行。",
        None,
    ),
    notice(
        "甲政办〔2023〕4号",
        "甲市人民政府办公室关于园区绿化的通知",
        "一、按照《甲市人民政府办公室关于园区土地集约利用考核评价工作的通知》执行。\n\n"
        "二、按照《甲市人民政府办公室关于园区土地利用评价工作的通知》执行。",
        "2023年6月7日",
    ),
)
HELD_TEXT = notice(
    "甲政办〔2022〕91号",
    "甲市人民政府办公室关于印发青鸾管理办法的通知",
    "一、青鸾工作另行部署。\n\n"
    "二、《甲市人民政府办公室关于加强园区管理的通知》（甲政办〔2020〕1号）同时废止。\n\n"
    "三、《甲市青鸾收费办法》（甲政办〔2009〕7号）同时废止。\n\n"
    "四、按照《甲市旧园区收费办法》（甲政办〔2009〕8号）、《甲市青鸾专用规程》执行。",
    "2022年3月17日",
)
WITHDRAWN_TEXT = notice(
    "甲政办〔2022〕92号",
    "甲市人才公寓分配办法",
    "一、朱雀公寓由甲市人民政府办公室分配。\n\n"
    "二、根据《甲市人民政府办公室关于加强园区管理的通知》（甲政办〔2020〕1号），制定本办法。\n\n"
    "三、《甲市玄武公寓办法》（甲政办〔2008〕6号）同时废止。",
    "2022年3月18日",
)
RIVAL_TEXT = notice(
    "甲政办〔2021〕93号",
    "甲市人民政府办公室关于玄武园区土地集约利用考核评价工作的通知",
    "一、玄武园区参加考核。",
    "2021年3月18日",
)


def paper(words: bytes) -> Source:
    """A PDF of one page."""
    content = write_pdf(b"BT /F1 14 Tf 72 700 Td (" + words + b") Tj ET")
    return source_from_bytes("paper.pdf", content)


PUBLIC_PAPER = paper(b"Words of a paper that everybody may see.")
HELD_PAPER = paper(b"Words of the paper Sparrowhawk that is held.")
WITHDRAWN_PAPER = paper(b"Words of the paper Nightjar that was withdrawn.")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Public texts, and around them two that are held and one that is withdrawn."""
    folder = tmp_path_factory.mktemp("leaks") / "archive"
    with Archive.open(folder) as archive, archive.adding():
        for at, text in enumerate(PUBLIC):
            source = text_source(f"public-{at}.txt", text)
            archive.add(source, read(source))
        for at, text in enumerate((HELD_TEXT, RIVAL_TEXT)):
            source = text_source(f"held-{at}.txt", text)
            reading = read(source)
            held = replace(reading.notice, publication=Publication.HELD)
            archive.add(source, replace(reading, notice=held))
        archive.add(PUBLIC_PAPER, read(PUBLIC_PAPER))
        reading = read(HELD_PAPER)
        held = replace(reading.notice, publication=Publication.HELD)
        archive.add(HELD_PAPER, replace(reading, notice=held))
        archive.withdraw(archive.add(WITHDRAWN_PAPER, read(WITHDRAWN_PAPER)).id, "朱雀要求撤下")
        gone = text_source("gone.txt", WITHDRAWN_TEXT)
        gone_id = archive.add(gone, read(gone)).id
        archive.withdraw(gone_id, "朱雀要求撤下")
    return folder


@pytest.fixture(scope="module")
def site(folder: Path) -> Flask:
    app = create_app(Config(archive=folder), clock=lambda: TODAY)
    app.test_client_class = ClosingClient
    return app


KEYS = ("main-1", "main-1/l1-1")


def names(folder: Path) -> list[str]:
    """Every id and every other name of works, stubs and hidden ones among them."""
    with Archive.open(folder, create=False, writable=False) as archive:
        listed = [line.id for line in archive.listing(on=TODAY, public=False)]
        others = {
            relation.other.id
            for work in listed
            for relation in archive.relations(work, public=False).outgoing
        }
    return [*listed, *sorted(name for name in others if name)]


def starts(site: Flask, folder: Path) -> Iterator[str]:
    """Where to begin: every route of the site, filled in with every work there is."""
    words = ("园区", "办法", "甲政办〔2022〕91号", "《甲市人才公寓分配办法》", "公寓 考核")
    works = names(folder)
    for rule in site.url_map.iter_rules():
        match sorted(rule.arguments):
            case [] if "similar" in rule.rule:
                yield from (f"{rule.rule}?id={n}&key={k}" for n in works for k in KEYS)
            case ["name"] if "similar" in rule.rule:
                address = rule.rule.replace("<name>", "{}")
                yield from (f"{address.format(n)}?key={k}" for n in works for k in KEYS)
            case [] if "search" in rule.rule:
                yield from (f"{rule.rule}?q={typed}" for typed in words)
            case [] if "suggest" in rule.rule:
                yield from (f"{rule.rule}?q={typed}" for typed in ("甲", "青", "朱", "玄", "jia"))
                yield f"{rule.rule}?q=甲政办〔2022〕"
            case [] if "compare" in rule.rule:
                yield from (f"{rule.rule}?old={one}&new={BASE}" for one in works)
                yield from (f"{rule.rule}?old={BASE}&new={one}" for one in works)
            case []:
                yield from (rule.rule, f"{rule.rule}?on=2022-06-01")
            case ["name"]:
                for name in works:
                    address = rule.rule.replace("<name>", name)
                    yield from (address, f"{address}?on=2022-06-01")
            case ["key", "name"]:
                yield from (
                    rule.rule.replace("<name>", n).replace("<path:key>", k)
                    for n in works
                    for k in KEYS
                )
            case ["part"]:
                yield rule.rule.replace("<int:part>", "1")
            case ["sha256"] | ["number", "sha256"]:
                address = rule.rule.replace("<int:number>", "1")
                yield from (address.replace("<sha256>", one) for one in originals())
    yield from (f"/notices/{n}.{suffix}" for n in works for suffix in ("json", "txt", "md", "docx"))
    yield "/browse/ended?from=2000-01-01&to=2100-01-01"
    yield "/browse/expiring?to=2100-01-01"


def originals() -> list[str]:
    """The fingerprint of every file that was added."""
    texts = (*PUBLIC, HELD_TEXT, RIVAL_TEXT, WITHDRAWN_TEXT)
    papers = (PUBLIC_PAPER, HELD_PAPER, WITHDRAWN_PAPER)
    return [
        *(text_source("x.txt", text).sha256 for text in texts),
        *(source.sha256 for source in papers),
    ]


def bare(name: str) -> str:
    """甲政办20228 of 甲政办-2022-8 and 甲政办〔2022〕8号: the address is the number."""
    return re.sub(r"[-〔〕号]", "", name)


def words_of(answer: TestResponse) -> str:
    """What it says; of a packed one, a Word document say, all that its parts hold."""
    if not answer.data.startswith(b"PK"):
        return answer.data.decode("utf-8", "replace")
    with ZipFile(BytesIO(answer.data)) as parts:
        return "".join(
            parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml")
        )


def walk(site: Flask, folder: Path) -> dict[str, tuple[int, str]]:
    """address → status and everything that is answered, following every link within the site."""
    client = site.test_client()
    waiting, found = [*starts(site, folder)], {}
    while waiting:
        address = waiting.pop()
        if address in found or address.startswith("/static/"):
            continue
        answer = client.get(quote(unquote(address), safe="/?=&#@%+~"))
        text = words_of(answer)
        said = f"{text}\n{unquote(answer.headers.get('Location', ''))}"
        found[address] = (answer.status_code, said)
        for link in re.findall(r'(?:href|src|action)="([^"]+)"', text):
            target = urldefrag(unquote(link.replace("&amp;", "&"))).url
            target = target.removeprefix("http://localhost")
            # Filters only count what a list without them has counted.
            if target.startswith("/") and "?" not in target:
                waiting.append(target)
    return found


@pytest.fixture(scope="module")
def answers(site: Flask, folder: Path) -> dict[str, tuple[int, str]]:
    return walk(site, folder)


def test_the_world_is_linked_both_ways(folder: Path) -> None:
    with Archive.open(folder, create=False, writable=False) as archive:
        held = archive.relations(HELD, public=False)
        assert {r.other.id for r in held.outgoing} >= {BASE, "甲政办-2009-7", "甲政办-2009-8"}
        assert CITING in {r.other.id for r in held.incoming}
        gone = archive.relations(WITHDRAWN, public=False)
        assert BASE in {r.other.id for r in gone.outgoing}
        assert CITING in {r.other.id for r in gone.incoming}
        rivals = {one for r in archive.doubts(public=False) for one in r.rivals}
        assert "甲政办-2021-93" in rivals


def test_every_route_of_the_site_is_walked(
    site: Flask, answers: dict[str, tuple[int, str]]
) -> None:
    adapter = site.url_map.bind("localhost")
    walked = set()
    for address, (status, _) in answers.items():
        if status == 200:
            walked.add(adapter.match(quote(address.partition("?")[0]), return_rule=True)[0].rule)
    unwalked = {rule.rule for rule in site.url_map.iter_rules()} - walked
    assert unwalked <= {"/static/<path:filename>", "/favicon.ico"}


def test_originals_of_hidden_notices_are_not_given(site: Flask) -> None:
    client = site.test_client()
    for text, status in ((PUBLIC[0], 200), (HELD_TEXT, 404), (WITHDRAWN_TEXT, 410)):
        answer = client.get(f"/originals/{text_source('x.txt', text).sha256}")
        assert answer.status_code == status
    for source, status in ((PUBLIC_PAPER, 200), (HELD_PAPER, 404), (WITHDRAWN_PAPER, 410)):
        for path in (f"/originals/{source.sha256}", f"/originals/{source.sha256}/pages/1"):
            assert client.get(path).status_code == status, path


def test_what_is_held_is_unknown_and_what_was_withdrawn_is_gone(site: Flask) -> None:
    client = site.test_client()
    for work, status in ((HELD, 404), (WITHDRAWN, 410)):
        for path in (
            "/notices/",
            "/api/v1/notices/",
            "/api/v1/status/",
            "/api/v1/relations/",
            "/api/v1/dependents/",
            "/api/v1/candidates/",
        ):
            assert client.get(f"{path}{work}").status_code == status, (path, work)


def test_nothing_of_a_held_or_withdrawn_notice_is_said_anywhere(
    answers: dict[str, tuple[int, str]],
) -> None:
    assert len(answers) > 100
    leaks = [
        f"{address}: {secret}: …{text[max(0, at - 60) : at + 60]}…"
        for address, (_, text) in answers.items()
        for secret in SECRETS
        if bare(secret) not in bare(unquote(address))  # what is asked may be repeated
        for at in [unquote(text).find(secret)]
        if at >= 0
    ]
    assert leaks == []


def test_what_only_hidden_notices_cite_is_not_there(
    site: Flask, folder: Path, answers: dict[str, tuple[int, str]]
) -> None:
    with Archive.open(folder, create=False, writable=False) as archive:
        only = {
            relation.other.id
            for work in (HELD, WITHDRAWN)
            for relation in archive.relations(work, public=False).outgoing
            if relation.other.is_stub and relation.other.id != "甲政办-2009-7"
        }
    assert len(only) >= 3
    client = site.test_client()
    for name in only:
        for path in ("/notices/", "/api/v1/relations/", "/api/v1/status/", "/api/v1/dependents/"):
            assert client.get(f"{path}{name}").status_code == 404, (path, name)


def test_a_hidden_notice_ends_nothing_in_public(site: Flask) -> None:
    client = site.test_client()
    answer = client.get(f"/api/v1/status/{BASE}").get_json()
    assert answer["status"] == "EFFECTIVE"
    assert client.get(f"/api/v1/relations/{BASE}").get_json()["incoming"] == []


def test_a_relation_to_a_hidden_notice_says_what_its_own_words_say_and_no_more(
    site: Flask,
) -> None:
    found = site.test_client().get(f"/api/v1/relations/{CITING}").get_json()["outgoing"]
    by_quote = {"91号": None, "人才公寓": None}
    for relation in found:
        for words in by_quote:
            if words in relation["quote"]:
                by_quote[words] = relation
    for relation in by_quote.values():
        assert relation is not None
        assert relation["target"]["id"] is None
        assert relation["resolved_by"] == "stub"
        assert (relation["target_key"], relation["rivals"]) == (None, [])
        assert relation["changed_on"] is None


def test_names_of_a_hidden_notice_do_not_lead_to_it(site: Flask) -> None:
    client = site.test_client()
    for name in ("甲政办〔2022〕91号", "甲政办〔2022〕92号", "jia-zheng-ban-2022-91"):
        for path in ("/notices/", "/api/v1/status/", "/api/v1/relations/", "/api/v1/notices/"):
            answer = client.get(f"{path}{name}")
            assert answer.status_code in (404, 410), (path, name)


def test_when_it_is_published_everything_follows(folder: Path, tmp_path: Path) -> None:
    with Archive.open(tmp_path / "archive") as archive, archive.adding():
        for text in (PUBLIC[0], PUBLIC[2]):
            source = text_source("public.txt", text)
            archive.add(source, read(source))
        source = text_source("held.txt", HELD_TEXT)
        reading = read(source)
        held = replace(reading.notice, publication=Publication.HELD)
        archive.add(source, replace(reading, notice=held))
    with Archive.open(tmp_path / "archive") as archive:
        undated = next(x.id for x in archive.listing(on=TODAY, public=True) if not x.number)
        assert archive.status(BASE, None, TODAY).status == "EFFECTIVE"
        assert archive.status(undated, None, TODAY).bounds is None
        archive.publish(HELD)
        assert archive.status(BASE, None, TODAY).status == "REPEALED"
        assert "2022年3月17日" in (archive.status(undated, None, TODAY).bounds or "")
        assert archive.check(deep=True) == ()
        archive.withdraw(HELD, "有误")
        assert archive.status(BASE, None, TODAY).status == "EFFECTIVE"
        assert archive.status(undated, None, TODAY).bounds is None
        assert archive.check(deep=True) == ()
