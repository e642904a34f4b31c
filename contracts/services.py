"""Printing, signing, and the release of money by three people."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from applications.providers import RELEASE_LACKS
from applications.screening import screening_lacks
from applications.services import mark_stage
from applications.states import Status
from contracts import permissions, providers
from contracts.documents import contract_html, title_of
from contracts.models import ContractTemplate, Drawdown, LoanContract
from contracts.states import ContractStatus, DrawdownStatus
from contracts.wording import FIRST
from core import dates, documents, numbering
from core.errors import InvalidInput, Missing, TransitionRefused, refuse_invalid
from core.models import Document
from core.money import to_cents
from core.numbering import Kind
from core.service import record, require, service, take_version
from core.states import DocumentStatus, move
from underwriting.models import Condition, Decision, Outcome


def install_templates() -> None:
    """The first wording in each language that has none; run at every start of the demo and after installation."""
    have = set(ContractTemplate.objects.values_list("language", flat=True))
    ContractTemplate.objects.bulk_create(
        ContractTemplate(language=language, number=1, body=body, valid_from=date(2020, 1, 1))
        for language, body in FIRST.items()
        if language not in have
    )


@service(says=_("Contract {number} printed"))
def prepare_contract(*, application: Application, language: str, version: int | None = None, by) -> LoanContract:
    """Number the contract of an approval and have it printed from the wording in force; terms are the decision's."""
    application = Application.objects.select_for_update().select_related("customer").get(pk=application.pk)
    require(permissions.may_prepare(by, application))
    if application.status != Status.APPROVED:
        raise TransitionRefused(_("Only an approved application gets a contract."))
    take_version(application, version)
    decision = application.decisions.filter(outcome=Outcome.APPROVED, is_final=True).latest("round")
    if over := permissions.not_valid(decision, dates.today()):
        raise InvalidInput(over)
    template = _template(language)
    try:
        with transaction.atomic():
            contract = LoanContract.objects.create(
                number=numbering.issue(Kind.CONTRACT, application.department.branch.code),
                application=application,
                decision=decision,
                template=template,
                amount=decision.amount,
                currency=decision.currency,
                term_months=decision.term_months,
                annual_rate=decision.annual_rate,
                method=decision.method,
                prepared_by=by,
            )
    except IntegrityError as error:
        raise TransitionRefused(_("This case has a contract already. Void it before you print another.")) from error
    contract.document = documents.ask(
        key=f"contract:{contract.uuid}",
        kind="loan_contract",
        title=title_of(template),
        html=contract_html(contract),
        language=language,
        by=by,
        case_uuid=application.uuid,
    )
    contract.save(update_fields=["document"])
    record(contract, number=contract.number, amount=contract.amount)
    return contract


def _template(language: str) -> ContractTemplate:
    found = ContractTemplate.objects.filter(kind="loan", language=language, valid_from__lte=dates.today())
    template = found.order_by("-number").first()
    if template is None:
        raise InvalidInput(_("There is no contract wording in this language."), field="language")
    return template


@documents.when_ready("loan_contract")
def seal_contract(document: Document) -> None:
    """The PDF stands: the contract is printed and its text can no longer change."""
    contract = LoanContract.objects.filter(document=document, status=ContractStatus.DRAFTED).first()
    if contract is not None:
        mark_printed(contract=contract, by=document.requested_by)


@service(says=_("Contract sealed, SHA-256 {sha256}"))
def mark_printed(*, contract: LoanContract, by) -> None:
    """Bring a contract to printed; a second run finds it there."""
    contract = LoanContract.objects.select_for_update().get(pk=contract.pk)
    if contract.status == ContractStatus.DRAFTED:
        move(contract, to=ContractStatus.PRINTED, sha256=contract.document.sha256[:16])


@service(says=_("Contract {number} voided: {reason}"))
def void_contract(*, contract: LoanContract, reason: str, version: int | None = None, by) -> None:
    """Set a contract aside; its number is kept as void and never given again.

    A signed one only when its approval ran out before any money left: the case lapses with it.
    """
    asked, contract = _locked_for_end(contract)
    require(permissions.may_prepare(by, contract.application))
    if refusal := permissions.not_voidable(contract, dates.today()):
        raise TransitionRefused(refusal)
    take_version(contract, version)
    was_signed = contract.status == ContractStatus.EFFECTIVE
    _set_aside(contract, reason, asked)
    if was_signed:
        mark_stage(contract.application, Status.LAPSED, valid_until=contract.decision.valid_until)


@service(says=_("Contract {number} voided: {reason}"))
def end_contract(*, contract: LoanContract, on: date, by=None) -> bool:
    """Void the signed contract of an approval that ran out before any money left, and refuse what was asked under it.

    False leaves the case to its people: an unsigned contract is set aside by who prepared it, and what finance has
    checked may have left the bank on the last day, so that finance records or refuses it first.
    """
    asked, contract = _locked_for_end(contract)
    if contract.status != ContractStatus.EFFECTIVE or permissions.not_voidable(contract, on):
        return contract.status == ContractStatus.VOID
    _set_aside(contract, str(permissions.not_valid(contract.decision, on)), asked)
    return True


def end_with_approval(decision: Decision, on: date) -> bool:
    """What the lapse of an approval asks of its contract; without one the case lapses at once."""
    contract = LoanContract.objects.alive().filter(application=decision.application_id).first()
    return contract is None or end_contract(contract=contract, on=on)


def _locked_for_end(contract: LoanContract) -> tuple[list[Drawdown], LoanContract]:
    """The drawdowns that wait, then the contract, then the case: in the order of a release, or both would wait for ever."""
    asked = list(Drawdown.objects.select_for_update().filter(contract=contract, status=DrawdownStatus.REQUESTED))
    locked = LoanContract.objects.select_for_update(of=("self",)).select_related("decision").get(pk=contract.pk)
    locked.application = Application.objects.select_for_update().get(pk=locked.application_id)
    return asked, locked


def _set_aside(contract: LoanContract, reason: str, asked: list[Drawdown]) -> None:
    for drawdown in asked:
        drop_drawdown(drawdown=drawdown, reason=reason)
    contract.void_reason = reason
    contract.save(update_fields=["void_reason"])
    numbering.void(contract.number, reason)
    move(contract, to=ContractStatus.VOID, number=contract.number, reason=reason)


@service(says=_("Contract {number} signed on {signed_on}"))
def mark_signed(*, contract: LoanContract, signed_on: date, version: int | None = None, by) -> None:
    """Record that all parties have signed; the contract takes effect and the case goes on to the release."""
    contract = LoanContract.objects.select_for_update().get(pk=contract.pk)
    application = Application.objects.select_for_update().get(pk=contract.application_id)
    require(permissions.may_prepare(by, application))
    if contract.status == ContractStatus.DRAFTED:
        raise TransitionRefused(_("The contract is still being printed. Sign what is printed, not before."))
    if signed_on > dates.today():
        raise InvalidInput(_("The day of signing cannot be in the future."), field="signed_on")
    if signed_on < timezone.localdate(contract.created_at):
        raise InvalidInput(_("The contract was printed later than this day."), field="signed_on")
    if over := permissions.not_valid(contract.decision, signed_on):
        raise InvalidInput(over, field="signed_on")
    take_version(contract, version)
    contract.signed_on = signed_on
    contract.save(update_fields=["signed_on"])
    move(contract, to=ContractStatus.SIGNED, number=contract.number, signed_on=signed_on)
    move(contract, to=ContractStatus.EFFECTIVE, number=contract.number, signed_on=signed_on)
    mark_stage(application, Status.CONTRACTED)


@service(says=_("Drawdown {number} of {amount} requested"))
def request_drawdown(
    *,
    contract: LoanContract,
    amount: Decimal,
    payee: str,
    payee_account: str,
    is_entrusted: bool,
    version: int | None = None,
    by,
) -> Drawdown:
    """Ask finance for money under an effective contract; Σ drawdowns never exceed the contract."""
    contract = LoanContract.objects.select_for_update().get(pk=contract.pk)
    require(permissions.may_request(by, contract))
    if contract.status != ContractStatus.EFFECTIVE:
        raise TransitionRefused(_("The contract is not in effect."))
    over = permissions.not_valid(contract.decision, dates.today())
    if over and contract.application.status == Status.CONTRACTED:
        raise TransitionRefused(over)
    take_version(contract, version)
    refuse_invalid(drawdown_problems(contract, amount))
    drawdown = Drawdown.objects.create(
        number=numbering.issue(Kind.DRAWDOWN, contract.application.department.branch.code),
        contract=contract,
        amount=amount,
        currency=contract.currency,
        payee=payee,
        payee_account=payee_account,
        is_entrusted=is_entrusted,
        requested_by=by,
    )
    record(drawdown, number=drawdown.number, amount=amount)
    return drawdown


def drawdown_problems(contract: LoanContract, amount: Decimal) -> Iterator[InvalidInput]:
    """Why an amount cannot be asked for under a contract."""
    if not (amount.is_finite() and amount > 0 and amount == to_cents(amount)):
        yield InvalidInput(_("Enter an amount above zero, in whole fen."), field="amount")
    elif amount > (left := undrawn(contract)):
        yield InvalidInput(_("At most {left} is left under this contract.").format(left=f"{left:,.2f}"), field="amount")


def undrawn(contract: LoanContract) -> Decimal:
    """What may still be asked for under a contract."""
    asked = contract.drawdowns.exclude(status=DrawdownStatus.REFUSED).aggregate(total=Sum("amount"))["total"]
    return contract.amount - (asked or Decimal(0))


@service(says=_("Drawdown {number} checked by finance"))
def check_drawdown(*, drawdown: Drawdown, version: int | None = None, by) -> None:
    """The finance maker holds contract, conditions and payee against the papers."""
    drawdown = _locked(drawdown)
    require(permissions.may_check(by, drawdown))
    _require_open_door(drawdown, dates.today())
    take_version(drawdown, version)
    drawdown.checked_by = by
    drawdown.save(update_fields=["checked_by"])
    move(drawdown, to=DrawdownStatus.CHECKED, number=drawdown.number)


@service(says=_("Drawdown {number} refused: {reason}"))
def refuse_drawdown(*, drawdown: Drawdown, reason: str, version: int | None = None, by) -> None:
    """Finance sends a drawdown back with the reason; another may be requested."""
    drawdown = _locked(drawdown)
    require(permissions.may_check(by, drawdown))
    take_version(drawdown, version)
    _refuse(drawdown, reason)


@service(says=_("Drawdown {number} refused: {reason}"))
def drop_drawdown(*, drawdown: Drawdown, reason: str, by=None) -> None:
    """Refuse what was asked for under a contract that is set aside."""
    _refuse(drawdown, reason)


def _refuse(drawdown: Drawdown, reason: str) -> None:
    drawdown.refusal = reason
    drawdown.save(update_fields=["refusal"])
    move(drawdown, to=DrawdownStatus.REFUSED, number=drawdown.number, reason=reason)


@service(says=_("Drawdown {number} disbursed"))
def disburse_drawdown(
    *, drawdown: Drawdown, disbursed_on: date, bank_reference: str, version: int | None = None, by
) -> Drawdown:
    """Another finance officer releases the money; nothing is released while a precedent condition is open."""
    drawdown = _locked(drawdown)
    require(permissions.may_disburse(by, drawdown))
    if drawdown.status != DrawdownStatus.CHECKED:
        raise TransitionRefused(_("A drawdown is disbursed once, and only after finance has checked it."))
    _require_open_door(drawdown, disbursed_on)
    if disbursed_on > dates.today() or disbursed_on < drawdown.contract.signed_on:
        raise InvalidInput(_("The money leaves between the signing and today."), field="disbursed_on")
    take_version(drawdown, version)
    drawdown.disbursed_by, drawdown.disbursed_on, drawdown.bank_reference = by, disbursed_on, bank_reference
    drawdown.save(update_fields=["disbursed_by", "disbursed_on", "bank_reference"])
    move(drawdown, to=DrawdownStatus.DISBURSED, number=drawdown.number)
    application = drawdown.contract.application
    if application.status == Status.CONTRACTED:
        mark_stage(application, Status.DISBURSED)
    for follow in providers.AFTER_DISBURSEMENT:
        follow(drawdown=drawdown, by=by)
    return drawdown


def _locked(drawdown: Drawdown) -> Drawdown:
    locked = Drawdown.objects.select_for_update().get(pk=drawdown.pk)
    locked.contract = LoanContract.objects.select_for_update().select_related("application").get(pk=locked.contract_id)
    return locked


def _require_open_door(drawdown: Drawdown, on: date) -> None:
    """Invariant 4: no release while the contract, a condition or a check of a party is open, whichever level set it.

    The first money leaves while the approval is valid; what follows under the same contract needs that no more.
    """
    application = drawdown.contract.application
    points = list(Condition.objects.of(application).precedent().open().values_list("text", flat=True))
    points += screening_lacks(application)
    if drawdown.contract.status != ContractStatus.EFFECTIVE:
        points.append(str(_("The contract is not in effect.")))
    points += [point for provide in RELEASE_LACKS for point in provide(application)]
    over = permissions.not_valid(drawdown.contract.decision, on)
    if over and application.status == Status.CONTRACTED:
        points.append(over)
    if points:
        raise Missing(_("Not yet: before the release these are open:"), points)


@service(says=_("Contract asked for again"))
def print_again(*, contract: LoanContract, by) -> None:
    """Another attempt at a contract whose PDF could not be produced."""
    require(permissions.may_prepare(by, contract.application))
    if contract.document.status != DocumentStatus.FAILED:
        raise TransitionRefused(_("This document is not in need of another attempt."))
    documents.ask_again(contract.document)
    record(contract, number=contract.number)
