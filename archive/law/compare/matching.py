"""The globally best one-to-one assignment on a sparse graph.

Shortest augmenting paths with prices (Jonker and Volgenant 1987), where each left node may also
stay alone at no gain. Nodes without rivals cost one step, so that texts of a thousand articles that
mostly agree take no longer than reading them; a tangle of n nodes and m edges at worst n·m·log n.
"""

from collections.abc import Mapping, Sequence
from heapq import heappop, heappush
from math import inf

Edges = Mapping[int, Sequence[tuple[int, float]]]
"""Left node → (right node, gain) with gains above nought."""


def assign(edges: Edges) -> dict[int, int]:
    """Left → right, each at most once, the sum of gains as large as can be."""
    alone = 1 + max((right for row in edges.values() for right, _ in row), default=-1)
    costs = {
        left: [*((right, -gain) for right, gain in row), (alone + at, 0.0)]
        for at, (left, row) in enumerate(edges.items())
    }
    matching = _Matching(costs)
    for left in costs:
        matching.add(left)
    return {left: right for left, right in matching.right_of.items() if right < alone}


class _Matching:
    def __init__(self, costs: dict[int, list[tuple[int, float]]]) -> None:
        self._costs = costs
        self._left_price = dict.fromkeys(costs, 0.0)
        self._right_price: dict[int, float] = {}
        self.right_of: dict[int, int] = {}
        self._left_of: dict[int, int] = {}

    def add(self, start: int) -> None:
        """Match one more left node, others giving way where that is better for all."""
        distance: dict[int, float] = {}
        came_from: dict[int, int] = {}
        settled: list[int] = []
        done: set[int] = set()
        heap: list[tuple[float, int]] = []
        left, so_far = start, 0.0
        while True:
            for right, cost in self._costs[left]:
                price = self._right_price.get(right, 0.0)
                through = so_far + cost - self._left_price[left] - price
                if right not in done and through < distance.get(right, inf):
                    distance[right] = through
                    came_from[right] = left
                    heappush(heap, (through, right))
            so_far, right = heappop(heap)
            while right in done:
                so_far, right = heappop(heap)
            done.add(right)
            settled.append(right)
            if right not in self._left_of:
                break
            left = self._left_of[right]
        self._reprice(start, settled, distance, so_far)
        while True:
            left = came_from[right]
            self._left_of[right] = left
            former = self.right_of.get(left)
            self.right_of[left] = right
            if former is None:
                return
            right = former

    def _reprice(
        self, start: int, settled: list[int], distance: dict[int, float], reached: float
    ) -> None:
        self._left_price[start] += reached
        for right in settled:
            slack = reached - distance[right]
            self._right_price[right] = self._right_price.get(right, 0.0) - slack
            if right in self._left_of:
                self._left_price[self._left_of[right]] += slack
