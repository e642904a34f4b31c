"""What the house says in a stored line is read in the language of whoever reads it; what a person wrote as it stands."""

from datetime import date

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core.display import Sentence
from core.fields import WordsField
from staff.models import Task
from staff.services import open_task

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 30)


def in_languages(task: Task) -> list[str]:
    found = []
    for language in ("zh-hant", "en"):
        with translation.override(language):
            found.append(Task.objects.get(pk=task.pk).title)
    return found


def test_words_of_the_house_follow_the_reader_and_what_fills_them_stays(am1):
    with translation.override("zh-hant"):
        task = open_task(
            assignee=am1, kind="x", title=Sentence(_("Joint first visit: {customer}"), customer="{永盛}"), due_on=DAY
        )

    assert in_languages(task) == ["聯合首次走訪：{永盛}", "Joint first visit: {永盛}"]


def test_a_row_read_in_one_language_and_saved_again_stays_readable_in_the_other(am1):
    task = Task.objects.create(assignee=am1, kind="x", title=_("Hand in the weekly summary"), due_on=DAY)

    read = Task.objects.get(pk=task.pk)
    assert read.title
    read.save()

    assert in_languages(task) == ["提交週報", "Hand in the weekly summary"]


def test_what_a_person_wrote_is_never_taken_for_words_of_the_house(am1):
    typed = WordsField.SIGN + '{"says": "Hand in the weekly summary"}'

    task = open_task(assignee=am1, kind="x", title=typed, due_on=DAY)

    assert in_languages(task) == [typed[1:], typed[1:]]
