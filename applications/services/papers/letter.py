"""The letter that tells a party which papers are missing."""

import hashlib

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from applications import documents, permissions
from applications.models import Application, Paper, Party
from core import documents as paper_press
from core.errors import InvalidInput
from core.models import Document
from core.numbering import shown
from core.service import record, require, service
from staff.models import User

LETTER = "papers_letter"


@service(says=_("Letter about missing papers written: {count}"))
def write_letter(*, application: Application, party: Party, language: str = "", by: User) -> Document:
    """Ask for the letter of a party, in its own language unless another is chosen; the same letter is printed once a day."""
    require(permissions.may_handle_papers(by, application))
    if party.application_id != application.pk:
        raise InvalidInput(_("Choose one of the parties of this case."), field="party")
    language = language or party.customer.language
    if language not in dict(settings.LANGUAGES):
        raise InvalidInput(_("Choose one of those offered."), field="language")
    lines = Paper.objects.on_the_list().filter(application=application, customer=party.customer, role=party.role)
    missing = documents.to_bring(list(lines.with_names()))
    if not missing:
        raise InvalidInput(_("Nothing is missing from this party."))
    with translation.override(language):
        html = documents.letter_html(application, party, missing, language)
        title = _now("Papers still missing, {number}").format(number=shown(application.number))
    digest = hashlib.sha256(html.encode()).hexdigest()[:32]
    document = paper_press.ask(
        key=f"papers:{application.uuid}:{party.pk}:{digest}",
        kind=LETTER,
        title=title,
        html=html,
        language=language,
        by=by,
        case_uuid=application.uuid,
    )
    record(application, count=len(missing), language=language)
    return document
