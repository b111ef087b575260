"""What the law is told of a text is the same, whether from the notice or from its JSON."""

from archive.law.graph import facts_from_json, facts_in, facts_of, facts_to_json
from archive.notice.json import notice_to_json
from ingest.pipeline import read
from ingest.source import load


def test_facts_from_a_notice_and_from_its_json_agree(corpus) -> None:
    for path in sorted(corpus.glob("*.txt")):
        reading = read(load(path))
        facts = facts_of(reading.notice, "id")
        kept = facts_in(notice_to_json(reading))
        assert kept == facts_to_json(facts)
        assert facts_from_json(kept, "id") == facts
