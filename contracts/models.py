"""The loan contract, printed once and sealed, and the drawdowns under it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from applications.models import RepaymentMethod
from contracts.querysets import DrawdownQuerySet, LoanContractQuerySet
from contracts.states import CONTRACT_TRANSITIONS, DRAWDOWN_TRANSITIONS, ContractStatus, DrawdownStatus
from core.fields import MoneyField, SealedTextField
from core.models import CaseRow


class ContractTemplate(models.Model):
    """The wording of a contract in one language, by version; a contract names the version it was printed from."""

    kind = models.CharField(max_length=20, default="loan")
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    number = models.PositiveSmallIntegerField()
    body = models.TextField()
    valid_from = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "language", "number"], name="template_version_once")]


class LoanContract(CaseRow):
    """The 借款合同 of an approved application; a change makes a new one and voids this one."""

    TRANSITIONS = CONTRACT_TRANSITIONS

    number = models.CharField(max_length=20, unique=True)
    application = models.ForeignKey("applications.Application", models.PROTECT, related_name="contracts")
    decision = models.ForeignKey("underwriting.Decision", models.PROTECT, related_name="contracts")
    template = models.ForeignKey(ContractTemplate, models.PROTECT, related_name="+")
    amount = MoneyField()
    currency = models.CharField(max_length=3, default="CNY")
    term_months = models.PositiveSmallIntegerField()
    annual_rate = models.DecimalField(max_digits=8, decimal_places=6)
    method = models.CharField(max_length=20, choices=RepaymentMethod)
    document = models.OneToOneField("core.Document", models.PROTECT, null=True, related_name="+")
    status = models.CharField(max_length=20, choices=ContractStatus, default=ContractStatus.DRAFTED)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signed_on = models.DateField(_("Signed on"), null=True)
    void_reason = models.CharField(max_length=300, blank=True)

    objects = LoanContractQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=~Q(status=ContractStatus.VOID), name="contract_one_alive"
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0, term_months__gt=0, annual_rate__gte=0), name="contract_terms_sound"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def case_uuid(self):
        return self.application.uuid


class Drawdown(CaseRow):
    """One release of money under a contract: asked for, checked and disbursed by three different people."""

    TRANSITIONS = DRAWDOWN_TRANSITIONS

    number = models.CharField(max_length=20, unique=True)
    contract = models.ForeignKey(LoanContract, models.PROTECT, related_name="drawdowns")
    amount = MoneyField(verbose_name=_("Amount"))
    currency = models.CharField(max_length=3, default="CNY")
    payee = models.CharField(_("Payee"), max_length=120)
    payee_account = SealedTextField(_("Payee's account"))
    is_entrusted = models.BooleanField(_("Paid to the supplier on the borrower's behalf"), default=True)
    status = models.CharField(max_length=20, choices=DrawdownStatus, default=DrawdownStatus.REQUESTED)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    disbursed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    disbursed_on = models.DateField(_("Disbursed on"), null=True)
    bank_reference = models.CharField(_("Bank reference"), max_length=60, blank=True)
    refusal = models.CharField(max_length=300, blank=True)

    objects = DrawdownQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="drawdown_amount_positive"),
            models.CheckConstraint(condition=~Q(checked_by=F("requested_by")), name="drawdown_checker_is_another"),
            models.CheckConstraint(
                condition=~Q(disbursed_by=F("requested_by")) & ~Q(disbursed_by=F("checked_by")),
                name="drawdown_disburser_is_another",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def case_uuid(self):
        return self.contract.application.uuid
