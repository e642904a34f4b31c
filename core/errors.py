"""Every way the house says no. Each carries one sentence that its reader can act on."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MOST_TOLD = 20  # of what is wrong with one input, in the trail
# What a rule of the framework says, by its code, in words that say what to do.
WORDS = {
    "min_value": _("At least %(limit_value)s."),
    "max_value": _("At most %(limit_value)s."),
    "min_length": _("At least %(limit_value)d characters; there are %(show_value)d."),
    "max_length": _("At most %(limit_value)d characters; there are %(show_value)d."),
    "blank": _("Fill this in."),
    "null": _("Fill this in."),
    "invalid_choice": _("Choose one of those offered."),
}


def in_words(error: ValidationError) -> str:
    """What a check of a model's field refuses, first of all, as a sentence of the house."""
    first = error.error_list[0] if hasattr(error, "error_list") else error
    words = WORDS.get(first.code or "")
    return str(words) % (first.params or {}) if words else error.messages[0]


class DomainError(Exception):
    """A refusal by the lender's rules; `str(error)` is the sentence shown, `status_code` what HTTP answers."""

    status_code = 400
    is_recorded = False  # whether a service has written the audit event of this refusal

    def __init__(self, sentence):
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)

    @property
    def told(self) -> Any:
        """What the trail keeps of it: the words themselves where they are lazy, for readers of any language."""
        return self.sentence if not isinstance(self.sentence, str) else self.sentence[:500]


class InvalidInput(DomainError):
    """What was typed breaks a rule; `field` names the form field when there is one.

    `others` are further rules the same input breaks (`refuse_invalid`); `str` says all of them.
    """

    def __init__(self, sentence, field: str | None = None, others: Sequence["InvalidInput"] = ()):
        super().__init__(sentence)
        self.field = field
        self.all = [self, *others]

    def __str__(self) -> str:
        return " ".join(dict.fromkeys(str(problem.sentence) for problem in self.all))

    @property
    def told(self) -> Any:
        if len(self.all) == 1:
            return super().told
        sentences = {str(problem.sentence): problem.sentence for problem in self.all[:MOST_TOLD]}
        return [words[:500] if isinstance(words, str) else words for words in sentences.values()]


def refuse_invalid(problems: Iterable[InvalidInput]) -> None:
    """Raise what is wrong with an input, all of it at once; go on if nothing is.

    A service that has such rules offers them as `…_problems(…)`: its form asks the same (`DeskForm.service_problems`).
    """
    found = list(problems)
    if found:
        raise InvalidInput(found[0].sentence, found[0].field, found[1:])


def problems_in(*checks: Callable[[], Any], field: str | None = None) -> list[InvalidInput]:
    """What several checks that raise would refuse, all of it; `field` is meant where a refusal names none."""
    found = []
    for check in checks:
        try:
            check()
        except InvalidInput as error:
            found += [InvalidInput(problem.sentence, problem.field or field) for problem in error.all]
    return found


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
