"""What changes about messages: wordings by version, and a message that goes out and stays on the time line."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core import dates, outbox
from core.emails import letter_day
from core.errors import InvalidInput
from core.models import OutgoingMail
from core.service import made_with, record, require, service
from core.text import plain_text
from customers import emails, permissions
from customers.models import (
    ConsentKind,
    Contact,
    ContactKind,
    Customer,
    Message,
    MessagePurpose,
    MessageTemplate,
)
from customers.services.contacts import log_contact
from customers.wording import ALWAYS, ASKED, OPTIONAL, SHIPPED, Wording, filled, named_in, unknown_in
from staff.models import User

FIRST_DAY = date(2020, 1, 1)
LONGEST = {"place": 120, "papers": 2000, "note": 1000}


@service
def install_message_templates(*, by: User | None = None) -> None:
    """The wordings that come with the house, in each language that has none; after installation and in the demo."""
    have = set(MessageTemplate.objects.values_list("code", "language"))
    for code, languages in SHIPPED.items():
        for language, text in languages.items():
            if (code, language) not in have:
                row = _row(code, language, text, MessagePurpose.SERVICE, FIRST_DAY, by)
                record(row, code=code, language=language, number=row.number)


@service(says=_("Wording of a message changed: {code}, {language}, version {number}"))
def write_message_template(
    *,
    code: str,
    language: str,
    name: str,
    subject: str,
    body: str,
    by: User,
    purpose: str = MessagePurpose.SERVICE,
    valid_from: date | None = None,
) -> MessageTemplate:
    """A new version of a wording, or the first of a new one, from a day on; messages that were sent keep theirs.

    Raises `InvalidInput` for a placeholder that nobody could fill.
    """
    require(permissions.may_write_templates(by))
    if language not in dict(settings.LANGUAGES) or purpose not in MessagePurpose.values:
        raise InvalidInput(_("Choose one of those offered."), field="language")
    day = valid_from or dates.today()
    if day < dates.today():
        raise InvalidInput(_("A wording changes today or later."), field="valid_from")
    texts = {"name": name, "subject": subject, "body": body}
    for field, text in texts.items():
        if len(text.strip()) < 2:
            raise InvalidInput(_("Write at least a few words."), field=field)
    if odd := unknown_in(subject, body):
        words = _("Nobody could fill in {odd}. Known are: {known}.")
        known = "、".join(f"{{{each}}}" for each in (*ALWAYS, *ASKED))
        raise InvalidInput(words.format(odd="、".join(odd), known=known), field="body")
    row = _row(code, language, Wording(name.strip(), subject.strip(), body.strip()), purpose, day, by)
    record(row, code=code, language=language, number=row.number, valid_from=day)
    return row


def _row(code: str, language: str, text: Wording, purpose: str, day: date, by: User | None) -> MessageTemplate:
    kept = MessageTemplate.objects.filter(code=code, language=language).order_by("-number").first()
    return MessageTemplate.objects.create(
        code=code,
        language=language,
        number=kept.number + 1 if kept else 1,
        name=text.name,
        purpose=purpose,
        subject=text.subject,
        body=text.body,
        valid_from=day,
        made_by=by,
    )


def send_refusal(customer: Customer, template: MessageTemplate | None = None) -> Any:
    """Why no message goes to this customer; empty if one may."""
    if not customer.email:
        return _("The file has no e-mail address. Add it first, or call the customer.")
    if template is not None and template.purpose == MessagePurpose.MARKETING:
        agreed = customer.consents.filter(kind=ConsentKind.MARKETING).valid_on(dates.today())
        if not agreed.exists():
            return _("The customer has not agreed to marketing, or has withdrawn it.")
    return ""


def composed(customer: Customer, template: MessageTemplate, values: Mapping[str, Any], by: User) -> tuple[str, str]:
    """Subject and text of a message, in the language of its wording. Raises `InvalidInput` for a word that is missing."""
    asked = [name for name in named_in(template.subject, template.body) if name not in ALWAYS]
    with translation.override(template.language):
        said = {name: _said(name, values.get(name)) for name in asked}
        said |= {
            "customer": emails.masked(customer),
            "lender": settings.LENDER["name"],
            "manager": by.name,
            "phone": by.phone or settings.LENDER["phone"],
        }
        return " ".join(filled(template.subject, said).split())[:200], filled(template.body, said)


def _said(name: str, value: Any) -> str:
    if value in (None, ""):
        if name in OPTIONAL:
            return ""
        raise InvalidInput(_("This message needs it."), field=name)
    if isinstance(value, date):
        return letter_day(value)
    text = f"{value:%H:%M}" if isinstance(value, time) else plain_text(str(value)).strip()
    most = LONGEST.get(name, 60)
    if len(text) > most:
        raise InvalidInput(_("At most {count} characters.").format(count=most), field=name)
    return text


@service(says=_("Message sent: {template}"))
def send_message(
    *,
    customer: Customer,
    template: MessageTemplate,
    values: Mapping[str, Any],
    by: User,
    submission_key: UUID | None = None,
) -> Contact:
    """Queue a message by mail and keep it, word for word, on the time line (L11.3.6).

    `values` are the words asked by the wording: day (a date), time, place, papers, note. The same `submission_key`
    gives the entry that its first use wrote. Raises `InvalidInput` without an address, or without the consent that
    marketing needs.
    """
    require(permissions.may_log_contact(by, customer))
    if refusal := send_refusal(customer, template):
        raise InvalidInput(refusal, field="template")
    subject, text = map(plain_text, composed(customer, template, values, by))
    said = {"customer": customer, "logged_by": by, "kind": ContactKind.MESSAGE, "aim": subject, "result": text}
    if (kept := made_with(Contact, submission_key, by, **said)) is not None:
        return kept
    contact = log_contact(
        customer=customer,
        kind=ContactKind.MESSAGE,
        aim=subject,
        result=text,
        submission_key=submission_key or uuid4(),
        by=by,
    )
    mail = outbox.draft(
        key=f"message:{contact.uuid}",
        kind=emails.KIND,
        recipient=customer.email,
        language=template.language,
        about=f"contact:{contact.uuid}",
        case_uuid=customer.uuid,
    )
    outbox.queue(mail)
    Message.objects.create(contact=contact, template=template, mail=OutgoingMail.objects.get(key=mail.key))
    record(contact, template=template.name)
    return contact
