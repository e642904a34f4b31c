"""The people around a loan."""

from types import SimpleNamespace

import pytest


@pytest.fixture
def people(am1, dm1, finance1, finance2, department_a):
    return SimpleNamespace(am1=am1, dm1=dm1, finance1=finance1, finance2=finance2, department=department_a)
