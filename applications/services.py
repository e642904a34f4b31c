"""What changes about an application before the investigation; later apps move it on through `mark_stage`."""

from applications.models import Application
from core import dates
from core.service import record, service  # noqa: F401
from core.states import move


def mark_stage(application: Application, to: str, **details) -> None:
    """Move an application and keep since when; used by every app inside its own service."""
    move(application, to=to, **details)
    application.status_since = dates.now()
    application.save(update_fields=["status_since"])
