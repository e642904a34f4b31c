"""Documents under races and kill -9: asked for once, set once, and set again when the machine went down meanwhile."""

import contextlib
import io
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from pypdf import PdfWriter

from core import dates, documents
from core.models import Document
from core.states import DocumentStatus
from tests.factories import person
from tests.races.processes import kill, race, start, values

pytestmark = pytest.mark.usefixtures("real_db")


def ask(key: str, by) -> Document:
    return documents.ask(
        key=key, kind="memo", title="備忘", html="<h1>備忘</h1><p>永盛精密五金</p>", language="zh-hant", by=by
    )


def stored() -> list[Path]:
    return [path for path in Path(default_storage.location).rglob("*") if path.is_file()]


def test_eight_who_ask_under_one_key_get_one_document():
    by = person("am1", "account_manager")

    asked = values(race(8, lambda _place: ask("memo:1", by).pk))

    assert set(asked) == {Document.objects.get().pk}


def test_two_processes_at_once_set_one_document_once():
    ask("memo:1", person("am1", "account_manager"))

    ready = values(race(2, lambda _place: documents.render_due()))

    document = Document.objects.get()
    assert sorted(ready) == [0, 1]
    assert (document.status, document.attempts, document.pages) == (DocumentStatus.READY, 1, 1)
    assert len(stored()) == 1
    assert documents.read(document).startswith(b"%PDF")


def test_a_document_whose_process_is_killed_is_set_by_the_next_one(monkeypatch):
    document = ask("memo:1", person("am1", "account_manager"))
    with monkeypatch.context() as slow:
        slow.setattr("core.documents.render_pdf", lambda *_args, **_kwargs: time.sleep(3600))
        printing = start(documents.render_due)
        wait_for(document, DocumentStatus.RENDERING)
        kill(printing)

    at_once = documents.render_due()
    with dates.as_of(dates.now() + timedelta(minutes=4)):
        afterwards = documents.render_due()

    document.refresh_from_db()
    assert (at_once, afterwards) == (0, 1)
    assert (document.status, document.attempts) == (DocumentStatus.READY, 2)


def wait_for(document: Document, status: str, seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while document.status != status:
        assert time.monotonic() < until, f"the document is still {document.status}"
        time.sleep(0.02)
        document.refresh_from_db()


def test_a_process_that_lost_its_lease_while_printing_changes_nothing_and_leaves_no_file(monkeypatch):
    ask("memo:1", person("am1", "account_manager"))

    def slow(html, *, language):
        with dates.as_of(dates.now() + timedelta(minutes=4)):
            monkeypatch.setattr("core.documents.render_pdf", lambda *_args, **_kwargs: one_page())
            assert documents.render_due() == 1
        return one_page()

    monkeypatch.setattr("core.documents.render_pdf", slow)
    ready = documents.render_due()

    assert ready == 0
    assert Document.objects.get().status == DocumentStatus.READY
    assert len(stored()) == 1


def test_what_follows_a_document_stands_or_falls_with_it_and_holds_up_no_other(monkeypatch):
    by = person("am1", "account_manager")
    ask("memo:1", by)
    ask("memo:2", by)
    monkeypatch.setattr("core.documents.render_pdf", lambda *_args, **_kwargs: one_page())
    monkeypatch.setitem(documents._when_ready, "memo", lambda document: 1 / (document.key != "memo:1"))

    assert documents.render_due() == 1

    assert list(Document.objects.order_by("key").values_list("status", "failure")) == [
        (DocumentStatus.REQUESTED, ""),
        (DocumentStatus.READY, ""),
    ]
    assert len(stored()) == 1
    monkeypatch.setitem(documents._when_ready, "memo", lambda document: document.pages)
    with dates.as_of(dates.now() + timedelta(minutes=4)):
        assert documents.render_due() == 1


def test_a_document_that_can_never_be_finished_is_given_up_in_the_end(monkeypatch):
    ask("memo:1", person("am1", "account_manager"))
    monkeypatch.setattr("core.documents.render_pdf", lambda *_args, **_kwargs: one_page())
    monkeypatch.setitem(documents._when_ready, "memo", lambda _document: 1 / 0)

    for minutes in range(0, 80, 20):
        with dates.as_of(dates.now() + timedelta(minutes=minutes)):
            documents.render_due()

    document = Document.objects.get()
    assert (document.status, document.attempts) == (DocumentStatus.FAILED, 4)
    assert document.failure == "could not be finished: ZeroDivisionError"


def test_a_document_that_ends_every_process_is_given_up_in_the_end(monkeypatch):
    ask("memo:1", person("am1", "account_manager"))
    monkeypatch.setattr("core.documents.render_pdf", lambda *_args, **_kwargs: 1 / 0)

    for turn in range(6):
        with dates.as_of(dates.now() + turn * timedelta(minutes=4)), contextlib.suppress(ZeroDivisionError):
            documents.render_due()

    document = Document.objects.get()
    assert (document.status, document.attempts) == (DocumentStatus.FAILED, 4)
    assert document.failure


def one_page() -> bytes:
    writer, file = PdfWriter(), io.BytesIO()
    writer.add_blank_page(72, 72)
    writer.write(file)
    return file.getvalue()
