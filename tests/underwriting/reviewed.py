"""A case that waits for its decision, made without the steps before it."""

from datetime import date

from applications.states import Status
from core import dates
from core.models import Document
from tests.factories import application_of
from underwriting.models import FeasibilityReport, Investigation


def sealed_report(application, number=1):
    """An investigation of this round with both signatures, and its sealed report."""
    now = dates.now()
    investigation = Investigation.objects.create(
        application=application,
        round=application.round,
        amount=application.amount,
        term_months=application.term_months,
        annual_rate="0.072",
        method=application.method,
        opinion="建議同意",
        lead_signed_at=now,
        second_signed_at=now,
    )
    document = Document.objects.create(
        key=f"report:{application.uuid}:{number}",
        kind="feasibility_report",
        case_uuid=application.uuid,
        title="可行性報告",
        language="zh-hant",
        source="<p></p>",
        status="ready",
        sha256=f"{number:064x}",
        requested_by=application.lead_investigator,
        requested_at=now,
    )
    return FeasibilityReport.objects.create(
        application=application,
        investigation=investigation,
        number=number,
        content={},
        document=document,
        submitted_by=application.lead_investigator,
        submitted_at=now,
    )


def case_in_review(lead, second, department, **values):
    """An application under review with its sealed report; 2,800,000 yuan unless told."""
    values = {"status": Status.IN_REVIEW, "round": 1, "deadline": date(2026, 12, 31), **values}
    application = application_of(lead, department, lead_investigator=lead, second_investigator=second, **values)
    return application, sealed_report(application)
