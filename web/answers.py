"""The archive's answers as the JSON of the contract: one wording for the command line and the API.

Pure: records in, plain dicts out, keys in the contract's order; dates as ISO text. Keys are only
ever added; taking one away or changing its meaning is a new major version of the API.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from archive.law.status import LABELS
from archive.law.succession import Succession
from archive.record import (
    Advice,
    Alike,
    Basis,
    Candidate,
    Compared,
    Conclusion,
    Doubt,
    Evidence,
    Expression,
    FacetValue,
    Fault,
    Hit,
    Interval,
    Judgement,
    Listed,
    Manifestation,
    Missing,
    Named,
    OrganStep,
    Record,
    Relation,
    Relations,
    Results,
    Turn,
)
from archive.search.suggesting import Sort, Suggestion
from web.present.wording import UNSTATED

if TYPE_CHECKING:
    # What compares is imported by who compares: no search waits for it.
    from archive.law.compare.counterparts import Counterpart, Facts
    from archive.law.compare.model import Comparison, Row, Unit

Json = dict[str, Any]
"""One JSON object; the one place where a dict leaves the program, so the one place for ``Any``."""


def iso(day: date | None) -> str | None:
    """``2021-11-09``, or ``None`` for an unknown day."""
    return day.isoformat() if day else None


def instant(moment: datetime) -> str:
    """RFC 3339 in whole seconds; a moment without offset is taken as UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.isoformat(timespec="seconds")


def listing_json(listing: Iterable[Listed], *, on: date) -> list[Json]:
    """What ``fawen list --json`` and ``/api/v1/notices`` print: an array, an object a notice."""
    return [_listed(line, on) for line in listing]


def search_json(results: Results, advice: Advice | None) -> Json:
    """What ``fawen search --json`` and ``/api/v1/search`` print; advice where hits are wanting."""
    return {
        "query": results.query,
        "on": iso(results.on),
        "total": results.total,
        "notices": results.notices,
        "hits": [_hit(hit) for hit in results.hits],
        "facets": {name: facet_json(values) for name, values in results.facets.items()},
        "explanation": {
            "words": list(results.words),
            "number": results.number,
            "hint": " ".join(results.hints) or None,
            "hints": list(results.hints),
            "tier": results.tier.value,
            "read_as": results.read_as,
            "widened": [{"word": word, "names": list(names)} for word, names in results.widened],
            "cited": _named(results.cited) if results.cited else None,
            "advice": _advice(advice) if advice else None,
        },
    }


def _advice(advice: Advice) -> Json:
    apart = advice.apart
    return {
        "words": [
            {"text": word.text, "count": word.count, "everywhere": word.everywhere}
            for word in advice.words
        ],
        "apart": {"query": apart[0], "count": apart[1]} if apart else None,
        "unfiltered": advice.unfiltered,
        "other_days": advice.other_days,
        "corrections": [
            {
                "query": one.query,
                "wrong": one.wrong,
                "right": one.right,
                "count": one.count,
                "sounds_alike": one.sounds_alike,
            }
            for one in advice.corrections
        ],
        "near": [{"id": one.id, "number": one.number, "title": one.title} for one in advice.near],
        "notices": advice.notices,
    }


def similar_json(found: Iterable[Alike]) -> Json:
    """What ``fawen similar --json`` and ``/api/v1/similar`` print."""
    return {"similar": [{**_hit(one.hit), "likeness": round(one.likeness, 3)} for one in found]}


def suggestions_json(typed: str, found: Iterable[Suggestion]) -> Json:
    """What ``/api/v1/suggest`` prints; ``query`` is what to search for to find just that."""
    return {
        "query": typed,
        "suggestions": [
            {
                "sort": one.sort.value,
                "text": one.text,
                "query": _QUERIES[one.sort].format(one.text),
                "count": one.count,
                "id": one.work,
            }
            for one in found
        ],
    }


_QUERIES = {Sort.TERM: "{}", Sort.TITLE: "《{}》", Sort.NUMBER: "{}", Sort.ISSUER: "机关:{}"}


def facet_json(values: Iterable[FacetValue]) -> list[Json]:
    """One facet; each ``value`` is what the filter of that name takes."""
    return [{"value": facet.value or UNSTATED, "count": facet.count} for facet in values]


def comparison_json(old: Compared, new: Compared, comparison: "Comparison") -> Json:
    """What ``fawen compare`` and ``/api/v1/compare`` print.

    Spans count code points of the ``text`` of the side's unit, which stands at ``old_at`` or
    ``new_at`` of the row; ``structure`` has titles and chapters in rows of their own.
    """
    from archive.law.compare.summary import statistics_line  # noqa: PLC0415  as above

    statistics = comparison.statistics
    return {
        "old": _compared(old),
        "new": _compared(new),
        "rows": [_row(row) for row in comparison.rows],
        "statistics": {
            "rows": statistics.rows,
            "outcomes": dict(statistics.outcomes),
            "changes": dict(statistics.changes),
            "line": statistics_line(statistics),
        },
        "structure": [_row(row) for row in comparison.structure],
        "summary": comparison.summary,
    }


def counterparts_json(old: Compared, new: Compared, rows: "Iterable[Counterpart]") -> Json:
    """What ``fawen compare --counterparts`` prints: two rules on one subject, clause by clause."""
    listed = tuple(rows)
    return {
        "old": _compared(old),
        "new": _compared(new),
        "rows": [
            {
                "old": _unit(row.old) if row.old else None,
                "new": _unit(row.new) if row.new else None,
                "likeness": row.likeness,
                "old_facts": _clause_facts(row.old_facts),
                "new_facts": _clause_facts(row.new_facts),
            }
            for row in listed
        ],
        "statistics": {
            "both": sum(bool(row.old and row.new) for row in listed),
            "only_old": sum(row.new is None for row in listed),
            "only_new": sum(row.old is None for row in listed),
        },
    }


def candidates_json(candidates: Iterable[Candidate]) -> Json:
    """What ``fawen compare NOTICE --candidates`` prints; ``name`` is what ``compare`` takes."""
    return {
        "candidates": [
            {
                "name": candidate.name,
                "id": candidate.id,
                "number": candidate.number,
                "title": candidate.title,
                "reason": candidate.reason,
                "expression": candidate.expression,
            }
            for candidate in candidates
        ]
    }


def _clause_facts(facts: "Facts | None") -> Json | None:
    if facts is None:
        return None
    return {
        "amounts": list(facts.amounts),
        "terms": list(facts.terms),
        "bodies": list(facts.bodies),
    }


def _compared(side: Compared) -> Json:
    notice = side.notice
    return {
        "name": side.name,
        "id": side.id,
        "number": notice.number,
        "title": notice.display_title,
        "expression": side.expression,
        "key": side.key,
    }


def _row(row: "Row") -> Json:
    return {
        "outcome": row.outcome,
        "old": [_unit(unit) for unit in row.old],
        "new": [_unit(unit) for unit in row.new],
        "changes": [
            {
                "type": change.type,
                "key": change.key,
                "old": change.old,
                "old_span": list(change.old_span),
                "new": change.new,
                "new_span": list(change.new_span),
                "old_key": change.old_key,
                "old_at": change.old_at,
                "new_at": change.new_at,
                "also": list(change.also),
            }
            for change in row.changes
        ],
        "likeness": row.likeness,
    }


def _unit(unit: "Unit") -> Json:
    return {
        "key": unit.key,
        "label": unit.label,
        "heading": unit.heading,
        "text": unit.text,
        "path": list(unit.path),
    }


def status_json(conclusion: Conclusion) -> Json:
    """What ``fawen status --json`` and ``/api/v1/status/<id>`` print."""
    return {
        "number": conclusion.number,
        "key": conclusion.key,
        "on": iso(conclusion.on),
        "status": conclusion.status,
        "label": conclusion.label,
        "in_force": conclusion.in_force,
        "rule": conclusion.rule,
        "reason": conclusion.reason,
        "bounds": conclusion.bounds,
        "coverage": conclusion.coverage,
        "evidence": [_evidence(evidence) for evidence in conclusion.evidence],
        "timeline": [_interval(interval) for interval in conclusion.timeline],
        "rule_code": conclusion.rule_code,
        "legal_force": conclusion.legal_force,
        "differing": [
            {"key": part.key, "title": part.title, "status": part.status, "label": part.label}
            for part in conclusion.differing
        ],
        "doubts": [{"code": doubt.code, "message": doubt.message} for doubt in conclusion.doubts],
        "organs": [_organ(step) for step in conclusion.organs],
    }


def organs_json(successions: Iterable[Succession]) -> Json:
    """What ``fawen organ --json`` prints: who took over whose duties."""
    return {"organs": [_succession(row) for row in successions]}


def _organ(step: OrganStep) -> Json:
    return {**_succession(step), "is_ground": step.is_ground}


def _succession(row: Succession | OrganStep) -> Json:
    return {
        "former": row.former,
        "successor": row.successor,
        "since": iso(row.since),
        "kind": row.kind,
        "evidence": row.evidence,
        "who": row.who,
    }


def relations_json(relations: Relations) -> Json:
    """What ``fawen relations --json`` and ``/api/v1/relations/<id>`` print."""
    return {
        "outgoing": [_relation(relation, "target") for relation in relations.outgoing],
        "incoming": [_relation(relation, "source") for relation in relations.incoming],
    }


def dependents_json(dependents: Iterable[Relation]) -> Json:
    """What ``fawen dependents --json`` prints: clauses that would lose their basis."""
    return {"dependents": [_relation(relation, "source") for relation in dependents]}


def bases_json(bases: Iterable[Basis]) -> list[Json]:
    """Clauses that rest on what is over, as the notice's own JSON shows them."""
    return [
        {
            **_relation(basis.relation, "target"),
            "status": basis.standing.status,
            "label": basis.standing.label,
            "since": iso(basis.since),
        }
        for basis in bases
    ]


def doubt_json(doubt: Doubt) -> Json:
    """One link that waits for a person, as ``fawen review --json`` prints it."""
    return {
        "reference": doubt.reference,
        "type": doubt.type,
        "state": doubt.state,
        "source": _named(doubt.source),
        "section": doubt.section,
        "quote": doubt.quote,
        "cited": {"number": doubt.number, "title": doubt.title},
        "target": _named(doubt.target) if doubt.target else None,
        "rivals": list(doubt.rivals),
    }


def judgement_json(judgement: Judgement) -> Json:
    """One decision, as ``fawen review --history --json`` prints it."""
    return {
        "id": judgement.id,
        "action": judgement.action,
        "subject": judgement.subject,
        "type": judgement.type,
        "quote": judgement.quote,
        "target": judgement.target,
        "name": judgement.name,
        "value": judgement.value,
        "who": judgement.who,
        "why": judgement.why,
        "decided_at": instant(judgement.decided_at),
        "undoes": judgement.undoes,
        "is_undone": judgement.is_undone,
    }


def _named(named: Named) -> Json:
    return {
        "id": named.id,
        "number": named.number,
        "title": named.title,
        "is_stub": named.is_stub,
    }


def _relation(relation: Relation, side: str) -> Json:
    return {
        "type": relation.type,
        "assertion": relation.assertion,
        side: _named(relation.other),
        "section": relation.section,
        "quote": relation.quote,
        "effect_date": iso(relation.effect_date),
        "scope": relation.scope,
        "pattern": relation.pattern,
        "target_key": relation.target_key,
        "target_keys": list(relation.target_keys),
        "resolved_by": relation.how,
        "rivals": list(relation.rivals),
        "as_of": iso(relation.as_of),
        "changed_on": iso(relation.changed_on),
    }


def turns_json(turns: Iterable[Turn]) -> list[Json]:
    """What ``/api/v1/ended`` and ``/api/v1/expiring`` print: whose status changes on which day."""
    return [
        {
            "id": turn.listed.id,
            "number": turn.listed.number,
            "title": turn.listed.title,
            "issuers": list(turn.listed.issuers),
            "day": iso(turn.day),
            "status": turn.status,
            "label": LABELS[turn.status],
            "before": turn.before,
            "before_label": LABELS[turn.before],
        }
        for turn in turns
    ]


def missing_json(missing: Iterable[Missing]) -> list[Json]:
    """What ``/api/v1/missing`` prints: what is cited but not held, and by how many."""
    return [
        {
            "id": each.named.id,
            "number": each.named.number,
            "title": each.named.title,
            "works": each.works,
            "citations": each.citations,
        }
        for each in missing
    ]


def check_json(faults: Iterable[Fault]) -> Json:
    """What ``fawen check --json`` prints."""
    found = [
        {
            "code": fault.code,
            "subject": fault.subject,
            "problem": fault.problem,
            "remedy": fault.remedy,
        }
        for fault in faults
    ]
    return {"ok": not found, "faults": found}


def record_json(record: Record, *, on: date) -> Json:
    """What the archive adds to a notice's own JSON: its id, expressions and files."""
    return {
        "id": record.id,
        "on": iso(on),
        "is_made": record.not_made(on) is None,
        "state": record.state.value,
        "expression": record.expression.name,
        "expressions": [_expression(expression) for expression in record.expressions],
        "clauses": record.clause_count,
        "added_at": instant(record.added_at),
    }


def _listed(line: Listed, on: date) -> Json:
    return {
        "id": line.id,
        "number": line.number,
        "title": line.title,
        "title_is_inferred": line.title_is_inferred,
        "issuer": line.issuers[0] if line.issuers else None,
        "issuers": list(line.issuers),
        "kind": line.kind,
        "genre": line.genre,
        "document_type": line.document_type,
        "year": line.year,
        "date_signed": iso(line.date_signed),
        "date_effective": iso(line.date_effective),
        "date_expires": iso(line.date_expires),
        "is_draft": line.is_draft,
        "state": line.state.value,
        "on": iso(on),
        "status": line.status,
        "label": line.label,
        "added_at": instant(line.added_at),
    }


def _hit(hit: Hit) -> Json:
    return {
        "id": hit.id,
        "number": hit.number,
        "title": hit.title,
        "section": hit.section,
        "label": hit.label,
        "path": list(hit.path),
        "text": hit.text,
        "highlights": [[start, stop] for start, stop in hit.highlights],
        "status": hit.status,
        "status_label": hit.status_label,
        "score": hit.score,
    }


def _evidence(evidence: Evidence) -> Json:
    return {
        "number": evidence.number,
        "section": evidence.section,
        "quote": evidence.quote,
        "id": evidence.id,
        "title": evidence.title,
    }


def _interval(interval: Interval) -> Json:
    return {
        "status": interval.status,
        "from": iso(interval.start),
        "to": iso(interval.stop),
        "label": interval.label,
        "reason": interval.reason,
        "rule": interval.rule,
    }


def _expression(expression: Expression) -> Json:
    return {
        "name": expression.name,
        "valid_from": iso(expression.valid_from),
        "manifestations": [_manifestation(file) for file in expression.manifestations],
    }


def _manifestation(file: Manifestation) -> Json:
    return {
        "sha256": file.sha256,
        "name": file.name,
        "media_type": file.media_type,
        "size": file.size,
        "page_count": file.page_count,
        "added_at": instant(file.added_at),
        "is_shown": file.is_shown,
    }
