"""Customer files for machines."""

import django_filters

from core.api import Rows, act
from customers import services
from customers.api import contacts
from customers.api.statements import StatementViewSet
from customers.models import Customer, CustomerKind
from customers.serializers import (
    ChangeSerializer,
    CustomerSerializer,
    RegisterSerializer,
    SaveStatementSerializer,
    StatementSerializer,
)


class CustomerFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(choices=CustomerKind.choices)
    account_manager = django_filters.CharFilter("account_manager__username")

    class Meta:
        model = Customer
        fields = ("kind", "account_manager")


class CustomerViewSet(Rows):
    """Customer files."""

    queryset = Customer.objects.select_related("department", "account_manager", "person", "company").order_by("-id")
    serializer_class = CustomerSerializer
    filterset_class = CustomerFilter
    ordering_fields = ("number", "name", "created_at")
    lookup_field = "number"

    create = act("create", "", services.register_customer, RegisterSerializer, gives=CustomerSerializer)
    change = act(
        "change", "change", services.update_customer, ChangeSerializer, target="customer", shows=CustomerSerializer
    )
    save_statement = act(
        "save_statement",
        "statements",
        services.save_statement,
        SaveStatementSerializer,
        target="customer",
        gives=StatementSerializer,
    )


ROUTES = [
    ("customers", CustomerViewSet, "customer"),
    ("statements", StatementViewSet, "statement"),
    *contacts.ROUTES,
]
