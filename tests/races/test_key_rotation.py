"""Sealing anew under a new key while people read and write, killed in the middle and begun again (S31)."""

import io
import time
from base64 import urlsafe_b64encode

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from core import attachments, sealing
from core.bulk import sealed_models, waiting
from core.models import Attachment, AuditEvent
from customers.models import Customer
from tests.factories import CustomerFactory, DepartmentFactory, person
from tests.races.processes import kill, race, start, values
from tests.security.pictures import png

pytestmark = pytest.mark.usefixtures("real_db")
NEW = f"k9:{urlsafe_b64encode(bytes(range(32))).decode()}"


def with_new_key(settings) -> None:
    settings.FIELD_KEYS = f"{NEW},{settings.FIELD_KEYS}"


def customers(count: int):
    department = DepartmentFactory(code="A")
    keeper = person("am1", "account_manager", department)
    rows = CustomerFactory.build_batch(count, account_manager=keeper, department=department, address="東莞市長安鎮")
    return keeper, Customer.objects.bulk_create(rows, batch_size=500)


def rotate(**options) -> str:
    out = io.StringIO()
    call_command("rotate_field_keys", stdout=out, stderr=out, **options)
    return out.getvalue()


def left() -> int:
    return sum(waiting(model, fields).count() for model, fields in sealed_models())


def tokens(column: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT substr({column}, 1, 6) FROM customers_customer")
        return {row[0] for row in cursor.fetchall()}


def test_every_field_and_file_stands_under_the_newest_key_afterwards_and_is_found_as_before(settings):
    keeper, rows = customers(3)
    with transaction.atomic():
        paper = attachments.accept(SimpleUploadedFile("p.png", png()), by=keeper, customer_uuid=rows[0].uuid)
    clear = attachments.read(paper)
    with_new_key(settings)

    said = rotate(batch=2)

    assert "customers.Customer: 12" in said and "core.Attachment files: 1" in said
    assert tokens("identity") | tokens("phone") | tokens("email") | tokens("address") == {"v1:k9:"}
    assert Customer.objects.with_identity(rows[1].identity).get().phone == "13800001200"
    assert sealing.key_of_file(Attachment.objects.get().path) == "k9"
    assert attachments.read(paper) == clear
    assert not default_storage.exists(paper.path)
    assert AuditEvent.objects.latest("sequence").action == "rotate_field_keys"


def test_a_second_run_and_a_dry_run_change_nothing(settings):
    customers(2)
    with_new_key(settings)

    dry, kept = rotate(dry_run=True), tokens("identity")
    run = rotate()
    again = rotate()

    assert "customers.Customer: 8" in dry and "8 to seal anew" in dry and "8 sealed anew" in run
    assert kept != {"v1:k9:"}
    assert "0 sealed anew" in again


def test_what_cannot_be_opened_is_told_and_left(settings):
    _keeper, rows = customers(2)
    swapped = Customer.objects.filter(pk=rows[0].pk)
    Customer.objects.filter(pk=rows[1].pk).update(phone=swapped.values("phone"))
    with_new_key(settings)

    with pytest.raises(CommandError) as ended:
        rotate()

    assert "1 rows are still under an older key" in str(ended.value)
    assert "No key of the ring opens 1 of them: customers.customer.phone:" in str(ended.value)


def test_a_killed_run_leaves_a_file_whole_and_the_next_takes_the_old_one_away(settings):
    keeper, rows = customers(1)
    with transaction.atomic():
        paper = attachments.accept(SimpleUploadedFile("p.png", png()), by=keeper, customer_uuid=rows[0].uuid)
    clear, old = attachments.read(paper), default_storage.open(paper.path).read()
    with_new_key(settings)
    rotate()
    with default_storage.open(paper.path, "wb") as back:  # as a kill before the last step leaves it
        back.write(old)

    rotate()

    assert not default_storage.exists(paper.path)
    assert attachments.read(Attachment.objects.get()) == clear


@pytest.mark.chaos
def test_ten_thousand_rows_with_readers_writers_and_a_kill_show_no_error(settings):
    _many(settings, 10_000)


def test_many_rows_with_readers_writers_and_a_kill_show_no_error(settings):
    _many(settings, 600)


def _many(settings, count: int) -> None:
    _keeper, rows = customers(count)
    keys = [row.pk for row in rows]
    with_new_key(settings)
    running = start(lambda: rotate(batch=50))
    until = time.monotonic() + 20
    while not Customer.objects.filter(pk=keys[0], identity__startswith=_newest()).exists():
        assert time.monotonic() < until
    kill(running)
    begun = left()

    answers = values(race(3, lambda place: _work(place, keys)))

    assert 0 < begun < count
    assert left() == 0
    assert sum(answers[1:]) > 0
    sample = Customer.objects.get(pk=keys[-1])
    assert (sample.identity, sample.address) == (rows[-1].identity, "東莞市長安鎮")
    assert Customer.objects.filter(pk__in=keys[:5]).first().phone == "13900000001"


def _newest():
    from core.fields import Token

    return Token("v1:k9:")


def _work(place: int, keys: list[int]) -> int:
    """The first seals anew, the second reads everything, the third reads and writes."""
    if place == 0:
        rotate(batch=50)
        return 0
    read = 0
    for row in Customer.objects.order_by("pk").iterator(chunk_size=200):
        assert row.identity and row.phone and row.email and row.address
        read += 1
    for key in keys[:5] if place == 2 else []:
        row = Customer.objects.get(pk=key)
        row.phone = "13900000001"
        row.save(update_fields=["phone", "phone_index"])
    return read
