"""The same act by eight processes at once: it happens once, the others are told, and the trail says so."""

from collections import Counter
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from applications.models import Application
from applications.services import open_application
from applications.states import Status
from core import attachments, audit, dates
from core.errors import DomainError
from core.models import Attachment, AuditEvent, IdempotencyRecord, IssuedNumber, Parameter
from customers.models import Customer, IdentityPaper, LookAlike
from customers.services import add_row, register_customer, update_customer
from servicing.models import Posting
from servicing.services import differences, post_payment, reverse_payment
from tests.factories import CustomerFactory, DepartmentFactory, ProductVersionFactory, person
from tests.races.processes import race, values
from tests.security.test_uploads import picture
from tests.servicing.loans import yongsheng
from tests.underwriting.reviewed import case_in_review
from underwriting.models import Decision, FeasibilityReport
from underwriting.services.decision import decide_application

pytestmark = pytest.mark.usefixtures("real_db")
RACERS = 8


def attempt(service, **kwargs):
    """The pk of what came out, or the name of the refusal."""
    try:
        return service(**kwargs).pk
    except DomainError as error:
        return type(error).__name__


def people():
    department = DepartmentFactory(code="A")
    return SimpleNamespace(
        department=department,
        am1=person("am1", "account_manager", department),
        am2=person("am2", "account_manager", department),
        dm1=person("dm1", "department_manager", department),
        finance1=person("finance1", "finance_officer"),
        finance2=person("finance2", "finance_officer"),
    )


def events(action: str) -> int:
    return AuditEvent.objects.filter(action=action).count()


def test_eight_deciders_on_twenty_applications_make_twenty_decisions():
    who = people()
    deciders = [person(f"decider{place}", "department_manager", who.department) for place in range(RACERS)]
    reports = [case_in_review(who.am1, who.am2, who.department, amount=400_000)[1].pk for _ in range(20)]

    def decide(place):
        found = FeasibilityReport.objects.in_bulk(reports)
        return [
            attempt(
                decide_application,
                application=found[pk].application,
                report=found[pk],
                version=1,
                outcome="approved",
                reason="同意",
                by=deciders[place],
            )
            for pk in reports
        ]

    answers = [answer for answered in values(race(RACERS, decide)) for answer in answered]

    made = [answer for answer in answers if isinstance(answer, int)]
    assert sorted(made) == sorted(Decision.objects.values_list("pk", flat=True))
    assert (len(made), len(answers)) == (20, 20 * RACERS)
    assert set(Application.objects.values_list("status", "version")) == {(Status.APPROVED, 2)}
    assert events("decide_application") == 20
    assert events("decide_application.refused") == 20 * RACERS - 20
    assert audit.verify() == []


def test_one_form_sent_by_eight_processes_is_one_posting_and_all_are_told_the_same():
    who = people()
    loan = yongsheng(who)

    def post(_place):
        asked = {"received_on": date(2026, 4, 20), "amount": Decimal("16800"), "client_ref": "R0420"}
        return attempt(post_payment, loan=loan, key="form-1", by=who.finance1, **asked)

    answers = values(race(RACERS, post))

    assert Counter(answers) == {Posting.objects.get().pk: RACERS}
    assert IdempotencyRecord.objects.count() == 1
    assert events("post_payment") == 1
    assert list(differences()) == []


def test_one_bank_reference_is_posted_once_whoever_sends_it():
    who = people()
    loan = yongsheng(who)

    def post(place):
        asked = {"received_on": date(2026, 4, 20), "amount": Decimal("16800"), "client_ref": "R0420"}
        return attempt(post_payment, loan=loan, key=f"form-{place}", by=who.finance1, **asked)

    answers = Counter(values(race(RACERS, post)))

    assert answers == {Posting.objects.get().pk: 1, "InvalidInput": RACERS - 1}
    assert list(differences()) == []


def test_eight_receipts_of_one_loan_at_once_are_all_divided():
    who = people()
    loan = yongsheng(who)

    def post(place):
        asked = {"received_on": date(2026, 4, 20), "amount": Decimal("100.01"), "client_ref": f"R{place}"}
        return attempt(post_payment, loan=loan, by=who.finance1, **asked)

    answers = values(race(RACERS, post))

    assert sorted(answers) == sorted(Posting.objects.values_list("pk", flat=True))
    assert list(differences()) == []


def test_eight_files_of_one_family_edited_at_once_are_each_asked_about_once():
    who = people()
    family = [
        CustomerFactory(
            kind="person", name=f"黃家{name}", address="東莞市莞城街道運河東路 12 號", account_manager=who.am1
        )
        for name in "甲乙丙丁戊己庚辛"
    ]

    def edit(place):
        file = family[place]
        phone = {"phone": f"1380013900{place}"}
        return update_customer(customer=file, version=file.version, values=phone, details={}, by=who.am1)

    assert values(race(RACERS, edit)) == [True] * RACERS
    assert LookAlike.objects.count() == RACERS * (RACERS - 1) // 2


def test_what_one_person_uploads_in_eight_windows_stays_within_the_limit_of_a_day():
    who, most = people(), 3
    Parameter.objects.create(
        name="uploads_per_day", valid_from=dates.today(), value=str(most), unit="files", basis="test"
    )

    @transaction.atomic
    def upload(_place):
        return attempt(attachments.accept, upload=SimpleUploadedFile("x.png", picture("PNG")), by=who.am1)

    answers = Counter(values(race(RACERS, upload)))

    assert answers == {
        **dict.fromkeys(Attachment.objects.values_list("pk", flat=True), 1),
        "InvalidInput": RACERS - most,
    }


def test_a_posting_is_reversed_once():
    who = people()
    posting = post_payment(
        loan=yongsheng(who), received_on=date(2026, 4, 20), amount=Decimal(5000), client_ref="R1", by=who.finance1
    )

    def reverse(_place):
        return attempt(reverse_payment, posting=posting, reason="重複入賬", by=who.finance2)

    answers = Counter(values(race(RACERS, reverse)))

    assert answers == {Posting.objects.get(reverses=posting).pk: 1, "TransitionRefused": RACERS - 1}
    assert list(differences()) == []


def test_one_identity_brought_by_eight_registrars_opens_one_file():
    who = people()
    registrars = [person(f"registrar{place}", "account_manager", who.department) for place in range(RACERS)]

    def register(place):
        return attempt(
            register_customer,
            kind="company",
            name=f"永盛精密五金第{place}廠",
            identity="91990100MA9YR001XY",
            by=registrars[place],
        )

    answers = Counter(values(race(RACERS, register)))

    assert answers == {Customer.objects.get().pk: 1, "InvalidInput": RACERS - 1}
    assert IssuedNumber.objects.count() == 1
    assert events("register_customer.refused") == RACERS - 1


def test_one_paper_brought_to_eight_files_is_noted_in_one():
    who = people()
    own = {"kind": "person", "account_manager": who.am1, "department": who.department}
    files = CustomerFactory.create_batch(RACERS, **own)
    spellings = ("軍字第1234567號", "军字1234567")

    def bring(place):
        paper = {"paper_type": "military", "paper_number": spellings[place % 2]}
        return attempt(add_row, customer=files[place], kind="papers", values=paper, by=who.am1)

    answers = Counter(values(race(RACERS, bring)))

    assert answers == {IdentityPaper.objects.get().pk: 1, "PaperOfAnother": RACERS - 1}
    assert events("add_row.refused") == RACERS - 1


def test_one_paper_brought_to_a_file_and_to_the_counter_stands_once():
    who = people()
    own = {"kind": "person", "account_manager": who.am1, "department": who.department}
    files = CustomerFactory.create_batch(RACERS // 2, **own)
    paper = {"paper_type": "hk_macao_pass", "paper_number": "H12345678"}
    new = {"kind": "person", "name": "陳大文", "identity": "H1234567801", "identity_type": "hk_macao_pass"}

    def bring(place):
        if place % 2:
            return attempt(register_customer, by=who.am2, **new)
        return attempt(add_row, customer=files[place // 2], kind="papers", values=paper, by=who.am1)

    outcome = values(race(RACERS, bring))

    assert len([answer for answer in outcome if isinstance(answer, int)]) == 1


def test_a_form_sent_twice_at_the_same_moment_opens_one_file_and_one_draft():
    who = people()
    key, other = uuid4(), uuid4()
    company = {"kind": "company", "name": "永盛精密五金", "identity": "91990100MA9YR001XY"}
    customer = CustomerFactory(account_manager=who.am1, department=who.department)
    version = ProductVersionFactory()

    def send(_place):
        return (
            attempt(register_customer, submission_key=key, by=who.am1, **company),
            attempt(open_application, submission_key=other, customer=customer, product_version=version, by=who.am1),
        )

    answers = values(race(RACERS, send))

    opened = (Customer.objects.get(uuid=key).pk, Application.objects.get(uuid=other).pk)
    assert set(answers) == {opened}
