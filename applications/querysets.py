"""Reads about applications."""

from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from applications.states import AFTER_APPROVAL, AFTER_SUBMISSION, ENDED, WITH_PAPER, PaperStatus, Status
from core import dates
from customers.querysets import by_name_or_number
from staff.roles import Role, Scope


class ProductVersionQuerySet(models.QuerySet):
    def standing(self):
        """Versions that nobody took back before their day."""
        return self.filter(withdrawn_on=None)

    def in_force(self, on=None):
        """The version of each product that is offered on a day."""
        return self.ruling(on).filter(product__is_offered=True)

    def ruling(self, on=None):
        """The version of each product that rules on a day, of withdrawn products too."""
        day = on or dates.today()
        newer = self.model.objects.standing().filter(product=models.OuterRef("product"), valid_from__lte=day)
        newer = newer.order_by("-valid_from", "-number")
        return self.filter(pk=models.Subquery(newer.values("pk")[:1]))


class ApplicationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What this person may open; anything else is a 404."""
        return self if Scope.ALL in user.scopes() else self.filter(self.in_sight(user))

    def in_sight(self, user, way: str = "") -> Q:
        """What holds of the cases in sight of a person, leaving out `Scope.ALL`; `way` leads to the case, with its `__`."""
        scopes = user.scopes()
        seen = Q(**{f"{way}pk__in": []})
        if Scope.OWN in scopes:
            seen |= Q(**{f"{way}account_manager": user})
            seen |= Q(**{f"{way}lead_investigator": user}) | Q(**{f"{way}second_investigator": user})
        if joined := self._joined_by(user):
            seen |= Q(**{f"{way}pk__in": joined})
        submitted = Q(**{f"{way}status__in": AFTER_SUBMISSION})
        if Scope.DEPARTMENT in scopes:
            # What was returned stays in sight of those who returned it while it is mended.
            begun = submitted | Q(**{f"{way}is_returned": True})
            seen |= begun & Q(**{f"{way}department__in": user.departments(Role.DEPARTMENT_MANAGER)})
        if Scope.SUBMITTED in scopes:
            seen |= submitted
        if Scope.APPROVED in scopes:
            seen |= Q(**{f"{way}status__in": AFTER_APPROVAL})
        return seen

    def own_of(self, user):
        """The keys of the cases on which this person works, or on whose joint team they are."""
        ways = ({"account_manager": user}, {"lead_investigator": user}, {"second_investigator": user})
        rows = [self.filter(**way).values("pk") for way in (*ways, {"pk__in": self._joined_by(user)})]
        return rows[0].union(*rows[1:])

    def _joined_by(self, user) -> list[int]:
        """Cases on whose joint team this person is, read once for each request: few, and an index takes them."""
        # Asked by `hasattr`: a request's user is a wrapper, whose `__dict__` is not the person's.
        if not hasattr(user, "joined_cases"):
            members = self.model._meta.get_field("team").related_model._base_manager
            user.joined_cases = list(members.filter(user=user, left_at=None).values_list("application", flat=True))
        return user.joined_cases

    def matching(self, text: str):
        """By part of the customer's name, or by how the number or the ledger number begins."""
        return by_name_or_number(self, text, numbers=("number", "ledger_number"))

    def running(self):
        return self.exclude(status__in=ENDED)

    def in_ledger(self):
        """Projects that entered the ledger (台帳), the latest first; what ended later stays in it."""
        return self.filter(ledger_on__isnull=False).order_by("-ledger_on", "-id")

    def awaiting_acceptance(self):
        return self.filter(status=Status.SUBMITTED)

    def awaiting_decision(self):
        return self.filter(status=Status.IN_REVIEW)

    def with_names(self):
        """What a list row shows, without a query for each row."""
        return self.select_related("customer", "product_version__product", "account_manager", "second_investigator")


def of_visible_cases(rows: Any, user, application: str = "application"):
    """Rows of the cases that this person may open; `application` is the way from a row to its case."""
    scopes = user.scopes()
    if Scope.ALL in scopes:
        return rows
    cases = apps.get_model("applications", "Application").objects
    # Of one's own cases there are few: gathered first, each way by its index, or the newest rows of everybody are read.
    if scopes == {Scope.OWN}:
        return rows.filter(**{f"{application}__in": cases.own_of(user)})
    return rows.filter(cases.in_sight(user, f"{application}__"))


class PartyQuerySet(models.QuerySet):
    def standing(self):
        """Those who take part in the case; who was taken off a draft again is kept and left out."""
        return self.filter(removed_at=None)


class ExclusionQuerySet(models.QuerySet):
    def in_force(self, on=None):
        """What the lender does not lend for on a day."""
        day = on or dates.today()
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gte=day))


class EligibilityExceptionQuerySet(models.QuerySet):
    def standing(self, application):
        """Those of this round; what was explained of a purpose holds for the wording it was written about."""
        other_wording = Q(rule="purpose") & ~Q(about=application.purpose)
        return self.filter(application_id=application.pk, round=application.round).exclude(other_wording)


class PaperQuerySet(models.QuerySet):
    def on_the_list(self):
        """The lines as they stand: without those of parties that have left."""
        return self.exclude(status=PaperStatus.DROPPED)

    def with_names(self):
        return self.select_related("requirement", "customer", "application")

    def before_release(self):
        """Of cases that run and whose money has not left: afterwards papers are a matter of the archive."""
        return self.exclude(application__status__in=[*ENDED, Status.DISBURSED])

    def running_out(self, first, last):
        """Papers at hand whose last day lies between two days, both included."""
        return self.before_release().filter(status__in=WITH_PAPER, valid_until__range=(first, last))

    def overdue(self, on):
        """Papers at hand whose last day has passed."""
        return self.before_release().filter(status__in=WITH_PAPER, valid_until__lt=on)


class OldProjectQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever may open the customer's file reads what was before; the manager of the department reads all of it."""
        seen = Q(customer__in=self.model._meta.get_field("customer").related_model.objects.visible_to(user))
        return self.filter(seen | Q(department__in=user.departments(Role.DEPARTMENT_MANAGER)))
