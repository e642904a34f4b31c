"""The frame of every page: its rooms, who is here, the business date."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from core import dates
from staff.roles import Role

CONTACT_PATHS = (
    "/customers/visits/",
    "/customers/to-contact/",
    "/desk/week/",
    "/desk/daily/",
    "/desk/weekly/",
    "/desk/summaries/",
)


def shell(request) -> dict:
    """The frame of a signed-in page: rooms with what waits in them, who is here, the business date."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"shell": {"is_demo": settings.IS_EMBEDDED, "business_date": dates.today()}}
    rooms = [
        (_("Work list"), "desk:home", "home", "/"),
        (_("Customers"), "customers:list", "people", "/customers/"),
        (_("Applications"), "applications:list", "doc", "/applications/"),
        (_("Ledgers"), "applications:ledger", "chart", "/applications/ledger/"),
        (_("Contracts and release"), "contracts:list", "pen", "/contracts/"),
        (_("After release"), "servicing:list", "coin", "/servicing/"),
        (_("Consultations and visits"), "customers:consultations", "bell", "/customers/consultations/"),
        (_("Outgoing mail"), "desk:mail", "out", "/desk/mail/"),
    ]
    settings_room = (_("Settings"), "applications:products", "doc", "/applications/products/")
    if not user.has_role(Role.AUDITOR, Role.FINANCE_OFFICER, Role.DEPARTMENT_MANAGER, Role.ADMINISTRATOR):
        rooms.pop()
    if user.roles == {Role.ADMINISTRATOR}:
        rooms = [rooms[0], rooms[-1]]
    if user.has_role(Role.ADMINISTRATOR):
        rooms.append(settings_room)
    path = request.path
    current = max(
        (prefix for *_rest, prefix in rooms if prefix != "/" and path.startswith(prefix)), key=len, default=""
    )
    if path == "/" or path.startswith("/staff/tasks/"):
        current = "/"
    if path.startswith(CONTACT_PATHS):
        current = "/customers/consultations/"
    if path.startswith(("/cases/", "/underwriting/", "/collateral/")):
        current = "/applications/"
    nav = [
        {"label": label, "url": reverse(name), "icon": icon, "count": None, "current": prefix == current, "last": False}
        for label, name, icon, prefix in rooms
    ]
    return {
        "shell": {
            "nav": nav,
            "business_date": dates.today(),
            "is_demo": settings.IS_EMBEDDED,
            "person_name": user.name,
            "role_names": [str(Role(role).label) for role in Role.values if role in user.roles],
            "search_url": reverse("desk:search"),
        }
    }
