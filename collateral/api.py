"""Security for machines."""

from applications.api import CaseFilter, CaseRows
from applications.models import Application
from collateral import services
from collateral.models import Collateral, Guarantee
from collateral.serializers import (
    AddCollateralSerializer,
    AddGuaranteeSerializer,
    ChangeCollateralSerializer,
    ChangeGuaranteeSerializer,
    CollateralSerializer,
    GuaranteeSerializer,
    WithdrawalSerializer,
)
from core.api import Actions, act


class CollateralViewSet(CaseRows):
    """What is mortgaged."""

    queryset = Collateral.objects.select_related("application", "owner").order_by("-id")
    serializer_class = CollateralSerializer
    filterset_class = CaseFilter

    change = act(
        "change",
        "change",
        services.update_collateral,
        ChangeCollateralSerializer,
        target="collateral",
        shows=CollateralSerializer,
    )
    withdraw = act(
        "withdraw",
        "withdraw",
        services.withdraw_collateral,
        WithdrawalSerializer,
        target="collateral",
        shows=CollateralSerializer,
    )


class GuaranteeViewSet(CaseRows):
    """Who guarantees."""

    queryset = Guarantee.objects.select_related("application", "guarantor").order_by("-id")
    serializer_class = GuaranteeSerializer
    filterset_class = CaseFilter

    change = act(
        "change",
        "change",
        services.update_guarantee,
        ChangeGuaranteeSerializer,
        target="guarantee",
        shows=GuaranteeSerializer,
    )
    withdraw = act(
        "withdraw",
        "withdraw",
        services.withdraw_guarantee,
        WithdrawalSerializer,
        target="guarantee",
        shows=GuaranteeSerializer,
    )


class SecurityActions(Actions):
    """Security offered for an application."""

    queryset = Application.objects.all()
    serializer_class = CollateralSerializer

    add_collateral = act(
        "add_collateral",
        "collateral",
        services.add_collateral,
        AddCollateralSerializer,
        target="application",
        gives=CollateralSerializer,
    )
    add_guarantee = act(
        "add_guarantee",
        "guarantees",
        services.add_guarantee,
        AddGuaranteeSerializer,
        target="application",
        gives=GuaranteeSerializer,
    )


ROUTES = [
    ("collateral", CollateralViewSet, "collateral"),
    ("guarantees", GuaranteeViewSet, "guarantee"),
    ("applications", SecurityActions, "security"),
]
