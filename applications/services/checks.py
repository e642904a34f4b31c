"""The checks of a case, recorded for several parties at once."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from applications.models import Application
from applications.screening import PartyChecks, pairs_of, party_checks
from core.errors import InvalidInput
from core.service import service
from customers.models import Screening
from customers.services import ask_own_lists, record_checks
from staff.models import User


@service(says=_("Checks of the case recorded"))
def record_case_checks(
    *, application: Application, chosen: Sequence[str], finding: str, by: User, note: str = "", file=None
) -> list[Screening]:
    """Write down one look-up for several parties and sources; `chosen` are `number of the customer:source`.

    Raises `InvalidInput` for what the case does not ask, and what `record_checks` refuses.
    """
    parties = party_checks(application)
    asked = {f"{one.customer.number}:{one.source}": (one.customer, one.source) for p in parties for one in p.standings}
    unknown = [code for code in chosen if code not in asked]
    if unknown:
        raise InvalidInput(_("This case does not ask for this check."), field="chosen")
    wanted = [asked[code] for code in dict.fromkeys(chosen)]
    return record_checks(
        wanted=wanted,
        finding=finding,
        note=note,
        file=file,
        on_case=application.uuid,
        roles=_roles(parties),
        by=by,
    )


@service(says=_("Own lists looked up for the case"))
def look_up_case(*, application: Application, by: User) -> list[Screening]:
    """Ask the lender's own lists about every party of a case, also those whose answer still holds."""
    parties = party_checks(application)
    return ask_own_lists(wanted=pairs_of(parties), on_case=application.uuid, roles=_roles(parties), by=by)


def _roles(parties: list[PartyChecks]) -> dict[int, str]:
    return {party.customer.pk: party.roles[0] for party in parties}
