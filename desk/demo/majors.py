"""The demo's major project: the accepted case of the first department, with colleagues who join it."""

from applications.models import Application
from applications.services import flag_major
from applications.states import Status
from core import dates
from desk.demo.house import House

VISIT_DAYS = 3


def flag(house: House) -> None:
    """Flagged by the department manager today; the early visit is due within the week."""
    manager = house.people["dm1"]
    case = Application.objects.visible_to(manager).filter(status=Status.ACCEPTED).order_by("pk").first()
    if case is None:
        return
    flag_major(
        application=case,
        reason="產地收購季試點，涉及冷庫與存貨監管，需跨部門會審",
        members=[house.people["am3"], house.people["risk2"]],
        visit_due_on=dates.add_working_days(dates.today(), VISIT_DAYS),
        by=manager,
    )
