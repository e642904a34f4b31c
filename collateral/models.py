"""What secures a loan: mortgaged things and guarantors, with the figures their worth is computed from."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collateral.querysets import CollateralQuerySet, GuaranteeQuerySet
from collateral.states import COLLATERAL_TRANSITIONS, GUARANTEE_TRANSITIONS, CollateralStatus, GuaranteeStatus
from core.fields import MoneyField
from core.models import CaseRow


class CollateralKind(models.TextChoices):
    HOME = "home", _("Home")
    SHOP = "shop", _("Shop")
    OFFICE = "office", _("Office")
    PLANT = "plant", _("Plant")
    LAND = "land", _("Land-use right")
    EQUIPMENT = "equipment", _("Equipment")
    VEHICLE = "vehicle", _("Vehicle")


# Buildings and land, whose mortgage the real-estate register keeps.
REAL_ESTATE = [
    CollateralKind.HOME,
    CollateralKind.SHOP,
    CollateralKind.OFFICE,
    CollateralKind.PLANT,
    CollateralKind.LAND,
]


class Collateral(CaseRow):
    """A thing mortgaged for an application; its lendable value is computed, never typed."""

    TRANSITIONS = COLLATERAL_TRANSITIONS

    application = models.ForeignKey("applications.Application", models.PROTECT, related_name="collateral")
    owner = models.ForeignKey("customers.Customer", models.PROTECT, related_name="collateral")
    kind = models.CharField(_("Kind"), max_length=20, choices=CollateralKind)
    description = models.CharField(_("Description"), max_length=200)
    title_number = models.CharField(_("Title number"), max_length=60)
    area = models.DecimalField(_("Area in m²"), max_digits=10, decimal_places=2, null=True, blank=True)
    appraised_value = MoneyField(verbose_name=_("Appraised value"))
    appraised_on = models.DateField(_("Appraised on"))
    appraiser = models.CharField(_("Appraiser"), max_length=80)
    internal_value = MoneyField(verbose_name=_("Internal value"))
    loan_to_value = models.DecimalField(max_digits=5, decimal_places=4)
    prior_claims = MoneyField(verbose_name=_("Prior claims"), default=0)
    currency = models.CharField(max_length=3, default="CNY")
    finding = models.CharField(_("Ownership and enforceability"), max_length=500, blank=True)
    status = models.CharField(max_length=20, choices=CollateralStatus, default=CollateralStatus.PROPOSED)

    objects = CollateralQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(appraised_value__gt=0, internal_value__gt=0, prior_claims__gte=0),
                name="collateral_values_positive",
            ),
        ]
        indexes = [models.Index(fields=["title_number"], name="collateral_by_title")]

    @property
    def case_uuid(self):
        return self.application.uuid


class Guarantee(CaseRow):
    """A guarantor's promise for an application, joint and several (連帶責任保證)."""

    TRANSITIONS = GUARANTEE_TRANSITIONS

    application = models.ForeignKey("applications.Application", models.PROTECT, related_name="guarantees")
    guarantor = models.ForeignKey("customers.Customer", models.PROTECT, related_name="guarantees")
    relation = models.CharField(_("Relation to the borrower"), max_length=60, blank=True)
    net_assets = MoneyField(verbose_name=_("Net assets"))
    monthly_income = MoneyField(verbose_name=_("Monthly income"), default=0)
    living_cost = MoneyField(verbose_name=_("Monthly living cost"), default=0)
    own_instalments = MoneyField(verbose_name=_("Own monthly instalments"), default=0)
    outstanding_guarantees = MoneyField(verbose_name=_("Guarantees given elsewhere"), default=0)
    currency = models.CharField(max_length=3, default="CNY")
    note = models.CharField(_("Note"), max_length=500, blank=True)
    status = models.CharField(max_length=20, choices=GuaranteeStatus, default=GuaranteeStatus.PROPOSED)

    objects = GuaranteeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "guarantor"],
                condition=~Q(status=GuaranteeStatus.REJECTED),
                name="guarantor_once_a_case",
            ),
            models.CheckConstraint(
                condition=Q(
                    net_assets__gte=0,
                    monthly_income__gte=0,
                    living_cost__gte=0,
                    own_instalments__gte=0,
                    outstanding_guarantees__gte=0,
                ),
                name="guarantee_figures_not_negative",
            ),
        ]

    @property
    def case_uuid(self):
        return self.application.uuid
