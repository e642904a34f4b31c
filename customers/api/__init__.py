"""Customers for machines, one module per subject."""

from customers.api import checks, duplicates, files, imports, market, messages, ownership, value

ROUTES = [
    *files.ROUTES,
    *duplicates.ROUTES,
    *ownership.ROUTES,
    *checks.ROUTES,
    *imports.ROUTES,
    *messages.ROUTES,
    *market.ROUTES,
    *value.ROUTES,
]
