"""Customers from spreadsheets."""

from django.utils.translation import gettext_lazy as _

from core.views.imports import ImportPages
from customers.forms.imports import TAKEOVER

PAGES = ImportPages(
    TAKEOVER,
    title=_("Take over customers"),
    list_title=_("Customers"),
    saved=_("Taken over: {count} customers."),
    new_route="customers:import-new",
    run_route="customers:import",
    template_route="customers:import-template",
    list_route="customers:list",
    file_name="customers-template.xlsx",
)
import_template, import_new, import_run = PAGES.template, PAGES.new, PAGES.run
