"""The house of the permission tests, for the tests of what leaves it."""

from tests.permissions.conftest import house  # noqa: F401
