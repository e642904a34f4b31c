"""What is kept of a customer, one module per subject."""

from customers.models.consultations import Channel, Consultation, Topic
from customers.models.contacts import Contact, ContactKind, NextStep, Offer, Participant, Side
from customers.models.files import CompanyDetails, Customer, CustomerKind, PersonDetails
from customers.models.statements import FinancialStatement, StatementLine
from customers.models.visits import Mark, MarkKind, Visit, VisitKind, VisitRule

__all__ = [
    "Channel",
    "CompanyDetails",
    "Consultation",
    "Contact",
    "ContactKind",
    "Customer",
    "CustomerKind",
    "FinancialStatement",
    "Mark",
    "MarkKind",
    "NextStep",
    "Offer",
    "Participant",
    "PersonDetails",
    "Side",
    "StatementLine",
    "Topic",
    "Visit",
    "VisitKind",
    "VisitRule",
]
