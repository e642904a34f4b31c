"""The page of a loan: what is owed today and why, the plan as a picture, receipts, reminders, facts."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET

from core import charts, dates, display
from core.charts import ColumnState, InstalmentColumn
from servicing import owed, permissions
from servicing.allocation import ORDER, Statement
from servicing.models import Allocation, Loan, Part, Posting, PostingKind, Reminder
from servicing.origin import interest_origin
from servicing.states import LoanStatus


@login_required
@require_GET
def loan(request, number):
    """One loan as of today."""
    found = get_object_or_404(
        Loan.objects.visible_to(request.user)
        .select_related("customer", "account_manager", "application__product_version__product", "drawdown__contract")
        .with_ledger(),
        number=number,
    )
    today = dates.today()
    statement = found.statement(today)
    lines = owed.owed_lines(statement, found.penalty_terms)
    postings = postings_of(found, request.user)
    context = {
        "loan": found,
        "today": today,
        "statement": statement,
        "lines": [_line(found, line) for line in lines],
        "upcoming": next((row for row in statement.rows if not row.settled_on and row.due_on > today), None),
        "chart": schedule_picture(statement),
        "rows": _plan(found, statement),
        "postings": postings,
        "latest": next((entry for entry in postings if entry["stands"]), None),
        "reminders": _reminders(found),
        "facts": _facts(found, statement),
        "may_post": not permissions.may_post(request.user, found) and found.status == LoanStatus.ACTIVE,
    }
    return render(request, "servicing/loan.html", context)


# --- what is owed, line by line --------------------------------------------------------------------------------------


def _line(loan: Loan, line: owed.OwedLine) -> dict[str, Any]:
    names = {
        "principal": _("Instalment {number}, principal"),
        "interest": _("Instalment {number}, interest"),
        "penalty": _("Instalment {number}, penalty interest"),
        "compound": _("Instalment {number}, interest on overdue interest"),
    }
    origin = _charged(line) if line.part in {"penalty", "compound"} else _planned(loan, line)
    return {
        "label": names[line.part].format(number=line.number),
        "origin": origin,
        "amount": line.amount,
        "is_late": line.is_late,
    }


def _charged(line: owed.OwedLine) -> str:
    words = ngettext(
        "{base} × {rate} ÷ {year} × {days} day, since {since}",
        "{base} × {rate} ÷ {year} × {days} days, since {since}",
        line.days,
    ).format(
        base=display.grouped(line.base),
        rate=display.exact_percent(line.rate),
        year=line.year,
        days=line.days,
        since=display.iso(line.since),
    )
    if line.carried:
        words += _(", and {carried} from before").format(carried=display.grouped(line.carried))
    return words


def _planned(loan: Loan, line: owed.OwedLine) -> str:
    parts = [_("{planned} due on {day}").format(planned=display.grouped(line.planned), day=display.iso(line.due_on))]
    if line.part == "interest":
        parts.append(_interest(loan, line.number))
    if line.paid:
        parts.append(
            _("{paid} paid, last on {day}").format(paid=display.grouped(line.paid), day=display.iso(line.paid_on))
        )
    if line.payable_until > line.due_on and not line.is_late:
        parts.append(_("a closed day: in time until {day}").format(day=display.iso(line.payable_until)))
    return pgettext("between two words", ", ").join(part for part in parts if part)


def _interest(loan: Loan, number: int) -> str:
    """How the planned interest of an instalment was computed: the balance before it, and its part of a year."""
    plan = loan.current_schedule
    found = interest_origin(
        number, loan.dues(), loan.principal, loan.disbursed_on, plan.rule("interest"), plan.rule("day_count")
    )
    if found is None:
        return ""
    base, rate = display.grouped(found.base), display.exact_percent(loan.annual_rate)
    if found.days is None:
        return f"{base} × {rate} ÷ {found.divisor}"
    words = ngettext("{base} × {rate} ÷ {year} × {days} day", "{base} × {rate} ÷ {year} × {days} days", found.days)
    return words.format(base=base, rate=rate, year=found.divisor, days=found.days)


# --- the plan --------------------------------------------------------------------------------------------------------


def _state(row, today: date) -> ColumnState:
    if row.settled_on:
        return "paid"
    if row.is_overdue(today):
        return "overdue"
    return "today" if row.due_on <= today <= row.payable_until else "later"


def schedule_picture(statement: Statement):
    """The plan as columns, for a desk and for a phone."""
    today = statement.as_of
    words = {"paid": _("paid"), "overdue": _("overdue"), "today": _("due now"), "later": _("not due yet")}
    columns, year = [], None
    for row in statement.rows:
        is_new_year = row.due_on.year != year
        year = row.due_on.year
        state = _state(row, today)
        title = _("Instalment {number}: principal {principal}, interest {interest}, {state}").format(
            number=row.number,
            principal=display.grouped(row.due.principal),
            interest=display.grouped(row.due.interest),
            state=words[state],
        )
        columns.append(
            InstalmentColumn(
                label=f"{row.due_on:%y}/{row.due_on.month}" if is_new_year else str(row.due_on.month),
                title=title,
                principal=row.due.principal,
                interest=row.due.interest,
                state=state,
                unpaid=row.outstanding.principal + row.outstanding.interest,
                is_key=is_new_year,
            )
        )
    counts = {state: sum(1 for entry in columns if entry.state == state) for state in words}
    title = _("Repayment plan: {paid} paid, {overdue} overdue, {later} not due yet").format(
        paid=counts["paid"], overdue=counts["overdue"], later=counts["later"] + counts["today"]
    )
    return charts.wide_and_narrow(charts.schedule_chart, title, columns, today=_("Today"))


def _plan(loan: Loan, statement: Statement) -> list[dict[str, Any]]:
    words = {
        "paid": _("Paid"),
        "overdue": pgettext("a loan", "Overdue"),
        "today": _("Due now"),
        "later": _("Not due yet"),
    }
    tones = {"paid": "is-done", "overdue": "is-late", "today": "is-warn", "later": ""}
    rows, balance = [], loan.principal
    for row in statement.rows:
        balance -= row.due.principal
        state = _state(row, statement.as_of)
        rows.append({"row": row, "balance": balance, "state": words[state], "tone": tones[state]})
    return rows


# --- receipts, reminders, facts --------------------------------------------------------------------------------------


def postings_of(loan: Loan, user) -> list[dict[str, Any]]:
    """Postings, the latest first, each with its shares as they stand now and whether this reader may reverse it."""
    shares: dict[int, dict[tuple, Decimal]] = {}
    for entry in Allocation.objects.filter(posting__loan=loan).select_related("instalment").order_by("id"):
        place = (entry.instalment.number if entry.instalment else None, entry.part)
        mine = shares.setdefault(entry.posting_id, {})
        mine[place] = mine.get(place, Decimal(0)) + entry.amount
    reversals = {entry.reverses_id for entry in loan.postings.all() if entry.reverses_id}
    rows = []
    for posting in Posting.objects.filter(loan=loan).select_related("posted_by").order_by("-posted_at", "-id"):
        stands = posting.kind == PostingKind.PAYMENT and posting.pk not in reversals
        posting.loan = loan
        rows.append(
            {
                "posting": posting,
                "stands": stands,
                "is_reversed": posting.pk in reversals,
                "shares": split_words(shares.get(posting.pk, {})),
                "may_reverse": stands and not permissions.may_reverse(user, posting),
            }
        )
    return rows


def split_words(shares: dict[tuple, Decimal]) -> list[dict[str, Any]]:
    """Shares in the order in which money is used: instalment by instalment, costs before interest before principal."""
    order = [*ORDER, "suspense"]
    places = sorted((place for place, amount in shares.items() if amount), key=lambda p: (p[0] or 0, order.index(p[1])))
    return [{"number": number, "part": Part(part).label, "amount": shares[number, part]} for number, part in places]


def _reminders(loan: Loan):
    rows = Reminder.objects.filter(instalment__schedule__loan=loan)
    return rows.select_related("instalment", "mail", "task", "person", "customer").order_by("-id")[:60]


def _facts(loan: Loan, statement: Statement) -> list[dict[str, Any]]:
    last = statement.rows[-1]
    return [
        {"label": _("Principal"), "value": display.in_words(loan.principal, "yuan"), "number": True},
        {"label": _("Balance"), "value": display.in_words(statement.outstanding_principal, "yuan"), "number": True},
        {"label": _("Annual rate"), "value": display.exact_percent(loan.annual_rate), "number": True},
        {
            "label": _("Penalty rate"),
            "value": display.exact_percent(loan.penalty_terms.late_rate),
            "number": True,
        },
        {"label": _("Disbursed on"), "value": display.iso(loan.disbursed_on), "number": True},
        {"label": _("Last instalment"), "value": display.iso(last.due_on), "number": True},
        {"label": _("Account manager"), "value": loan.account_manager.name},
        {"label": _("Reminders"), "value": loan.application.product_version.get_reminder_profile_display()},
    ]
