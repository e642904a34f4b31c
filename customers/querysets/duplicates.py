"""Reads of files that may be of one customer, and of merges."""

from django.db import models
from django.db.models import Q

from customers.querysets.ownership import kept_near
from customers.states import LookAlikeStatus, MergeStatus
from staff.roles import Scope


class LookAlikeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Pairs of which one file is kept by this person or in their department."""
        if Scope.ALL in user.scopes():
            return self
        return self.filter(kept_near(user, "first", "second"))

    def open(self):
        return self.filter(status=LookAlikeStatus.OPEN)

    def of(self, customer):
        """Pairs in which a file stands, on either side."""
        return self.filter(Q(first=customer) | Q(second=customer))

    def with_files(self):
        """What a row shows, without a query for each."""
        return self.select_related(
            "first__account_manager", "first__department", "second__account_manager", "second__department", "decided_by"
        )


class FileMergeQuerySet(models.QuerySet):
    def visible_to(self, user):
        if Scope.ALL in user.scopes():
            return self
        return self.filter(kept_near(user, "survivor", "merged") | Q(asked_by=user))

    def waiting(self):
        return self.filter(status=MergeStatus.ASKED)

    def of_pair(self, pair):
        """Merges of these two files, whichever stays."""
        files = (pair.first_id, pair.second_id)
        return self.filter(survivor__in=files, merged__in=files)

    def with_files(self):
        """What a page shows, without further queries."""
        return self.select_related(
            *(f"{side}__{name}" for side in ("survivor", "merged") for name in ("account_manager", "department")),
            *(f"{side}__{name}" for side in ("survivor", "merged") for name in ("person", "company")),
            "asked_by",
            "answered_by",
        )
