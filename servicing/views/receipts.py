"""Posting what came in, taking back what was wrong, and saying that a day is complete."""

from datetime import timedelta
from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import dates, display
from core.service import require
from core.views import look_at, looked_at, refusals_on
from servicing import permissions, services
from servicing.forms import PaymentForm, ReceiptsForm, ReversalForm
from servicing.models import Loan, Posting, PostingKind, ReceiptsMark
from servicing.views.loan import split_words
from staff.roles import Role

SHOWN_DAYS = 10


def _loan(request, number: str) -> Loan:
    loans = Loan.objects.visible_to(request.user).select_related("customer", "account_manager", "application")
    return get_object_or_404(loans, number=number)


@login_required
@require_http_methods(["GET", "POST"])
def post_payment(request, number):
    """Two steps: first how the money would be divided, then the posting. Changed figures are shown anew.

    The division has an address of its own; once it is posted, that address leads to the loan.
    """
    loan = _loan(request, number)
    require(permissions.may_post(request.user, loan))
    is_posted = request.method == "POST"
    typed = request.POST if is_posted else looked_at(request)
    if not is_posted and typed is None and "look" in request.GET:
        return redirect("servicing:post-payment", loan.number)
    form, preview = PaymentForm(typed, initial={"received_on": dates.today()}), None
    if form.is_valid():
        values = form.cleaned_data
        if not is_posted and services.is_used(str(values["submission_key"]), by=request.user):
            messages.info(request, _("This repayment has been posted."))
            return redirect("servicing:loan", loan.number)
        with refusals_on(form):
            if is_posted and request.POST.get("act") == "post" and values["previewed"] == form.figures:
                return _posted(request, loan, values)
            preview = services.preview(loan=loan, received_on=values["received_on"], amount=values["amount"])
        if is_posted and form.is_valid():
            return look_at(request)
    statement = loan.statement(dates.today())
    context = {"loan": loan, "form": form, "statement": statement, **_previewed(form, preview, statement)}
    return render(request, "servicing/post_payment.html", context, status=422 if form.errors else 200)


def _posted(request, loan: Loan, values: dict) -> HttpResponse:
    posting = services.post_payment(
        loan=loan,
        received_on=values["received_on"],
        amount=values["amount"],
        client_ref=values["client_ref"],
        note=values["note"],
        key=str(values["submission_key"]),
        by=request.user,
    )
    words = _("Posted: {amount}, received on {day}.")
    messages.success(request, words.format(amount=display.in_words(posting.amount, "yuan"), day=posting.received_on))
    return redirect("servicing:loan", loan.number)


def _previewed(form: PaymentForm, preview: services.Preview | None, before) -> dict:
    if preview is None:
        return {"preview": None}
    return {
        "preview": preview,
        "shares": split_words({(share.number, share.part): share.amount for share in preview.shares}),
        "figures": form.figures,
        "is_settled": all(row.settled_on for row in preview.statement.rows),
        "balance_before": before.outstanding_principal,
    }


@login_required
@require_http_methods(["GET", "POST"])
def reverse_payment(request, number, posting):
    """Take one repayment back, with a reason, by a second person."""
    loan = _loan(request, number)
    found = get_object_or_404(Posting.objects.select_related("posted_by", "loan"), pk=posting, loan=loan)
    require(permissions.may_reverse(request.user, found))
    form = ReversalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.reverse_payment(posting=found, reason=form.cleaned_data["reason"], by=request.user)
        if form.is_valid():
            words = _("Reversed: {amount}, received on {day}.")
            messages.success(
                request, words.format(amount=display.in_words(found.amount, "yuan"), day=found.received_on)
            )
            return redirect("servicing:loan", loan.number)
    context = {"loan": loan, "posting": found, "form": form}
    return render(request, "servicing/reverse.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def receipts(request):
    """The last days, what was posted for each, and whether finance has said that this is all."""
    if not request.user.has_role(Role.AUDITOR):
        require(permissions.may_mark(request.user))
    today = dates.today()
    form = ReceiptsForm(request.POST or None, initial={"day": today - timedelta(days=1)})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.mark_receipts_posted(day=form.cleaned_data["day"], by=request.user)
        if form.is_valid():
            messages.success(request, _("Receipts of {day} are marked.").format(day=form.cleaned_data["day"]))
            return redirect("servicing:receipts")
    context = {"form": form, "days": _days(today), "may_mark": not permissions.may_mark(request.user)}
    return render(request, "servicing/receipts.html", context, status=422 if form.errors else 200)


def _days(today) -> list[dict]:
    first = today - timedelta(days=SHOWN_DAYS - 1)
    marks = {mark.day: mark for mark in ReceiptsMark.objects.filter(day__gte=first).select_related("marked_by")}
    payments = Posting.objects.filter(kind=PostingKind.PAYMENT, reversal__isnull=True, received_on__gte=first)
    sums = dict(payments.order_by().values_list("received_on").annotate(Sum("amount")))
    days = [today - timedelta(days=back) for back in range(SHOWN_DAYS)]
    return [{"day": day, "mark": marks.get(day), "amount": sums.get(day, Decimal(0))} for day in days]
