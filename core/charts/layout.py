"""Places for the boxes and lines of a network: rows from above to below, no box on another, the same every time.

Who points at somebody stands above; boxes of the area come first, inside one frame, the others below it. Coordinates
are pixels; a line is a curve with one bend, straight where nothing stands in its way.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

HEIGHT, ROW_GAP, MARGIN, AREA_HEAD = 46.0, 84.0, 12.0, 26.0
BENDS = (0.0, 50.0, -50.0, 95.0, -95.0, 150.0, -150.0, 210.0, -210.0)
LABEL_AT = (0.5, 0.38, 0.62, 0.27, 0.73, 0.18, 0.82)
LABEL_HEIGHT = 16.0
ARROW = 10.0
STEPS = 20
# Start, bend and end of a curve.
Way = tuple[tuple[float, float], tuple[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Frame:
    """How wide the drawing is, how wide a box, how many boxes stand in a row."""

    width: float
    box: float
    per_row: int


@dataclass(frozen=True, slots=True)
class Box:
    """The place of a node: its left upper corner and its size."""

    x: float
    y: float
    w: float
    h: float

    @property
    def centre(self) -> tuple[float, float]:
        return self.x + self.w / 2, self.y + self.h / 2

    def touches(self, other: "Box", gap: float = 0.0) -> bool:
        return (
            self.x < other.x + other.w + gap
            and other.x < self.x + self.w + gap
            and self.y < other.y + other.h + gap
            and other.y < self.y + self.h + gap
        )

    def holds(self, x: float, y: float, gap: float = 0.0) -> bool:
        return self.x - gap < x < self.x + self.w + gap and self.y - gap < y < self.y + self.h + gap


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between two nodes; `is_ranked` puts the source above the target."""

    source: int
    target: int
    words: str
    is_ranked: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """Start, bend and end of a line, and where its words stand; None where no place is free."""

    start: tuple[float, float]
    bend: tuple[float, float]
    end: tuple[float, float]
    label: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A finished layout: boxes by node, lines in the order of the edges, the frame of the area, the height."""

    boxes: dict[int, Box]
    lines: tuple[Line, ...]
    area: Box | None
    height: float


def lay_out(
    nodes: Sequence[int], inside: frozenset[int], edges: Sequence[Edge], frame: Frame, width_of: Callable[[str], float]
) -> Plan:
    """Place the nodes, those `inside` the area first, and draw the edges between them."""
    boxes: dict[int, Box] = {}
    top, area = MARGIN, None
    within = [node for node in nodes if node in inside]
    if within:
        placed, bottom = _rows(within, edges, frame, MARGIN + AREA_HEAD)
        boxes |= placed
        area = Box(1, MARGIN / 2, frame.width - 2, bottom + MARGIN - MARGIN / 2)
        top = bottom + MARGIN + ROW_GAP / 2
    outside = [node for node in nodes if node not in inside]
    height = top - ROW_GAP / 2 + MARGIN
    if outside:
        placed, bottom = _rows(outside, edges, frame, top + ROW_GAP / 2 if within else top)
        boxes |= placed
        height = bottom + MARGIN
    return Plan(boxes, _lines(edges, boxes, frame, width_of), area, height)


def _rows(nodes: Sequence[int], edges: Sequence[Edge], frame: Frame, top: float) -> tuple[dict[int, Box], float]:
    """Boxes of these nodes from `top` on, and where they end."""
    boxes: dict[int, Box] = {}
    y = top
    for layer in _layers(nodes, edges):
        for first in range(0, len(layer), frame.per_row):
            row = layer[first : first + frame.per_row]
            pitch = (frame.width - 2 * MARGIN) / len(row)
            for place, node in enumerate(row):
                boxes[node] = Box(MARGIN + pitch * (place + 0.5) - frame.box / 2, y, frame.box, HEIGHT)
            y += HEIGHT + ROW_GAP
    return boxes, y - ROW_GAP


def _layers(nodes: Sequence[int], edges: Sequence[Edge]) -> list[list[int]]:
    """The nodes by rank, each rank ordered by where its neighbours above stand."""
    ranks = _ranks(nodes, edges)
    layers: list[list[int]] = []
    places: dict[int, float] = {}
    for rank in sorted(set(ranks.values())):
        layer = [node for node in nodes if ranks[node] == rank]
        layer.sort(key=lambda node: (_middle(node, edges, places), nodes.index(node)))
        layer = _pairs_together(layer, edges)
        places |= {node: (place + 0.5) / len(layer) for place, node in enumerate(layer)}
        layers.append(layer)
    return layers


def _middle(node: int, edges: Sequence[Edge], places: dict[int, float]) -> float:
    found = [places[e.source] for e in edges if e.target == node and e.source in places]
    found += [places[e.target] for e in edges if e.source == node and e.target in places]
    return sum(found) / len(found) if found else 0.5


def _pairs_together(layer: list[int], edges: Sequence[Edge]) -> list[int]:
    """Spouses and siblings side by side."""
    ordered: list[int] = []
    for node in layer:
        if node in ordered:
            continue
        ordered.append(node)
        for edge in edges:
            if not edge.is_ranked and node in (edge.source, edge.target):
                other = edge.target if edge.source == node else edge.source
                if other in layer and other not in ordered:
                    ordered.append(other)
    return ordered


def _ranks(nodes: Sequence[int], edges: Sequence[Edge]) -> dict[int, int]:
    """Rows from the top: one below whoever points at you; in a ring the first met stands on top."""
    there = set(nodes)
    below: dict[int, list[int]] = {node: [] for node in nodes}
    for edge in edges:
        if edge.is_ranked and edge.source in there and edge.target in there:
            below[edge.source].append(edge.target)
    has_above = {target for targets in below.values() for target in targets}
    ranks: dict[int, int] = {}

    def sink(node: int, rank: int, way: tuple[int, ...]) -> None:
        if node in way or ranks.get(node, -1) >= rank:
            return
        ranks[node] = rank
        for target in below[node]:
            sink(target, rank + 1, (*way, node))

    for node in sorted(nodes, key=lambda node: (node in has_above, nodes.index(node))):
        if node not in ranks:
            sink(node, 0, ())
    for edge in edges:
        if not edge.is_ranked and edge.source in there and edge.target in there:
            for one, other in ((edge.source, edge.target), (edge.target, edge.source)):
                if not below[one] and one not in has_above:
                    ranks[one] = ranks[other]
    return ranks


def _lines(
    edges: Sequence[Edge], boxes: dict[int, Box], frame: Frame, width_of: Callable[[str], float]
) -> tuple[Line, ...]:
    ways = []
    for place, edge in enumerate(edges):
        # Beside another line of the same two, wide enough for the words of both.
        has_twin = any({edge.source, edge.target} == {other.source, other.target} for other in edges[:place])
        ways.append(_curve(edge, boxes, frame, BENDS[3:] if has_twin else BENDS))
    taken = [*boxes.values(), *(Box(x - ARROW / 2, y - ARROW / 2, ARROW, ARROW) for _start, _bend, (x, y) in ways)]
    points = sorted((y, x) for way in ways for x, y in _points(way))
    lines: list[Line] = []
    for edge, way in zip(edges, ways, strict=True):
        own = _label(way, width_of(edge.words), taken, points, frame) if edge.words else None
        if own is not None:
            taken.append(own)
        lines.append(Line(*way, own.centre if own else None))
    return tuple(lines)


def _curve(edge: Edge, boxes: dict[int, Box], frame: Frame, bends: Sequence[float]) -> Way:
    """The least bent way that meets no other box; the first where there is none."""
    source, target = boxes[edge.source], boxes[edge.target]
    others = [box for node, box in boxes.items() if node not in (edge.source, edge.target)]
    ways = []
    for aside in bends:
        (x1, y1), (x2, y2) = source.centre, target.centre
        length = max(((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5, 1.0)
        bend = ((x1 + x2) / 2 - (y2 - y1) / length * aside, (y1 + y2) / 2 + (x2 - x1) / length * aside)
        start, end = _border(source, bend), _border(target, bend)
        way = start, bend, end
        ways.append(way)
        points = _points(way)
        is_free = not any(box.holds(x, y, 3) for x, y in points for box in others)
        if is_free and all(4 <= x <= frame.width - 4 and y >= 4 for x, y in points):
            return way
    return ways[0]


def _border(box: Box, towards: tuple[float, float]) -> tuple[float, float]:
    """Where a line from the middle of a box to a point leaves it."""
    x, y = box.centre
    dx, dy = towards[0] - x, towards[1] - y
    if not dx and not dy:
        return x, y
    scale = min(box.w / 2 / abs(dx) if dx else 1e9, box.h / 2 / abs(dy) if dy else 1e9)
    return x + dx * min(scale, 1.0), y + dy * min(scale, 1.0)


def _points(way: Way) -> list[tuple[float, float]]:
    return [_at(way, step / STEPS) for step in range(STEPS + 1)]


def _at(way: Way, t: float) -> tuple[float, float]:
    """A point of the curve."""
    (x1, y1), (cx, cy), (x2, y2) = way
    u = 1 - t
    return u * u * x1 + 2 * u * t * cx + t * t * x2, u * u * y1 + 2 * u * t * cy + t * t * y2


def _label(
    way: Way, width: float, taken: Sequence[Box], points: Sequence[tuple[float, float]], frame: Frame
) -> Box | None:
    """Where the words of a line stand: on nothing that is taken, and on the fewest `points` of lines, each (y, x)."""
    free = []
    for t in LABEL_AT:
        x, y = _at(way, t)
        own = Box(x - width / 2 - 3, y - LABEL_HEIGHT / 2, width + 6, LABEL_HEIGHT)
        if own.x >= 0 and own.x + own.w <= frame.width and not any(own.touches(box, 1) for box in taken):
            free.append(own)

    def crossed(own: Box) -> int:
        first, last = bisect_left(points, (own.y,)), bisect_left(points, (own.y + own.h,))
        return sum(own.x < x < own.x + own.w for _y, x in points[first:last])

    return min(free, key=crossed, default=None)
