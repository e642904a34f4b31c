"""Sentences are compared in the language of the source."""

import pytest


@pytest.fixture(autouse=True)
def _english(english):
    """Every test of this folder."""
