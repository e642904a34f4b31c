"""Areas and industries of account managers, delimited by their department manager."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from core import dates
from core.errors import InvalidInput
from core.service import record, require, service, take_version
from customers import permissions
from customers.addresses import as_place
from customers.models import Customer, Territory, TerritoryKind
from customers.territories import Ground, Judgement, is_industry, judge
from staff.models import Department, User
from staff.roles import Role


@service(says=_("Delimited for {keeper}: {value}"))
def delimit(*, keeper: User, kind: str, value: str, by: User, valid_from: date | None = None) -> Territory:
    """Give an account manager an area (a place name) or an industry (a section or code of GB/T 4754) from a day on."""
    department = _department_of(keeper)
    require(permissions.may_delimit(by, department))
    value = " ".join(value.split())
    if kind not in TerritoryKind.values:
        raise InvalidInput(_("Delimit an area or an industry."), field="kind")
    if kind == TerritoryKind.INDUSTRY:
        value = value.upper()
        if not is_industry(value):
            raise InvalidInput(_("Write a section from A to T, or two to four digits of GB/T 4754."), field="value")
    elif len(as_place(value)) < 2 or len(value) > 60:
        raise InvalidInput(_("Write a place as it stands in addresses, for example 東莞市南城街道."), field="value")
    if Territory.objects.filter(account_manager=keeper, kind=kind, value=value, valid_to=None).exists():
        raise InvalidInput(_("{name} has this already.").format(name=keeper), field="value")
    territory = Territory.objects.create(
        account_manager=keeper,
        department=department,
        kind=kind,
        value=value,
        valid_from=valid_from or dates.today(),
        made_by=by,
    )
    record(territory, keeper=keeper.username, kind=kind, value=value)
    return territory


def _department_of(keeper: User) -> Department:
    found = keeper.departments(Role.ACCOUNT_MANAGER)
    if not found:
        raise InvalidInput(_("{name} is no account manager.").format(name=keeper), field="keeper")
    return Department.objects.get(pk=min(found))


@service(says=_("No longer delimited for {keeper}: {value}"))
def end_territory(*, territory: Territory, version: int, by: User) -> Territory:
    """Let an area or industry end today; it stays in the list of what was."""
    territory = Territory.objects.select_for_update(of=("self",)).select_related("department").get(pk=territory.pk)
    require(permissions.may_delimit(by, territory.department))
    if territory.valid_to is not None:
        raise InvalidInput(_("This has ended already."))
    take_version(territory, version)
    territory.valid_to = max(dates.today(), territory.valid_from)
    territory.save(update_fields=["valid_to"])
    record(territory, keeper=territory.account_manager.username, value=territory.value)
    return territory


def judged(keeper: User, address: str, industry: str) -> Judgement:
    """What the delimitations in force say of a new customer of this account manager."""
    return judge(grounds(), keeper.pk, address, industry)


def judged_file(customer: Customer, industry: str, *addresses: str) -> Judgement:
    """What they say of a file with this industry, at any of its addresses."""
    known, keeper = grounds(), customer.account_manager_id
    found = [judge(known, keeper, address, industry) for address in addresses or ("",)]
    rivals = dict.fromkeys(ground for judgement in found for ground in judgement.rivals)
    return Judgement(tuple(rivals))


def grounds() -> list[Ground]:
    """The delimitations in force."""
    rows = Territory.objects.in_force().values_list("kind", "value", "account_manager")
    return [Ground(kind, value, who) for kind, value, who in rows]


def rival_sentence(rivals: Iterable[Ground]) -> str:
    """Whose area or industry it is."""
    words = _("{grounds} is the field of {owners}. Say why the customer is yours; the department manager rules.")
    return words.format(**rival_words(rivals))


def rival_words(rivals: Iterable[Ground]) -> dict[str, str]:
    """The `grounds` and their `owners`, each as words."""
    rivals = list(rivals)
    names = User.objects.filter(pk__in={ground.keeper for ground in rivals}).order_by("username")
    comma = pgettext("between words of a list", ", ")
    return {
        "grounds": comma.join(dict.fromkeys(ground.value for ground in rivals)),
        "owners": comma.join(str(name) for name in names),
    }
