"""What the file of a customer shows of its cases, and what contacts may be about."""

from collections.abc import Collection
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum
from django.urls import reverse

from applications.documents import to_bring
from applications.exposure import exposure_of
from applications.models import Application, OldProject, OldProjectState, Paper, Party, PartyRole, ProductVersion
from core.numbering import shown
from customers.models import Behind, CustomerKind, Screening
from customers.providers import Thing
from staff.models import User


def exposure_of_customer(customer, user, circle) -> dict:
    """What the related group of a customer owes and was promised; shown among the relations."""
    return {"template": "applications/_exposure.html", "exposure": exposure_of(customer, circle=circle, reader=user)}


def seen_through_cases(user) -> list[QuerySet]:
    """Customers are visible to whoever may see a case that they borrow, stand for, or were checked for."""
    cases = Application.objects.visible_to(user).order_by()
    # The borrower is the customer of the case; what is left is few, however many cases there are.
    others = Party.objects.standing().exclude(role=PartyRole.BORROWER)
    return [
        cases,
        others.filter(application__in=cases.values("pk")),
        Screening.objects.filter(party_role__in=Behind.values, on_case__in=cases.values("uuid")),
    ]


def cases_of_customer(customer, user) -> dict:
    """The customer's applications that the reader may open, in any role, newest first."""
    related = Q(customer=customer) | Q(pk__in=Party.objects.standing().filter(customer=customer).values("application"))
    cases = Application.objects.visible_to(user).filter(related).with_names().order_by("-id")[:20]
    before = list(OldProject.objects.filter(customer=customer).order_by("-entered_on", "-id")[:20])
    return {"template": "applications/_of_customer.html", "cases": list(cases), "before": before}


def owed_from_before(customers: Collection[int]) -> dict[int, Decimal]:
    """Yuan still owed on the projects of an old ledger, by customer id."""
    running = OldProject.objects.filter(customer__in=customers, state=OldProjectState.RUNNING, balance__gt=0)
    return dict(running.order_by().values_list("customer").annotate(total=Sum("balance")))


def papers_missing(customer, user) -> list[str]:
    """Names of what the customer still has to bring to the running cases that the reader may open."""
    cases = Application.objects.visible_to(user).running()
    lines = Paper.objects.on_the_list().filter(application__in=cases, customer=customer).with_names()
    return [str(paper.name) for paper in to_bring(list(lines))]


def cases_as_things(customer, user: User) -> list[Thing]:
    """The applications of a customer that a contact may be about."""
    cases = Application.objects.visible_to(user).filter(customer=customer).with_names().order_by("-id")[:50]
    return [
        Thing(
            case.uuid,
            f"{shown(case.number)} {case.product_version.product.shown_name}",
            reverse("desk:case", args=[case.number]),
        )
        for case in cases
    ]


def products_of_interest(amount: Decimal | None, kind: str = "") -> list[tuple[str, str]]:
    """The products on offer; with an amount those whose limits it keeps, with a kind of customer those for it."""
    rows = ProductVersion.objects.in_force().select_related("product").order_by("product__name")
    if amount is not None:
        rows = rows.filter(least_amount__lte=amount, most_amount__gte=amount)
    if kind:
        rows = rows.filter(**{"for_companies" if kind == CustomerKind.COMPANY else "for_persons": True})
    return [(row.product.code, row.product.shown_name) for row in rows]
