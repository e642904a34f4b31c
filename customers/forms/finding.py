"""Finding the one customer or party that somebody typed."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import display
from customers.models import Customer, RelatedParty, Relation

MOST_NAMED, MOST_SHOWN = 5, 8


def find_customer(text: str, user) -> Customer | None:
    """The one customer meant: the full identity finds anybody, everything else only whom this person may see.

    None when nobody fits. Raises `ValidationError` when several do, with their numbers to choose from.
    """
    text = text.strip()
    mine = Customer.objects.visible_to(user)
    numbered = mine.numbered(text).first()
    if numbered is not None:
        return numbered
    known = Customer.objects.with_identity(text).order_by("name")[: MOST_NAMED + 1]
    fitting = list(known or mine.matching(text).order_by("name")[: MOST_NAMED + 1])
    if len(fitting) > 1:
        names = ", ".join(f"{customer.number} {customer.name}" for customer in fitting[:MOST_NAMED])
        raise forms.ValidationError(_("Several customers fit: %(names)s. Write the number."), params={"names": names})
    return fitting[0] if fitting else None


def outside_parties(user):
    """The parties without a file that stand at the other end of a relation this person may see."""
    seen = Relation.objects.visible_to(user).order_by()
    ends = Q(pk__in=seen.values("holder")) | Q(pk__in=seen.values("subject"))
    return RelatedParty.objects.filter(ends, customer=None)


def suggested(text: str, user, but: Customer) -> list[dict]:
    """What fits a text typed so far, as `{value, name, note}`: customers one may see, then known outside parties.

    Whoever typed the full identity of somebody else's customer learns that there is a file and who keeps it, no more.
    """
    text = text.strip()
    if len(text) < 2:
        return []
    seen = Customer.objects.visible_to(user).exclude(pk=but.pk)
    rows = [
        {"value": f"customer:{row.number}", "name": row.name, "number": row.number, "note": row.get_kind_display()}
        for row in seen.matching(text).order_by("name")[:MOST_SHOWN]
    ]
    kept = Customer.objects.with_identity(text).exclude(pk=but.pk).with_owner().first()
    if kept is not None and not seen.filter(pk=kept.stands_for().pk).exists():
        owner = _("kept by {owner}").format(owner=kept.stands_for().account_manager)
        rows.append({"value": "", "name": display.mask_name(kept.name), "number": "", "note": owner})
    outside = outside_parties(user).filter(outside_name__contains=text).order_by("outside_name", "pk")
    return rows + [
        {
            "value": f"party:{row.uuid}",
            "name": row.name,
            "number": "",
            "note": _("recorded before, no customer of ours"),
        }
        for row in outside[:MOST_SHOWN]
    ]
