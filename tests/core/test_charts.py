"""core.charts: what the policy, a screen reader and WeasyPrint need of every drawing."""

from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.utils.safestring import SafeString

from core import charts
from core.svg import nice_ticks

SVG = "{http://www.w3.org/2000/svg}"
MARKS = {f"{SVG}{name}" for name in ("rect", "circle")}
PRESENTATION = {
    "class", "cx", "cy", "fill", "font-family", "font-size", "font-weight", "height", "points", "r", "role", "stroke",
    "stroke-dasharray", "stroke-linejoin", "stroke-width", "text-anchor", "viewBox", "width", "x", "x1", "x2", "y",
    "y1", "y2",
}  # fmt: skip

STAGES = [charts.Bar("草稿", 3, mine=True), charts.Bar("受理", 4), charts.Bar("調查", 6, mine=True)]
YEARS = ["2023", "2024", "2025"]
STATEMENTS = [
    charts.Series("營收", [Decimal(3310), Decimal(3720), None], charts.ACCENT_LINE),
    charts.Series("淨利", [Decimal(180), Decimal(-320), Decimal(262)]),
]
RATIOS = [("2023", Decimal("1.2")), ("2024", None), ("2025", Decimal("0.9"))]
SCHEDULE = [
    charts.InstalmentColumn("26/9", "第 1 期，已還", Decimal(90), Decimal(10), "paid"),
    charts.InstalmentColumn("10", "第 2 期，逾期", Decimal(91), Decimal(9), "overdue", unpaid=Decimal(40)),
    charts.InstalmentColumn("11", "第 3 期，今天到期", Decimal(92), Decimal(8), "today"),
    charts.InstalmentColumn("12", "第 4 期，未到期", Decimal(93), Decimal(7), "later"),
    charts.InstalmentColumn("27/1", "第 5 期，未到期", Decimal(94), Decimal(6), "later", is_key=True),
]
RUNGS = [charts.Rung("1–7 天", 2), charts.Rung("8–30", 0), charts.Rung("31–90", 40, is_serious=True)]
LIMIT = charts.Limit(Decimal("20.85"), "每月還款")

DRAWINGS = {
    "bars": lambda **o: charts.bars("在辦申請", STAGES, **o),
    "columns": lambda **o: charts.columns("三年營收與淨利", YEARS, STATEMENTS, unit="萬元", **o),
    "cash plan": lambda **o: charts.columns("現金計劃", YEARS, STATEMENTS[1:], limit=LIMIT, flag_below=True, **o),
    "trend": lambda **o: charts.trend("流動比率", RATIOS, limit=Decimal(1), bad_when="below", **o),
    "schedule": lambda **o: charts.schedule_chart("還款計劃", SCHEDULE, today="今天", **o),
    "long schedule": lambda **o: charts.schedule_chart("還款計劃", SCHEDULE * 48, today="今天", **o),
    "ladder": lambda **o: charts.ladder("逾期借據", RUNGS, **o),
    "nothing in bars": lambda **o: charts.bars("在辦申請", [], **o),
    "nothing in columns": lambda **o: charts.columns("三年", [], [], **o),
    "nothing in trend": lambda **o: charts.trend("比率", [("2025", None)], **o),
    "nothing in schedule": lambda **o: charts.schedule_chart("還款計劃", [], today="今天", **o),
    "nothing in ladder": lambda **o: charts.ladder("逾期借據", [], **o),
}


def titles(drawing):
    return [title.text for title in ElementTree.fromstring(drawing).iter(f"{SVG}title")]


def fills(drawing):
    return [rect.get("fill") for rect in ElementTree.fromstring(drawing).iter(f"{SVG}rect")]


@pytest.mark.parametrize("width", [336, 358, 772])
@pytest.mark.parametrize("name", DRAWINGS)
def test_every_chart_is_well_formed_with_a_name_and_presentation_attributes_only(name, width):
    drawing = DRAWINGS[name](width=width)

    root = ElementTree.fromstring(drawing)

    assert isinstance(drawing, SafeString)
    assert (root.tag, root.get("role"), root[0].tag) == (f"{SVG}svg", "img", f"{SVG}title")
    assert {key for element in root.iter() for key in element.attrib} <= PRESENTATION
    assert {text.get("font-size") for text in root.iter(f"{SVG}text")} <= {"13"}


@pytest.mark.parametrize("name", DRAWINGS)
def test_every_mark_of_a_chart_has_a_title(name):
    root = ElementTree.fromstring(DRAWINGS[name]())

    loose = [child for child in root if child.tag in MARKS and child.get("fill") != charts.SURFACE]

    assert loose == []
    assert all(group[0].tag == f"{SVG}title" and group[0].text for group in root.iter(f"{SVG}g"))


@pytest.mark.parametrize("name", DRAWINGS)
@pytest.mark.parametrize("width", [336, 358, 772])
def test_nothing_is_drawn_outside_the_frame(name, width):
    root = ElementTree.fromstring(DRAWINGS[name](width=width))

    _, _, right, bottom = map(float, root.get("viewBox").split())

    for rect in root.iter(f"{SVG}rect"):
        x, y, w, h = (float(rect.get(key)) for key in ("x", "y", "width", "height"))
        assert (x >= 0, y >= 0, x + w <= right + 0.1, y + h <= bottom + 0.1) == (True, True, True, True)


def test_a_label_a_person_typed_is_text_and_never_markup():
    drawing = charts.bars('"><script>alert(1)</script>', [charts.Bar("</svg><b>甲\u202e乙", 1)])

    root = ElementTree.fromstring(drawing)

    assert "<script" not in drawing and "<b>" not in drawing
    assert titles(drawing) == ['"><script>alert(1)</script>', "</svg><b>甲乙 1"]
    assert next(root.iter(f"{SVG}text")).text == "</svg><b>甲乙"


def test_bars_show_in_accent_what_waits_for_the_reader():
    drawing = charts.bars("在辦申請", STAGES)

    lengths = [float(rect.get("width")) for rect in ElementTree.fromstring(drawing).iter(f"{SVG}rect")]

    assert fills(drawing) == [charts.ACCENT, charts.LINE_STRONG, charts.ACCENT]
    assert lengths[0] / lengths[2] == pytest.approx(3 / 6, abs=0.01)


def test_columns_flag_what_stays_below_the_limit_and_hang_losses_below_the_axis():
    drawing = DRAWINGS["cash plan"]()

    marks = {group[0].text: group for group in ElementTree.fromstring(drawing).iter(f"{SVG}g")}

    assert list(marks) == ["2023 淨利 180", "2024 淨利 -320", "2025 淨利 262", "每月還款 20.85"]
    profit, loss = marks["2023 淨利 180"][1], marks["2024 淨利 -320"][1]
    assert (profit.get("fill"), loss.get("fill")) == (charts.ACCENT, charts.DANGER)
    assert float(loss.get("y")) == pytest.approx(float(profit.get("y")) + float(profit.get("height")), abs=0.2)


def test_schedule_columns_carry_the_colour_of_their_state():
    drawing = DRAWINGS["schedule"]()

    assert fills(drawing) == [
        *(charts.LINE_STRONG, charts.LINE),
        *(charts.LINE_STRONG, charts.DANGER),
        *(charts.ACCENT, charts.ACCENT_LINE),
        charts.SURFACE,
        charts.SURFACE,
    ]
    assert titles(drawing)[1:] == [row.title for row in SCHEDULE]


def test_schedule_overdue_part_is_as_high_as_what_is_unpaid():
    root = ElementTree.fromstring(DRAWINGS["schedule"]())

    red = next(rect for rect in root.iter(f"{SVG}rect") if rect.get("fill") == charts.DANGER)

    assert float(red.get("height")) == pytest.approx((200 - 28 - 34) * 40 / 100, abs=0.1)


def test_trend_dots_a_value_past_its_limit_in_red():
    root = ElementTree.fromstring(DRAWINGS["trend"]())

    dots = [circle.get("fill") for circle in root.iter(f"{SVG}circle")]

    assert dots == [charts.INK_3, charts.DANGER]
    assert titles(ElementTree.tostring(root))[1:] == ["2023 1.2", "2025 0.9"]


def test_ladder_steps_share_large_counts_and_an_empty_bucket_stays_empty():
    drawing = DRAWINGS["ladder"]()

    by_rung = [fills(drawing)[start : start + 5] for start in (0, 5, 10)]

    assert by_rung[0].count(charts.WARNING) == 1
    assert by_rung[1] == [charts.LINE] * 5
    assert by_rung[2] == [charts.DANGER] * 5


def test_a_chart_for_a_pdf_names_its_own_font():
    drawing = charts.ladder("逾期", RUNGS, font_family=charts.PDF_FONTS["zh-hans"])

    assert ElementTree.fromstring(drawing).get("font-family") == "Noto Sans SC, Noto Sans TC"


def test_wide_and_narrow_draws_both_for_the_stylesheet_to_choose():
    both = charts.wide_and_narrow(charts.schedule_chart, "還款計劃", SCHEDULE, today="今天")

    wide, narrow = ElementTree.fromstring(f"<p>{both}</p>")

    assert (wide.get("viewBox"), narrow.get("viewBox")) == ("0 0 772 200", "0 0 358 180")
    assert (wide.get("class"), narrow.get("class")) == ("ld-chart ld-chart-wide", "ld-chart ld-chart-narrow")


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([0, 41.5], [0, 10, 20, 30, 40]),
        ([-320, 4200], [0, 1000, 2000, 3000, 4000]),
        ([0, 1.53], [0, 0.5, 1, 1.5]),
        ([0], [0, 1]),
    ],
)
def test_ticks_are_round_numbers(values, ticks):
    assert nice_ticks(values) == ticks
