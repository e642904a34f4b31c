"""Messages to customers as mails: the words are those that stand on the time line."""

from django.conf import settings

from core import display
from core.emails import written
from core.models import OutgoingMail
from core.outbox import Letter, composes
from customers.models import Customer, Message

KIND = "customer_message"


@composes(KIND)
def message(mail: OutgoingMail) -> Letter:
    """The message as it was written down when it was sent."""
    kept = Message.objects.select_related("contact__customer__department", "contact__logged_by").get(mail=mail)
    contact = kept.contact
    context = {
        "subject": contact.aim,
        "department": contact.customer.department.name,
        "number": str(mail.uuid)[:8].upper(),
        "paragraphs": contact.result.split("\n\n"),
        "manager": {"name": contact.logged_by.name, "phone": contact.logged_by.phone or settings.LENDER["phone"]},
    }
    html, text = written("message", context)
    return Letter(contact.aim, text, html)


def masked(customer: Customer) -> str:
    """陳○華; of a company the beginning and what kind of company it is, 永盛○○有限公司."""
    name = customer.name
    if customer.is_company and " " not in name and len(name) > 8:
        return f"{name[:2]}○○{name[-4:]}"
    words = name.split()
    if customer.is_company and len(words) > 2:
        return f"{words[0]} ○○ {words[-1]}"
    return display.mask_name(name)
