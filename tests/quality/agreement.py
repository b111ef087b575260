"""How far two labellers agree, field by field: ``python -m tests.quality.agreement ONE OTHER``."""

import argparse
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

from tests.quality.notices import Json, Tally, as_labelled, matched


def _labels(folder: Path) -> dict[str, Json]:
    return {
        path.name: as_labelled(tomllib.loads(path.read_text(encoding="utf-8")))
        for path in sorted(folder.glob("*.toml"))
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the share of documents on which both say the same, then every difference."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.agreement", description=__doc__)
    parser.add_argument("one", type=Path)
    parser.add_argument("other", type=Path)
    chosen = parser.parse_args(arguments)
    one, other = _labels(chosen.one), _labels(chosen.other)
    tallies: dict[str, Tally] = {}
    lines, labels, alike = [], 0, 0
    for name in sorted(one.keys() & other.keys()):
        a, b = one[name], other[name]
        for key in a.keys() & b.keys():
            tallies.setdefault(key, Tally()).add(a[key], b[key])
            if a[key] != b[key]:
                lines.append(f"{name}\t{key}\t{a[key]}\t{b[key]}")
        labels += len(a["outline"]) + len(b["outline"])
        alike += 2 * matched(a["outline"], b["outline"])
    for key, tally in sorted(tallies.items()):
        sys.stdout.write(f"{key:<16}{tally.right:5} of {tally.of}\n")
    sys.stdout.write(f"labels of the outline alike: {100 * alike / max(labels, 1):.2f} %\n")
    sys.stdout.write("\n".join(sorted(lines)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
