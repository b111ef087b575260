"""Two texts compared, and what a text may be compared with."""

from archive.law.compare.comparison import compare
from archive.law.compare.model import Comparison
from archive.record import Compared
from archive.words import cut


def compare_texts(old: Compared, new: Compared) -> Comparison:
    """Row by row, with typed differences."""
    return compare(old.notice, new.notice, cut=cut, old_key=old.key, new_key=new.key)
