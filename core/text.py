"""Typed text as the house keeps it: without signs that nobody sees and that would change what is read."""

import re
import unicodedata
from dataclasses import fields, is_dataclass, replace
from typing import Any

LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
HIDDEN = frozenset({"Cc", "Cf", "Cs"})  # control, direction and other formatting signs, halves of characters
BLANK = re.compile("[\u115f\u1160\u2800\u3164\uffa0]")  # letters and signs that are drawn as nothing


def plain_text(text: str) -> str:
    """Typed text without control and direction characters, which would hide what a name or a reason says.

    Line ends become \\n and tabs spaces. Composed (NFC), unless it would grow: it was counted as it was typed.
    """
    text = BLANK.sub(" ", LINE_ENDS.sub("\n", text).replace("\t", " "))
    text = "".join(sign for sign in text if sign == "\n" or unicodedata.category(sign) not in HIDDEN).strip()
    composed = unicodedata.normalize("NFC", text)
    return composed if len(composed) <= len(text) else text


def plain_values(value: Any) -> Any:
    """The same value with every text in it plain; rows, choices, files and whatever else is no text stay as they are."""
    if type(value) is str:
        return plain_text(value)
    if type(value) in (list, tuple, set):
        return type(value)(map(plain_values, value))
    if type(value) is dict:
        return {name: plain_values(entry) for name, entry in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: plain_values(getattr(value, field.name)) for field in fields(value)})
    return value
