"""Products for all to read and the administrator to change, and what the lender does not lend for."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications import permissions, services
from applications.forms.products import (
    ExclusionForm,
    FeeFormSet,
    ItemFormSet,
    NewProductForm,
    PaperLineForm,
    PaperLineFormSet,
    VersionForm,
    WithdrawProductForm,
    fees_in,
    items_in,
    papers_in,
)
from applications.labels import screenings_in_words, version_changes, version_facts
from applications.models import Exclusion, Product, ProductVersion
from applications.services.product_checks import withdrawal_problems
from core import dates
from core.errors import InvalidInput
from core.service import require
from core.views import refusals_on

SHOWN_BELOW = {"checklist", "papers", "screenings"}


def _may_configure(request) -> bool:
    return not permissions.may_configure(request.user)


def _asked_for(versions: list[ProductVersion], number: str | None) -> ProductVersion | None:
    return next((version for version in versions if str(version.number) == number), None)


def _all_of(product: Product) -> list[ProductVersion]:
    rows = (
        product.versions.standing()
        .select_related("product", "made_by")
        .prefetch_related("fees", "checklist", "paper_requirements")
    )
    return list(rows.order_by("-number"))


@login_required
@require_GET
def list_products(request):
    """Every product with the version in force, the withdrawn ones last."""
    ruling = {version.product_id: version for version in _ruling()}
    coming = ProductVersion.objects.standing().filter(valid_from__gt=dates.today()).order_by("-number")
    planned = {version.product_id: version for version in coming}
    lines = [
        {"product": product, "version": ruling.get(product.pk), "planned": planned.get(product.pk)}
        for product in Product.objects.order_by("-is_offered", "id")
    ]
    return render(request, "applications/products.html", {"lines": lines, "may_configure": _may_configure(request)})


def _ruling():
    return ProductVersion.objects.ruling().select_related("product")


@login_required
@require_GET
def product(request, code):
    """One product: what a version of it allows, the one in force unless another is asked for, and how each differs."""
    found = get_object_or_404(Product, code=code)
    versions = _all_of(found)
    ruling = next((version for version in versions if version.valid_from <= dates.today()), versions[-1])
    now = _asked_for(versions, request.GET.get("version")) or ruling
    history = [
        {"version": new, "changes": version_changes(old, new) if old else []}
        for new, old in zip(versions, [*versions[1:], None], strict=True)
    ]
    context = {
        "product": found,
        "version": now,
        "facts": [fact for fact in version_facts(now) if fact["code"] not in SHOWN_BELOW],
        "screenings": screenings_in_words(now),
        "history": history,
        "may_configure": _may_configure(request),
        "withdraw_form": WithdrawProductForm(),
        "withdrawn": found.versions.exclude(withdrawn_on=None).select_related("withdrawn_by").order_by("-number"),
        "may_take_back": _may_configure(request) and not any(withdrawal_problems(versions[0], versions[0].number)),
    }
    return render(request, "applications/product.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new_version(request, code):
    """The next version of a product, filled in with what the one asked for says, or the last one."""
    require(permissions.may_configure(request.user))
    found = get_object_or_404(Product, code=code)
    versions = _all_of(found)
    last, base = versions[0], _asked_for(versions, request.GET.get("version")) or versions[0]
    data = request.POST or None
    form = VersionForm(data, last=last, initial=VersionForm.first(base, last))
    fees = FeeFormSet(data, prefix="fees", initial=list(base.fees.values("name", "names", "rate", "amount", "charged")))
    columns = ("position", "section", "code", "title", "hint", "needs_file")
    items = ItemFormSet(data, prefix="items", initial=list(base.checklist.values(*columns)))
    papers = PaperLineFormSet(data, prefix="papers", initial=PaperLineForm.first(base))
    rows = (fees, items, papers)
    if request.method == "POST" and all(part.is_valid() for part in (form, *rows)):
        given = {"fees": fees_in(fees), "checklist": items_in(items), "papers": papers_in(papers)}
        with refusals_on(form):
            made = services.new_version(product=found, by=request.user, **given, **form.cleaned_data)
        if form.is_valid():
            done = _("Version {number} is in force from {day}.").format(number=made.number, day=made.valid_from)
            messages.success(request, done)
            return redirect("applications:product", code=code)
    is_wrong = form.errors or any(any(part.errors) or part.non_form_errors() for part in rows if part.is_bound)
    context = {"product": found, "base": base, "form": form, "fees": fees, "items": items, "papers": papers}
    return render(request, "applications/product_version.html", context, status=422 if is_wrong else 200)


@login_required
@require_http_methods(["GET", "POST"])
def new_product(request):
    """A product of its own, with the rules of another one to begin with."""
    require(permissions.may_configure(request.user))
    form = NewProductForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        names = {"zh-hant": given["name"], "zh-hans": given["name_hans"], "en": given["name_en"]}
        with refusals_on(form):
            made = services.create_product(
                code=given["code"], name=given["name"], names=names, like=given["like"], by=request.user
            )
        if form.is_valid():
            messages.success(request, _("The product is open from tomorrow. Change its rules now if they differ."))
            return redirect("applications:product", code=made.code)
    return render(request, "applications/product_new.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_POST
def withdraw_product(request, code):
    """Nobody applies for it any more."""
    found, form = get_object_or_404(Product, code=code), WithdrawProductForm(request.POST)
    require(permissions.may_configure(request.user))
    if form.is_valid():
        done = _("The product is withdrawn. Cases opened under it go on.")
        _say(request, done, lambda: services.withdraw_product(product=found, by=request.user, **form.cleaned_data))
    else:
        messages.warning(request, _("Give the reason in a few words."))
    return redirect("applications:product", code=code)


@login_required
@require_POST
def withdraw_version(request, code, number):
    """Take back a version that is not in force yet."""
    found, form = get_object_or_404(Product, code=code), WithdrawProductForm(request.POST)
    require(permissions.may_configure(request.user))
    if form.is_valid():
        done = _("Version {number} is withdrawn before its day.").format(number=number)
        given = {"version": number, "by": request.user, **form.cleaned_data}
        _say(request, done, lambda: services.withdraw_version(product=found, **given))
    else:
        messages.warning(request, _("Give the reason in a few words."))
    return redirect("applications:product", code=code)


@login_required
@require_POST
def offer(request, code):
    """Offer a withdrawn product again."""
    found = get_object_or_404(Product, code=code)
    done = _("The product is offered again.")
    _say(request, done, lambda: services.offer_product(product=found, by=request.user))
    return redirect("applications:product", code=code)


def _say(request, done: str, act) -> None:
    try:
        act()
        messages.success(request, done)
    except InvalidInput as error:
        messages.warning(request, str(error))


# What is not lent for


@login_required
@require_GET
def exclusions(request):
    """The words and industries, those in force first."""
    return _exclusions(request, ExclusionForm())


def _exclusions(request, form: ExclusionForm):
    rows = Exclusion.objects.order_by("kind", "text", "valid_from")
    context = {
        "rows": [row for row in rows if row.valid_to is None],
        "ended": [row for row in rows if row.valid_to is not None],
        "form": form,
        "may_configure": _may_configure(request),
    }
    return render(request, "applications/exclusions.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def add_exclusion(request):
    """Put a word or an industry on the list."""
    require(permissions.may_configure(request.user))
    form = ExclusionForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            services.add_exclusion(by=request.user, **form.cleaned_data)
        if form.is_valid():
            messages.success(request, _("It is on the list."))
            return redirect("applications:exclusions")
    return _exclusions(request, form)


@login_required
@require_POST
def end_exclusion(request, pk):
    """Take a word or an industry off the list."""
    row = get_object_or_404(Exclusion, pk=pk)
    done = _("It is off the list from tomorrow on.")
    _say(request, done, lambda: services.end_exclusion(exclusion=row, by=request.user))
    return redirect("applications:exclusions")
