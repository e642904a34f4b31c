"""Words for what stands at the other end of a relation, and for relations in a sentence."""

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.display import register_labels
from customers.models import GroupReason, IdentityType, RelationKind, TieKind
from customers.states import LenderTieStatus, LookAlikeStatus

HOLDER, SUBJECT = "holder", "subject"

# (kind, the end at which the other stands) → what the other is to the customer
OTHER_ENDS = {
    (RelationKind.SHAREHOLDER, HOLDER): _("Shareholder"),
    (RelationKind.LEGAL_REPRESENTATIVE, HOLDER): _("Legal representative"),
    (RelationKind.CONTROLLER, HOLDER): _("Actual controller"),
    (RelationKind.OFFICER, HOLDER): _("Officer or key person"),
    (RelationKind.SPOUSE, HOLDER): _("Spouse"),
    (RelationKind.PARENT, HOLDER): _("Parent"),
    (RelationKind.PARENT, SUBJECT): _("Child"),
    (RelationKind.SIBLING, HOLDER): _("Sibling"),
    (RelationKind.SHAREHOLDER, SUBJECT): _("Company it holds shares in"),
    (RelationKind.LEGAL_REPRESENTATIVE, SUBJECT): _("Company it is legal representative of"),
    (RelationKind.CONTROLLER, SUBJECT): _("Company it controls"),
    (RelationKind.OFFICER, SUBJECT): _("Company it is an officer of"),
    (RelationKind.GROUP_MEMBER, SUBJECT): _("Head of its group"),
    (RelationKind.GROUP_MEMBER, HOLDER): _("Member of the group it heads"),
    (RelationKind.REFERRAL, HOLDER): _("Who referred it to us"),
    (RelationKind.REFERRAL, SUBJECT): _("Customer it referred to us"),
}
SYMMETRIC = frozenset({RelationKind.SPOUSE, RelationKind.SIBLING})
BETWEEN_PERSONS = frozenset({RelationKind.SPOUSE, RelationKind.PARENT, RelationKind.SIBLING})
OF_COMPANIES = frozenset(
    {RelationKind.SHAREHOLDER, RelationKind.LEGAL_REPRESENTATIVE, RelationKind.CONTROLLER, RelationKind.OFFICER}
)
BY_PERSONS = BETWEEN_PERSONS | {RelationKind.LEGAL_REPRESENTATIVE, RelationKind.OFFICER}

# In a sentence; the second is for two companies that one and the same party stands above.
SENTENCES = {
    "controller": _("{holder} controls {subject}"),
    "shareholder": _("{holder} holds {share} of {subject}"),
    "spouse": _("{holder} and {subject} are married"),
    "sibling": _("{holder} and {subject} are siblings"),
    "parent": _("{holder} is a parent of {subject}"),
    "legal_representative": _("{holder} is the legal representative of {subject}"),
    "group_member": _("{holder} belongs to the group of {subject}"),
}
OF_BOTH = {
    "controller": _("{holder} controls both"),
    "shareholder": _("{holder} is a shareholder of both"),
    "legal_representative": _("{holder} is the legal representative of both"),
    "group_member": _("{subject} is the head of both"),
}

# On a line of the map
ON_MAP = {
    RelationKind.SPOUSE: pgettext_lazy("on the relation map", "spouses"),
    RelationKind.PARENT: pgettext_lazy("on the relation map", "parent"),
    RelationKind.SIBLING: pgettext_lazy("on the relation map", "siblings"),
    RelationKind.LEGAL_REPRESENTATIVE: pgettext_lazy("on the relation map", "represents"),
    RelationKind.CONTROLLER: pgettext_lazy("on the relation map", "controls"),
    RelationKind.OFFICER: pgettext_lazy("on the relation map", "officer"),
    RelationKind.GROUP_MEMBER: pgettext_lazy("on the relation map", "member"),
    RelationKind.REFERRAL: pgettext_lazy("on the relation map", "referred"),
}


def ends_for(is_company: bool) -> dict[tuple[RelationKind, str], object]:
    """What can stand at the other end for a company or for a person."""
    return {(kind, end): label for (kind, end), label in OTHER_ENDS.items() if _fits(kind, end, is_company)}


def _fits(kind: RelationKind, end: str, is_company: bool) -> bool:
    if kind in BETWEEN_PERSONS:
        return not is_company
    if kind not in OF_COMPANIES:
        return True
    own_is_subject = end == HOLDER
    return is_company if own_is_subject else not (is_company and kind in BY_PERSONS)


def identity_label(paper: str) -> str:
    """What the number on a paper is called; a passport has no identity number."""
    own = {IdentityType.RESIDENT: _now("Identity number"), IdentityType.CREDIT_CODE: _now("Unified social credit code")}
    kind = IdentityType(paper)
    return own.get(kind) or _now("Number ({paper})").format(paper=kind.label)


def register() -> None:
    """Called once, in `AppConfig.ready()`."""
    register_labels({f"relation.{kind.value}": kind.label for kind in RelationKind})
    register_labels({f"tie.{kind.value}": kind.label for kind in TieKind})
    register_labels({f"tie.{status.value}": status.label for status in LenderTieStatus})
    register_labels({f"group.{reason.value}": reason.label for reason in GroupReason})
    register_labels({f"alike.{status.value}": status.label for status in LookAlikeStatus})


ROOM = _("Customer file")
SECTION_WORDS: dict[str, Any] = {
    "identity": _("Identity and papers"),
    "contact": _("Contact and addresses"),
    "family": _("Family"),
    "work": _("Work and income"),
    "wealth": _("Assets, debts and guarantees"),
    "accounts": _("Bank accounts"),
    "people": _("People"),
    "standing": _("Origin and due diligence"),
    "knowledge": _("What we know"),
    "business": _("Business and size"),
    "sites": _("Premises"),
    "tax": _("Tax and permits"),
    "powers": _("Powers and seals"),
}

# The rows of a kind, and the act that adds one.
ROW_WORDS: dict[str, tuple[Any, Any]] = {
    "papers": (_("Identity papers"), _("Add an identity paper")),
    "addresses": (_("Addresses"), _("Add an address")),
    "phones": (_("Further phones"), _("Add a phone")),
    "contacts": (_("People"), _("Add a person")),
    "accounts": (_("Bank accounts"), _("Add an account")),
    "incomes": (_("Income by year"), _("Add an income")),
    "assets": (pgettext_lazy("of a customer", "Assets"), _("Add an asset")),
    "debts": (_("Debts elsewhere"), _("Add a debt")),
    "guarantees": (_("Guarantees given elsewhere"), _("Add a guarantee given")),
    "sites": (_("Premises"), _("Add premises")),
    "permits": (_("Permits"), _("Add a permit")),
    "seals": (_("Seal specimens"), _("Add a seal specimen")),
    "articles": (_("Articles of association"), _("Add a version of the articles")),
    "tags": (_("Tags"), _("Add a tag")),
    "facts": (_("Facts"), _("Add a fact")),
    "needs": (_("Needs to come"), _("Add a need")),
}

# Questions that are not the name of a field.
QUESTION_WORDS: dict[str, Any] = {
    "papers": _("Identity papers"),
    "registered_address": _("Registered address"),
    "living_address": _("Living address"),
    "actual_address": _("Actual business address"),
    "incomes": _("Income by year"),
    "assets": pgettext_lazy("of a customer", "Assets"),
    "debts": _("Debts elsewhere"),
    "guarantees": _("Guarantees given elsewhere"),
    "repay_account": _("Account it repays from"),
    "receive_account": _("Account it receives on"),
    "basic_account": _("Basic account"),
    "emergency_contacts": _("Two emergency contacts"),
    "contact_person": _("Contact person"),
    "finance_head": _("Head of finance"),
    "officers": _("Officer of the company"),
    "key_persons": _("Key persons"),
    "sites": _("Premises"),
    "articles": _("Articles of association"),
    "official_seal": _("Official seal"),
    "finance_seal": _("Finance seal"),
    "representative_seal": _("Seal of the legal representative"),
    "technical": _("Technology"),
    "production": _("Production"),
    "sales": _("Sales"),
    "management": _("Management"),
    "industry": _("Industry"),
    "product_market": _("Product market"),
}

# What the trail says of a part of the file.
TRAIL = {f"section.{code}": words for code, words in SECTION_WORDS.items()} | {
    f"file.{kind}": words for kind, (words, _act) in ROW_WORDS.items()
}

# Masked fields of rows, as the trail tells of a reveal.
REVEALED: dict[str, Any] = {
    "papers.paper_number": _("Number of the paper"),
    "papers.front": _("Picture of the front"),
    "papers.back": _("Picture of the back"),
    "papers.replaced": _("Picture of a paper that was replaced"),
    "addresses.address": _("Address"),
    "phones.phone": _("Phone"),
    "contacts.phone": _("Phone"),
    "contacts.email": _("E-mail"),
    "accounts.account_number": _("Account number"),
    "sites.address": _("Address"),
}
