"""Search against the gold queries: every score at or above its floor; and the scorers themselves.

``pytest -s`` shows nDCG@10 for each kind of query beside the baseline's;
``gold-search/README.md`` says what a grade means.
"""

import json
import lzma
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from whoosh.analysis import Token
from whoosh.fields import TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.query import Or, Term
from whoosh.scoring import BM25F

from benchmarks.bm25f import K1, B, Baseline, words
from tests.quality.search import Asked, means, ndcg, read_documents, read_gold, report, score

HERE = Path(__file__).parent
GOLD = HERE / "gold-search"


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.timeout(600)
def test_every_score_reaches_its_floor(shared_corpus: Path, tmp_path: Path) -> None:
    documents = read_documents(shared_corpus)
    queries, unmet = read_gold(GOLD, documents)
    assert not unmet, "the corpus lacks what was graded"
    scored = score(queries, documents, tmp_path)
    sys.stdout.write(f"\n{report(scored)}\n")
    floors = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))["search"]
    shares = {name: 100 * mean for name, mean in means(scored).items()}
    low = {name: shares[name] for name, floor in floors.items() if shares[name] < floor}
    assert not low, f"below the floors: {low}"


TEXTS = (
    "专利代理机构应当按照委托人的委托办理专利事务。专利代理师不得自行接受委托。",
    "政务新媒体不得刊登商业广告。",
    "纳税人赡养一位及以上被赡养人的赡养支出，统一按照每月2000元的标准定额扣除。" * 9,
    "本办法自发布之日起施行。",
    "委托合同可以由委托人随时解除。",
)


def _cut(value: str, **_: object) -> "list[Token]":
    return [Token(text=word, pos=at, boost=1.0) for at, word in enumerate(words(value))]


def test_the_baseline_scores_as_a_whoosh_searcher_does() -> None:
    index = RamStorage().create_index(Schema(text=TEXT(analyzer=_cut, phrase=False)))
    with index.writer() as writer:
        for text in TEXTS:
            writer.add_document(text=text)
    baseline = Baseline(TEXTS)
    with index.searcher(weighting=BM25F(B=B, K1=K1)) as searcher:
        for question in ("委托人可以自行办理专利吗", "赡养老人每月扣除多少", "商业广告 施行"):
            found = searcher.search(Or([Term("text", w) for w in set(words(question))]))
            scores = baseline.scores(question)
            assert {hit.docnum: pytest.approx(hit.score) for hit in found} == {
                at: one for at, one in enumerate(scores.tolist()) if one
            }
            assert [hit.docnum for hit in found] == baseline.best(question, len(TEXTS))


def test_ties_of_the_baseline_go_by_the_order_of_the_texts() -> None:
    assert Baseline(("税款", "税款", "罚款")).best("税款", 5) == [0, 1]


ASKED = Asked("q", "clause", "…", {("a", "k1"): 3, ("a", "k2"): 1, ("b", "*"): 2})


def test_the_best_possible_order_earns_one() -> None:
    assert ndcg(ASKED, [("a", "k1"), ("b", "x"), ("a", "k2")]) == pytest.approx(1.0)


def test_a_grade_is_earned_once() -> None:
    once = ndcg(ASKED, [("b", "x"), ("c", "y")])
    assert 0 < ndcg(ASKED, [("b", "x"), ("b", "y")]) == pytest.approx(once)


def test_a_later_place_earns_less_and_none_nothing() -> None:
    assert ndcg(ASKED, [("c", "y"), ("a", "k1")]) < ndcg(ASKED, [("a", "k1"), ("c", "y")])
    assert ndcg(ASKED, []) == 0


def test_every_grade_has_its_query_and_a_short_anchor() -> None:
    queries = [line.split("\t") for line in _lines("queries.tsv")]
    grades = [line.split("\t") for line in _lines("grades.tsv")]
    assert len({number for number, _, _ in queries}) == len(queries) >= 90
    assert {number for number, *_ in grades} == {number for number, _, _ in queries}
    assert all(grade in "123" and len(anchor) <= 30 for _, _, anchor, grade in grades)


def _lines(name: str) -> list[str]:
    return (GOLD / name).read_text(encoding="utf-8").splitlines()[1:]


def test_a_set_of_questions_is_scored_in_one_line(tmp_path: Path, root: Path) -> None:
    articles = [
        {"id": 7, "name": "中华人民共和国民法典第一条", "text": "民事主体的合法权益受法律保护。"},
        {"id": 8, "name": "中华人民共和国民法典第二条", "text": "承租人应当妥善保管租赁物。"},
        {"id": 9, "name": "渔业法第三条", "text": "渔船应当检验。"},
    ]
    with lzma.open(tmp_path / "articles.jsonl.xz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(article) + "\n" for article in articles)
    (tmp_path / "queries.tsv").write_text("1\t租客要保管东西吗\n2\t渔船\n", encoding="utf-8")
    (tmp_path / "qrels.tsv").write_text("1\t8\n2\t9\n", encoding="utf-8")
    ran = subprocess.run(  # noqa: S603  our own program
        (sys.executable, "-m", "benchmarks.stard", tmp_path),
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    line = json.loads(ran.stdout)
    assert line["articles"] == 3
    for half in ("odd", "even"):
        assert line[half]["questions"] == 1
        assert line[half]["ours"] == {"mrr@10": 1.0, "recall@10": 1.0, "recall@50": 1.0}
    assert line["all"]["baseline"]["recall@50"] == 1.0
