"""A second schedule engine, slow and plain: fractions throughout, each rule written out as the conventions say it.

It shares no code with the first; the two must agree to the cent on any terms.
"""

import calendar
import itertools
from datetime import date, timedelta
from fractions import Fraction


def rounded(x, unit, mode):
    count = x / unit
    below = count.numerator // count.denominator
    rest = count - below
    half = Fraction(1, 2)
    if rest > half or (rest == half and (mode == "half_up" or below % 2 == 1)):
        below += 1
    return below * unit


def month_step(anchor, months, month_end):
    index = anchor.year * 12 + anchor.month - 1 + months
    year, month = index // 12, index % 12 + 1
    length = calendar.monthrange(year, month)[1]
    if anchor.day <= length:
        return date(year, month, anchor.day)
    if month_end == "clamp":
        return date(year, month, length)
    return date(year + month // 12, month % 12 + 1, 1)


def nominal_dates(t):
    if "due_on" in t:
        return [date.fromisoformat(day) for day in t["due_on"]]
    start, n, every = date.fromisoformat(t["disbursed_on"]), t["instalments"], t["every"]
    anchor, first = start, 1
    if "first_due_on" in t:
        anchor, first = date.fromisoformat(t["first_due_on"]), 0
    elif "interest_day" in t:
        anchor, first = start + timedelta(days=1), 0
        while anchor.day != t["interest_day"] + 1 or anchor.month % every:
            anchor += timedelta(days=1)
    steps = [(first + k) * every for k in range(n)]
    if t["unit"] == "months":
        return [month_step(anchor, step, t["month_end"]) for step in steps]
    return [anchor + timedelta(days=step * (7 if t["unit"] == "weeks" else 1)) for step in steps]


def moved(day, t):
    holidays, workdays = t.get("holidays", []), t.get("workdays", [])

    def is_open(day):
        return day.isoformat() in workdays or (day.weekday() < 5 and day.isoformat() not in holidays)

    def walk(day, step):
        while not is_open(day):
            day += timedelta(days=step)
        return day

    if t["roll"] == "none":
        return day
    if t["roll"] == "preceding":
        return walk(day, -1)
    later = walk(day, 1)
    if t["roll"] == "modified_following" and (later.year, later.month) != (day.year, day.month):
        return walk(day, -1)
    return later


def day_fraction(a, b, name):
    if name == "actual/actual":
        total, day = Fraction(0), a
        while day < b:
            total += Fraction(1, 366 if calendar.isleap(day.year) else 365)
            day += timedelta(days=1)
        return total
    return Fraction(shown_days(a, b, name), {"actual/364": 364, "actual/365F": 365}.get(name, 360))


def shown_days(a, b, name):
    d1, d2 = a.day, b.day
    if name == "30E/360":
        d1, d2 = min(d1, 30), min(d2, 30)
    elif name == "30/360":
        if d1 == 31:
            d1 = 30
        if d2 == 31 and d1 == 30:
            d2 = 30
    else:
        return (b - a).days
    return 360 * (b.year - a.year) + 30 * (b.month - a.month) + d2 - d1


def rate_on(t, day):
    rate = t["annual_rate"]
    for change in t["rate_changes"]:
        if date.fromisoformat(change["from"]) <= day:
            rate = change["annual_rate"]
    return Fraction(rate)


def fraction_at(t, rate, a, b):
    if t["interest"] == "per_period":
        return rate * t["every"] / (12 if t["unit"] == "months" else 52)
    return rate * day_fraction(a, b, t["day_count"])


def fraction_of(t, a, b):
    if t["interest"] == "per_period":
        return fraction_at(t, rate_on(t, a), a, b)
    cuts = [a, *(d for d in (date.fromisoformat(c["from"]) for c in t["rate_changes"]) if a < d < b), b]
    return sum((fraction_at(t, rate_on(t, x), x, y) for x, y in itertools.pairwise(cuts)), Fraction(0))


def level(t, balance, periods, rate, unit):
    fs = [fraction_at(t, rate, a, b) for a, b in periods]

    def product_after(k):
        product = Fraction(1)
        for f in fs[k:]:
            product *= 1 + f
        return product

    below = 1 + sum((product_after(k) for k in range(1, len(fs))), Fraction(0))
    return rounded((balance * product_after(0) - Fraction(t["balloon"])) / below, unit, t["rounding"])


def reference_rows(t):
    """``(due_on, days, principal, interest, balance)`` per row, fractions; ``None`` where due dates meet."""
    disbursed, nominal = date.fromisoformat(t["disbursed_on"]), nominal_dates(t)
    due = [moved(day, t) for day in nominal]
    if any(b <= a for a, b in zip([disbursed, *due], due, strict=False)):
        return None
    bounds = [disbursed, *(due if t["interest_dates"] == "adjusted" else nominal)]
    periods = list(itertools.pairwise(bounds))
    unit, mode, n = Fraction(t["rounding_unit"]), t["rounding"], t["instalments"]
    total, b, g, h = Fraction(t["principal"]), Fraction(t["balloon"]), t["grace_principal"], t["grace_interest"]
    fs = [fraction_of(t, *period) for period in periods]
    rows, balance, waiting, instalment, solved_at = [], total, Fraction(0), None, None
    for k in range(1, n + 1):
        method, f = t["method"], fs[k - 1]
        interest = rounded((total if method == "flat" else balance) * f, unit, mode)
        if method == "bullet":
            interest = rounded(total * sum(fs), unit, mode) if k == n else Fraction(0)
        if balance == 0:
            interest = Fraction(0)
        if k == n:
            principal = balance
        elif k <= g or method in ("interest_only", "bullet"):
            principal = Fraction(0)
        elif method == "level_payment":
            start = periods[k - 1][0]
            passed = sum(date.fromisoformat(c["from"]) <= start for c in t["rate_changes"])
            if passed != solved_at:
                instalment, solved_at = level(t, balance, periods[k - 1 :], rate_on(t, start), unit), passed
            principal = min(balance, max(Fraction(0), instalment - interest))
        elif method == "fixed_principal_percent":
            principal = min(balance, rounded(total * Fraction(t["principal_percent"]), unit, mode))
        else:
            principal = min(balance, rounded((total - b) / (n - g), unit, mode))
        balance -= principal
        if k <= h:
            shown, waiting = Fraction(0), waiting + interest
        else:
            shown, waiting = interest + waiting, Fraction(0)
        rows.append((due[k - 1], shown_days(*periods[k - 1], t["day_count"]), principal, shown, balance))
    return rows
