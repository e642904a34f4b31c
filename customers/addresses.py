"""Addresses in one form, so that the same place typed twice is found again."""

import re
import unicodedata

from customers.names import fold

_NAME = "[^市区县旗镇街乡村路号0-9]"
_UNIT = _NAME + "{1,7}"
_AREA = re.compile(f"(?:{_UNIT}市)?(?:{_UNIT}(?:县区|[区县旗]))?(?:{_UNIT}(?:镇|街道|乡))?")
# Provinces as people write them without 省; a city follows, or it is the name of a street or a city of its own.
_PROVINCES = (
    "河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾"
    "|内蒙古|广西|西藏|宁夏|新疆"
)
_PROVINCE = re.compile(
    r"^(?:中国)?(?:(?:[\u4e00-\u9fff]{2,3}(?:省|特别行政区)|[\u4e00-\u9fff]{2,5}自治区)"
    f"|(?:{_PROVINCES})(?={_NAME}{{2,4}}市(?!场)))?"
)
# A city of two to four signs, and a city within it; 市场 is a market.
_CITIES = re.compile(f"^({_NAME}{{2,4}})市(?!场)(?:({_NAME}{{2,4}})市(?!场))?")
_BUILDING = re.compile("号楼|幢")
_DOOR = re.compile("(?<=[0-9])([a-z]?)[室房]$")
_SIGNS_BETWEEN_DIGITS = re.compile("(?<![0-9])-|-(?![0-9])")
_HOUSE = re.compile("[0-9][a-z]?(?:号|栋|幢|单元|弄|室)")
_PLACE = re.compile("[市区县旗镇乡村路街道巷]")
# Where houses are numbered. A number alone, or behind a city only, may be a name as well: 88號公館, 東莞市1號店.
_STREET = "镇乡村路街道巷弄里段条胡庄屯寨邨组队坊围园苑湾厦寓院"
_TELLS_HOUSE = re.compile(
    "[0-9][a-z]?(?:号楼|栋|幢|单元|弄|室(?!内))"
    f"|[{_STREET}][^{_STREET}]*[0-9][a-z]?号"
    "|[市区县旗][^市区县旗]*[0-9][a-z]?号$"
)
_SPACES_BETWEEN_DIGITS = re.compile(r"(?<=[0-9])\s+(?=[0-9])")
SHORTEST = 6


def as_place(address: str) -> str:
    """An address simplified, half width, without signs, spaces, country and province: what lies in a place begins with it.

    廣東省東莞市虎門鎮連升路 88 號 and 东莞市虎门镇连升路88号 give the same text.
    """
    letters = "".join(sign for sign in fold(address) if unicodedata.category(sign)[0] in "LN")
    return _PROVINCE.sub("", letters, count=1)


def normal(address: str) -> str:
    """An address as it is compared: `as_place`, and one form for a city with and without 市, 棟 幢 號樓, 502 室 502 房 502.

    Signs and spaces between two digits stay as one: 3-502 is another flat than 35-02, and 88-1 號 another house than 881 號. What
    may mean another place is left apart: a district, town or city named in one of two only, 座 and 棟, 3-502 and
    3棟502, floors, units, numbers in Chinese signs, a name of an estate beside or instead of a street and its number.
    """
    spaced = _SPACES_BETWEEN_DIGITS.sub("-", unicodedata.normalize("NFKC", address))  # before folding takes spaces away
    marked = "".join(sign if unicodedata.category(sign)[0] in "LN" else "-" for sign in fold(spaced))
    place = _PROVINCE.sub("", _SIGNS_BETWEEN_DIGITS.sub("", marked), count=1)
    place = _BUILDING.sub("栋", _CITIES.sub(lambda city: city[1] + (city[2] or ""), place, count=1))
    return _DOOR.sub(r"\1", place)


def may_be_address(text: str) -> bool:
    """Whether typed text may be a whole address: long enough, with a house or the sign of a place."""
    place = as_place(text)
    return len(place) >= SHORTEST and bool(_HOUSE.search(place) or _PLACE.search(place))


def tells_house(text: str) -> bool:
    """Whether typed text names a flat, or a house of a street or place by its number, as somebody's address does."""
    return _TELLS_HOUSE.search(as_place(text)) is not None


def area_of(address: str) -> str:
    """The city, district and town of an address in their compared form, never a street or a number; "" if it has none.

    廣東省東莞市虎門鎮連升路 88 號 gives 东莞市虎门镇.
    """
    found = _AREA.match(as_place(address))
    return found.group()[:30] if found else ""
