"""Units that keep their order and units that claim a number → all of them in their new order."""

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def sequence(kept: Sequence[T], claims: Mapping[int, T]) -> list[T]:
    """All units: number ``n`` is who claims it, the others fill what is left in their order.

    Claims beyond the last number stand at the end, by number.
    """
    waiting = [one for one in kept if one not in claims.values()]
    rest = iter(waiting)
    left = len(waiting)
    done: list[T] = []
    open_claims = dict(claims)
    while left or open_claims:
        place = len(done) + 1
        if place in open_claims:
            done.append(open_claims.pop(place))
        elif left:
            done.append(next(rest))
            left -= 1
        else:
            done.append(open_claims.pop(min(open_claims)))
    return done
