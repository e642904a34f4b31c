"""Addresses in one form, so that the same place typed twice is found again."""

import re
import unicodedata

from customers.names import fold

_UNIT = "[^市区县旗镇街乡村路号0-9]{1,7}"
_AREA = re.compile(f"(?:{_UNIT}市)?(?:{_UNIT}(?:县区|[区县旗]))?(?:{_UNIT}(?:镇|街道|乡))?")
_PROVINCE = re.compile(r"^(?:中国)?(?:[\u4e00-\u9fff]{2,3}(?:省|自治区|特别行政区))?")


def normal(address: str) -> str:
    """An address as it is compared: simplified, half width, without signs, spaces, country and province.

    廣東省東莞市虎門鎮連升路 88 號 and 东莞市虎门镇连升路88号 give the same text.
    """
    letters = "".join(sign for sign in fold(address) if unicodedata.category(sign)[0] in "LN")
    return _PROVINCE.sub("", letters, count=1)


def area_of(address: str) -> str:
    """The city, district and town of an address in their compared form, never a street or a number; "" if it has none.

    廣東省東莞市虎門鎮連升路 88 號 gives 东莞市虎门镇.
    """
    found = _AREA.match(normal(address))
    return found.group()[:30] if found else ""
