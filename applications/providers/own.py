"""Registers what applications themselves add, here and in the customer's file."""

from django.utils.translation import gettext_lazy as _

from applications import facts
from applications.exposure import EXPOSURES
from applications.providers.of_customer import (
    cases_as_things,
    cases_of_customer,
    exposure_of_customer,
    owed_from_before,
    papers_missing,
    products_of_interest,
    seen_through_cases,
)
from applications.providers.parts import ACTIONS, FACTS, HOLDERS, LACKS, NOTICES, ROOMS
from applications.providers.request import request_facts
from applications.providers.steps import (
    answer_lacks,
    draft_actions,
    draft_lacks,
    eligibility_lacks,
    first_holder,
    release_lacks,
)
from applications.providers.week import opened_in_week, returned_in_week, submitted_in_week
from applications.screening import case_notices, works_on
from applications.services.ownership import follow_owner
from customers.providers import FOLLOWERS, INTERESTS, LINK_NAMES, PAPERS_MISSING, RELATION_PARTS, THINGS, WORKS_ON, Room
from customers.providers import PARTS as CUSTOMER_PARTS
from customers.querysets import VISIBLE_THROUGH
from staff.providers import SUMMARY_LINES, WeekLines


def register_own() -> None:
    """Called once, by this app's `ready()`."""
    VISIBLE_THROUGH.append(seen_through_cases)
    CUSTOMER_PARTS.append(cases_of_customer)
    EXPOSURES.append(owed_from_before)
    RELATION_PARTS.append(exposure_of_customer)
    FOLLOWERS.append(follow_owner)
    LINK_NAMES["applications.Application"] = _("Applications")
    LINK_NAMES["applications.Party"] = _("Roles in cases")
    LINK_NAMES["applications.Paper"] = _("Papers")
    LINK_NAMES["applications.OldProject"] = _("Old ledger")
    WORKS_ON.append(works_on)
    ROOMS.append(Room("overview", _("Overview"), "desk:case", 10))
    ROOMS.append(
        Room("checks", _("Checks"), "applications:checks", 15, lambda case: bool(case.product_version.screenings))
    )
    LACKS.extend([draft_lacks, eligibility_lacks, answer_lacks, release_lacks])
    NOTICES.append(case_notices)
    facts.register()
    ACTIONS.append(draft_actions)
    FACTS.append(request_facts)
    HOLDERS.append(first_holder)
    THINGS.append(cases_as_things)
    PAPERS_MISSING.append(papers_missing)
    INTERESTS.append(products_of_interest)
    SUMMARY_LINES.extend(
        [
            WeekLines("opened", _("Applications opened"), 50, opened_in_week),
            WeekLines("submitted", _("Applications submitted"), 60, submitted_in_week),
            WeekLines("returned", _("Returned"), 70, returned_in_week),
        ]
    )
