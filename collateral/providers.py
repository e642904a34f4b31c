"""What the case page shows of security: its room, and what is still missing of what was offered."""

from collections.abc import Collection

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from applications.models import Application, PartyRole, SecurityKind
from applications.providers import FACTS, LACKS, ROOMS, Lack, Room
from applications.screening import GONE
from applications.states import ENDED, Status
from collateral.models import Guarantee
from collateral.permissions import OPEN, may_secure
from core.numbering import shown
from customers.providers import LINK_NAMES, MAP_LINES, MERGE_OBSTACLES, MapLine


def security_lacks(application: Application) -> list[Lack]:
    """While the case is investigated: security that was offered and is not described yet."""
    if application.status not in OPEN:
        return []
    offered = set(application.security)
    url = reverse("collateral:security", args=[application.number])
    lacks = []
    if SecurityKind.MORTGAGE in offered and not application.collateral.offered().exists():
        lacks.append(
            Lack(
                _now("Mortgage"),
                _now("Offered, and no collateral is described yet"),
                application.deadline,
                url,
                _now("Add"),
                may_secure,
            )
        )
    if SecurityKind.GUARANTEE in offered and not application.guarantees.offered().exists():
        lacks.append(
            Lack(
                _now("Guarantor"),
                _now("Offered, and nobody is named yet"),
                application.deadline,
                url,
                _now("Add"),
                may_secure,
            )
        )
    return lacks


def security_facts(application: Application) -> list[dict]:
    """What was offered, in words, under the title of the case."""
    words = [str(SecurityKind(kind).label) for kind in application.security if kind in SecurityKind.values]
    if not words or application.status == Status.DRAFT:
        return []
    return [{"label": _now("Security"), "value": pgettext("between words of a list", ", ").join(words)}]


def withdrawn_parties(application: Application) -> set[tuple[int, str]]:
    """Guarantors and owners all of whose offers were withdrawn: nobody has to be screened for them any more."""
    promises, things = application.guarantees, application.collateral
    guarantors = promises.exclude(guarantor__in=promises.offered().values("guarantor")).values_list(
        "guarantor", flat=True
    )
    owners = things.exclude(owner__in=things.offered().values("owner")).values_list("owner", flat=True)
    return {(pk, PartyRole.GUARANTOR) for pk in guarantors} | {(pk, PartyRole.MORTGAGOR) for pk in owners}


def own_guarantor(survivor, merged) -> list[str]:
    """Nobody stands surety for themselves: what would come of joining a borrower with their guarantor."""
    files = [survivor, merged]
    promises = Guarantee.objects.offered().filter(guarantor__in=files, application__customer__in=files)
    return [
        _now("In {number} one file borrows and the other one guarantees. Withdraw the guarantee first.").format(
            number=shown(promise.application.number)
        )
        for promise in promises.select_related("application")
    ]


def promises_on_map(customers: Collection[int]) -> list[MapLine]:
    """Guarantees of running cases that these customers gave or were given."""
    rows = Guarantee.objects.offered().exclude(application__status__in=ENDED)
    rows = rows.filter(Q(guarantor__in=customers) | Q(application__customer__in=customers))
    pairs = {
        (row.guarantor, row.application.customer): None
        for row in rows.select_related("guarantor", "application__customer").order_by("pk")
    }
    return [MapLine(guarantor, borrower, _now("guarantees")) for guarantor, borrower in pairs]


def register() -> None:
    """Called once, in `AppConfig.ready()`."""
    MERGE_OBSTACLES.append(own_guarantor)
    LINK_NAMES["collateral.Collateral"] = _("Collateral")
    LINK_NAMES["collateral.Guarantee"] = _("Guarantees")
    GONE.append(withdrawn_parties)
    ROOMS.append(
        Room(
            "security", _("Security"), "collateral:security", 40, lambda application: application.status != Status.DRAFT
        )
    )
    LACKS.append(security_lacks)
    FACTS.append(security_facts)
    MAP_LINES.append(promises_on_map)
