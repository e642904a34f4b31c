"""Every change from the investigation to the decision."""

from underwriting.services.decision import confirm_condition, decide_application, waive_condition
from underwriting.services.investigation import (
    add_finding_file,
    begin_investigation,
    clear_signatures,
    record_finding,
    reopen_investigation,
    report_lacks,
    sign_investigation,
    write_opinion,
)
from underwriting.services.lapse import lapse_approvals
from underwriting.services.report import raise_ready_reports, raise_to_review, retry_report, submit_report

__all__ = [
    "add_finding_file",
    "begin_investigation",
    "clear_signatures",
    "confirm_condition",
    "decide_application",
    "lapse_approvals",
    "raise_ready_reports",
    "raise_to_review",
    "record_finding",
    "reopen_investigation",
    "report_lacks",
    "retry_report",
    "sign_investigation",
    "submit_report",
    "waive_condition",
    "write_opinion",
]
