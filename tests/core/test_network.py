"""The picture of a network: nothing on top of anything, the same every time."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.charts.layout import Box, Edge, Frame, lay_out
from core.charts.network import Link, Node, network, shortened
from core.svg import text_width

WIDE, NARROW = Frame(772, 148, 4), Frame(358, 140, 2)


@st.composite
def graphs(draw):
    """Up to 25 nodes with some lines between them; some stand inside the area."""
    count = draw(st.integers(1, 25))
    nodes = list(range(count))
    ends = st.tuples(st.sampled_from(nodes), st.sampled_from(nodes), st.booleans())
    edges = [Edge(a, b, "40.00%", ranked) for a, b, ranked in draw(st.lists(ends, max_size=30)) if a != b]
    return nodes, frozenset(draw(st.sets(st.sampled_from(nodes)))), edges


@pytest.mark.parametrize("frame", [WIDE, NARROW])
@given(graphs())
@settings(max_examples=60, deadline=None)
def test_no_box_lies_on_another_or_leaves_the_drawing(frame, graph):
    plan = lay_out(*graph, frame, text_width)

    assert set(plan.boxes) == set(graph[0])
    assert not any(one.touches(other) for one, other in combinations(plan.boxes.values(), 2))
    assert all(box.x >= 0 and box.x + box.w <= frame.width for box in plan.boxes.values())
    assert all(box.y >= 0 and box.y + box.h <= plan.height for box in plan.boxes.values())


@given(graphs())
@settings(max_examples=60, deadline=None)
def test_exactly_the_members_stand_in_the_frame_of_the_area(graph):
    plan = lay_out(*graph, WIDE, text_width)
    held = {node for node, box in plan.boxes.items() if plan.area and plan.area.holds(*box.centre)}

    assert held == graph[1]


@pytest.mark.parametrize("frame", [WIDE, NARROW])
@given(graphs())
@settings(max_examples=60, deadline=None)
def test_no_words_lie_on_a_box_on_other_words_or_on_the_point_of_an_arrow(frame, graph):
    plan = lay_out(*graph, frame, text_width)

    words = [_label_box(line.label) for line in plan.lines if line.label]
    assert not any(own.touches(box) for own in words for box in plan.boxes.values())
    assert not any(one.touches(other) for one, other in combinations(words, 2))
    assert not any(own.holds(*line.end) for own in words for line in plan.lines)


def _label_box(middle):
    width = text_width("40.00%") + 6
    return Box(middle[0] - width / 2, middle[1] - 8, width, 16)


@given(graphs())
@settings(max_examples=30, deadline=None)
def test_the_same_network_is_drawn_the_same_way(graph):
    assert lay_out(*graph, WIDE, text_width) == lay_out(*graph, WIDE, text_width)


def test_whoever_holds_a_company_stands_above_it():
    edges = [Edge(3, 2, "60%"), Edge(2, 1, "50%")]

    boxes = lay_out([1, 2, 3], frozenset({1, 2, 3}), edges, WIDE, text_width).boxes

    assert boxes[3].y < boxes[2].y < boxes[1].y


def test_the_drawing_names_itself_and_every_mark_and_carries_no_style():
    nodes = [Node(1, "甲公司", "甲公司，本客戶", is_own=True), Node(2, "王某", "王某，自然人", is_person=True)]

    drawn = network("關係圖", nodes, [Link(2, 1, "60.00%", "王某持有甲公司 60%")], area="關聯集團")

    assert 'role="img"' in drawn
    assert [title in drawn for title in ("<title>關係圖</title>", "<title>王某持有甲公司 60%</title>")] == [True, True]
    assert "style=" not in drawn


def test_a_long_name_keeps_its_beginning_and_its_end():
    short = shortened("佛山市順德區樂從安居家具製造有限公司", 134)

    assert short.startswith("佛山市") and short.endswith("公司")
    assert text_width(short) <= 134
