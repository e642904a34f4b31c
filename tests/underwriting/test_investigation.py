"""The two investigators' work: who writes what, what clears the signatures, what keeps the report from going up."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import translation
from PIL import Image
from pypdf import PdfWriter

from applications.models import Application, ChecklistItem
from applications.states import Status
from core.errors import InvalidInput, Missing, NotAllowed, Stale
from core.models import Attachment, AuditEvent
from customers.permissions import may_enter_statement
from tests.factories import WatchedUpload, actions_on, sealed_files
from tests.underwriting.yongsheng import OPINION, accepted_case, investigate, signed_case
from underwriting import services
from underwriting.missing import own_lacks
from underwriting.models import Finding, Investigation
from underwriting.services.investigation import report_lacks

SEEN = {"result": "normal", "source": "seen", "note": "與資料一致"}


@pytest.fixture(autouse=True)
def _english():
    """Sentences are compared in the language of the source."""
    with translation.override("en"):
        yield


@pytest.fixture
def case(am1, am2, department_a):
    return accepted_case(am1, am2, department_a)


@pytest.fixture
def signed(am1, am2, department_a):
    return signed_case(am1, am2, department_a)


def item_of(application, code="site") -> ChecklistItem:
    return application.product_version.checklist.get(code=code)


def pdf(name="照片.pdf", password="") -> SimpleUploadedFile:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=200, height=200)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    writer.write(out)
    return SimpleUploadedFile(name, out.getvalue())


def picture() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "JPEG")
    return SimpleUploadedFile("現場.jpg", out.getvalue())


def the(application) -> Investigation:
    return application.investigations.get(round=application.round)


# Findings


def test_the_first_finding_begins_the_investigation(case, am1):
    finding = services.record_finding(application=case, item=item_of(case), by=am1, **SEEN)

    case.refresh_from_db()
    assert case.status == Status.INVESTIGATING
    assert finding.investigation == the(case)
    assert "record_finding" in actions_on(finding)


def test_begin_investigation_twice_makes_one(case, am1, am2):
    services.begin_investigation(application=case, by=am1)
    services.begin_investigation(application=case, by=am2)

    assert Investigation.objects.count() == 1


def test_the_same_finding_sent_twice_changes_nothing(case, am1):
    first = services.record_finding(application=case, item=item_of(case), by=am1, **SEEN)
    again = services.record_finding(application=case, item=item_of(case), by=am1, **SEEN)

    assert (again.pk, again.version) == (first.pk, first.version)
    assert AuditEvent.objects.filter(action="record_finding", subject__startswith="underwriting.finding").count() == 1


def test_a_finding_changed_by_the_other_meanwhile_is_stale(case, am1, am2):
    finding = services.record_finding(application=case, item=item_of(case), by=am1, **SEEN)
    services.record_finding(
        application=case, item=item_of(case), by=am2, version=finding.version, **{**SEEN, "note": "夜間未開機"}
    )

    with pytest.raises(Stale):
        services.record_finding(
            application=case, item=item_of(case), by=am1, version=finding.version, **{**SEEN, "note": "正常"}
        )


@pytest.mark.parametrize("result", ["doubtful", "false", "not_applicable"])
def test_what_is_not_in_order_needs_a_note(case, am1, result):
    with pytest.raises(InvalidInput) as refusal:
        services.record_finding(application=case, item=item_of(case), result=result, source="seen", note=" ", by=am1)

    assert refusal.value.field == "note"
    case.refresh_from_db()
    assert case.status == Status.ACCEPTED


def test_an_item_of_another_product_is_refused(case, am1):
    from tests.factories import ProductVersionFactory

    other = ChecklistItem.objects.create(
        product_version=ProductVersionFactory(), section="x", position=1, code="x", title="x"
    )

    with pytest.raises(InvalidInput):
        services.record_finding(application=case, item=other, by=am1, **SEEN)


@pytest.mark.parametrize("name", ["am3", "dm1", "risk1", "auditor", "admin"])
def test_nobody_but_the_two_investigators_records_a_finding(request, case, name):
    with pytest.raises(NotAllowed):
        services.record_finding(application=case, item=item_of(case), by=request.getfixturevalue(name), **SEEN)

    assert not Finding.objects.exists()


@pytest.mark.parametrize("status", [Status.REPORTED, Status.IN_REVIEW, Status.APPROVED, Status.WITHDRAWN])
def test_the_investigation_is_closed_once_the_report_went_up(case, am1, status):
    Application.objects.filter(pk=case.pk).update(status=status)

    with pytest.raises(NotAllowed):
        services.record_finding(application=case, item=item_of(case), by=am1, **SEEN)


# Papers


def test_a_pdf_and_a_photo_are_kept_with_the_finding(case, am1):
    finding = services.record_finding(application=case, item=item_of(case), files=[pdf(), picture()], by=am1, **SEEN)

    kept = finding.attachments.order_by("pk")
    assert [(paper.media_type, paper.case_uuid) for paper in kept] == [
        ("application/pdf", case.uuid),
        ("image/jpeg", case.uuid),
    ]


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("流水.pdf", b"just text"),
        SimpleUploadedFile("流水.png", b"MZ\x90\x00"),
        pdf(password="secret"),
    ],
    ids=["text named pdf", "program named png", "encrypted pdf"],
)
def test_a_file_that_is_not_what_it_says_is_refused_and_the_finding_with_it(case, am1, upload):
    upload.seek(0)

    with pytest.raises(InvalidInput) as refusal:
        services.record_finding(application=case, item=item_of(case), files=[pdf(), upload], by=am1, **SEEN)

    assert refusal.value.field == "files"
    assert str(refusal.value).startswith(upload.name)
    assert not Finding.objects.exists()
    assert not Attachment.objects.exists()


def test_a_paper_is_read_before_the_transaction_of_the_finding_begins(case, am1):
    upload = WatchedUpload("照片.pdf", pdf().read())

    services.record_finding(application=case, item=item_of(case), files=[upload], by=am1, **SEEN)

    assert upload.depths == [len(connection.savepoint_ids)]


def test_a_file_of_somebody_who_may_not_is_never_read(case, am3):
    upload = pdf()

    with pytest.raises(NotAllowed):
        services.record_finding(application=case, item=item_of(case), files=[upload], by=am3, **SEEN)

    assert upload.tell() == 0


def test_who_may_not_is_told_so_before_what_was_typed_wrong(case, am3):
    with pytest.raises(NotAllowed):
        services.record_finding(application=case, item=item_of(case), result="doubtful", source="seen", note="", by=am3)


def test_one_paper_sent_twice_at_once_is_kept_once_and_no_sealed_file_is_left_over(case, am1):
    finding = services.record_finding(application=case, item=item_of(case), files=[pdf(), pdf("b.pdf")], by=am1, **SEEN)

    assert finding.attachments.count() == Attachment.objects.count() == 1
    assert sealed_files() == [finding.attachments.get().path]


def test_the_same_paper_twice_is_kept_once(case, am1, am2):
    finding = services.record_finding(application=case, item=item_of(case), files=[pdf()], by=am1, **SEEN)

    again = services.add_finding_file(finding=finding, upload=pdf(), by=am2)

    assert again is None
    assert finding.attachments.count() == Attachment.objects.count() == 1


# The opinion


def test_the_lead_keeps_a_draft_piece_by_piece(case, am1):
    services.write_opinion(application=case, version=0, by=am1, conduct="兩次到場")
    version = the(case).version
    services.write_opinion(application=case, version=version, by=am1, amount=Decimal(2_800_000))

    assert (the(case).conduct, the(case).amount) == ("兩次到場", Decimal(2_800_000))


def test_the_second_investigator_does_not_write_the_opinion(case, am2):
    with pytest.raises(NotAllowed) as refusal:
        services.write_opinion(application=case, version=0, by=am2, opinion="不同意")

    assert "sign it with a dissent" in str(refusal.value)


def test_an_opinion_written_on_an_old_version_is_stale(case, am1):
    services.write_opinion(application=case, version=0, by=am1, conduct="兩次到場")
    version = the(case).version
    services.write_opinion(application=case, version=version, by=am1, conduct="三次到場")

    with pytest.raises(Stale):
        services.write_opinion(application=case, version=version, by=am1, conduct="一次到場")


def test_two_tabs_opened_before_anything_was_written_do_not_overwrite_each_other(case, am1):
    services.write_opinion(application=case, version=0, by=am1, conduct="兩次到場")

    with pytest.raises(Stale):
        services.write_opinion(application=case, version=0, by=am1, conduct="一次到場")

    assert services.write_opinion(application=case, version=0, by=am1, conduct="兩次到場") is False
    assert the(case).conduct == "兩次到場"


@pytest.mark.parametrize(
    ("release_on", "first_due_on", "field"),
    [
        (date(1, 1, 1), None, "release_on"),
        (date(9999, 12, 31), None, "release_on"),
        (date(2026, 3, 27), date(9999, 12, 31), "first_due_on"),
        (None, date(2026, 4, 21), "first_due_on"),
    ],
)
def test_days_beyond_any_plan_are_refused(case, am1, release_on, first_due_on, field):
    with pytest.raises(InvalidInput) as refusal:
        services.write_opinion(application=case, version=0, by=am1, release_on=release_on, first_due_on=first_due_on)

    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount", Decimal(3_000_001)),
        ("amount", Decimal(0)),
        ("term_months", 37),
        ("annual_rate", Decimal("0.30")),
        ("method", "flat"),
        ("first_due_on", OPINION["release_on"]),
    ],
)
def test_terms_outside_the_application_or_the_product_are_refused(case, am1, field, value):
    with pytest.raises(InvalidInput) as refusal:
        services.write_opinion(application=case, version=0, by=am1, **{field: value})

    assert refusal.value.field == field


# Signatures


def test_both_sign_each_for_themselves_and_the_second_may_dissent(signed, am1, am2):
    found = the(signed)

    assert found.is_signed
    assert actions_on(found).count("sign_investigation") == 2


def test_a_dissent_stands_beside_the_signature(case, am1, am2):
    investigate(case, am1, am2)

    services.sign_investigation(application=case, dissent="集中度偏高，建議減額", by=am2)

    assert the(case).dissent == "集中度偏高，建議減額"
    assert not the(case).lead_signed_at


def test_the_lead_has_no_dissent(case, am1, am2):
    investigate(case, am1, am2)

    with pytest.raises(InvalidInput):
        services.sign_investigation(application=case, dissent="不同意", by=am1)


def test_nobody_signs_before_everything_else_is_complete(case, am1):
    with pytest.raises(Missing) as refusal:
        services.sign_investigation(application=case, by=am1)

    assert len(refusal.value.points) == len(own_lacks(case, signatures=False)) > 2
    assert not Investigation.objects.exists()


def test_signing_twice_is_one_signature(signed, am1):
    at = the(signed).lead_signed_at

    assert services.sign_investigation(application=signed, by=am1) is False
    assert the(signed).lead_signed_at == at


def test_signing_an_opinion_that_changed_after_it_was_read_is_stale(case, am1, am2):
    investigate(case, am1, am2)
    read = the(case).version
    services.write_opinion(application=case, version=read, by=am1, opinion="改為建議二百五十萬元")

    with pytest.raises(Stale):
        services.sign_investigation(application=case, version=read, by=am2)


def test_the_lead_signing_first_does_not_make_the_seconds_page_stale(case, am1, am2):
    investigate(case, am1, am2)
    read = the(case).version
    services.sign_investigation(application=case, version=read, by=am1)

    assert services.sign_investigation(application=case, version=read, by=am2) is True


@pytest.mark.parametrize("name", ["am3", "dm1"])
def test_nobody_signs_for_an_investigator(request, case, am1, am2, name):
    investigate(case, am1, am2)

    with pytest.raises(NotAllowed):
        services.sign_investigation(application=case, by=request.getfixturevalue(name))


def test_a_changed_finding_clears_both_signatures_and_says_so(signed, am2):
    finding = the(signed).findings.get(item__code="site")

    services.record_finding(
        application=signed,
        item=finding.item,
        version=finding.version,
        by=am2,
        **{**SEEN, "note": "夜間二次到場，開機三台"},
    )

    found = the(signed)
    assert (found.lead_signed_at, found.second_signed_at) == (None, None)
    event = AuditEvent.objects.filter(subject=f"underwriting.investigation:{found.uuid}").latest("sequence")
    assert set(event.details["changes"]) == {"lead_signed_at", "second_signed_at"}


def test_a_changed_opinion_and_a_further_paper_clear_them_too(signed, am1, am2):
    services.write_opinion(application=signed, version=the(signed).version, by=am1, opinion="改為建議二百五十萬元")
    after_opinion = the(signed).is_signed
    services.sign_investigation(application=signed, by=am1)
    services.add_finding_file(finding=the(signed).findings.first(), upload=pdf(), by=am2)

    assert not after_opinion
    assert the(signed).lead_signed_at is None


def test_security_changed_after_the_signatures_clears_them(signed, am1):
    from collateral.services import withdraw_guarantee

    withdraw_guarantee(guarantee=signed.guarantees.first(), reason="配偶不保證", by=am1)

    assert not the(signed).is_signed


def test_an_opinion_saved_unchanged_leaves_the_signatures(signed, am1):
    services.write_opinion(application=signed, version=the(signed).version, by=am1, **OPINION)

    assert the(signed).is_signed


# A further round


def test_a_returned_case_begins_its_round_with_everything_but_the_signatures(signed, am1, dm1):
    last = the(signed)
    services.add_finding_file(finding=last.findings.first(), upload=pdf(), by=am1)
    Application.objects.filter(pk=signed.pk).update(round=2)
    signed.refresh_from_db()

    opened = services.reopen_investigation(application=signed, by=dm1)

    assert (opened.round, opened.opinion, opened.is_signed) == (2, last.opinion, False)
    assert opened.findings.count() == last.findings.count()
    assert sum(finding.attachments.count() for finding in opened.findings.all()) == 1
    assert services.reopen_investigation(application=signed, by=dm1) == opened


# What is missing


def test_everything_that_is_missing_is_said_at_once_with_the_deadline(case):
    case.product_version.checklist.filter(code="site").update(needs_file=True)

    lacks = own_lacks(case)

    assert [str(lack.what) for lack in lacks] == [
        "business: 2 of 2 items open",
        "Figures and accounts: 1 of 1 items open",
        "Opinion of the lead investigator",
        "Signature of the lead investigator",
        "Signature of the second investigator",
    ]
    assert {lack.due_on for lack in lacks} == {case.deadline}


def test_a_missing_paper_is_said_by_the_name_of_its_item(case, am1):
    case.product_version.checklist.filter(code="site").update(needs_file=True)
    services.record_finding(application=case, item=item_of(case), by=am1, **SEEN)

    case.refresh_from_db()
    paper = [lack for lack in own_lacks(case) if "paper" in str(lack.what)]

    assert [str(lack.why) for lack in paper] == ["經營場所實地查看"]


def test_a_company_without_two_years_of_statements_lacks_them(case):
    from customers.models import StatementLine

    first = case.customer.statements.order_by("period_end").first()
    StatementLine.objects.filter(statement=first).delete()
    first.delete()

    assert "Yearly statements: 1 of 2" in [str(lack.what) for lack in own_lacks(case)]


def test_a_finished_investigation_lacks_nothing(signed):
    assert own_lacks(signed) == []
    assert report_lacks(signed) == []


def test_security_that_was_offered_and_not_described_keeps_the_report_back(signed):
    signed.collateral.update(status="rejected")

    assert report_lacks(signed) == ["Mortgage: Offered, and no collateral is described yet"]


def test_the_investigators_of_a_running_case_enter_its_statements(case, am2, am3):
    assert may_enter_statement(am2, case.customer) == ""
    assert may_enter_statement(am3, case.customer)


# What the report could not print


def test_a_note_an_opinion_and_a_dissent_are_refused_by_the_character_the_report_cannot_print(case, signed, am1, am2):
    with pytest.raises(InvalidInput, match="🌟") as note:
        services.record_finding(application=case, item=item_of(case), by=am1, **{**SEEN, "note": "一致🌟"})
    with pytest.raises(InvalidInput, match="🌟") as opinion:
        services.write_opinion(application=case, version=0, by=am1, risks="風險🌟")
    with pytest.raises(InvalidInput, match="🌟") as dissent:
        services.sign_investigation(application=signed, dissent="不同意🌟", by=am2)

    assert [refusal.value.field for refusal in (note, opinion, dissent)] == ["note", "risks", "dissent"]


def test_files_are_kept_however_old_the_callers_case_is(am1, am2, department_a):
    case = accepted_case(am1, am2, department_a)
    old = Application.objects.get(pk=case.pk)
    old.status, old.lead_investigator = Status.SUBMITTED, None

    finding = services.record_finding(application=old, item=item_of(case), **SEEN, files=[pdf()], by=am1)

    assert finding.attachments.count() == 1
