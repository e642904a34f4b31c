"""Terms of every kind the conventions allow, as the plain values ``parse_terms`` reads."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

DISBURSED = st.dates(date(2019, 1, 1), date(2031, 12, 31))
RATE = st.one_of(
    st.just("0"),
    st.integers(1, 4000).map(lambda n: f"{Decimal(n).scaleb(-4):f}"),
    st.integers(1, 10_000_000).map(lambda n: f"{Decimal(n).scaleb(-6):f}"),
)


@st.composite
def terms(draw, most_instalments=40):
    """A mapping with all fields that have a default filled in."""
    n = draw(st.integers(1, most_instalments))
    unit = draw(st.sampled_from(["0.01", "0.01", "0.01", "0.05", "1", "100"]))
    disbursed = draw(DISBURSED)
    t = {
        "id": "any",
        "principal": f"{draw(st.integers(1, 10**9)) * Decimal(unit):f}",
        "annual_rate": draw(RATE),
        "instalments": n,
        "disbursed_on": disbursed.isoformat(),
        "every": draw(st.sampled_from([1, 1, 1, 2, 3, 6, 12])),
        "unit": draw(st.sampled_from(["months", "months", "weeks", "days"])),
        "method": draw(
            st.sampled_from(
                ["level_payment"] * 3
                + ["equal_principal", "interest_only", "bullet", "flat", "fixed_principal_percent"]
            )
        ),
        "day_count": draw(
            st.sampled_from(["30E/360", "30/360", "actual/360", "actual/364", "actual/365F", "actual/actual"])
        ),
        "month_end": draw(st.sampled_from(["clamp", "roll"])),
        "rounding": draw(st.sampled_from(["half_up", "half_even"])),
        "rounding_unit": unit,
        "roll": draw(st.sampled_from(["none", "none", "following", "modified_following", "preceding"])),
        "interest_dates": draw(st.sampled_from(["unadjusted", "adjusted"])),
        "grace_principal": 0,
        "grace_interest": 0,
        "balloon": "0",
        "rate_changes": [],
    }
    t["interest"] = "daily" if t["unit"] == "days" else draw(st.sampled_from(["daily", "per_period"]))
    _draw_method(draw, t)
    _draw_dates(draw, t, disbursed)
    days = draw(st.lists(st.integers(1, 2000), max_size=4, unique=True).map(sorted))
    t["rate_changes"] = [
        {"from": (disbursed + timedelta(days=day)).isoformat(), "annual_rate": draw(RATE)} for day in days
    ]
    return t


def _draw_method(draw, t):
    if t["method"] == "fixed_principal_percent":
        t["principal_percent"] = f"{Decimal(draw(st.integers(1, 1000))).scaleb(-3):f}"
    if t["method"] != "bullet":
        t["grace_principal"] = draw(st.integers(0, min(5, t["instalments"] - 1)))
        most = t["grace_principal"] if t["method"] == "level_payment" else min(5, t["instalments"] - 1)
        t["grace_interest"] = draw(st.integers(0, most))
    if t["method"] in ("level_payment", "equal_principal", "flat"):
        part = Decimal(draw(st.sampled_from(["0", "0", "0.1", "0.333", "0.9"])))
        t["balloon"] = f"{Decimal(t['principal']) * part:f}"


def _draw_dates(draw, t, disbursed):
    kind = draw(st.sampled_from(["plain", "first_due_on", "interest_day", "due_on"]))
    if kind == "first_due_on":
        t["first_due_on"] = (disbursed + timedelta(days=draw(st.integers(1, 90)))).isoformat()
    elif kind == "interest_day" and t["unit"] == "months" and t["every"] != 2:
        t["interest_day"] = draw(st.integers(1, 27))
    elif kind == "due_on":
        n = t["instalments"]
        days = draw(st.lists(st.integers(1, 40), min_size=n, max_size=n))
        t["due_on"] = [(disbursed + timedelta(days=sum(days[: k + 1]))).isoformat() for k in range(n)]
    if t["roll"] != "none":
        near = [(disbursed + timedelta(days=k)).isoformat() for k in draw(st.sets(st.integers(1, 400), max_size=20))]
        half = len(near) // 2
        t["holidays"], t["workdays"] = near[:half], near[half:]
