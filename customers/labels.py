"""The words of the customer file: its sections, the rows it holds, and the questions it asks."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
    "papers": (_("Identity papers"), _("Add a paper")),
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
    "addresses.address": _("Address"),
    "phones.phone": _("Phone"),
    "contacts.phone": _("Phone"),
    "contacts.email": _("E-mail"),
    "accounts.account_number": _("Account number"),
    "sites.address": _("Address"),
}
