"""How large a company is by the state's own table (大型、中型、小型、微型), from staff, turnover and total assets.

Source: 工信部聯企業〔2011〕300號, item 4; sectors by the first digits of the GB/T 4754 code. The table is one edition of a
published rule and not a figure of the lender: a new edition is a new table here.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Size = Literal["large", "medium", "small", "micro"]
Measure = Literal["staff", "turnover", "assets"]

BASIS = "工信部聯企業〔2011〕300號"
WAN = Decimal(10_000)


@dataclass(frozen=True, slots=True)
class Rule:
    """The two figures of a sector and their least values for large, medium and small; amounts in ten thousand yuan."""

    sector: str
    first: Measure
    second: Measure | None
    large: tuple[int, int]
    medium: tuple[int, int]
    small: tuple[int, int]


def _of_staff(sector: str, large: tuple[int, int], medium: tuple[int, int], small: tuple[int, int]) -> Rule:
    return Rule(sector, "staff", "turnover", large, medium, small)


AGRICULTURE = Rule("agriculture", "turnover", None, (20_000, 0), (500, 0), (50, 0))
INDUSTRY = _of_staff("industry", (1_000, 40_000), (300, 2_000), (20, 300))
CONSTRUCTION = Rule("construction", "turnover", "assets", (80_000, 80_000), (6_000, 5_000), (300, 300))
WHOLESALE = _of_staff("wholesale", (200, 40_000), (20, 5_000), (5, 1_000))
RETAIL = _of_staff("retail", (300, 20_000), (50, 500), (10, 100))
TRANSPORT = _of_staff("transport", (1_000, 30_000), (300, 3_000), (20, 200))
STORAGE = _of_staff("storage", (200, 30_000), (100, 1_000), (20, 100))
POST = _of_staff("post", (1_000, 30_000), (300, 2_000), (20, 100))
LODGING = _of_staff("lodging", (300, 10_000), (100, 2_000), (10, 100))
CATERING = _of_staff("catering", (300, 10_000), (100, 2_000), (10, 100))
TELECOMMUNICATION = _of_staff("telecommunication", (2_000, 100_000), (100, 1_000), (10, 100))
SOFTWARE = _of_staff("software", (300, 10_000), (100, 1_000), (10, 50))
DEVELOPMENT = Rule("development", "turnover", "assets", (200_000, 10_000), (1_000, 5_000), (100, 2_000))
PROPERTY = _of_staff("property", (1_000, 5_000), (300, 1_000), (100, 500))
LEASING = Rule("leasing", "staff", "assets", (300, 120_000), (100, 8_000), (10, 100))
OTHER = Rule("other", "staff", None, (300, 0), (100, 0), (10, 0))

_BY_CODE: dict[str, Rule] = {"7010": DEVELOPMENT, "7020": PROPERTY}
_BY_DIVISION: tuple[tuple[range, Rule], ...] = (
    (range(1, 6), AGRICULTURE),
    (range(6, 47), INDUSTRY),
    (range(47, 51), CONSTRUCTION),
    (range(51, 52), WHOLESALE),
    (range(52, 53), RETAIL),
    (range(54, 59), TRANSPORT),
    (range(59, 60), STORAGE),
    (range(60, 61), POST),
    (range(61, 62), LODGING),
    (range(62, 63), CATERING),
    (range(63, 65), TELECOMMUNICATION),
    (range(65, 66), SOFTWARE),
    (range(71, 73), LEASING),
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """The size that follows, by the rule of which sector; `size` is ``None`` while `missing` figures are not known."""

    sector: str
    size: Size | None
    missing: tuple[Measure, ...] = ()


def rule_of(industry_code: str) -> Rule:
    """The rule of a GB/T 4754 code; sectors that the table does not name are "other"."""
    if industry_code in _BY_CODE:
        return _BY_CODE[industry_code]
    division = int(industry_code[:2]) if industry_code[:2].isdecimal() else 0
    return next((rule for divisions, rule in _BY_DIVISION if division in divisions), OTHER)


def propose(
    industry_code: str, *, staff: int | None, turnover: Decimal | None, assets: Decimal | None = None
) -> Proposal:
    """The size by the sector's rule; amounts in yuan a year and at the last year's end.

    A class asks for both of its figures at once; who misses one falls to the next lower.
    """
    rule = rule_of(industry_code)
    known: dict[Measure, Decimal | None] = {
        "staff": Decimal(staff) if staff is not None else None,
        "turnover": turnover / WAN if turnover is not None else None,
        "assets": assets / WAN if assets is not None else None,
    }
    asked: list[Measure] = [measure for measure in (rule.first, rule.second) if measure is not None]
    values = [(measure, known[measure]) for measure in asked]
    missing = tuple(measure for measure, value in values if value is None)
    if missing or not industry_code:
        return Proposal(rule.sector, None, missing)
    figures = [value for _measure, value in values if value is not None]
    steps: tuple[tuple[Size, tuple[int, int]], ...] = (
        ("large", rule.large),
        ("medium", rule.medium),
        ("small", rule.small),
    )
    for size, least in steps:
        if all(value >= limit for value, limit in zip(figures, least, strict=False)):
            return Proposal(rule.sector, size)
    return Proposal(rule.sector, "micro")
