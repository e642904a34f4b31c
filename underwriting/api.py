"""The investigation, the report and the decision for machines."""

import django_filters

from applications.api import CaseFilter, CaseRows
from applications.models import Application
from applications.serializers import ApplicationSerializer
from core.api import Actions, StrictSerializer, VersionSerializer, act
from underwriting import services
from underwriting.models import Condition, Decision, FeasibilityReport, Finding, Investigation
from underwriting.serializers import (
    ConditionSerializer,
    ConfirmSerializer,
    DecideSerializer,
    DecisionSerializer,
    FindingSerializer,
    InvestigationSerializer,
    OpinionSerializer,
    RecordFindingSerializer,
    ReportSerializer,
    SignSerializer,
    WaiveSerializer,
)


class InvestigationViewSet(CaseRows):
    """The opinion of the two investigators, a row for each round."""

    queryset = Investigation.objects.select_related("application").order_by("-id")
    serializer_class = InvestigationSerializer
    filterset_class = CaseFilter


class FindingFilter(django_filters.FilterSet):
    application = django_filters.CharFilter("investigation__application__number")


class FindingViewSet(CaseRows):
    """What was found on each item of the checklist."""

    through = "investigation__application"
    queryset = (
        Finding.objects.select_related("investigation__application", "item", "updated_by")
        .prefetch_related("attachments")
        .order_by("-id")
    )
    serializer_class = FindingSerializer
    filterset_class = FindingFilter


class ReportViewSet(CaseRows):
    """Sealed feasibility reports."""

    queryset = FeasibilityReport.objects.select_related(
        "application", "investigation", "document", "submitted_by"
    ).order_by("-id")
    serializer_class = ReportSerializer
    filterset_class = CaseFilter


class DecisionViewSet(CaseRows):
    """What was decided, level by level."""

    queryset = (
        Decision.objects.select_related("application", "report", "submitted_by", "made_by")
        .prefetch_related("conditions__owner", "conditions__decision__application")
        .order_by("-id")
    )
    serializer_class = DecisionSerializer
    filterset_class = CaseFilter
    lookup_field = "pk"
    lookup_value_regex = "[0-9]{1,18}"


class ConditionFilter(django_filters.FilterSet):
    application = django_filters.CharFilter("decision__application__number")


class ConditionViewSet(CaseRows):
    """What an approval asks for."""

    through = "decision__application"
    queryset = Condition.objects.select_related("decision__application", "owner").order_by("-id")
    serializer_class = ConditionSerializer
    filterset_class = ConditionFilter

    confirm = act(
        "confirm",
        "confirm",
        services.confirm_condition,
        ConfirmSerializer,
        target="condition",
        shows=ConditionSerializer,
    )
    waive = act(
        "waive", "waive", services.waive_condition, WaiveSerializer, target="condition", shows=ConditionSerializer
    )


def _on_case(name: str, url_path: str, service, asks, **how):
    how = how or {"shows": ApplicationSerializer}
    return act(name, url_path, service, asks, target="application", **how)


class UnderwritingActions(Actions):
    """From the first finding to the decision."""

    queryset = Application.objects.all()
    serializer_class = ApplicationSerializer

    record_finding = _on_case(
        "record_finding", "findings", services.record_finding, RecordFindingSerializer, gives=FindingSerializer
    )
    write_opinion = _on_case("write_opinion", "opinion", services.write_opinion, OpinionSerializer)
    sign = _on_case("sign", "sign", services.sign_investigation, SignSerializer)
    submit_report = _on_case(
        "submit_report", "report", services.submit_report, VersionSerializer, gives=ReportSerializer
    )
    retry_report = _on_case("retry_report", "report/again", services.retry_report, StrictSerializer)
    decide = _on_case("decide", "decide", services.decide_application, DecideSerializer, gives=DecisionSerializer)


ROUTES = [
    ("investigations", InvestigationViewSet, "investigation"),
    ("findings", FindingViewSet, "finding"),
    ("reports", ReportViewSet, "report"),
    ("decisions", DecisionViewSet, "decision"),
    ("conditions", ConditionViewSet, "condition"),
    ("applications", UnderwritingActions, "underwriting"),
]
