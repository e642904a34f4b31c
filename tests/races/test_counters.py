"""Many processes on one figure: nothing is lost, nothing is given twice, the chain does not fork."""

import pytest
from django.db import transaction

from core import audit, numbering
from core.models import AuditEvent, IssuedNumber, NumberSequence
from tests.races.processes import race, values

pytestmark = pytest.mark.usefixtures("real_db")


def test_eight_processes_that_read_change_and_write_lose_nothing():
    NumberSequence.objects.create(name="counted", last=0)

    def count(_place):
        for _ in range(100):
            with transaction.atomic():
                row = NumberSequence.objects.select_for_update().get(name="counted")
                row.last += 1
                row.save(update_fields=["last"])

    values(race(8, count))

    assert NumberSequence.objects.get(name="counted").last == 800


def test_numbers_are_given_without_gap_or_double():
    def number(_place):
        given = []
        for _ in range(25):
            with transaction.atomic():
                given.append(numbering.issue(numbering.Kind.CUSTOMER, "HQ"))
        return given

    given = [name for names in values(race(8, number)) for name in names]

    year = given[0][3:7]
    assert sorted(given) == [f"HQK{year}-{last:05d}" for last in range(1, 201)]
    assert IssuedNumber.objects.count() == 200


def test_a_number_whose_transaction_is_rolled_back_is_given_again():
    def number(place):
        given = []
        for turn in range(10):
            try:
                with transaction.atomic():
                    name = numbering.issue(numbering.Kind.LOAN, "HQ")
                    if (turn + place) % 2:
                        raise LookupError
                given.append(name)
            except LookupError:
                continue
        return given

    given = [name for names in values(race(4, number)) for name in names]

    assert sorted(name[-5:] for name in given) == [f"{last:05d}" for last in range(1, 21)]


def test_the_audit_chain_does_not_fork(am1):
    def write(place):
        for turn in range(250):
            audit.record_now("looked", by=am1, subject=am1, details={"place": place, "turn": turn})

    values(race(8, write))

    assert AuditEvent.objects.count() == 2000
    assert audit.verify() == []
