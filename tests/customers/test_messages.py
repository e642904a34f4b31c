"""Messages by wording: previewed, sent through the queue, kept on the time line; refused without address or consent."""

from datetime import date

import pytest

from core import dates, outbox
from core.errors import InvalidInput, NotAllowed, TransitionRefused
from core.models import AuditEvent, OutgoingMail
from core.states import MailStatus
from customers.models import Contact, Message, MessageTemplate
from customers.services import (
    correct_contact,
    install_message_templates,
    record_consent,
    send_message,
    withdraw_consent,
    write_message_template,
)
from customers.wording import SHIPPED, filled, unknown_in
from tests.factories import CustomerFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 4)
KEY = "7a0f2f63-41b8-4b5d-9d5f-0a4d8d2d7c71"


@pytest.fixture(autouse=True)
def _wordings(db):
    install_message_templates()


@pytest.fixture
def customer(am1, department_a):
    return CustomerFactory(
        account_manager=am1, department=department_a, name="東莞市永盛五金有限公司", email="office@example.com"
    )


def wording(code="visit_thanks", language="en"):
    return MessageTemplate.objects.in_force().get(code=code, language=language)


def test_three_messages_come_in_three_languages_and_a_second_installation_changes_nothing():
    install_message_templates()

    assert MessageTemplate.objects.count() == 9
    assert [odd for languages in SHIPPED.values() for one in languages.values() for odd in unknown_in(one.body)] == []
    assert {tuple(sorted(languages)) for languages in SHIPPED.values()} == {("en", "zh-hans", "zh-hant")}


def test_a_templated_message_leaves_by_mail_and_stays_on_the_time_line_L11_3_6(customer, am1, enter):
    client, url = enter(am1), f"/customers/{customer.number}/message/"
    typed = {
        "template": "appointment",
        "language": "en",
        "day": "2026-12-04",
        "time": "10:30",
        "place": "at our branch",
    }
    typed |= {"submission_key": KEY}

    looked_at = client.post(url, {**typed, "preview": "1"})
    before = Contact.objects.count()
    answer = client.post(url, {**typed, "send": "1"})
    outbox.send_due()

    assert looked_at.context["preview"][0].endswith("our appointment on Fri 4 Dec, 10:30") and before == 0
    assert answer.status_code == 302
    contact = Contact.objects.get(kind="message")
    assert "Fri 4 Dec at 10:30, at our branch." in contact.result and customer.name not in contact.result
    sent = contact.message.mail
    assert (sent.recipient, sent.subject, sent.status) == ("office@example.com", contact.aim, MailStatus.SENT)
    assert "at our branch" in sent.text and am1.name in sent.text and "at our branch" in sent.html
    page = client.get(f"/customers/{customer.number}/contacts/").content.decode()
    assert "at our branch" in page and "Appointment" in page
    assert "office@example.com" not in str(list(AuditEvent.objects.values_list("details", flat=True)))


def test_a_message_without_an_address_is_refused_with_one_sentence(customer, am1, enter):
    customer.email = ""
    customer.save(update_fields=["email"])

    with pytest.raises(InvalidInput) as refusal:
        send_message(customer=customer, template=wording(), values={"day": DAY}, by=am1)
    page = enter(am1).get(f"/customers/{customer.number}/message/").content.decode()

    assert str(refusal.value) == "The file has no e-mail address. Add it first, or call the customer."
    assert str(refusal.value) in page
    assert not OutgoingMail.objects.exists() and not Contact.objects.exists()


def test_marketing_needs_a_consent_that_is_valid_today(customer, am1, admin):
    words = {"name": "Birthday", "subject": "{lender} wishes you well", "body": "Dear {customer}, all the best."}
    row = write_message_template(code="birthday", language="en", purpose="marketing", by=admin, **words)

    with pytest.raises(InvalidInput, match="has not agreed to marketing"):
        send_message(customer=customer, template=row, values={}, by=am1)
    consent = record_consent(
        customer=customer, kind="marketing", scope="letters", signed_on=dates.today(), file=None, by=am1
    )
    first = send_message(customer=customer, template=row, values={}, by=am1)
    withdraw_consent(consent=consent, withdrawn_on=dates.today(), how="by phone", by=am1)
    with pytest.raises(InvalidInput, match="has not agreed to marketing"):
        send_message(customer=customer, template=row, values={}, by=am1)

    assert list(Message.objects.values_list("contact", flat=True)) == [first.pk]


def test_a_word_that_the_wording_asks_is_not_left_out(customer, am1):
    with pytest.raises(InvalidInput) as refusal:
        send_message(customer=customer, template=wording("appointment"), values={"day": DAY}, by=am1)

    assert refusal.value.field == "time"


def test_the_same_click_sends_one_message(customer, am1):
    for _click in range(2):
        send_message(customer=customer, template=wording(), values={"day": DAY}, submission_key=KEY, by=am1)

    assert (Contact.objects.count(), OutgoingMail.objects.count()) == (1, 1)


def test_what_was_sent_is_not_corrected(customer, am1):
    contact = send_message(customer=customer, template=wording(), values={"day": DAY}, by=am1)

    with pytest.raises(TransitionRefused):
        correct_contact(contact=contact, correction="wrong day", values={"result": "another"}, by=am1)


@pytest.mark.parametrize("who", ["am3", "risk1", "finance1", "auditor", "admin"])
def test_nobody_writes_to_customers_that_are_not_theirs(customer, who, request):
    with pytest.raises(NotAllowed):
        send_message(customer=customer, template=wording(), values={"day": DAY}, by=request.getfixturevalue(who))


def test_a_new_version_rules_from_its_day_on_and_sent_messages_keep_theirs(customer, am1, admin):
    sent = send_message(customer=customer, template=wording(), values={"day": DAY}, by=am1)
    words = {"name": "Thanks", "subject": "Thank you", "body": "Dear {customer}, thank you for {day}."}
    later = dates.today().replace(day=28) if dates.today().day < 28 else dates.today()

    write_message_template(code="visit_thanks", language="en", valid_from=later, by=admin, **words)

    assert wording().number == (1 if later > dates.today() else 2)
    assert MessageTemplate.objects.in_force(later).get(code="visit_thanks", language="en").number == 2
    assert sent.message.template.number == 1


def test_a_placeholder_that_nobody_can_fill_is_refused_before_it_is_kept(admin, am1):
    words = {"name": "Thanks", "subject": "Thank you", "body": "Dear {customer}, {identity}"}

    with pytest.raises(InvalidInput, match="identity"):
        write_message_template(code="visit_thanks", language="en", by=admin, **words)
    with pytest.raises(NotAllowed):
        write_message_template(code="visit_thanks", language="en", by=am1, **words)


def test_an_empty_note_takes_its_line_along_and_words_are_not_filled_twice():
    text = "Dear {customer},\n\nThanks.\n{note}\n\nCall {phone}."

    assert filled(text, {"customer": "{phone}", "note": "", "phone": "1"}) == "Dear {phone},\n\nThanks.\n\nCall 1."
    assert unknown_in("{who} and { and {}") == ["who", "", "{"]


def test_a_machine_sends_the_same_message_L11_3_6(customer, am1, enter):
    client = enter(am1)
    body = {"template": "missing_papers", "language": "zh-hant", "day": "2026-12-04", "papers": "納稅申報表"}

    answer = client.post(f"/api/v1/customers/{customer.number}/messages/", body, "application/json")
    unknown = client.post(f"/api/v1/customers/{customer.number}/messages/", {"template": "none"}, "application/json")

    assert (answer.status_code, answer.json()["kind"], answer.json()["sent"]) == (201, "message", "queued")
    assert "納稅申報表" in answer.json()["result"]
    assert unknown.status_code == 400
