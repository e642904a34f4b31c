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
    """A lender's text in simplified script, with the mainland's character for accounts."""
    return _converter().convert(text).replace("帐", "账")
