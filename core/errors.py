"""Every way the house says no. Each carries one sentence that its reader can act on."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """A refusal by the lender's rules; `str(error)` is the sentence shown, `status_code` what HTTP answers."""

    status_code = 400
    is_recorded = False  # whether a service has written the audit event of this refusal

    def __init__(self, sentence):
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


class InvalidInput(DomainError):
    """What was typed breaks a rule; `field` names the form field when there is one."""

    def __init__(self, sentence, field: str | None = None):
        super().__init__(sentence)
        self.field = field


class NotAllowed(DomainError):
    """This person may not do this here, and why."""

    status_code = 403


class TransitionRefused(DomainError):
    """The step does not exist from where the thing stands now."""

    status_code = 409


class Stale(DomainError):
    """Somebody changed the thing after the reader opened it; `version` is what it has now, where saving again may help."""

    status_code = 409

    def __init__(self, sentence=None, version: int | None = None):
        self.version = version
        super().__init__(
            sentence
            or _("This page was changed after you opened it. What you typed is still here; check it, then save again.")
        )


class Missing(DomainError):
    """Something is not complete; `points` lists all of it at once."""

    def __init__(self, sentence, points: Sequence):
        super().__init__(sentence)
        self.points = list(points)
