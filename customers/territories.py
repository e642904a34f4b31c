"""Whose area or industry a new customer falls into, where account managers have had theirs delimited.

Areas are place names (東莞市南城街道); industries are sections (A to T) or codes of GB/T 4754 of two to four digits.
The narrowest delimitation that covers a customer decides: 東莞市南城街道 goes before 東莞市, 3399 before 33, 33 before C.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from customers.addresses import as_place

Kind = Literal["place", "industry"]
# GB/T 4754-2017: the divisions (first two digits of a code) of each section.
SECTIONS = {
    "A": (1, 5),
    "B": (6, 12),
    "C": (13, 43),
    "D": (44, 46),
    "E": (47, 50),
    "F": (51, 52),
    "G": (53, 60),
    "H": (61, 62),
    "I": (63, 65),
    "J": (66, 69),
    "K": (70, 70),
    "L": (71, 72),
    "M": (73, 75),
    "N": (76, 79),
    "O": (80, 82),
    "P": (83, 83),
    "Q": (84, 85),
    "R": (86, 90),
    "S": (91, 96),
    "T": (97, 97),
}
_INDUSTRY = re.compile(r"[A-T]|[0-9]{2,4}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Ground:
    """A place or an industry that is one account manager's; `keeper` is any key of that person."""

    kind: Kind
    value: str
    keeper: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """Grounds of colleagues that cover the customer, and the kinds in which the customer lies outside one's own."""

    rivals: tuple[Ground, ...] = ()
    outside: tuple[Kind, ...] = ()


def is_industry(value: str) -> bool:
    """Whether this names a section or begins a code of GB/T 4754."""
    return _INDUSTRY.fullmatch(value) is not None


def section_of(code: str) -> str:
    """The section of a code, C for 3399; "" where its first two digits are no division."""
    division = int(code[:2]) if code[:2].isascii() and code[:2].isdigit() and len(code) >= 2 else 0
    return next((letter for letter, (low, high) in SECTIONS.items() if low <= division <= high), "")


def covers(ground: Ground, address: str, industry: str) -> bool:
    """Whether a customer with this address and industry code falls into a ground; what is unknown falls into none."""
    return _covers(ground, as_place(address), industry)


# A sheet of new customers asks about the same few places for each of its rows.
_place = lru_cache(maxsize=2048)(as_place)


def _covers(ground: Ground, address: str, industry: str) -> bool:
    """The same of an address that is in its compared form."""
    if ground.kind == "place":
        return bool(_place(ground.value)) and _place(ground.value) in address
    if len(ground.value) == 1:
        return section_of(industry) == ground.value
    return bool(ground.value) and industry.startswith(ground.value)


def judge(grounds: Iterable[Ground], keeper: int, address: str, industry: str) -> Judgement:
    """What the delimitations say when `keeper` registers a customer; each kind is judged by itself."""
    known, compared = list(grounds), as_place(address)
    rivals: list[Ground] = []
    outside: list[Kind] = []
    for kind, fact in (("place", address), ("industry", industry)):
        of_kind = [ground for ground in known if ground.kind == kind]
        narrowest = _narrowest([ground for ground in of_kind if fact and _covers(ground, compared, industry)])
        if narrowest and keeper not in {ground.keeper for ground in narrowest}:
            rivals += narrowest
        elif fact and not narrowest and any(ground.keeper == keeper for ground in of_kind):
            outside.append("place" if kind == "place" else "industry")
    return Judgement(
        tuple(sorted(rivals, key=lambda ground: (ground.kind, ground.value, ground.keeper))), tuple(outside)
    )


def _narrowest(grounds: list[Ground]) -> list[Ground]:
    most = max((_width(ground) for ground in grounds), default=0)
    return [ground for ground in grounds if _width(ground) == most]


def _width(ground: Ground) -> int:
    """The longer the text, the narrower what it names."""
    return len(_place(ground.value)) if ground.kind == "place" else len(ground.value)
