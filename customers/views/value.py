"""The value of customers: the room of one, the list of all with their contribution, and the reviews."""

from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from core import display, parameters, sheets
from core.tables import page_through
from core.views import refusals_on
from core.workdays import add_months
from customers import permissions, valuing
from customers.filters import ValueFilter
from customers.forms import GradeForm
from customers.models import Customer, ValueGrade, ValueReview
from customers.parameters import INTERVAL, VALUE_CRITERIA
from customers.services import review_value, review_values, set_value_grade
from customers.tables import ValueTable
from customers.views.frame import framed, visible

UNITS = {code: unit for code, _label, unit, _weight, _full in VALUE_CRITERIA}
MOST_REVIEWS = 20


@login_required
@require_GET
def value(request, number):
    """The room "value": the grade with its reasons, this year against last, and every review there was."""
    return _room(request, visible(request, number), None)


def _room(request, customer: Customer, form: GradeForm | None):
    reviews = list(customer.value_reviews.select_related("made_by").order_by("-id")[:MOST_REVIEWS])
    current = next((row for row in reviews if row.is_current), None)
    months = int(parameters.value(INTERVAL))
    may_set = not permissions.may_set_value_grade(request.user, customer)
    context = framed(request, customer, "value") | {
        "review": current,
        "reasons": [_in_words(reason) for reason in current.reasons] if current else [],
        "limits": _limits(current) if current else [],
        "next_on": add_months(current.on, months) if current else None,
        "months": months,
        "reviews": reviews,
        "form": form or GradeForm(initial={"grade": current.grade if current else ValueGrade.BASIC}),
        "may_review": not permissions.may_review_value(request.user, customer),
        "may_set": may_set,
        # Known before the grade is set; afterwards the notice of every page of the file says it.
        "too_low": permissions.too_low_for_top(customer.account_manager) if may_set and not customer.is_top else "",
    }
    return render(request, "customers/value.html", context, status=422 if form is not None and form.errors else 200)


def _in_words(reason: dict) -> dict:
    """One reason for a table: the criterion, its figure and what brings all points, in their unit, and the points."""
    unit = UNITS[reason["code"]]
    return {
        "label": display.label_for(f"criterion_{reason['code']}"),
        "figure": figure_in_words(Decimal(reason["figure"]), unit),
        "full": figure_in_words(Decimal(reason["full"]), unit),
        "weight": f"{Decimal(reason['weight']).normalize():f}",
        "takes": reason["code"] == valuing.OVERDUE,
        "points": Decimal(reason["points"]),
    }


def figure_in_words(figure: Decimal, unit: str) -> str:
    """A figure in the unit of its criterion."""
    if unit == "yuan":
        return display.in_words(figure, "large")
    if unit == "fraction":
        return display.percent(figure, 0)
    count = int(figure)
    if unit == "months":
        return ngettext("{count} month", "{count} months", count).format(count=count)
    return ngettext("{count} day", "{count} days", count).format(count=count) if unit == "days" else str(count)


def _limits(review: ValueReview) -> list[dict]:
    return [
        {"label": ValueGrade(grade).label, "points": f"{Decimal(points).normalize():f}"}
        for grade, points in review.least.items()
    ]


@login_required
@require_POST
def value_review(request, number):
    """Compute the value of one customer now."""
    customer = visible(request, number)
    review = review_value(customer=customer, by=request.user)
    said = _("Reviewed: {grade}, {score} points.").format(grade=review.get_grade_display(), score=review.score)
    messages.success(request, said)
    return redirect("customers:value", customer.number)


@login_required
@require_POST
def value_grade(request, number):
    """Let another grade than the computed one stand."""
    customer = visible(request, number)
    form = GradeForm(request.POST)
    if refusal := permissions.may_set_value_grade(request.user, customer):
        # Whoever may not is told so by the service, whatever was typed.
        set_value_grade(customer=customer, grade="", reason=str(refusal), by=request.user)
    if form.is_valid():
        with refusals_on(form):
            set_value_grade(customer=customer, by=request.user, **form.cleaned_data)
    if not form.is_valid():
        return _room(request, customer, form)
    messages.success(request, _("Kept."))
    return redirect("customers:value", customer.number)


@login_required
@require_GET
def values(request):
    """Value and contribution of the customers the reader may see, the highest income first."""
    customers = Customer.objects.visible_to(request.user)
    rows = ValueReview.objects.current().filter(customer__in=customers).with_names()
    filterset = ValueFilter(request.GET, rows)
    table = ValueTable(filterset.qs)
    if sheets.is_asked(request):
        return sheets.export(request, table, name="values")
    page_through(request, table)
    may_run = not permissions.may_run_review(request.user)
    context = {
        "table": table,
        "filter": filterset,
        "may_run": may_run,
        "ungraded": customers.never_graded()[:1001].count() if may_run else 0,
        "months": int(parameters.value(INTERVAL)),
    }
    return render(request, "customers/values.html", context)


@login_required
@require_POST
def values_run(request):
    """Review all customers that the reader keeps or manages."""
    run = review_values(by=request.user)
    said = ngettext(
        "{count} customer reviewed, {changed} changed the grade.",
        "{count} customers reviewed, {changed} changed the grade.",
        run.customers,
    )
    messages.success(request, said.format(count=run.customers, changed=run.changed))
    return redirect("customers:values")
