"""Names folded for search: 繁體 and 简体, full and half width, upper and lower case meet."""

import unicodedata
from functools import lru_cache
from typing import Any


@lru_cache(maxsize=1)
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def fold(text: str) -> str:
    """The form in which names are compared: simplified, half width, lower case, without spaces."""
    return "".join(_converter().convert(unicodedata.normalize("NFKC", text)).lower().split())


def in_simplified(text: str) -> str:
    """A lender's text in simplified script, with the mainland's character for accounts and words for identity and information."""
    return _converter().convert(text).replace("帐", "账").replace("身分", "身份").replace("资讯", "信息")


# How the names of businesses end, folded.
BUSINESS_ENDINGS = (
    "公司",
    "集团",
    "厂",
    "店",
    "行",
    "合作社",
    "事务所",
    "经营部",
    "工作室",
    "中心",
    "ltd",
    "ltd.",
    "inc",
    "inc.",
)


def is_of_business(name: str) -> bool:
    """Whether a name reads like that of a business; four characters at least, for nobody is called 王厂 by mistake."""
    folded = fold(name)
    return len(folded) >= 4 and folded.endswith(BUSINESS_ENDINGS)


# Surnames of two characters, folded; any other name begins with a surname of one.
COMPOUND_SURNAMES = frozenset(
    [
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "司徒",
        "夏侯",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "宇文",
        "长孙",
        "司空",
        "端木",
    ]
)


def surname(name: str) -> str:
    """The family name of a person in folded form; that of a name in Latin letters is its last word."""
    words = name.split()
    if len(words) > 1 and name.isascii():
        return fold(words[-1])
    folded = fold(name)
    return folded[:2] if folded[:2] in COMPOUND_SURNAMES else folded[:1]
