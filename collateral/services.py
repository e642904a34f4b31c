"""Every change of a case's security. What has been offered is never deleted: it is withdrawn with a reason."""

from collections.abc import Callable, Iterator, Mapping
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
from core.documents import printing_problems
from core.errors import InvalidInput, refuse_invalid
from core.service import change, record, require, service
from core.states import move
from customers.models import Customer
from customers.services import register_customer, registration_problems

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
    refuse_invalid([*newcomer_problems(newcomer, by), *collateral_problems(application, values)])
    owner = owner or _registered(newcomer, by) or application.customer
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
    refuse_invalid([*newcomer_problems(newcomer, by), *collateral_problems(application, values, collateral)])
    owner = owner or _registered(newcomer, by) or application.customer
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
    nobody = [] if guarantor or newcomer else [InvalidInput(_("Say who guarantees."), field="guarantor")]
    known = guarantor_problems(application, guarantor)
    refuse_invalid([*nobody, *known, *newcomer_problems(newcomer, by), *guarantee_problems(values)])
    guarantor = guarantor or _registered(newcomer, by)
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
    refuse_invalid(guarantee_problems(values))
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
    return register_customer(by=by, **newcomer) if newcomer else None


def _text_problems(values: Mapping[str, Any]) -> Iterator[InvalidInput]:
    """What stands in the report and in the contract."""
    return printing_problems(**{name: text for name, text in values.items() if isinstance(text, str)})


def _only(values: Mapping[str, Any], names: tuple[str, ...]) -> dict:
    return {name: value for name, value in values.items() if name in names}


def _cap(kind: str):
    return parameters.value(LOAN_TO_VALUE[kind])


def collateral_problems(
    application: Application, values: Mapping[str, Any], collateral: Collateral | None = None
) -> Iterator[InvalidInput]:
    """What cannot be said of a thing, or of this one beside the others of the case."""
    yield from _text_problems(_only(values, COLLATERAL_FIELDS))
    for field in ("appraised_value", "internal_value"):
        if field in values and values[field] <= 0:
            yield InvalidInput(_("A value is above zero."), field=field)
    appraised_on = values.get("appraised_on")
    if appraised_on and appraised_on > dates.today():
        yield InvalidInput(_("The appraisal cannot be dated in the future."), field="appraised_on")
    if appraised_on and appraised_on < EARLIEST:
        yield InvalidInput(_("No appraisal is that old. Check the year."), field="appraised_on")
    same = application.collateral.offered().filter(title_number=values.get("title_number"))
    if same.exclude(pk=collateral.pk if collateral else None).exists():
        yield InvalidInput(_("This title is on the case already."), field="title_number")


def guarantee_problems(values: Mapping[str, Any]) -> Iterator[InvalidInput]:
    """What cannot be said of a guarantor's means."""
    values = _only(values, GUARANTEE_FIELDS)
    yield from _text_problems(values)
    for name, value in values.items():
        if isinstance(value, Decimal) and value < 0:
            yield InvalidInput(_("An amount is never negative. Leave out the minus sign."), field=name)


def guarantor_problems(application: Application, guarantor: Customer | None) -> Iterator[InvalidInput]:
    """Why a customer does not become a guarantor of this case."""
    if guarantor is not None and guarantor.pk == application.customer_id:
        yield InvalidInput(_("The borrower cannot guarantee the own loan."), field="guarantor")
    elif guarantor is not None and application.guarantees.offered().filter(guarantor=guarantor).exists():
        yield InvalidInput(_("This guarantor is on the case already."), field="guarantor")


def newcomer_problems(newcomer: Mapping[str, Any] | None, by) -> list[InvalidInput]:
    """What `register_customer` would refuse of somebody without a file, by the fields of the form."""
    found = registration_problems(by=by, details={}, **newcomer) if newcomer else []
    return [InvalidInput(problem.sentence, f"new_{problem.field}" if problem.field else None) for problem in found]


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
