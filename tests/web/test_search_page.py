"""Search: hits by notice, exact marks, straight to a number, honest about nothing."""

from urllib.parse import quote

from flask.testing import FlaskClient

from tests.web.conftest import HELD_WORD, N65, WITHDRAWN_WORD, page_at


def test_a_number_in_any_style_leads_to_its_notice(client: FlaskClient) -> None:
    for typed in (
        "焦政办〔2021〕65号",
        "焦政办(2021)65号",
        "焦政办［2021］65 号",
        "焦政办【2021】65号",
    ):
        response = client.get(f"/search?q={typed}&on=2022-03-01")
        assert response.status_code == 302, typed
        assert response.headers["Location"] == f"/notices/{quote(N65)}?on=2022-03-01"


def test_a_number_that_is_only_cited_leads_to_the_page_that_says_so(client: FlaskClient) -> None:
    response = client.get("/search?q=国发[2020] 7号")
    assert response.headers["Location"] == f"/notices/{quote('国发-2020-7')}"
    assert "没有收录它的原文" in page_at(client, response.headers["Location"]).text


def test_where_hits_are_narrowed_a_number_that_is_only_cited_is_still_said(
    client: FlaskClient,
) -> None:
    page = page_at(client, "/search?q=国发〔2020〕7号&part=body")
    assert "没有收录文号为 国发〔2020〕7号 的公开文件；它只在引用里出现" in page.text
    assert f"/notices/{quote('国发-2020-7')}" in page.addresses
    assert page.all("mark")


def test_an_unknown_number_is_searched_in_the_texts(client: FlaskClient) -> None:
    page = page_at(client, "/search?q=国发〔1999〕777号")
    assert "没有收录文号为 国发〔1999〕777号 的公开文件；也没有条文提到它" in page.text


def test_hits_are_grouped_and_marked(client: FlaskClient) -> None:
    page = page_at(client, "/search?q=一区多园 资金")
    groups = page.all("section", cls="group")
    assert len(groups) >= 2
    html = client.get("/search?q=一区多园 资金").get_data(as_text=True)
    assert "<mark>一区多园</mark>" in html
    assert "<mark>资金</mark>" in html
    assert "读作：一区多园 且 资金" in page.text


def test_a_hit_leads_to_its_clause(client: FlaskClient) -> None:
    page = page_at(client, "/search?q=火炬统计专项经费 资金保障")
    hits = [e.attributes["href"] for e in page.all("a", cls="hit")]
    assert f"/notices/{quote(N65)}#main-1/art-9" in hits


def test_every_hit_leads_to_a_place_on_its_page(client: FlaskClient) -> None:
    hits = [
        hit.attributes["href"].partition("#")
        for query in ("一区多园", "平顶山", "有限公司", "局长", "产业", "为")
        for hit in page_at(client, f"/search?q={query}").all("a", cls="hit")
    ]
    pages = {address: set(page_at(client, address).ids) for address, _, _ in hits}
    assert len(pages) >= 4
    for address, _, anchor in hits:
        assert anchor in pages[address], (address, anchor)


def test_facets_narrow_and_can_be_taken_away(client: FlaskClient) -> None:
    page = page_at(client, "/search?q=一区多园")
    year = next(a for a in page.addresses if "year=2021" in a)
    narrowed = page_at(client, year)
    assert "取消" in narrowed.text
    assert [
        a for a in narrowed.addresses if a.startswith("/search") and "year" not in a and "q=" in a
    ]


def test_nothing_found_explains_itself(client: FlaskClient) -> None:
    page = page_at(client, "/search?q=一区多园 火星")
    for words in ("没有找到", "为什么没有", "单独检索“火星”", "一条也没有", "已查遍"):
        assert words in page.text
    assert f"/search?q={quote('一区多园')}" in page.addresses


def test_a_field_that_hides_everything_is_counted_like_a_word(client: FlaskClient) -> None:
    page = page_at(client, "/search?q=状态:废止 一区多园 机关:火星")
    assert "单独检索“机关：火星”：一条也没有" in page.text


def test_nothing_found_offers_nothing_to_narrow(client: FlaskClient) -> None:
    assert "筛选" not in page_at(client, "/search?q=火星").text
    assert "筛选" in page_at(client, "/search?q=火星&year=2021").text  # it can be taken away


def test_words_run_together_are_offered_apart(client: FlaskClient) -> None:
    page = page_at(client, "/search?q=一区多园资金保障")
    assert "分开检索" in page.text


def test_a_filter_that_hides_everything_says_so(client: FlaskClient) -> None:
    page = page_at(client, "/search?q=辐射点&year=2017")
    assert "去掉筛选有" in page.text


def test_an_empty_search_shows_how_to_search(client: FlaskClient) -> None:
    assert "各词同在一条里" in page_at(client, "/search?q=").text
    assert "没有可找的词" in page_at(client, "/search?q=-").text


def test_what_was_typed_stands_in_the_box(client: FlaskClient) -> None:
    page = page_at(client, '/search?q="一区 多园" <b>')
    assert page.all("input", id="q")[0].attributes["value"] == '"一区 多园" <b>'


def test_pages_follow_each_other_without_gaps(client: FlaskClient) -> None:
    first = page_at(client, "/search?q=一区多园")
    second = page_at(client, "/search?q=一区多园&page=2")
    hits = [p.all("a", cls="hit") for p in (first, second)]
    assert [len(page) for page in hits] == [20, 20]
    assert hits[0] != hits[1]
    assert second.all("a", rel="prev")


def test_a_slip_is_answered_with_what_may_have_been_meant(client: FlaskClient) -> None:
    page = page_at(client, "/search?q=一区多元")
    assert "您要找的可能是 一区多园" in page.text
    assert f"/search?q={quote('一区多园')}" in page.addresses
    assert "可能是" not in page_at(client, "/search?q=一区多园").text


def test_numbers_near_one_that_is_not_there_are_offered(client: FlaskClient) -> None:
    page = page_at(client, "/search?q=焦政办〔2021〕64号")
    assert "号码相近的 焦政办〔2021〕65号" in page.text
    assert f"/notices/{quote(N65)}" in page.addresses


def test_programs_are_told_why_there_is_so_little(client: FlaskClient) -> None:
    found = client.get("/api/v1/search?q=一区多园 火星&year=2021").get_json()
    advice = found["explanation"]["advice"]
    counts = {word["text"]: word["count"] for word in advice["words"]}
    assert counts["火星"] == 0 < counts["一区多园"]
    assert advice["unfiltered"] == 0
    assert advice["notices"] > 0
    assert client.get("/api/v1/search?q=一区多园").get_json()["explanation"]["advice"] is None


def test_no_advice_tells_what_may_not_be_seen(client: FlaskClient) -> None:
    for typed in ("保密词已", "撤下词已", "焦政办〔2022〕900号", f"{HELD_WORD} {WITHDRAWN_WORD}"):
        text = client.get("/api/v1/search", query_string={"q": typed}).get_data(as_text=True)
        for secret in {HELD_WORD, WITHDRAWN_WORD, "焦政办〔2022〕901号", "902"} - {*typed.split()}:
            assert secret not in text, typed
        advice = client.get("/api/v1/search", query_string={"q": typed}).get_json()
        explanation = advice["explanation"]["advice"]
        assert explanation is not None
        assert {word["everywhere"] for word in explanation["words"]} <= {0}
        assert explanation["other_days"] == 0


def test_one_notice_can_be_searched_from_its_own_page(client: FlaskClient) -> None:
    (form,) = page_at(client, f"/notices/{N65}").all("form", cls="within")
    assert form.attributes["action"] == "/search"
    page = page_at(client, f"/search?q=资金&within={N65}")
    assert "只在《" in page.text
    assert {a.partition("#")[0] for a in page.addresses if "#" in a and "art-" in a} == {
        f"/notices/{quote(N65)}"
    }
