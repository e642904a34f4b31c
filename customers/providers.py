"""What later apps say about customers, the rooms of a file, and the words for the codes of financial statements."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from customers.valuing import Volume
from staff.providers import SUMMARY_LINES, WeekLines, week_line

# Each says whether a person may enter statements of a customer although the file is somebody else's.
MAY_ENTER: list[Callable[[Any, Any], bool]] = []

# Each gives the blocks that the page of a customer shows below the file: {title, template, and what it needs}.
PARTS: list[Callable[[Any, Any], dict]] = []

# Each moves what an app keeps of a customer when the file changes hands, (customer, was, to), and says how many of what.
FOLLOWERS: list[Callable[[Any, Any, Any], dict[Any, int]]] = []

# Each says whether a customer is of the top value grade, which junior account managers do not keep.
IS_TOP: list[Callable[[Any], bool]] = []

# Each gives what speaks against joining two files, as sentences: (survivor, merged).
MERGE_OBSTACLES: list[Callable[[Any, Any], list[str]]] = []

# How the tables that point at customers are called where a merge tells what it moved; `app.Model` as Django has it.
LINK_NAMES: dict[str, Any] = {
    "customers.FinancialStatement": _("Financial statements"),
    "customers.FileRequest": _("Requests for the file"),
    "customers.FileAccess": _("Readers of the file"),
    "customers.OwnershipConflict": _("Ownership conflicts"),
    "customers.Customer": _("Files merged before"),
    "customers.Relation": _("Relations"),
    "customers.ValueReview": _("Reviews of the value"),
    "customers.ContactPlan": _("Contacts to make"),
    "customers.Contact": _("Contacts"),
    "customers.Consultation": _("Consultations"),
    "customers.Visit": _("Visits"),
    "customers.Mark": _("Marks"),
    "customers.Consent": _("Consents"),
    "customers.CreditQuery": _("Queries at the bureau"),
    "customers.CreditReport": _("Credit reports"),
    "customers.Screening": _("Checks"),
    "customers.OwnershipChange": _("Changes of the account manager"),
    "customers.LookAlike": _("Pairs of files that look alike"),
    "customers.FileMerge": _("Files merged before"),
    "customers.LenderTie": _("Ties to the lender"),
    "core.Attachment": _("Uploaded papers"),
    "core.Document": _("Documents"),
    "core.OutgoingMail": _("Mails"),
    "staff.Task": _("Tasks"),
}

# Each gives a block among the relations of a customer, from its circle: {template, and what it needs}.
RELATION_PARTS: list[Callable[[Any, Any, Any], dict]] = []

# Each gives further lines of the relation map for the ids of customers: what later apps know to bind them.
MAP_LINES: list[Callable[[Collection[int]], "list[MapLine]"]] = []

# Each gives what the reader of a file must know on every page of it: {tone, title, text}.
NOTICES: list[Callable[[Any, Any], list[dict]]] = []

# Each gives, on a day, the ids of the customers who have borrowed, with the day from which return visits count.
BORROWERS: list[Callable[[date], dict[int, date]]] = []

# Each gives, on a day, the ids of the customers that are to be watched, besides those that carry the mark; asked about
# some customers, those of them.
WATCHED: list[Callable[..., set[int]]] = []

# Each gives, on a day, what a part of the house knows of the volume and income of customers, by their ids.
VOLUMES: list[Callable[[Collection[int], date], dict[int, Volume]]] = []

# Each gives the products one may be interested in, as (code, name), those that fit an amount (None: all) first.
INTERESTS: list[Callable[[Any, str], list[tuple[str, str]]]] = []


@dataclass(frozen=True)
class Thing:
    """Something of a customer that a contact may be about: a case, a contract."""

    uuid: UUID
    label: str
    url: str


# Each gives the things of a customer that a person may open.
# Names of the papers that a customer still has to hand in, of the cases this person may open.
PAPERS_MISSING: list[Callable[[Any, Any], list[str]]] = []
THINGS: list[Callable[[Any, Any], list[Thing]]] = []

# Each says whether a person works on a running case of a customer: they may enter checks, and never decide a hit.
WORKS_ON: list[Callable[[Any, Any], bool]] = []


@dataclass(frozen=True)
class RelatedName:
    """A relation of a file to a relative or related party of the lender, and how it is told: "張三，配偶"."""

    relation: UUID
    words: str


# Each finds such relations of a customer.
RELATED_NAMES: list[Callable[[Any], list[RelatedName]]] = []


@dataclass(frozen=True)
class MapLine:
    """A line of the relation map between two customers, from `source` to `target`, with the words on it."""

    source: Any
    target: Any
    words: str


@dataclass(frozen=True)
class Room:
    """A tab: `url_name` takes the number; `shows` hides rooms of a case or customer that are still empty of sense."""

    code: str
    label: Any
    url_name: str
    position: int
    shows: Callable[[Any], bool] = lambda thing: True


ROOMS: list[Room] = [
    Room("overview", _("Overview"), "customers:detail", 10),
    Room("value", pgettext_lazy("of a customer", "Value"), "customers:value", 30),
    Room("relations", _("Relations"), "customers:relations", 40),
    Room("credit", _("Consents and credit"), "customers:credit", 40),
    Room("checks", _("Checks"), "customers:checks", 50),
    Room("contacts", _("Contacts"), "customers:contacts", 40),
]


def things_of(customer, user) -> list[Thing]:
    """The cases and contracts of a customer that this person may open."""
    return [thing for give in THINGS for thing in give(customer, user)]


def papers_missing(customer, user) -> list[str]:
    """What the customer still has to bring, each once."""
    return list(dict.fromkeys(name for give in PAPERS_MISSING for name in give(customer, user)))


def borrowers(on: date) -> dict[int, date]:
    """Customers who have borrowed, with the first day from which return visits count."""
    found: dict[int, date] = {}
    for give in BORROWERS:
        for pk, day in give(on).items():
            found[pk] = min(day, found.get(pk, day))
    return found


def on_watch(on: date) -> set[int]:
    """Customers on the watch list: those that carry the mark, and those that later apps name."""
    from customers.models import Mark, MarkKind

    marked = set(Mark.objects.in_force().filter(kind=MarkKind.WATCH).values_list("customer", flat=True))
    return marked.union(*(give(on) for give in WATCHED))


def is_watched(customer, on: date) -> bool:
    """Whether later apps name this customer among those to be watched."""
    return any(give(on, [customer.pk]) for give in WATCHED)


def volumes_of(customers: Collection[int], on: date) -> dict[int, Volume]:
    """The volume of each customer on a day, summed over all apps; the query count is the same for any number."""
    found = dict.fromkeys(customers, Volume())
    for give in VOLUMES:
        for pk, volume in give(customers, on).items():
            found[pk] += volume
    return found


def own_volumes(customers: Collection[int], on: date) -> dict[int, Volume]:
    """What the files themselves know: since when we know a customer, and how many it referred."""
    from customers.models import Customer

    since = Customer.objects.filter(pk__in=customers).values_list("pk", "created_at")
    referred = Customer.objects.current().filter(referrer__in=customers).order_by()
    counts = dict(referred.values_list("referrer").annotate(Count("pk")))
    return {pk: Volume(since=localdate(at), referrals=counts.get(pk, 0)) for pk, at in since}


VOLUMES.append(own_volumes)
IS_TOP.append(lambda customer: customer.is_top)


def interests(amount=None, kind: str = "") -> list[tuple[str, str]]:
    """Products as (code, name), with an amount or a kind of customer those that fit."""
    return [entry for give in INTERESTS for entry in give(amount, kind)]


def consultations_of_week(person, first: date, last: date) -> list[dict]:
    """What was asked, with what is still open."""
    from customers.models import Consultation

    rows = Consultation.objects.filter(account_manager=person, asked_on__range=(first, last)).order_by("asked_at")
    return [week_line(row.need[:120], f"{row.name} {row.get_status_display()}", row.asked_on) for row in rows]


def contacts_of_week(person, first: date, last: date) -> list[dict]:
    """Calls, meetings, negotiations and messages; visits and consultations have their own sections."""
    from customers.models import Contact, ContactKind

    rows = Contact.objects.current().filter(logged_by=person, happened_at__date__range=(first, last))
    rows = rows.exclude(kind__in=[ContactKind.VISIT, ContactKind.CONSULTATION]).select_related("customer")
    return [
        week_line(f"{row.get_kind_display()} {row.result[:120]}", row.customer.name, localdate(row.happened_at))
        for row in reversed(rows)
    ]


def visits_of_week(person, first: date, last: date) -> list[dict]:
    """Visits paid, with what came of them."""
    from customers.models import Contact, ContactKind

    rows = Contact.objects.current().filter(
        logged_by=person, kind=ContactKind.VISIT, happened_at__date__range=(first, last)
    )
    return [
        week_line(row.result[:120], row.customer.name, localdate(row.happened_at))
        for row in reversed(rows.select_related("customer"))
    ]


def missed_of_week(person, first: date, last: date) -> list[dict]:
    """Visits that were planned until the end of the week, their day over, and not paid."""
    from customers.models import Visit

    rows = Visit.objects.missed().filter(account_manager=person, planned_on__lte=last).select_related("customer")
    return [week_line(row.aim, row.customer.name, row.planned_on) for row in rows]


def register_week() -> None:
    """Called once, by this app's `ready()`."""
    SUMMARY_LINES.extend(
        [
            WeekLines("consultations", _("Consultations"), 10, consultations_of_week),
            WeekLines("contacts", _("Contacts"), 20, contacts_of_week),
            WeekLines("visits", _("Visits paid"), 30, visits_of_week),
            WeekLines("missed", _("Visits missed"), 40, missed_of_week),
        ]
    )


ALIKE_LABEL, OWNERSHIP_LABEL = _("Possibly the same"), _("Ownership")


def tie_notices(customer, user) -> list[dict]:
    """On every page of the file: that the customer may be, or is, a related party of the lender."""
    return [
        {"tone": "is-warn", "title": tie.get_status_display(), "text": f"{tie.get_kind_display()} ({tie.colleague})"}
        for tie in customer.lender_ties.standing()
    ]


NOTICES.append(tie_notices)


def conflict_notices(customer, user) -> list[dict]:
    """On every page of the file: that two account managers claim the customer, and until when it is ruled."""
    open_ones = customer.conflicts.open().visible_to(user).select_related("claimant", "holder")
    return [
        {
            "tone": "is-warn",
            "title": _("Ownership conflict"),
            "text": _("{claimant} and {holder} claim this customer; the ruling is due on {day}.").format(
                claimant=one.claimant.name, holder=one.holder.name, day=one.due_on
            ),
        }
        for one in open_ones
    ]


NOTICES.append(conflict_notices)


LABELS = {
    "customer_message": _("Message to a customer"),
    "contact_call": pgettext_lazy("a contact", "Call"),
    "contact_visit": pgettext_lazy("a contact", "Visit"),
    "contact_meeting": pgettext_lazy("a contact", "Meeting"),
    "contact_negotiation": pgettext_lazy("a contact", "Negotiation"),
    "contact_message": pgettext_lazy("a contact", "Message"),
    "contact_consultation": pgettext_lazy("a contact", "Consultation"),
    "value_vip": pgettext_lazy("value grade", "VIP"),
    "value_preferred": pgettext_lazy("value grade", "Preferred"),
    "value_ordinary": pgettext_lazy("value grade", "Ordinary"),
    "value_basic": pgettext_lazy("value grade", "Basic"),
    "criterion_balance": _("Present balance"),
    "criterion_average_balance": _("Average balance, twelve months"),
    "criterion_income": _("Interest received, twelve months"),
    "criterion_expected_income": _("Interest planned, next twelve months"),
    "criterion_relation": _("Length of the relation"),
    "criterion_punctuality": _("Instalments paid in time"),
    "criterion_products": _("Products in use"),
    "criterion_referrals": _("Customers referred"),
    "criterion_overdue": _("Days overdue"),
    "mark_watch": _("On the watch list"),
    "mark_key": _("Key customer"),
    "request.access": _("Read the file"),
    "request.transfer": _("Take the customer over"),
    "visit_borrower": _("Borrower"),
    "visit_watch": _("Watch list"),
    "cash": _("Cash at bank and in hand"),
    "restricted_cash": _("of which restricted"),
    "trading_assets": _("Trading assets"),
    "notes_receivable": _("Notes receivable"),
    "receivables": _("Trade receivables"),
    "receivables_gross": _("Trade receivables, gross"),
    "receivables_provision": _("Provision for receivables"),
    "prepayments": _("Prepayments"),
    "other_receivables": _("Other receivables"),
    "related_receivables": _("of which from related parties"),
    "inventory": _("Inventory"),
    "raw_materials": _("Raw materials"),
    "work_in_progress": _("Work in progress"),
    "finished_goods": _("Finished goods"),
    "other_current_assets": _("Other current assets"),
    "long_term_investments": _("Long-term equity investments"),
    "investment_property": _("Investment property"),
    "fixed_assets": _("Fixed assets, net"),
    "fixed_assets_cost": _("Fixed assets at cost"),
    "accumulated_depreciation": _("Accumulated depreciation"),
    "construction_in_progress": _("Construction in progress"),
    "intangible_assets": _("Intangible assets"),
    "land_use_rights": _("of which land-use rights"),
    "deferred_expenses": _("Long-term deferred expenses"),
    "other_non_current_assets": _("Other non-current assets"),
    "short_term_loans": _("Short-term loans"),
    "notes_payable": _("Notes payable"),
    "payables": _("Trade payables"),
    "advances_received": _("Advances from customers"),
    "wages_payable": _("Wages payable"),
    "taxes_payable": _("Taxes payable"),
    "other_payables": _("Other payables"),
    "related_payables": _("of which to related parties"),
    "long_term_debt_due": _("Long-term debt due within a year"),
    "long_term_loans": _("Long-term loans"),
    "bonds_payable": _("Bonds payable"),
    "long_term_payables": _("Long-term payables"),
    "paid_in_capital": _("Paid-in capital"),
    "capital_reserve": _("Capital reserve"),
    "surplus_reserve": _("Surplus reserve"),
    "retained_profit": _("Retained profit"),
    "guarantees_given": _("Guarantees given"),
    "revenue": _("Revenue"),
    "cost_of_sales": _("Cost of sales"),
    "levies": _("Taxes and levies"),
    "selling_expenses": _("Selling expenses"),
    "administrative_expenses": _("Administrative expenses"),
    "research_expenses": _("Research expenses"),
    "finance_expenses": _("Finance expenses"),
    "interest_expense": _("of which interest"),
    "other_income": _("Other income"),
    "investment_income": _("Investment income"),
    "impairment": _("Impairment"),
    "non_operating_net": _("Non-operating result"),
    "income_tax": _("Income tax"),
    "depreciation": _("Depreciation"),
    "amortisation": _("Amortisation"),
    "dividends": _("Dividends of the year"),
    "operating_cash_flow": _("Cash flow from operations, net"),
    "operating_cash_in": _("Cash received from operations"),
    "operating_cash_out": _("Cash paid for operations"),
    "investing_cash_flow": _("Cash flow from investing, net"),
    "financing_cash_flow": _("Cash flow from financing, net"),
    "current_assets": _("Current assets"),
    "non_current_assets": _("Non-current assets"),
    "total_assets": _("Total assets"),
    "current_liabilities": _("Current liabilities"),
    "non_current_liabilities": _("Non-current liabilities"),
    "total_liabilities": _("Total liabilities"),
    "equity": _("Owners' equity"),
    "operating_profit": _("Operating profit"),
    "profit_before_tax": _("Profit before tax"),
    "net_profit": _("Net profit"),
}
SECTIONS = {
    "current_assets": _("Current assets"),
    "non_current_assets": _("Non-current assets"),
    "current_liabilities": _("Current liabilities"),
    "non_current_liabilities": _("Non-current liabilities"),
    "equity": _("Owners' equity"),
    "off_balance": _("Off the balance sheet"),
    "operating": _("Operations"),
    "profit": pgettext_lazy("financial statement", "Result"),
    "memo": pgettext_lazy("financial statement", "Notes"),
    "cash_flow": _("Cash flow"),
}
FIELDS = {
    "identity": _("Identity number or credit code"),
    "phone": _("Phone"),
    "email": _("E-mail"),
    "address": _("Address"),
}
