"""What a list of customers can be narrowed by."""

from datetime import timedelta

import django_filters
from django import forms
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import dates
from core.forms import LongSelect, plain
from customers.models import (
    CompanyDetails,
    Consultation,
    Contact,
    ContactPlan,
    Customer,
    CustomerKind,
    Topic,
    ValueGrade,
    ValueReview,
    Visit,
)
from customers.states import ConsultationStatus
from customers.territories import is_industry
from staff.models import User
from staff.roles import Role, Scope


class NumberFilter(django_filters.CharFilter):
    """Rows of the customer with a number; that of a merged file means the one it lives on in as well."""

    def filter(self, qs, value):
        return qs.filter(customer__in=Customer.objects.numbered(value)) if value else qs


NEVER, TOP = "none", "top"
GRADES = [(TOP, _("Key customers, VIP or marked")), *ValueGrade.choices, (NEVER, _("Not graded yet"))]
LONGEST_SILENCE = 3650


class IndustryField(forms.CharField):
    """A section of GB/T 4754 or the first digits of a code: C, 33, 3399."""

    default_error_messages = {"unknown": _("Type a section (C) or the beginning of a code (33, 3399).")}

    def clean(self, value):
        code = plain(super().clean(value)).upper()
        if code and not is_industry(code):
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown")
        return code


class IndustryFilter(django_filters.CharFilter):
    field_class = IndustryField


class SegmentFilter(django_filters.FilterSet):
    """What a list of customers can be narrowed by, for pages, saved lists and machines."""

    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=CustomerKind, empty_label=_("All kinds"))
    grade = django_filters.ChoiceFilter(
        label=_("Value grade"), choices=GRADES, empty_label=_("All grades"), method="of_grade"
    )
    industry = IndustryFilter(
        label=_("Industry code or section"),
        method="in_industry",
        widget=forms.TextInput(attrs={"placeholder": "C, 33, 3399", "maxlength": 4}),
    )
    size = django_filters.ChoiceFilter(
        "company__enterprise_size",
        label=_("Enterprise size"),
        choices=CompanyDetails.Size,
        empty_label=_("All sizes"),
    )
    area = django_filters.CharFilter(
        label=pgettext_lazy("of a customer", "Area"),
        method="in_area",
        widget=forms.TextInput(attrs={"placeholder": _("City, district or town"), "maxlength": 30}),
    )
    silent_days = django_filters.NumberFilter(
        label=_("Days without a contact, at least"),
        method="silent_for",
        min_value=1,
        max_value=LONGEST_SILENCE,
        decimal_places=0,
        widget=forms.NumberInput(attrs={"min": 1, "max": LONGEST_SILENCE}),
    )
    next_contact = django_filters.ChoiceFilter(
        label=_("Next contact"),
        choices=[
            ("planned", pgettext_lazy("next contact", "Planned")),
            ("late", pgettext_lazy("next contact", "Overdue")),
            ("none", pgettext_lazy("next contact", "None planned")),
        ],
        empty_label=_("Any next contact"),
        method="by_next_contact",
    )

    class Meta:
        model = Customer
        fields: list = []

    def of_grade(self, queryset, name, value):
        if value == TOP:
            return queryset.top()
        return queryset.never_graded() if value == NEVER else queryset.graded(value)

    def in_industry(self, queryset, name, value):
        return queryset.in_industry(value)

    def in_area(self, queryset, name, value):
        return queryset.in_area(value)

    def silent_for(self, queryset, name, value):
        since = dates.now() - timedelta(days=int(value))
        spoken = Contact.objects.filter(customer=OuterRef("pk"), is_current=True, happened_at__gte=since)
        return queryset.filter(~Exists(spoken))

    def by_next_contact(self, queryset, name, value):
        visits = Visit.objects.planned().filter(customer=OuterRef("pk"))
        plans = ContactPlan.objects.planned().filter(customer=OuterRef("pk"))
        if value == "late":
            today = dates.today()
            return queryset.filter(Exists(visits.filter(planned_on__lt=today)) | Exists(plans.filter(due_on__lt=today)))
        planned = Exists(visits) | Exists(plans)
        return queryset.filter(planned) if value == "planned" else queryset.exclude(planned)


class CustomerFilter(SegmentFilter):
    """The filter of the list; the account managers one may choose are those of one's departments."""

    q = django_filters.CharFilter(
        label=_("Search"),
        method="matching",
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": _("Name, number, code, phone or address"), "maxlength": 120}
        ),
    )
    account_manager = django_filters.ChoiceFilter(
        "account_manager__username",
        label=_("Account manager"),
        widget=LongSelect,
        empty_label=_("All account managers"),
    )

    class Meta:
        model = Customer
        fields = ("q", "kind", "grade", "industry", "size", "area", "account_manager", "silent_days", "next_contact")

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["account_manager"].extra["choices"] = [
            (person.username, person.name) for person in account_managers_near(by)
        ]

    def matching(self, queryset, name, value):
        return queryset.matching(value)


def filter_of(segment, rows, user) -> CustomerFilter:
    """The filter that a saved list keeps, over the customers this reader may open."""
    return CustomerFilter(segment.criteria, rows, by=user)


def holds(filterset: CustomerFilter):
    """The customers of a saved list; none at all where one of its conditions does not exist any more."""
    return filterset.qs if filterset.form.is_valid() else filterset.queryset.none()


def account_managers_near(user):
    """The account managers of the departments in which this person works, or all for an auditor."""
    people = User.objects.with_role(Role.ACCOUNT_MANAGER).order_by("name")
    if Scope.ALL in user.scopes():
        return people
    places = user.departments(Role.ACCOUNT_MANAGER) | user.departments(Role.DEPARTMENT_MANAGER)
    return people.filter(assignments__department__in=places, assignments__role=Role.ACCOUNT_MANAGER).distinct()


class ValueFilter(django_filters.FilterSet):
    """What the list of values can be narrowed by."""

    grade = django_filters.ChoiceFilter(label=_("Value grade"), choices=ValueGrade, empty_label=_("All grades"))
    trend = django_filters.ChoiceFilter(
        label=_("Contribution"),
        choices=[("up", _("More than the year before")), ("down", _("Less than the year before"))],
        empty_label=_("Any contribution"),
        method="by_trend",
    )
    moved = django_filters.ChoiceFilter(
        label=pgettext_lazy("value grade", "How it came about"),
        choices=[("changed", _("Changed at the last review")), ("hand", _("Set by hand"))],
        empty_label=_("Any review"),
        method="by_move",
    )

    class Meta:
        model = ValueReview
        fields = ("grade", "trend", "moved")

    def by_trend(self, queryset, name, value):
        before = F("income_before")
        return queryset.filter(income__gt=before) if value == "up" else queryset.filter(income__lt=before)

    def by_move(self, queryset, name, value):
        if value == "hand":
            return queryset.filter(held_until__gt=dates.today())
        return queryset.exclude(previous_grade="").exclude(previous_grade=F("grade"))


class ConsultationFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label=_("Search"),
        method="matching",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Name, need or phone"), "maxlength": 120}),
    )
    status = django_filters.ChoiceFilter(label=_("State"), choices=ConsultationStatus, empty_label=_("All states"))
    topic = django_filters.ChoiceFilter(label=_("Topic"), choices=Topic, empty_label=_("All topics"))

    class Meta:
        model = Consultation
        fields: list = []

    def matching(self, queryset, name, value):
        return queryset.matching(value)
