"""Reads of credit queries and reports."""

from django.db import models

from customers import credit
from staff.roles import Role

READERS = (Role.ACCOUNT_MANAGER, Role.DEPARTMENT_MANAGER, Role.RISK_OFFICER, Role.AUDITOR)


class CreditQueryQuerySet(models.QuerySet):
    def without_report(self):
        """Queries whose report has not been typed yet, the oldest first."""
        return self.filter(report=None).order_by("asked_at", "pk")


class CreditReportQuerySet(models.QuerySet):
    def readable_by(self, user):
        """What a bureau told is for those who judge credit; finance releases money without it."""
        return self if user.has_role(*READERS) else self.none()

    def newest_first(self):
        return self.order_by("-reported_on", "-pk")

    def facts_of(self, customer) -> credit.CreditFacts | None:
        """What the newest report of a customer says, for eligibility and the analysis; None without a report."""
        report = self.filter(customer=customer).newest_first().first()
        return report.facts() if report is not None else None
