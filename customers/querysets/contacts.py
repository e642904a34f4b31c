"""Reads of contacts, visits, marks and consultations."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Max, Min, OuterRef, Q, Subquery
from django.utils import timezone

from core import dates
from core.sealing import blind_index
from customers.identity import compact, dialled_ways
from customers.names import fold
from customers.states import ConsultationStatus, VisitStatus
from staff.roles import Role, Scope

PHONE = "customers.consultation.phone"


class ContactQuerySet(models.QuerySet):
    def current(self):
        """The newest version of each entry, the latest first."""
        return self.filter(is_current=True).order_by("-happened_at", "-id")

    def before(self, contact):
        """What stands below an entry in the time line."""
        earlier = Q(happened_at__lt=contact.happened_at) | Q(happened_at=contact.happened_at, pk__lt=contact.pk)
        return self.filter(earlier)

    def first_days(self, conflict, days: int) -> dict[int, date]:
        """The day of each side's first contact in the `days` before a conflict, of what was written down before it."""
        opened = conflict.created_at
        rows = self.current().filter(
            customer=conflict.customer_id,
            logged_by__in=[conflict.claimant_id, conflict.holder_id],
            created_at__lt=opened,
            happened_at__range=(opened - timedelta(days=days), opened),
        )
        first = rows.exclude(kind="message").order_by().values_list("logged_by").annotate(Min("happened_at"))
        return {who: timezone.localdate(at) for who, at in first}

    def with_rows(self):
        """What an entry shows, in the same number of queries for any number of entries."""
        read = ("logged_by", "customer", "visit", "consultation", "message__mail", "message__template")
        return self.select_related(*read).prefetch_related("participants", "offers")

    def versions(self, thread):
        """All versions of an entry, the newest first."""
        return self.filter(thread=thread).order_by("-id")


class VisitQuerySet(models.QuerySet):
    def planned(self):
        return self.filter(status=VisitStatus.PLANNED).order_by("planned_on", "id")

    def missed(self, on: date | None = None):
        """Planned visits whose day has passed."""
        return self.planned().filter(planned_on__lt=on or dates.today())

    def between(self, first: date, last: date):
        return self.filter(planned_on__range=(first, last)).exclude(status=VisitStatus.CANCELLED)

    def with_names(self):
        return self.select_related("customer", "account_manager", "customer__department")


class MarkQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(lifted_at=None)


class ConsultationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, those of the department one manages; auditors see all, masked."""
        scopes = user.scopes()
        if Scope.ALL in scopes:
            return self
        seen = Q(pk=None)
        if Scope.OWN in scopes:
            seen |= Q(account_manager=user)
        if Scope.DEPARTMENT in scopes:
            seen |= Q(department__in=user.departments(Role.DEPARTMENT_MANAGER))
        return self.filter(seen)

    def open(self):
        """Waiting for an answer, or answered with a difficulty that is not resolved."""
        return self.exclude(status=ConsultationStatus.CLOSED)

    def matching(self, text: str):
        """By part of the name or the need (繁 and 简 folded), or by the exact phone."""
        text = text.replace("\x00", "").strip()[:120]
        if not text:
            return self
        found = Q(name_folded__contains=fold(text)) | Q(need_folded__contains=fold(text))
        if compact(text):
            found |= Q(phone_index__in=[blind_index(way, PHONE) for way in dialled_ways(text)])
        return self.filter(found)

    def asked_by(self, text: str):
        """By part of the name of whoever asked (繁 and 简 folded), or by the exact phone."""
        text = text.replace("\x00", "").strip()[:120]
        if not text:
            return self.none()
        found = Q(name_folded__contains=fold(text))
        if compact(text):
            found |= Q(phone_index__in=[blind_index(way, PHONE) for way in dialled_ways(text)])
        return self.filter(found)

    def with_names(self):
        return self.select_related("account_manager", "department", "customer")


def with_contact_days(customers, contacts, visits, plans):
    """Customers with `last_contact_at`, and `next_visit_on` and `next_plan_on`, the earliest that is planned."""
    latest = contacts.filter(is_current=True, customer=OuterRef("pk")).order_by().values("customer")
    visit = visits.planned().filter(customer=OuterRef("pk")).order_by("planned_on").values("planned_on")
    plan = plans.planned().filter(customer=OuterRef("pk")).values("due_on")
    return customers.annotate(
        last_contact_at=Subquery(latest.annotate(latest=Max("happened_at")).values("latest")),
        next_visit_on=Subquery(visit[:1]),
        next_plan_on=Subquery(plan[:1]),
    )


def not_since(customers, days: int):
    """Of `with_contact_days`: those without a contact for so many days, the longest first."""
    limit = dates.now() - timedelta(days=days)
    silent = customers.filter(Q(last_contact_at=None) | Q(last_contact_at__lt=limit))
    return silent.order_by(models.F("last_contact_at").asc(nulls_first=True), "name")
