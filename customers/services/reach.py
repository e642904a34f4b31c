"""How far back something may be written down, and how far ahead something may be planned."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import dates, parameters
from core.errors import InvalidInput
from core.workdays import add_months


def check_ahead(day: date, field: str) -> date:
    """Refuse a day so far ahead that what is planned for it would leave every list (a parameter); gives the day."""
    months = int(parameters.value("plan_ahead_months"))
    if day > add_months(dates.today(), months):
        raise InvalidInput(_("Plan it for the next {months} months at most.").format(months=months), field=field)
    return day


def check_back(moment: datetime, field: str) -> datetime:
    """Refuse what happened longer ago than the log reaches back (a parameter); gives the moment."""
    years = int(parameters.value("contact_back_years"))
    if timezone.localdate(moment) < add_months(dates.today(), -12 * years):
        raise InvalidInput(
            _("This lies more than {years} years back. Check the year.").format(years=years), field=field
        )
    return moment
