"""Source offsets → origins: where text stands in the source and, if it has pages, on the page."""

from bisect import bisect_right
from collections.abc import Sequence

from archive.notice.model import Box, Furniture, Origin
from ingest.stages import Pages, PrintedLine, PrintedTable, Ranged, Run


class Places:
    """A look-up from offsets of one source's text to pages and boxes."""

    def __init__(self, pages: Pages) -> None:
        self._text = pages.source_text
        self._rows: list[tuple[int, int, int, Box, tuple[tuple[float, float], ...]]] = []
        if pages.are_printed:
            for page in pages.pages:
                for row in page.rows:
                    self._index(row, page.number or 0)
        self._rows.sort()
        self._starts = [row[0] for row in self._rows]

    def _index(self, row: PrintedLine | PrintedTable, page: int) -> None:
        if isinstance(row, PrintedTable):
            for cell in row.cells:
                for run in cell.text.runs:
                    if cell.box:
                        self._rows.append(
                            (run.start, run.start + len(run.text), page, cell.box, ())
                        )
            return
        for run in row.text.runs:
            if row.box:
                stop = run.start + len(run.text)
                self._rows.append((run.start, stop, page, row.box, row.edges))

    def origins(self, texts: Sequence[Ranged]) -> tuple[Origin, ...]:
        """The places of some texts, in reading order; neighbours on one page are one place."""
        if not self._rows:
            return self._unpaged(texts)
        merged: list[Origin] = []
        for run in (run for text in texts for run in text.runs):
            for origin in self._split(run):
                last = merged[-1] if merged else None
                if (
                    last
                    and last.page == origin.page
                    and last.box
                    and origin.box
                    and last.stop <= origin.start
                    and not self._text[last.stop : origin.start].strip()
                ):
                    box = _union(last.box, origin.box)
                    merged[-1] = Origin(last.start, origin.stop, last.page, box)
                else:
                    merged.append(origin)
        return tuple(merged)

    def _unpaged(self, texts: Sequence[Ranged]) -> tuple[Origin, ...]:
        merged: list[Origin] = []
        first = last = -1
        for text in texts:
            if not text.text:
                continue
            for run in text.parts or (text,):
                start = run.start
                if first < 0:
                    first = start
                elif last != start and not (last < start and self._text[last:start].isspace()):
                    merged.append(Origin(first, last))
                    first = start
                last = start + len(run.text)
        if merged:
            return (*merged, Origin(first, last))
        return (Origin(first, last),) if first >= 0 else ()

    def _split(self, run: Run) -> list[Origin]:
        """One run over the printed rows that it crosses."""
        result = []
        at, stop = run.start, run.start + len(run.text)
        index = max(bisect_right(self._starts, at) - 1, 0)
        while at < stop and index < len(self._rows):
            start, end, page, box, edges = self._rows[index]
            first, last = max(at, start), min(stop, end)
            if first < last:
                result.append(
                    Origin(first, last, page, _cut_box(box, edges, first - start, last - start))
                )
                at = last
            index += 1
        return result

    def furniture(self, item: Furniture) -> Furniture:
        """The same, placed on its page."""
        if not self._rows:
            return item
        text = [
            Ranged.of(origin.start, self._text[origin.start : origin.stop])
            for origin in item.origin
            if origin.page is None
        ]
        return Furniture(item.kind, item.text, self.origins(text)) if text else item


def _cut_box(box: Box, edges: tuple[tuple[float, float], ...], first: int, last: int) -> Box:
    if not edges:
        return box
    x0 = min(edge[0] for edge in edges[first:last])
    x1 = max(edge[1] for edge in edges[first:last])
    return (round(x0, 2), box[1], round(x1, 2), box[3])


def _union(one: Box, other: Box) -> Box:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )
