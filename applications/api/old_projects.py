"""Old ledgers for machines: the spreadsheets they come from, and their rows."""

import django_filters

from applications.forms.old_projects import TAKEOVER
from applications.models import OldProject, OldProjectState
from applications.serializers.ledger import OldProjectSerializer
from core.api import Rows
from core.api.imports import ImportRuns
from customers.filters import NumberFilter


class OldLedgerImportViewSet(ImportRuns):
    """Spreadsheets of old ledgers that this person handed in."""

    takeover = TAKEOVER


class OldProjectFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(choices=OldProjectState.choices)
    customer = NumberFilter()

    class Meta:
        model = OldProject
        fields = ("state", "customer")


class OldProjectViewSet(Rows):
    """Projects of the time before, the latest first."""

    queryset = OldProject.objects.select_related("customer", "department").order_by("-entered_on", "-id")
    serializer_class = OldProjectSerializer
    filterset_class = OldProjectFilter
    ordering_fields = ("number", "entered_on", "amount")


ROUTES = [
    ("old-ledger-imports", OldLedgerImportViewSet, "old-ledger-import"),
    ("old-projects", OldProjectViewSet, "old-project"),
]
