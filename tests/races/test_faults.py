"""A fault just before the commit leaves nothing behind, not even an event; after the commit the same request is safe."""

from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps

from applications.services import open_application
from contracts import services as contracts
from core import audit
from core.errors import DomainError
from core.models import AuditEvent
from customers.services import register_customer
from servicing.models import Posting
from servicing.services import end_of_day, mark_receipts_posted, post_payment, reverse_payment, scan_reminders
from tests import factories
from tests.races.test_services import people
from tests.servicing.loans import lihua, yongsheng
from tests.underwriting.reviewed import case_in_review
from underwriting.services.decision import decide_application

pytestmark = pytest.mark.django_db


class Fault(Exception):
    """The machine stops here."""


def everything() -> dict[str, list]:
    """Every row of every table."""
    return {model._meta.label: list(model._base_manager.order_by("pk").values_list()) for model in apps.get_models()}


def deciding(who):
    application, report = case_in_review(who.am1, who.am2, who.department)
    asked = {"outcome": "approved", "reason": "同意", "version": 1, "report": report}
    return lambda: decide_application(application=application, by=who.dm1, **asked)


def returning(who):
    application, report = case_in_review(who.am1, who.am2, who.department)
    asked = {"outcome": "returned", "reason": "補充", "points": ["補流水"], "version": 1, "report": report}
    return lambda: decide_application(application=application, by=who.dm1, **asked)


def registering(who):
    return lambda: register_customer(kind="company", name="永盛", identity="91990100MA9YR001XY", by=who.am1)


def opening(who):
    customer = factories.CustomerFactory(account_manager=who.am1, department=who.department)
    version = factories.ProductVersionFactory()
    return lambda: open_application(customer=customer, product_version=version, by=who.am1)


def printing(who):
    contracts.install_templates()
    application = factories.application_of(who.am1, who.department, status="approved")
    factories.approved(application, who.dm1, who.am1)
    return lambda: contracts.prepare_contract(application=application, language="zh-hant", by=who.am1)


def posting(who):
    loan = yongsheng(who)
    asked = {"received_on": date(2026, 4, 20), "amount": Decimal(16800), "client_ref": "R1", "key": "form-1"}
    return lambda: post_payment(loan=loan, by=who.finance1, **asked)


def reversing(who):
    loan = yongsheng(who)
    asked = {"received_on": date(2026, 4, 20), "amount": Decimal(16800), "client_ref": "R1"}
    made = post_payment(loan=loan, by=who.finance1, **asked)
    return lambda: reverse_payment(posting=made, reason="入錯戶", by=who.finance2)


def marking(who):
    return lambda: mark_receipts_posted(day=date(2026, 8, 20), by=who.finance1)


def telling(who):
    lihua(who)
    return lambda: scan_reminders(on=date(2026, 8, 21))


def closing_the_day(who):
    lihua(who)
    return lambda: end_of_day(on=date(2026, 8, 21))


ACTS = [
    deciding, returning, registering, opening, printing, posting, reversing, marking, telling, closing_the_day,
]  # fmt: skip


@pytest.mark.parametrize("prepare", ACTS, ids=lambda prepare: prepare.__name__)
def test_a_fault_just_before_the_commit_leaves_nothing(prepare, monkeypatch):
    act = prepare(people())
    before, write = everything(), audit.write

    def write_and_stop(events):
        write(events)
        raise Fault

    with monkeypatch.context() as faulty, pytest.raises(Fault):
        faulty.setattr(audit, "write", write_and_stop)
        act()

    assert everything() == before
    act()
    assert everything() != before
    assert audit.verify() == []


@pytest.mark.parametrize("prepare", [posting, marking], ids=lambda prepare: prepare.__name__)
def test_the_same_request_again_after_a_lost_reply_gives_what_its_first_sending_made(prepare):
    act = prepare(people())

    lost = act()
    after = everything()
    again = act()

    assert again == lost
    assert everything() == after


def test_the_same_figures_sent_from_a_new_form_are_refused_by_their_reference():
    who = people()
    asked = {"received_on": date(2026, 4, 20), "amount": Decimal(16800), "client_ref": "R1"}
    loan = yongsheng(who)
    post_payment(loan=loan, key="form-1", by=who.finance1, **asked)

    with pytest.raises(DomainError):
        post_payment(loan=loan, key="form-2", by=who.finance1, **asked)

    assert Posting.objects.count() == 1
    assert AuditEvent.objects.filter(action="post_payment.refused").count() == 1
