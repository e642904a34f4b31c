"""Reads of credit queries and reports."""

from django.db import models

from customers import credit
from staff.roles import Role

READERS = (Role.ACCOUNT_MANAGER, Role.DEPARTMENT_MANAGER, Role.RISK_OFFICER, Role.AUDITOR)


class CreditQueryQuerySet(models.QuerySet):
    def without_report(self):
        """Queries whose report has not been typed yet, the oldest first."""
        return self.filter(reports=None).order_by("asked_at", "pk")


class CreditReportQuerySet(models.QuerySet):
    def readable_by(self, user):
        """What a bureau told is for those who judge credit; finance releases money without it."""
        return self if user.has_role(*READERS) else self.none()

    def standing(self):
        """The reports that hold: of one that was corrected, the newest version."""
        return self.filter(is_corrected=False)

    def newest_first(self):
        # Of one day by their queries: a correction does not make an old report the newest.
        return self.order_by("-reported_on", "-query_id", "-pk")

    def facts_of(self, customer) -> credit.CreditFacts | None:
        """What the newest report of a customer says, for eligibility and the analysis; None without a report."""
        report = self.standing().filter(customer=customer).newest_first().first()
        return report.facts() if report is not None else None
