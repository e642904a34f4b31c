"""The search box."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.models import Application, OldProject
from core.numbering import shown, typed
from customers.models import Consultation, Customer
from desk.providers.lines import case_url
from servicing.models import Loan

# What a number is looked for in, by the letter of its kind.
NUMBERED_CASES = {
    "A": "number",
    "T": "ledger_number",
    "C": "contracts__number",
    "D": "contracts__drawdowns__number",
    "L": "loans__number",
}
MOST_FOUND = 10


def search(user, text: str) -> list[dict]:
    """What the box finds, in groups, at most ten a group; only what the reader may see.

    Customers by part of the name, or by a number, code, phone, account or address as a whole; their cases and loans too;
    cases, loans and rows of old ledgers also by their own numbers, begun or whole; questions by who asked, whom nobody
    may have a file of.
    The count of queries is the same whatever is found.
    """
    customers = list(Customer.objects.visible_to(user).matching(text)[:MOST_FOUND])
    number, theirs = typed(text), Q(customer__in=[customer.pk for customer in customers])
    found = Application.objects.visible_to(user).filter(_numbered(number, theirs)).with_names().distinct()[:MOST_FOUND]
    loans = Loan.objects.visible_to(user).filter(Q(number__startswith=number) | theirs if number else theirs)
    found_cases = [
        _row(c.customer.name, f"{shown(c.number)} {c.get_status_display()}", case_url(c), c.number == number)
        for c in found
    ]
    found_loans = [
        _row(o.customer.name, shown(o.number), reverse("servicing:loan", args=[o.number]), o.number == number)
        for o in loans.select_related("customer")[:MOST_FOUND]
    ]
    files = [
        _row(c.name, shown(c.number), reverse("customers:detail", args=[c.number]), c.number == number)
        for c in customers
    ]
    old = OldProject.objects.visible_to(user).filter(number__startswith=text).select_related("customer")[:MOST_FOUND]
    before = [
        _row(o.customer.name, o.number, reverse("customers:detail", args=[o.customer.number]), o.number == text)
        for o in old
    ]
    asked = Consultation.objects.visible_to(user).asked_by(text).order_by("-asked_at")[:MOST_FOUND]
    questions = [
        _row(row.name, f"{row.asked_on:%Y-%m-%d} {row.need[:40]}", reverse("customers:consultation", args=[row.uuid]))
        for row in asked
    ]
    groups = [
        (_("Customers"), files),
        (_("Applications"), found_cases),
        (_("Loans"), found_loans),
        (_("Old ledger"), before),
        (_("Consultations"), questions),
    ]
    return [{"label": label, "rows": rows} for label, rows in groups if rows]


def _numbered(number: str, theirs: Q) -> Q:
    """Cases of the customers found, and those a number leads to: only the table its letter names is asked."""
    if not number:
        return theirs
    letter = number[2:3]
    if letter in NUMBERED_CASES and letter != "A":
        return theirs | Q(**{NUMBERED_CASES[letter]: number})
    return theirs | Q(number__startswith=number)


def _row(name: str, note: str, url: str, is_exact: bool = False) -> dict:
    return {"name": name, "note": note, "url": url, "is_exact": is_exact}
