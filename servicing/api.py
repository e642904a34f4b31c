"""Loans, their postings and their reminders for machines."""

import django_filters
from drf_spectacular.utils import extend_schema
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from applications.api import CaseFilter, CaseRows
from core.api import Rows, act
from servicing import services
from servicing.models import Loan, Posting, ReceiptsMark, Reminder
from servicing.serializers import (
    InstalmentSerializer,
    LoanSerializer,
    PaymentSerializer,
    PostingSerializer,
    ReceiptsMarkSerializer,
    ReceiptsSerializer,
    ReminderSerializer,
    ReversalSerializer,
)
from servicing.states import LoanStatus


class LoanFilter(CaseFilter):
    status = django_filters.ChoiceFilter(choices=LoanStatus.choices)
    account_manager = django_filters.CharFilter("account_manager__username")

    class Meta:
        model = Loan
        fields = ("application", "status", "account_manager")


class LoanViewSet(Rows):
    """Loans after their release."""

    queryset = Loan.objects.select_related(
        "application", "drawdown", "customer", "department", "account_manager"
    ).order_by("-id")
    serializer_class = LoanSerializer
    filterset_class = LoanFilter
    ordering_fields = ("number", "disbursed_on", "principal", "days_past_due", "overdue_amount")
    lookup_field = "number"

    post_payment = act(
        "post_payment",
        "payments",
        services.post_payment,
        PaymentSerializer,
        target="loan",
        gives=PostingSerializer,
        once=True,
    )

    @extend_schema(responses=InstalmentSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def schedule(self, request, number):
        """The schedule in force."""
        return Response(InstalmentSerializer(self.get_object().current_instalments(), many=True).data)


class PostingFilter(django_filters.FilterSet):
    loan = django_filters.CharFilter("loan__number")

    class Meta:
        model = Posting
        fields = ("loan",)


class PostingViewSet(CaseRows):
    """Money received, and reversals."""

    through = "loan__application"
    queryset = Posting.objects.select_related("loan", "posted_by").order_by("-id")
    serializer_class = PostingSerializer
    filterset_class = PostingFilter
    lookup_field = "pk"
    lookup_value_regex = "[0-9]{1,18}"

    reverse_payment = act(
        "reverse_payment",
        "reverse",
        services.reverse_payment,
        ReversalSerializer,
        target="posting",
        gives=PostingSerializer,
    )


class ReminderFilter(django_filters.FilterSet):
    loan = django_filters.CharFilter("instalment__schedule__loan__number")

    class Meta:
        model = Reminder
        fields = ("loan",)


class ReminderViewSet(CaseRows):
    """Who was told about which instalment."""

    through = "instalment__schedule__loan__application"
    queryset = Reminder.objects.select_related("instalment__schedule__loan", "person", "customer", "mail").order_by(
        "-id"
    )
    serializer_class = ReminderSerializer
    filterset_class = ReminderFilter
    lookup_field = "pk"
    lookup_value_regex = "[0-9]{1,18}"


class ReceiptsViewSet(viewsets.GenericViewSet):
    """Finance's word that every receipt of a day is posted."""

    queryset = ReceiptsMark.objects.none()
    serializer_class = ReceiptsMarkSerializer

    create = act("create", "", services.mark_receipts_posted, ReceiptsSerializer, gives=ReceiptsMarkSerializer)


ROUTES = [
    ("loans", LoanViewSet, "loan"),
    ("postings", PostingViewSet, "posting"),
    ("reminders", ReminderViewSet, "reminder"),
    ("receipts", ReceiptsViewSet, "receipts"),
]
