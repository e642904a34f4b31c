"""Words for what stands at the other end of a relation, and for relations in a sentence."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.display import register_labels
from customers.models import GroupReason, RelationKind, TieKind
from customers.states import LenderTieStatus

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


def register() -> None:
    """Called once, in `AppConfig.ready()`."""
    register_labels({f"relation.{kind.value}": kind.label for kind in RelationKind})
    register_labels({f"tie.{kind.value}": kind.label for kind in TieKind})
    register_labels({f"tie.{status.value}": status.label for status in LenderTieStatus})
    register_labels({f"group.{reason.value}": reason.label for reason in GroupReason})
