"""Every change of a case's security. What has been offered is never deleted: it is withdrawn with a reason."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from applications.models import Application, Party, PartyRole
from applications.services import look_up_parties, reconcile_papers
from collateral import permissions
from collateral.models import Collateral, Guarantee
from collateral.parameters import LOAN_TO_VALUE
from collateral.states import CollateralStatus, GuaranteeStatus
from core import dates, parameters
from core.documents import require_printable
from core.errors import InvalidInput
from core.service import change, record, require, service
from core.states import move
from customers.models import Customer
from customers.services import register_customer

# What later apps do when the security of a case changed, inside the same transaction: hook(application=…, by=…).
AFTER_CHANGE: list[Callable[..., Any]] = []
EARLIEST = date(1990, 1, 1)
COLLATERAL_FIELDS = (
    "kind",
    "description",
    "title_number",
    "area",
    "appraised_value",
    "appraised_on",
    "appraiser",
    "internal_value",
    "prior_claims",
    "finding",
)
GUARANTEE_FIELDS = (
    "relation",
    "net_assets",
    "monthly_income",
    "living_cost",
    "own_instalments",
    "outstanding_guarantees",
    "note",
)


@service(says=_("Collateral added: {kind}, appraised at {appraised_value} yuan"))
def add_collateral(
    *, application: Application, owner: Customer | None = None, newcomer: dict | None = None, by, **values
) -> Collateral:
    """Offer a thing as security; without `owner` it is the borrower's. Its loan-to-value cap is the one in force today.

    Takes `COLLATERAL_FIELDS`; `newcomer` is what `register_customer` needs of an owner without a file. Raises
    `NotAllowed`, or `InvalidInput` for a title that is on this case already.
    """
    application = _opened(application, by)
    owner = owner or _registered(newcomer, by) or application.customer
    _check_collateral(application, values)
    thing = Collateral.objects.create(
        application=application, owner=owner, loan_to_value=_cap(values["kind"]), **_only(values, COLLATERAL_FIELDS)
    )
    _join(application, owner, PartyRole.MORTGAGOR, by)
    record(thing, kind=f"collateral.{thing.kind}", appraised_value=thing.appraised_value)
    move(thing, to=CollateralStatus.APPRAISED)
    _tell(application, by)
    return thing


@service(says=_("Collateral changed"))
def update_collateral(
    *,
    collateral: Collateral,
    version: int,
    owner: Customer | None = None,
    newcomer: dict | None = None,
    by,
    **values,
) -> bool:
    """Correct what is known of a thing; its cap becomes the one in force today. Says whether anything changed."""
    application = _opened(collateral.application, by)
    collateral = Collateral.objects.select_for_update().get(pk=collateral.pk)
    _still_offered(collateral, CollateralStatus.REJECTED)
    owner = owner or _registered(newcomer, by) or application.customer
    _check_collateral(application, values, collateral)
    values = _only(values, COLLATERAL_FIELDS)
    changed = change(
        collateral, version=version, owner=owner, loan_to_value=_cap(values.get("kind", collateral.kind)), **values
    )
    if changed:
        _join(application, owner, PartyRole.MORTGAGOR, by)
        _tell(application, by)
    return changed


@service(says=_("Collateral withdrawn: {reason}"))
def withdraw_collateral(*, collateral: Collateral, reason: str, by) -> None:
    """Take a thing out of the security; it stays in the file with the reason."""
    application = _opened(collateral.application, by)
    move(Collateral.objects.get(pk=collateral.pk), to=CollateralStatus.REJECTED, reason=_reason(reason))
    _tell(application, by)


@service(says=_("Guarantor added, net assets {net_assets} yuan"))
def add_guarantee(
    *, application: Application, guarantor: Customer | None = None, newcomer: dict | None = None, by, **values
) -> Guarantee:
    """Take a customer as guarantor, jointly and severally liable (連帶責任保證).

    Takes `GUARANTEE_FIELDS`; `newcomer` is what `register_customer` needs of a guarantor without a file. Raises
    `NotAllowed`, or `InvalidInput` for the borrower or somebody who guarantees already.
    """
    application = _opened(application, by)
    guarantor = guarantor or _registered(newcomer, by)
    if guarantor is None:
        raise InvalidInput(_("Say who guarantees."), field="guarantor")
    if guarantor.pk == application.customer_id:
        raise InvalidInput(_("The borrower cannot guarantee the own loan."), field="guarantor")
    if application.guarantees.offered().filter(guarantor=guarantor).exists():
        raise InvalidInput(_("This guarantor is on the case already."), field="guarantor")
    _check_guarantee(values)
    promise = Guarantee.objects.create(application=application, guarantor=guarantor, **_only(values, GUARANTEE_FIELDS))
    _join(application, guarantor, PartyRole.GUARANTOR, by)
    record(promise, net_assets=promise.net_assets)
    _tell(application, by)
    return promise


@service(says=_("Guarantor's figures changed"))
def update_guarantee(*, guarantee: Guarantee, version: int, by, **values) -> bool:
    """Correct what is known of a guarantor. Says whether anything changed."""
    application = _opened(guarantee.application, by)
    guarantee = Guarantee.objects.select_for_update().get(pk=guarantee.pk)
    _still_offered(guarantee, GuaranteeStatus.REJECTED)
    _check_guarantee(values)
    changed = change(guarantee, version=version, **_only(values, GUARANTEE_FIELDS))
    if changed:
        _tell(application, by)
    return changed


@service(says=_("Guarantor withdrawn: {reason}"))
def withdraw_guarantee(*, guarantee: Guarantee, reason: str, by) -> None:
    """Release somebody from an offered guarantee; it stays in the file with the reason."""
    application = _opened(guarantee.application, by)
    move(Guarantee.objects.get(pk=guarantee.pk), to=GuaranteeStatus.REJECTED, reason=_reason(reason))
    _tell(application, by)


@service(says=_("Security accepted with the decision"))
def accept_security(*, application: Application, by) -> None:
    """What is offered becomes what was approved; called by the decision, which asked for permission itself."""
    for thing in application.collateral.filter(status=CollateralStatus.APPRAISED):
        move(thing, to=CollateralStatus.ACCEPTED)
    for promise in application.guarantees.filter(status=GuaranteeStatus.PROPOSED):
        move(promise, to=GuaranteeStatus.VERIFIED)


def _opened(application: Application, by) -> Application:
    """The case under lock, if this person may change its security."""
    application = Application.objects.select_for_update().select_related("customer").get(pk=application.pk)
    require(permissions.may_secure(by, application))
    return application


def _registered(newcomer: dict | None, by) -> Customer | None:
    """A file for somebody who has none, opened in the same transaction."""
    if not newcomer:
        return None
    try:
        return register_customer(by=by, **newcomer)
    except InvalidInput as error:
        raise InvalidInput(str(error), field=f"new_{error.field}" if error.field else None) from error


def _check_texts(values: dict) -> None:
    """What stands in the report and in the contract."""
    require_printable(**{name: text for name, text in values.items() if isinstance(text, str)})


def _only(values: dict, names: tuple[str, ...]) -> dict:
    return {name: value for name, value in values.items() if name in names}


def _cap(kind: str):
    return parameters.value(LOAN_TO_VALUE[kind])


def _check_collateral(application: Application, values: dict, collateral: Collateral | None = None) -> None:
    _check_texts(_only(values, COLLATERAL_FIELDS))
    for field in ("appraised_value", "internal_value"):
        if field in values and values[field] <= 0:
            raise InvalidInput(_("A value is above zero."), field=field)
    appraised_on = values.get("appraised_on")
    if appraised_on and appraised_on > dates.today():
        raise InvalidInput(_("The appraisal cannot be dated in the future."), field="appraised_on")
    if appraised_on and appraised_on < EARLIEST:
        raise InvalidInput(_("No appraisal is that old. Check the year."), field="appraised_on")
    same = application.collateral.offered().filter(title_number=values.get("title_number"))
    if same.exclude(pk=collateral.pk if collateral else None).exists():
        raise InvalidInput(_("This title is on the case already."), field="title_number")


def _check_guarantee(values: dict) -> None:
    values = _only(values, GUARANTEE_FIELDS)
    _check_texts(values)
    for name, value in values.items():
        if isinstance(value, Decimal) and value < 0:
            raise InvalidInput(_("An amount is never negative. Leave out the minus sign."), field=name)


def _still_offered(thing, gone: str) -> None:
    if thing.status == gone:
        raise InvalidInput(_("This has been withdrawn and is not changed any more. Add it anew."))


def _reason(text: str) -> str:
    if not text.strip():
        raise InvalidInput(_("Say why, in one sentence."), field="reason")
    return text.strip()


def _join(application: Application, customer: Customer, role: str, by) -> None:
    """A party row, so that the case appears on that customer's page; it stays as the trace of an offer."""
    if customer.pk != application.customer_id:
        Party.objects.update_or_create(
            application=application, customer=customer, role=role, defaults={"removed_at": None}
        )
        look_up_parties(application, by)


def _tell(application: Application, by) -> None:
    """The parties may have changed, and with them the papers."""
    reconcile_papers(application=application, by=by)
    for hook in AFTER_CHANGE:
        hook(application=application, by=by)
