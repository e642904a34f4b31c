"""Lines about customer files: look-alikes, merges, requests and conflicts."""

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core import display, parameters
from customers import permissions
from customers.models import Customer, FileMerge, FileRequest, LookAlike, OwnershipConflict, Relation
from customers.querysets.ownership import kept_near
from desk.providers.lines import Line
from staff.models import GradeAssignment
from staff.roles import RANKS, Grade, Role

MOST_KEYS = 500


def file_lines(user) -> list[Line]:
    """Files that look alike, merges, requests for files and conflicts that wait for this person."""
    if not user.has_role(Role.ACCOUNT_MANAGER, Role.DEPARTMENT_MANAGER):
        return []
    return [
        *_pair_lines(user),
        *_merge_lines(user),
        *_request_lines(user),
        *_claim_lines(user),
        *_conflict_lines(user),
        *_keeper_lines(user),
    ]


def _pair_lines(user) -> list[Line]:
    """One's own pairs one by one; those of the department together."""
    pairs, lines = LookAlike.objects.visible_to(user).open(), []
    mine = pairs.filter(Q(first__account_manager=user) | Q(second__account_manager=user)).with_files()
    for pair in mine.order_by("id")[:100]:
        own = pair.first if pair.first.account_manager_id == user.pk else pair.second
        grounds = pgettext("between words of a list", ", ").join(pair.ground_names)
        url = reverse("customers:pair", args=[pair.uuid])
        due = timezone.localdate(pair.created_at) + timedelta(days=7)
        lines.append(Line(_("Decide whether it is the same customer"), own.name, grounds, due, url, _("Decide")))
    others = pairs.exclude(pk__in=mine.order_by().values("pk")).count() if user.has_role(Role.DEPARTMENT_MANAGER) else 0
    if others:
        why = ngettext("{count} pair in the department", "{count} pairs in the department", others).format(count=others)
        lines.append(Line(_("Possibly the same customer"), "", why, None, reverse("customers:pairs"), _("Open")))
    return lines


def _merge_lines(user) -> list[Line]:
    waiting = FileMerge.objects.waiting().filter(merged__department__in=user.departments(Role.DEPARTMENT_MANAGER))
    return [
        Line(
            _("Confirm the merge of two files"),
            merge.survivor.name,
            merge.reason,
            timezone.localdate(merge.created_at) + timedelta(days=3),
            reverse("customers:merge-request", args=[merge.uuid]),
            _("Open"),
        )
        for merge in waiting.exclude(asked_by=user).with_files().order_by("id")[:100]
    ]


def _request_lines(user) -> list[Line]:
    """Requests for files that this person keeps, or that are kept in the department."""
    waiting = FileRequest.objects.visible_to(user).open().exclude(asked_by=user)
    return [
        Line(
            _("Answer a request for a file"),
            asked.customer.name,
            f"{asked.asked_by.name}{pgettext('between two words', ', ')}{asked.get_kind_display()}",
            timezone.localdate(asked.created_at) + timedelta(days=3),
            reverse("customers:request", args=[asked.uuid]),
            _("Answer"),
        )
        for asked in waiting.select_related("customer", "asked_by").order_by("id")[:100]
    ]


def _claim_lines(user) -> list[Line]:
    """Relations that colleagues recorded to files that this person keeps or whose department they manage."""
    near = Q(pk=None)
    for end in ("holder", "subject"):
        near |= Q(claimed_end=end) & kept_near(user, f"{end}__customer")
    claims = Relation.objects.claims().filter(near).with_ends().select_related("recorded_by")
    return [
        Line(
            _("Confirm or refuse a relation"),
            claim.claimed.name,
            f"{claim.recorded_by.name}{pgettext('between two words', ', ')}{claim.get_kind_display()}",
            timezone.localdate(claim.created_at) + timedelta(days=3),
            reverse("customers:relations", args=[claim.claimed.customer.number]),
            _("Open"),
        )
        for claim in claims[:100]
    ]


def _conflict_lines(user) -> list[Line]:
    """Conflicts to rule on for the manager, to give evidence in for the two sides."""
    lines = []
    for conflict in OwnershipConflict.objects.visible_to(user).open().with_sides().order_by("due_on", "id")[:100]:
        is_side = user.pk in {conflict.claimant_id, conflict.holder_id}
        lines.append(
            Line(
                _("Give evidence in an ownership conflict") if is_side else _("Rule on an ownership conflict"),
                display.mask_name(conflict.customer.name),
                f"{conflict.claimant.name} / {conflict.holder.name}",
                conflict.due_on,
                reverse("customers:conflict", args=[conflict.uuid]),
                _("Open"),
            )
        )
    return lines


def _keeper_lines(user) -> list[Line]:
    """Key customers of the department whose account manager has not the grade for them (L13.1.2)."""
    held, least = user.departments(Role.DEPARTMENT_MANAGER), int(parameters.value("top_customer_staff_rank"))
    if not held:
        return []
    keys = Customer.objects.current().filter(department__in=held).top().with_owner().order_by("id")
    keys = list(keys[:MOST_KEYS])
    grades = GradeAssignment.objects.held_by({customer.account_manager_id for customer in keys})
    return [
        Line(
            _("Assign another account manager"),
            customer.name,
            str(permissions.too_low_for_top(customer.account_manager)),
            None,
            reverse("customers:ownership", args=[customer.number]),
            _("Open"),
        )
        for customer in keys
        if RANKS[Grade(grades.get(customer.account_manager_id, Grade.REGULAR))] < least
    ]
