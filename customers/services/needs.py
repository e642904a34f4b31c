"""The next contact about a need that a customer has not yet asked us to meet."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import dates
from core.display import Sentence
from customers.models import Need
from staff.models import User
from staff.services import drop_tasks, open_task


def remind(need: Need, by: User) -> None:
    """Keep the reminder on the day that the need names; a day that has passed or was taken out leaves none."""
    drop_tasks(keys=[_key(need, version) for version in range(1, need.version)], reason=_("The need was changed."))
    if need.remind_on is None or need.remind_on < dates.today():
        return
    open_task(
        assignee=by,
        kind="next_step",
        title=Sentence(_("Speak about the need: {need}"), need=need.need[:80]),
        why=need.customer.name,
        due_on=need.remind_on,
        url=reverse("customers:row", args=[need.customer.number, need.KIND, need.uuid]),
        case_uuid=need.customer.uuid,
        key=_key(need, need.version),
        by=by,
    )


def forget(need: Need) -> None:
    """The reminder of a need that was taken out of the file."""
    keys = [_key(need, version) for version in range(1, need.version + 1)]
    drop_tasks(keys=keys, reason=_("The need was taken out of the file."))


def _key(need: Need, version: int) -> str:
    return f"need/{need.uuid}/{version}"
