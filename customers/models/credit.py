"""Queries of the credit bureau and the reports they brought, typed as the bureau prints them (domain practice 1.4)."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core import dates, parameters
from core.fields import MoneyField
from core.models import Attachment, CaseRow
from customers import credit
from customers.models.consents import Consent
from customers.models.files import Customer
from customers.querysets import CreditQueryQuerySet, CreditReportQuerySet


class QueryReason(models.TextChoices):
    """Why the bureau was asked, in the bureau's own words."""

    LOAN_APPROVAL = "loan_approval", _("Approval of a loan")
    GUARANTOR = "guarantor", _("Examination of a guarantor")
    AFTER_RELEASE = "after_release", _("Management after the release")
    RELATED = "related", _("Examination of a related person")


class WorstStatus(models.IntegerChoices):
    """The bureau's repayment status: how many days late the worst payment was."""

    NORMAL = 0, _("Always in time")
    DAYS_1 = 1, _("1 to 30 days late")
    DAYS_31 = 2, _("31 to 60 days late")
    DAYS_61 = 3, _("61 to 90 days late")
    DAYS_91 = 4, _("91 to 120 days late")
    DAYS_121 = 5, _("121 to 150 days late")
    DAYS_151 = 6, _("151 to 180 days late")
    DAYS_181 = 7, _("More than 180 days late")
    LOST = 8, _("Written off, or paid by the guarantor")


class DebtKind(models.TextChoices):
    LOAN = "loan", _("Loan")
    CARD = "card", _("Credit card")


class RecordKind(models.TextChoices):
    """Kinds of bad records; all but the first are the bureau's public records."""

    OVERDUE = "overdue", _("Serious delay")
    JUDGMENT = "judgment", _("Civil judgment")
    ENFORCEMENT = "enforcement", _("Enforcement by a court")
    PENALTY = "penalty", _("Administrative penalty")
    TAX = "tax", _("Tax arrears")


class CreditQuery(CaseRow):
    """One query of the bureau: who asked, when, why, and under which consent; the report follows it."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="credit_queries")
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="queries")
    reason = models.CharField(_("Reason of the query"), max_length=20, choices=QueryReason)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    objects = CreditQueryQuerySet.as_manager()

    @property
    def case_uuid(self):
        return self.customer.uuid

    @property
    def report(self) -> "CreditReport | None":
        """The report it brought, in the newest version; reads the versions that were fetched with it."""
        return next((report for report in self.reports.all() if not report.is_corrected), None)


class CreditReport(CaseRow):
    """The summary of a bureau's report (徵信報告); its debts and bad records are rows of their own. Amounts in yuan.

    One entered wrongly is corrected by a new version, with what was wrong; only the newest one stands.
    """

    query = models.ForeignKey(CreditQuery, models.PROTECT, related_name="reports")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="credit_reports")
    report_number = models.CharField(_("Report number"), max_length=40)
    reported_on = models.DateField(_("Date of the report"))
    open_accounts = models.PositiveSmallIntegerField(_("Accounts not settled"))
    loan_balance = MoneyField(verbose_name=_("Balance of loans"))
    card_limit = MoneyField(verbose_name=_("Limit of credit cards"))
    card_used = MoneyField(verbose_name=_("Used of credit cards"))
    current_overdue = MoneyField(verbose_name=_("Overdue now"))
    overdue_24 = models.PositiveSmallIntegerField(_("Late payments in 24 months"), validators=[MaxValueValidator(999)])
    worst_24 = models.PositiveSmallIntegerField(_("Worst status in 24 months"), choices=WorstStatus)
    overdue_60 = models.PositiveSmallIntegerField(_("Late payments in 60 months"), validators=[MaxValueValidator(999)])
    worst_60 = models.PositiveSmallIntegerField(_("Worst status in 60 months"), choices=WorstStatus)
    guarantees_given = MoneyField(verbose_name=_("Guarantees for others, balance"))
    queries_2 = models.PositiveSmallIntegerField(_("Queries in 2 months"))
    queries_6 = models.PositiveSmallIntegerField(_("Queries in 6 months"))
    public_records = models.PositiveSmallIntegerField(_("Public records"))
    currency = models.CharField(max_length=3, default="CNY")
    file = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    correction = models.CharField(_("What was wrong"), max_length=200, blank=True)
    is_corrected = models.BooleanField(default=False, editable=False)

    objects = CreditReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "report_number"], condition=Q(is_corrected=False), name="credit_report_once"
            ),
            models.UniqueConstraint(fields=["query"], condition=Q(is_corrected=False), name="credit_report_of_query"),
            models.CheckConstraint(
                condition=Q(
                    overdue_24__lte=F("overdue_60"), worst_24__lte=F("worst_60"), queries_2__lte=F("queries_6")
                ),
                name="credit_report_periods_ordered",
            ),
        ]
        indexes = [models.Index(fields=["customer", "-reported_on"], name="credit_report_of_customer")]

    @property
    def case_uuid(self):
        return self.customer.uuid

    @cached_property
    def is_current(self) -> bool:
        """Whether it may still be relied on today; the page shows an older one in grey."""
        return credit.is_current(self.reported_on, dates.today(), int(parameters.value("credit_report_days")))

    @property
    def is_old(self) -> bool:
        return not self.is_current

    @property
    def card_use(self):
        return credit.card_use(self.card_used, self.card_limit)

    def facts(self) -> credit.CreditFacts:
        """What eligibility rules read."""
        return credit.CreditFacts(
            reported_on=self.reported_on,
            is_current=self.is_current,
            current_overdue=self.current_overdue,
            late_payments_24=self.overdue_24,
            worst_days_24=credit.DAYS_LATE[self.worst_24],
            queries_6=self.queries_6,
            card_use=self.card_use,
            debts=self.loan_balance + self.card_used,
            guarantees_given=self.guarantees_given,
            public_records=max(self.public_records - self._expired_records(), 0),
        )

    def _expired_records(self) -> int:
        """Public records that are printed although their time is over (征信業管理條例 art. 16)."""
        years, today = int(parameters.value("bad_record_years")), dates.today()
        ended = self.bad_records.exclude(kind=RecordKind.OVERDUE).values_list("ended_on", flat=True)
        return sum(credit.is_expired(day, years, today) for day in ended)


def figure_label(name: str) -> Any:
    """The words of a figure of the summary."""
    return CreditReport._meta.get_field(name).verbose_name  # type: ignore[union-attr]


class CreditDebt(models.Model):
    """One account of a report that is not settled; `limit` is a card's, `monthly` what falls due each month."""

    report = models.ForeignKey(CreditReport, models.PROTECT, related_name="debts")
    kind = models.CharField(_("Kind"), max_length=10, choices=DebtKind)
    lender = models.CharField(_("Lender"), max_length=80)
    limit = MoneyField(verbose_name=_("Sum or limit"))
    balance = MoneyField(verbose_name=_("Balance or used"))
    overdue = MoneyField(verbose_name=_("Overdue"), default=0)
    currency = models.CharField(max_length=3, default="CNY")


class BadRecord(models.Model):
    """A bad record of a report; it may be kept five years after the event has ended (征信業管理條例 art. 16)."""

    report = models.ForeignKey(CreditReport, models.PROTECT, related_name="bad_records")
    kind = models.CharField(_("Kind"), max_length=20, choices=RecordKind)
    what = models.CharField(_("What happened"), max_length=200)
    ended_on = models.DateField(_("Ended on"), null=True, blank=True)

    @property
    def kept_until(self):
        """Until when it may be kept; None while the event goes on."""
        return credit.kept_until(self.ended_on, int(parameters.value("bad_record_years")))
