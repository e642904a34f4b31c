"""Addresses in one form, so that the same place typed twice is found again."""

import re
import unicodedata

from customers.names import fold

_PROVINCE = re.compile(r"^(?:中国)?(?:[\u4e00-\u9fff]{2,3}(?:省|自治区|特别行政区))?")


def normal(address: str) -> str:
    """An address as it is compared: simplified, half width, without signs, spaces, country and province.

    廣東省東莞市虎門鎮連升路 88 號 and 东莞市虎门镇连升路88号 give the same text.
    """
    letters = "".join(sign for sign in fold(address) if unicodedata.category(sign)[0] in "LN")
    return _PROVINCE.sub("", letters, count=1)
