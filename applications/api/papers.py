"""Papers for machines: the list of a case, files, and the checks of each paper."""

import django_filters
from rest_framework.parsers import JSONParser, MultiPartParser

from applications import services
from applications.api.applications import CaseRows
from applications.models import Application, Paper, PaperPage
from applications.serializers import (
    AddPaperSerializer,
    ApplicationSerializer,
    AssignPageSerializer,
    DecidePaperSerializer,
    FileSerializer,
    LetterGivenSerializer,
    LetterSerializer,
    MovePageSerializer,
    PagesSerializer,
    PaperPageSerializer,
    PaperSerializer,
    ReceivePaperSerializer,
    VerifyPaperSerializer,
)
from applications.states import PaperStatus
from core.api import Actions, ReasonSerializer, VersionSerializer, WhySerializer, act
from customers.filters import NumberFilter


class PaperFilter(django_filters.FilterSet):
    application = django_filters.CharFilter("application__number")
    customer = NumberFilter()
    status = django_filters.ChoiceFilter(choices=PaperStatus.choices)

    class Meta:
        model = Paper
        fields = ("application", "customer", "status")


def _step(name: str, service, asks):
    return act(name, name.replace("_", "-"), service, asks, target="paper", shows=PaperSerializer)


class PaperViewSet(CaseRows):
    """The papers of cases with all that was handed in and checked."""

    queryset = (
        Paper.objects.select_related("application", "customer", "requirement")
        .prefetch_related(
            "versions__pages__attachment",
            "versions__received_by",
            "versions__verified_by",
            "versions__cleared_by",
            "versions__rejected_by",
        )
        .order_by("application", "position", "pk")
    )
    serializer_class = PaperSerializer
    filterset_class = PaperFilter

    receive = _step("receive", services.receive_paper, ReceivePaperSerializer)
    verify = _step("verify", services.verify_paper, VerifyPaperSerializer)
    clear = _step("clear", services.clear_paper, VersionSerializer)
    reject = _step("reject", services.reject_paper, ReasonSerializer)
    waive = _step("waive", services.waive_paper, ReasonSerializer)
    decide = _step("decide", services.decide_paper, DecidePaperSerializer)


def add_to_paper(*, paper: Paper, files: list, by) -> list[PaperPage]:
    """Keep a file as the last page of a paper."""
    return services.add_files(application=paper.application, paper=paper, files=files, by=by)


def add_to_case(*, application: Application, files: list, by) -> list[PaperPage]:
    """Keep a file on the case until somebody puts it to a paper."""
    return services.add_files(application=application, files=files, by=by)


class PaperFileViewSet(Actions):
    """Uploads to a paper, as a part of a form or in JSON."""

    queryset = Paper.objects.select_related("application", "requirement")
    lookup_field = "uuid"
    parser_classes = [JSONParser, MultiPartParser]

    def get_queryset(self):
        return self.queryset.filter(application__in=Application.objects.visible_to(self.request.user))

    upload = act("upload", "files", add_to_paper, FileSerializer, target="paper", gives=PagesSerializer)


class PaperListViewSet(Actions):
    """What is done to the list of papers of a case."""

    queryset = Application.objects.all()
    parser_classes = [JSONParser, MultiPartParser]

    upload = act("upload", "files", add_to_case, FileSerializer, target="application", gives=PagesSerializer)
    reconcile = act(
        "reconcile", "papers-reconcile", services.refresh_papers, VersionSerializer, target="application",
        shows=ApplicationSerializer,
    )  # fmt: skip
    add_paper = act(
        "add_paper", "papers", services.add_paper, AddPaperSerializer, target="application", gives=PaperSerializer
    )
    letter = act(
        "letter", "papers-letter", services.write_letter, LetterSerializer, target="application",
        gives=LetterGivenSerializer,
    )  # fmt: skip


class PaperPageViewSet(CaseRows):
    """Files that wait on a case, and the pages of papers."""

    queryset = PaperPage.objects.select_related("attachment", "application", "version").order_by("pk")
    serializer_class = PaperPageSerializer

    assign = act(
        "assign", "assign", services.assign_page, AssignPageSerializer, target="page", shows=PaperPageSerializer
    )
    move = act("move", "move", services.move_page, MovePageSerializer, target="page", shows=PaperPageSerializer)
    withdraw = act(
        "withdraw", "withdraw", services.withdraw_page, WhySerializer, target="page", shows=PaperPageSerializer
    )
