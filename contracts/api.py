"""Contracts and drawdowns for machines."""

import django_filters

from applications.api import CaseFilter, CaseRows
from applications.models import Application
from contracts import services
from contracts.models import Drawdown, LoanContract
from contracts.serializers import (
    ContractSerializer,
    DisburseSerializer,
    DrawdownSerializer,
    PrepareSerializer,
    RequestDrawdownSerializer,
    SigningSerializer,
)
from contracts.states import DrawdownStatus
from core.api import Actions, ReasonSerializer, Rows, StrictSerializer, VersionSerializer, act


def _on_contract(name: str, url_path: str, service, asks, **how):
    how = how or {"shows": ContractSerializer}
    return act(name, url_path, service, asks, target="contract", **how)


class ContractViewSet(CaseRows):
    """Loan contracts; prepared from the application."""

    queryset = LoanContract.objects.select_related("application", "prepared_by", "document").order_by("-id")
    serializer_class = ContractSerializer
    filterset_class = CaseFilter
    lookup_field = "number"

    sign = _on_contract("sign", "sign", services.mark_signed, SigningSerializer)
    void = _on_contract("void", "void", services.void_contract, ReasonSerializer)
    print_again = _on_contract("print_again", "print-again", services.print_again, StrictSerializer)
    request_drawdown = _on_contract(
        "request_drawdown",
        "drawdowns",
        services.request_drawdown,
        RequestDrawdownSerializer,
        gives=DrawdownSerializer,
    )


class DrawdownFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(choices=DrawdownStatus.choices)
    contract = django_filters.CharFilter("contract__number")

    class Meta:
        model = Drawdown
        fields = ("status", "contract")


def _on_drawdown(name: str, service, asks):
    return act(name, name, service, asks, target="drawdown", shows=DrawdownSerializer)


class DrawdownViewSet(Rows):
    """Requests for money under a contract."""

    queryset = Drawdown.objects.select_related(
        "contract__application", "requested_by", "checked_by", "disbursed_by"
    ).order_by("-id")
    serializer_class = DrawdownSerializer
    filterset_class = DrawdownFilter
    lookup_field = "number"

    check = _on_drawdown("check", services.check_drawdown, VersionSerializer)
    refuse = _on_drawdown("refuse", services.refuse_drawdown, ReasonSerializer)
    disburse = _on_drawdown("disburse", services.disburse_drawdown, DisburseSerializer)


class ContractActions(Actions):
    """The contract of an approval."""

    queryset = Application.objects.all()
    serializer_class = ContractSerializer

    prepare = act(
        "prepare",
        "contract",
        services.prepare_contract,
        PrepareSerializer,
        target="application",
        gives=ContractSerializer,
    )


ROUTES = [
    ("contracts", ContractViewSet, "contract"),
    ("drawdowns", DrawdownViewSet, "drawdown"),
    ("applications", ContractActions, "contracting"),
]
