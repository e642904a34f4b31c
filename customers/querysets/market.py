"""Which notes on industries somebody reads, and which of them concern a customer."""

from django.db import models

from customers.territories import section_of
from staff.roles import Scope


class MarketNoteQuerySet(models.QuerySet):
    def visible_to(self, user):
        """They name no customer: all who judge customers, and the auditors, read them."""
        return self if user.scopes() & {Scope.ALL, Scope.OWN, Scope.DEPARTMENT, Scope.SUBMITTED} else self.none()

    def standing(self):
        return self.filter(withdrawn_at=None)

    def on(self, industry_code: str):
        """Those on the industry of a four-digit code: its section, division, group or class."""
        return self.filter(industry__in=[section_of(industry_code), *(industry_code[:size] for size in (2, 3, 4))])

    def within(self, industry: str):
        """Those on an industry as it is typed, and on every part of it."""
        if len(industry) != 1:
            return self.filter(industry__startswith=industry)
        divisions = [f"{number:02}" for number in range(100) if section_of(f"{number:02}") == industry]
        return self.filter(models.Q(industry=industry) | models.Q(industry__regex=f"^({'|'.join(divisions)})"))
