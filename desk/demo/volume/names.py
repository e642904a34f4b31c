"""What bulk rows are called, and the numbers they bear: those of branches that are there for nothing else."""

from datetime import date
from random import Random
from string import ascii_uppercase

IN_A_SERIES = 99_999
PLACES = [
    "東城",
    "南城",
    "石碣",
    "寮步",
    "長安",
    "大朗",
    "樂從",
    "龍江",
    "北滘",
    "三水",
    "仲愷",
    "博羅",
    "虎門",
    "厚街",
    "塘廈",
]
SIGNS = "永恆泰鴻盛瑞嘉誠源華信隆宏達豐昌匯通安德"
TRADES = [
    "五金",
    "包裝",
    "塑膠",
    "電子",
    "家具",
    "服飾",
    "紙品",
    "模具",
    "食品",
    "燈飾",
    "陶瓷",
    "紡織",
    "印刷",
    "機械",
    "建材",
]
# The first letter of a number: of what has applications, and of customers that have none.
WITH_CASES, ALONE = "V", "U"
BRANCHES = [first + second for first in (WITH_CASES, ALONE) for second in ascii_uppercase]


def company(random: Random) -> str:
    """One of 85,500 names, in the way a small business is called."""
    return f"{random.choice(PLACES)}{''.join(random.sample(SIGNS, 2))}{random.choice(TRADES)}有限公司"


def number(kind: str, serial: int, today: date, first: str = WITH_CASES) -> str:
    """Numbers of the branches VA to VZ (or UA to UZ), back through the years."""
    series, place = divmod(serial, IN_A_SERIES)
    year, branch = divmod(series, 26)
    return f"{first}{chr(65 + branch)}{kind}{today.year - year}-{place + 1:05d}"


def renumbered(found: str, kind: str) -> str:
    """The number of another kind that stands in the same place of its series."""
    return f"{found[:2]}{kind}{found[3:]}"
