"""Consents, credit reports, checks and the lender's own lists for machines."""

import django_filters
from rest_framework.permissions import SAFE_METHODS

from core.api import Rows, act
from core.service import require
from customers import permissions, services
from customers.api.numbers import CustomerActions
from customers.filters import NumberFilter
from customers.models import (
    BlacklistEntry,
    Consent,
    ConsentKind,
    CreditQuery,
    CreditReport,
    Customer,
    Finding,
    InsiderEntry,
    Screening,
    Source,
)
from customers.serializers import checks as say


class OfCustomer(django_filters.FilterSet):
    """Rows of one customer, by its number."""

    customer = NumberFilter()


class ConsentFilter(OfCustomer):
    kind = django_filters.ChoiceFilter(choices=ConsentKind.choices)


class ScreeningFilter(OfCustomer):
    source = django_filters.ChoiceFilter(choices=Source.choices)
    finding = django_filters.ChoiceFilter(choices=Finding.choices)


class ReportFilter(OfCustomer):
    is_corrected = django_filters.BooleanFilter()


class CustomerRows(Rows):
    """Rows that are seen through the customer they belong to."""

    filterset_class = OfCustomer

    def visible(self):
        return self.queryset.filter(customer__in=Customer.objects.visible_to(self.request.user))


class ConsentViewSet(CustomerRows):
    """What customers agreed to."""

    queryset = Consent.objects.select_related("customer", "recorded_by", "file").order_by("-id")
    serializer_class = say.ConsentSerializer
    filterset_class = ConsentFilter
    ordering_fields = ("signed_on", "valid_to")

    withdraw = act(
        "withdraw",
        "withdraw",
        services.withdraw_consent,
        say.WithdrawConsentSerializer,
        target="consent",
        shows=say.ConsentSerializer,
    )


class CreditQueryViewSet(CustomerRows):
    """Queries of the credit bureau."""

    queryset = CreditQuery.objects.select_related("customer", "consent", "asked_by").order_by("-id")
    serializer_class = say.CreditQuerySerializer

    enter_report = act(
        "enter_report",
        "report",
        services.enter_credit_report,
        say.EnterReportSerializer,
        target="query",
        gives=say.CreditReportSerializer,
    )


class CreditReportViewSet(CustomerRows):
    """What the bureau told, for those who judge credit; versions that were corrected too."""

    queryset = (
        CreditReport.objects.select_related("customer", "query", "file", "entered_by", "corrects")
        .prefetch_related("debts", "bad_records")
        .order_by("-id")
    )
    serializer_class = say.CreditReportSerializer
    filterset_class = ReportFilter
    ordering_fields = ("reported_on",)

    correct = act(
        "correct",
        "correct",
        services.correct_credit_report,
        say.CorrectReportSerializer,
        target="report",
        gives=say.CreditReportSerializer,
    )

    def visible(self):
        return super().visible().readable_by(self.request.user)


class ScreeningViewSet(CustomerRows):
    """Checks of customers against lists."""

    queryset = Screening.objects.select_related("customer", "checked_by", "decided_by", "file").order_by("-id")
    serializer_class = say.ScreeningSerializer
    filterset_class = ScreeningFilter
    ordering_fields = ("asked_at", "valid_to")

    decide = act(
        "decide", "decide", services.decide_hit, say.DecideHitSerializer, target="check", shows=say.ScreeningSerializer
    )


class CustomerChecks(CustomerActions):
    """Consents, queries and checks of one customer."""

    serializer_class = say.ConsentSerializer

    record_consent = act(
        "record_consent",
        "consents",
        services.record_consent,
        say.RecordConsentSerializer,
        target="customer",
        gives=say.ConsentSerializer,
    )
    query_credit = act(
        "query_credit",
        "credit-queries",
        services.query_credit,
        say.QuerySerializer,
        target="customer",
        gives=say.CreditQuerySerializer,
    )
    record_checks = act(
        "record_checks",
        "screenings",
        services.check_customer,
        say.CheckCustomerSerializer,
        target="customer",
        gives=say.ScreeningsSerializer,
    )
    ask_own_lists = act(
        "ask_own_lists",
        "own-lists",
        services.ask_own_lists_about,
        say.NothingSerializer,
        target="customer",
        gives=say.ScreeningsSerializer,
    )


class EntryRows(Rows):
    """Entries of a list of our own; whoever may not read the list is refused, an act by its service (S16)."""

    which = ""
    ordering_fields = ("created_at", "valid_to")

    def visible(self):
        if self.request.method in SAFE_METHODS:
            require(permissions.may_read_list(self.request.user, self.which))
        return self.queryset


class BlacklistViewSet(EntryRows):
    """Whom we do not lend to."""

    which = "blacklist"
    queryset = BlacklistEntry.objects.select_related("added_by").order_by("-id")
    serializer_class = say.BlacklistSerializer

    create = act("create", "", services.add_to_blacklist, say.AddToBlacklistSerializer, gives=say.BlacklistSerializer)
    lift = act("lift", "lift", services.lift_entry, say.LiftSerializer, target="entry", shows=say.BlacklistSerializer)


class InsiderViewSet(EntryRows):
    """Staff, their relatives and related parties of the lender."""

    which = "insiders"
    queryset = InsiderEntry.objects.select_related("added_by").order_by("-id")
    serializer_class = say.InsiderSerializer

    create = act("create", "", services.add_insider, say.AddInsiderSerializer, gives=say.InsiderSerializer)
    lift = act("lift", "lift", services.lift_entry, say.LiftSerializer, target="entry", shows=say.InsiderSerializer)


ROUTES = [
    ("consents", ConsentViewSet, "consent"),
    ("credit-queries", CreditQueryViewSet, "credit-query"),
    ("credit-reports", CreditReportViewSet, "credit-report"),
    ("screenings", ScreeningViewSet, "screening"),
    ("customers", CustomerChecks, "customer-checks"),
    ("blacklist", BlacklistViewSet, "blacklist"),
    ("insiders", InsiderViewSet, "insider"),
]
