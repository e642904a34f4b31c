"""How figures, dates and personal data read on a page; the tags of `templatetags/display.py` only pass them on.

Amounts are yuan as `Decimal`, rates are fractions (0.072), dates are business dates without a time zone.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from babel.dates import format_date
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import get_language, ngettext, override, pgettext
from django.utils.translation import gettext as _

from core import money
from core.dates import UNLIMITED

NO_BREAK = "\N{NO-BREAK SPACE}"
DOTS = "●●●●"
LOCALES = {"zh-hant": "zh_Hant", "zh-hans": "zh_Hans", "en": "en"}
PAGE_LANGUAGES = {"zh-hant": "zh-Hant", "zh-hans": "zh-Hans", "en": "en"}

_labels: dict[str, Any] = {}


class Sentence:
    """Words with their places, put together in the language of whoever reads them: `Sentence(_("{who} …"), who=user)`.

    Lazy like the words alone; a record keeps it by `kept`, from which `reread` makes it again for another reader.
    """

    def __init__(self, words: Any, **places: Any):
        self.words, self.places = words, places

    def __str__(self) -> str:
        return str(self.words).format(**{name: str(value) for name, value in self.places.items()})


class Place:
    """What a sentence shows where it is read, and what a record keeps of it instead: never somebody's name."""

    def __init__(self, shown: Any, *, kept: str = DOTS):
        self.shown, self.kept = shown, kept

    def __str__(self) -> str:
        return str(self.shown)


def kept(text: Any) -> Any:
    """Lazy words as a record holds them for readers of any language; a text that somebody typed as it is.

    Of several sentences, each.
    """
    if isinstance(text, list):
        return {"says": [kept(entry) for entry in text]}
    if isinstance(text, Place):
        return text.kept
    if isinstance(text, Sentence):
        return {"says": kept(text.words)["says"], "with": {name: kept(value) for name, value in text.places.items()}}
    if isinstance(text, Promise):
        with override(None):
            return {"says": str(text)}
    return str(text)


def reread(text: Any) -> str:
    """What `kept` holds, in the language of the reader."""
    if not isinstance(text, dict):
        return str(text)
    words = text["says"]
    if isinstance(words, list):
        return " ".join(reread(entry) for entry in words)
    return _(words).format(**{name: reread(value) for name, value in text.get("with", {}).items()})


def register_labels(labels: Mapping[str, Any]) -> None:
    """Give codes their words; every app does so once, in `AppConfig.ready()`.

    Two apps that claim one code with different words have mixed up two things, which is an error at start.
    """
    for code, label in labels.items():
        if code in _labels and str(_labels[code]) != str(label):
            raise ValueError(f"The code {code!r} already has the label {_labels[code]!r}.")
        _labels[code] = label


def label_for(code: str) -> str:
    """The words for a code of a figure, an input or a parameter; an unknown code is shown with its lines as spaces."""
    code = str(code)
    if code.startswith("last.") and code not in _labels:
        return _("{name} (year before)").format(name=label_for(code.removeprefix("last.")))
    return str(_labels[code]) if code in _labels else code.replace("_", " ").replace(".", " ")


def word_for(value: Any) -> Any:
    """The words of a code that has some; any other value as it is."""
    return _labels.get(value, value) if isinstance(value, str) else value


def is_chinese() -> bool:
    """Whether the page is in Chinese: amounts are then counted in 万, in English in millions."""
    return (get_language() or "en").startswith("zh")


def page_language() -> str:
    """The `lang` of the page as browsers know it: zh-Hant, zh-Hans or en."""
    return PAGE_LANGUAGES.get(get_language() or "", "en")


# Amounts and rates


def grouped(value: Any, places: int = 2) -> str:
    """1,234.50; nothing for None. Rounds half up for the eye only: stored figures come already rounded."""
    if value is None or value == "":
        return ""
    return f"{money.round_to(Decimal(value), Decimal(1).scaleb(-places)):,}"


def large(value: Any) -> str:
    """An amount of yuan in the page's large unit, without the unit: 3000000 reads 300.00 (万) or 3.00 (million)."""
    if value is None or value == "":
        return ""
    return grouped(Decimal(value) / (10_000 if is_chinese() else 1_000_000))


def unit_name(unit: str) -> str:
    """The word behind an amount: `yuan` 元, `large` 萬元 or million."""
    if unit == "large":
        # Translators: Chinese pages divide by 10,000 and say 萬元 / 万元 here.
        return pgettext("unit of an amount", "million")
    return pgettext("unit of an amount", "yuan")


def in_words(value: Any, unit: str) -> str:
    """An amount with its unit in one unbroken piece, 300.00 萬元."""
    number = large(value) if unit == "large" else grouped(value)
    return f"{number}{NO_BREAK}{unit_name(unit)}" if number else ""


def capitals(value: Any) -> str:
    """An amount in Chinese capitals (大写金额), in the script of the page; simplified on English ones."""
    if value is None or value == "":
        return ""
    return money.in_capitals(Decimal(value), "hant" if page_language() == "zh-Hant" else "hans")


def percent(value: Any, places: int = 2) -> str:
    """A fraction as a percentage: 0.072 reads 7.20 % (7.20% in English)."""
    if value is None or value == "":
        return ""
    return f"{grouped(Decimal(value) * 100, places)}{NO_BREAK if is_chinese() else ''}%"


def exact_percent(value: Any) -> str:
    """A fraction as a percentage with every decimal it has, at least two: 0.072345 reads 7.2345 %, 0.072 reads 7.20 %."""
    if value is None or value == "":
        return ""
    return f"{input_value(Decimal(value) * 100)}{NO_BREAK if is_chinese() else ''}%"


def factor(value: Any) -> str:
    """A multiplier with the decimals it has and no more: 1.5, 1.25."""
    return f"{Decimal(value).normalize():f}"


def measured(value: Any, unit: str) -> str:
    """A `core.figures.Figure` value in its own unit: percent (45.84), percentage points, times, turns, days or yuan; None says so."""
    if value is None:
        return _("cannot be computed")
    if unit == "percent":
        return percent(Decimal(value) / 100)
    if unit == "points":
        return _("{points} pp").format(points=grouped(value))
    if unit == "days":
        value = Decimal(value)
        words = ngettext("%(days)s day", "%(days)s days", 1 if value == 1 else 2)
        return words % {"days": grouped(value, 0 if value == value.to_integral_value() else 2)}
    return in_words(value, "yuan") if unit == "yuan" else grouped(value)


def months(count: int | None) -> str:
    """A term: 12 months; nothing when there is none."""
    return ngettext("%(count)d month", "%(count)d months", count) % {"count": count} if count else ""


def joined(words: Iterable[Any]) -> str:
    """Several words in one line, parted as the language does it; empty ones are left out."""
    return pgettext("between words of a list", ", ").join(str(word) for word in words if word)


def formula_in_words(formula: str) -> str:
    """A formula with the words of its codes and the signs of a reader."""
    names = {"max": _("the larger of"), "min": _("the smaller of")}
    words = re.sub(r"[a-z][a-z0-9_.]*", lambda found: names.get(found[0]) or label_for(found[0]), formula)
    if is_chinese():
        words = words.replace(", ", "，")
    return words.replace("*", "×").replace(" / ", " ÷ ").replace(" - ", " − ")


def input_value(value: Decimal) -> str:
    """An input with its own decimals, at least two and at most six."""
    exponent = Decimal(value).normalize().as_tuple().exponent
    return grouped(value, min(6, max(2, -exponent)) if isinstance(exponent, int) else 2)


# Dates


def _as_date(value: Any) -> date:
    """The lender's day of a moment; a date as it is."""
    return localdate(value) if isinstance(value, datetime) else value


def iso(value: Any) -> str:
    """2026-11-23, as records show dates."""
    return _as_date(value).isoformat() if value else ""


def last_day(value: Any) -> str:
    """The last day of a paper as records show dates; one without end is unlimited."""
    return pgettext("of a paper", "unlimited") if _is_unlimited(value) else iso(value)


def until(value: Any) -> str:
    """The same behind what it is the last day of: until 2026-11-23, or unlimited."""
    return last_day(value) if _is_unlimited(value) else _("until %(day)s") % {"day": iso(value)}


def _is_unlimited(value: Any) -> bool:
    return bool(value) and _as_date(value) == UNLIMITED


def weekday(value: Any) -> str:
    """週四, 周四 or Thu."""
    return format_date(_as_date(value), "EEE", locale=LOCALES.get(get_language() or "", "en")) if value else ""


def day(value: Any, today: date) -> str:
    """As lists show dates: 11-26 週四, Thu 26 Nov; a day of another year than today's reads 2027-03-26."""
    if not value:
        return ""
    value = _as_date(value)
    if value.year != today.year:
        return value.isoformat()
    locale = LOCALES.get(get_language() or "", "en")
    return format_date(value, "MM-dd EEE" if is_chinese() else "EEE d MMM", locale=locale)


def days_left(value: Any, today: date) -> str:
    """How far off a date is: 3 days left, today, 2 days late."""
    if not value:
        return ""
    days = (_as_date(value) - today).days
    if days == 0:
        return _("Today")
    if days > 0:
        return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}
    return ngettext("%(days)d day late", "%(days)d days late", -days) % {"days": -days}


def due_tone(value: Any, today: date) -> str:
    """The class of a due date: red when late, amber on the day itself."""
    if not value or _as_date(value) > today:
        return ""
    return "ld-warning" if _as_date(value) == today else "ld-danger"


# Personal data: what is hidden never reaches the page


def mask_identity(value: str) -> str:
    """An identifier by its ends: 4403 ●●●● ●●●● 1025; one shorter than 15 characters keeps its last three only."""
    value = "".join(str(value or "").split())
    if not value:
        return ""
    if len(value) >= 15:
        return f"{value[:4]} {DOTS} {DOTS} {value[-4:]}"
    return f"{DOTS} {value[-3:]}" if len(value) > 6 else DOTS


def mask_account(value: str) -> str:
    """A bank account by its tail: ●●●● 6208."""
    value = "".join(str(value or "").split())
    return f"{DOTS} {value[-4:]}" if len(value) > 8 else (DOTS if value else "")


def mask_phone(value: str) -> str:
    """138 ●●●● 0012; a number shorter than ten digits keeps its last two only."""
    value = str(value or "").strip()
    if not value:
        return ""
    return f"{value[:3]} {DOTS} {value[-4:]}" if len(value) >= 10 else f"{DOTS} {value[-2:]}"


def mask_email(value: str) -> str:
    """l●●●●@example.com; the domain stays, it says which bank or firm a letter goes to."""
    name, at, domain = str(value or "").rpartition("@")
    return f"{name[:1]}{DOTS}@{domain}" if at and name else (DOTS if value else "")


def _mask_word(word: str) -> str:
    if len(word) <= 2:
        return f"{word[:1]}○"
    return f"{word[0]}{'○' * (len(word) - 2)}{word[-1]}"


def mask_name(value: str) -> str:
    """林○盛, 林○; a name written in several words keeps the first letter of each."""
    words = str(value or "").split()
    if len(words) > 1:
        return " ".join(f"{word[0]}○" for word in words)
    return _mask_word(words[0]) if words else ""


# States


def _states_of(model: type[Model] | Model, field: str) -> type[Enum] | None:
    """The enum behind a model's field: its default is a member, or its transition table is keyed by members."""
    default = getattr(model._meta.get_field(field), "default", None)
    if isinstance(default, Enum):
        return type(default)
    table = getattr(model, "TRANSITIONS", None) if field == "status" else None
    first = next(iter(table), None) if table else None
    return type(first) if isinstance(first, Enum) else None


def state(value: Any, field: str = "status") -> tuple[str, str]:
    """The word and the tone of a state.

    `value` is a member of a `TextChoices`, a model instance (its `field` is meant), or plain text, which has no tone.
    The tone comes from `TONES` on the enum, value → "", is-active, is-done, is-good, is-warn, is-late or is-stopped.
    """
    if isinstance(value, Model):
        raw, states = getattr(value, field), _states_of(type(value), field)
        label = getattr(value, f"get_{field}_display")()
    else:
        raw, states = value, type(value) if isinstance(value, Enum) else None
        label = getattr(value, "label", value)
    tones = getattr(states, "TONES", {})
    return str(label), tones.get(str(getattr(raw, "value", raw)), "")
