"""Who takes part in a case besides the borrower."""

from django.utils.translation import gettext_lazy as _

from applications import permissions
from applications.models import Application, Party, PartyRole
from applications.services.intake import locked, look_up_parties
from applications.services.papers import reconcile_papers
from applications.states import Status
from core import dates
from core.errors import InvalidInput
from core.service import record, require, service
from customers.models import Customer
from staff.models import User

ADDED = (PartyRole.CO_BORROWER, PartyRole.GUARANTOR, PartyRole.MORTGAGOR, PartyRole.PLEDGOR)


@service(says=_("{role} added"))
def add_party(*, application: Application, customer: Customer, role: str, by: User) -> Party:
    """Put a customer whose file one may open on the draft; somebody who was taken off comes back to the same row."""
    application = locked(application)
    require(permissions.may_edit_draft(by, application))
    _require_draft(application)
    if role not in ADDED:
        raise InvalidInput(_("Choose as what this customer takes part."), field="role")
    if not Customer.objects.visible_to(by).filter(pk=customer.pk).exists():
        raise InvalidInput(_("Not found, or not yours to see."), field="customer")
    if customer.pk == application.customer_id and role in (PartyRole.CO_BORROWER, PartyRole.GUARANTOR):
        raise InvalidInput(_("Nobody stands for their own loan: choose another customer."), field="customer")
    if role == PartyRole.CO_BORROWER and customer.is_company and not application.customer.is_company:
        raise InvalidInput(_("A person borrows together with a person."), field="customer")
    party = Party.objects.filter(application=application, customer=customer, role=role).first()
    if party is not None and party.removed_at is None:
        raise InvalidInput(_("{name} is on the application already.").format(name=customer.name), field="customer")
    if party is None:
        party = Party.objects.create(application=application, customer=customer, role=role)
    else:
        party.removed_at = None
        party.save(update_fields=["removed_at"])
    record(party, role=str(PartyRole(role).label), customer=customer.number)
    look_up_parties(application, by)
    reconcile_papers(application=application, by=by)
    return party


@service(says=_("{role} taken off"))
def remove_party(*, party: Party, by: User) -> Party:
    """Take a customer off the draft again; the borrower stays."""
    application = locked(party.application)
    require(permissions.may_edit_draft(by, application))
    _require_draft(application)
    party = Party.objects.select_for_update().get(pk=party.pk)
    if party.role == PartyRole.BORROWER:
        raise InvalidInput(_("The borrower is whose application it is. Open another one for another customer."))
    if party.removed_at is not None:
        raise InvalidInput(_("This customer has been taken off already."))
    party.removed_at = dates.now()
    party.save(update_fields=["removed_at"])
    record(party, role=str(PartyRole(party.role).label), customer=party.customer.number)
    reconcile_papers(application=application, by=by)
    return party


def _require_draft(application: Application) -> None:
    if application.status != Status.DRAFT:
        raise InvalidInput(
            _("The application has been submitted. Ask the department manager to return it for changes.")
        )
