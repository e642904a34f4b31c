"""Customers, applications and running loans in bulk, to measure how pages and the end of day behave with many rows.

Nothing here passes through the services: the rows are the fewest that hang together, their papers have no file, and
one chunk after the other keeps the memory flat.
"""

from collections.abc import Iterator
from random import Random

from django.db import transaction

from core import dates
from desk.demo.volume import files
from desk.demo.volume.cases import Cases
from desk.demo.volume.lender import Lender
from desk.demo.volume.loans import of_contracts
from servicing.services import end_of_day

CHUNK = 1000


def add_volume(*, applications: int = 0, loans: int = 0, customers: int = 0, seed: int) -> None:
    """Add so many applications without and with a running loan, and customers with neither; a second call adds more."""
    lender = Lender(Random(seed))  # noqa: S311 - figures to measure with
    cases = Cases(lender)
    for has_loan, size in [(False, part) for part in _chunks(applications)] + [(True, part) for part in _chunks(loans)]:
        with transaction.atomic():
            _add_cases(lender, cases, size, has_loan)
    for size in _chunks(customers):
        with transaction.atomic():
            files.alone(lender, size)
    if loans:
        end_of_day(on=dates.today())


def _add_cases(lender: Lender, cases: Cases, size: int, has_loan: bool) -> None:
    reports = cases.reported(size, has_loan=has_loan)
    if has_loan:
        of_contracts(lender, cases.contracts(reports))


def _chunks(count: int) -> Iterator[int]:
    for done in range(0, count, CHUNK):
        yield min(CHUNK, count - done)
