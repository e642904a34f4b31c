"""Applications for machines, up to acceptance; later apps add their own actions under the same path."""

import django_filters
from django.db.models import Prefetch
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.response import Response

from applications import services
from applications.facts import judge
from applications.labels import rule_sentence
from applications.models import (
    Application,
    DeclineCode,
    EligibilityException,
    Exclusion,
    MajorProject,
    Party,
    Product,
    ProductVersion,
    Quote,
    ReturnPoint,
)
from applications.serializers import (
    AcceptSerializer,
    AddPartySerializer,
    AnswerSerializer,
    ApplicationSerializer,
    DeclineSerializer,
    DraftSerializer,
    ExceptionSerializer,
    ExclusionSerializer,
    FlagMajorSerializer,
    JudgedSerializer,
    LiftMajorSerializer,
    MajorProjectSerializer,
    NewExclusionSerializer,
    NewProductSerializer,
    NewVersionSerializer,
    OpenSerializer,
    PartySerializer,
    ProductSerializer,
    ReturnPointSerializer,
    ReturnSerializer,
    TeamSerializer,
    WithdrawVersionSerializer,
    WriteExceptionSerializer,
)
from applications.serializers.quotes import IssueQuoteSerializer, PlanSerializer, QuoteSerializer, TermsSerializer
from applications.standing import RECORD
from applications.states import Status
from applications.tables import ApplicationTable
from core import sheets
from core.api import ReasonSerializer, Rows, VersionSerializer, WhySerializer, act
from customers.filters import NumberFilter
from customers.permissions import may_read_credit
from customers.serializers.checks import CaseChecksSerializer, NothingSerializer, ScreeningsSerializer

READ_WITH = (
    "customer",
    "product_version__product",
    "department",
    "account_manager",
    "lead_investigator",
    "second_investigator",
)


class ApplicationFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(choices=Status.choices)
    product = django_filters.CharFilter("product_version__product__code")
    account_manager = django_filters.CharFilter("account_manager__username")
    customer = NumberFilter()
    decline_code = django_filters.ChoiceFilter(choices=DeclineCode.choices)

    class Meta:
        model = Application
        fields = ("status", "product", "account_manager", "customer", "decline_code")


def _step(name: str, url_path: str, service, asks):
    return act(name, url_path, service, asks, target="application", shows=ApplicationSerializer)


class ApplicationViewSet(Rows):
    """Applications, from draft to their end."""

    queryset = (
        Application.objects.select_related(*READ_WITH)
        .prefetch_related("return_points__made_by", "parties")
        .order_by("-id")
    )
    serializer_class = ApplicationSerializer
    filterset_class = ApplicationFilter
    ordering_fields = ("number", "amount", "created_at", "status_since")
    lookup_field = "number"

    create = act("create", "", services.open_application, OpenSerializer, gives=ApplicationSerializer)
    save_draft = _step("save_draft", "save", services.save_draft, DraftSerializer)
    submit = _step("submit", "submit", services.submit_application, VersionSerializer)
    accept = _step("accept", "accept", services.accept_application, AcceptSerializer)
    send_back = _step("send_back", "return", services.return_application, ReturnSerializer)
    decline = _step("decline", "decline", services.decline_intake, DeclineSerializer)
    flag_major = act(
        "flag_major",
        "flag-major",
        services.flag_major,
        FlagMajorSerializer,
        target="application",
        gives=MajorProjectSerializer,
    )
    withdraw = _step("withdraw", "withdraw", services.withdraw_application, ReasonSerializer)
    record_checks = act(
        "record_checks",
        "screenings",
        services.record_case_checks,
        CaseChecksSerializer,
        target="application",
        gives=ScreeningsSerializer,
    )
    ask_own_lists = act(
        "ask_own_lists",
        "own-lists",
        services.look_up_case,
        NothingSerializer,
        target="application",
        gives=ScreeningsSerializer,
    )
    write_exception = act(
        "write_exception",
        "exception",
        services.write_exception,
        WriteExceptionSerializer,
        target="application",
        gives=ExceptionSerializer,
    )
    add_party = act(
        "add_party", "parties", services.add_party, AddPartySerializer, target="application", gives=PartySerializer
    )

    issue_quote = act(
        "issue_quote",
        "quotes",
        services.issue_quote,
        IssueQuoteSerializer,
        target="application",
        gives=QuoteSerializer,
    )

    @extend_schema(responses={(200, sheets.XLSX): OpenApiTypes.BINARY})
    @action(detail=False, url_path="file", pagination_class=None)
    def sheet(self, request):
        """The rows of the filter as XLSX; the export stands in the trail."""
        rows = self.narrowed().with_names()
        return sheets.export(request, ApplicationTable(rows), name="applications")

    @extend_schema(parameters=[TermsSerializer], responses=PlanSerializer, filters=False)
    @action(detail=True, url_path="quote", pagination_class=None)
    def quote(self, request, **kwargs):
        """The repayment plan and yearly cost of terms, as if released today; nothing is kept."""
        asked = TermsSerializer(data=request.query_params, context={"row": self.get_object()})
        asked.is_valid(raise_exception=True)
        return Response(PlanSerializer(asked.plan()).data)

    @extend_schema(responses=JudgedSerializer(many=True), filters=False)
    @action(detail=True, url_path="eligibility", pagination_class=None)
    def eligibility(self, request, **kwargs):
        """What the rules of the product say of the case today; figures of a bureau only to whom it reports."""
        judged = judge(self.get_object())
        rows = [{**services.kept(answer), "sentence": rule_sentence(answer.result)} for answer in judged]
        if may_read_credit(request.user):
            for row in rows:
                row["figures"] = [[name, value] for name, value in row["figures"] if name not in RECORD]
        return Response(JudgedSerializer(rows, many=True).data)


class CaseRows(Rows):
    """Rows that are seen through the application they belong to; `through` is the way there."""

    through = "application"

    def visible(self):
        return self.queryset.filter(**{f"{self.through}__in": Application.objects.visible_to(self.request.user)})


class CaseFilter(django_filters.FilterSet):
    """Rows of one application, by its number."""

    application = django_filters.CharFilter("application__number")


class ReturnPointViewSet(CaseRows):
    """What has to change before a case goes on, with the answers."""

    queryset = ReturnPoint.objects.select_related("application", "made_by").order_by("-id")
    serializer_class = ReturnPointSerializer
    filterset_class = CaseFilter
    lookup_field = "pk"
    lookup_value_regex = "[0-9]{1,18}"

    answer = act(
        "answer", "answer", services.answer_point, AnswerSerializer, target="point", shows=ReturnPointSerializer
    )


class QuoteViewSet(CaseRows):
    """Repayment plans that were given on paper."""

    queryset = Quote.objects.select_related("application", "made_by", "document").order_by("-id")
    serializer_class = QuoteSerializer
    filterset_class = CaseFilter


class PartyViewSet(CaseRows):
    """Who takes part in a case, those who were taken off again included."""

    queryset = Party.objects.select_related("application", "customer").order_by("-id")
    serializer_class = PartySerializer
    filterset_class = CaseFilter
    lookup_field = "pk"
    lookup_value_regex = "[0-9]{1,18}"

    remove = act("remove", "remove", services.remove_party, NothingSerializer, target="party", shows=PartySerializer)


class ExceptionViewSet(CaseRows):
    """The written exceptions from soft rules."""

    queryset = EligibilityException.objects.select_related("application", "made_by").order_by("-id")
    serializer_class = ExceptionSerializer
    filterset_class = CaseFilter
    lookup_field = "pk"
    lookup_value_regex = "[0-9]{1,18}"


class RulesForAll(Rows):
    """Rows that everybody in the house reads and the administrator changes."""

    def visible(self):
        return self.queryset


class ProductViewSet(RulesForAll):
    """Products with the dated versions of their rules."""

    queryset = Product.objects.prefetch_related(
        Prefetch(
            "versions",
            ProductVersion.objects.order_by("-number").prefetch_related("fees", "checklist", "paper_requirements"),
        )
    ).order_by("id")
    serializer_class = ProductSerializer
    lookup_field = "code"
    lookup_value_regex = "[-a-zA-Z0-9_]+"

    create = act("create", "", services.create_product, NewProductSerializer, gives=ProductSerializer)
    new_version = act(
        "new_version", "version", services.new_version, NewVersionSerializer, target="product", shows=ProductSerializer
    )
    withdraw = act(
        "withdraw", "withdraw", services.withdraw_product, WhySerializer, target="product", shows=ProductSerializer
    )
    withdraw_version = act(
        "withdraw_version",
        "withdraw-version",
        services.withdraw_version,
        WithdrawVersionSerializer,
        target="product",
        shows=ProductSerializer,
    )
    offer = act("offer", "offer", services.offer_product, NothingSerializer, target="product", shows=ProductSerializer)


class ExclusionViewSet(RulesForAll):
    """What the lender does not lend for."""

    queryset = Exclusion.objects.order_by("kind", "text", "valid_from")
    serializer_class = ExclusionSerializer
    lookup_field = "pk"
    lookup_value_regex = "[0-9]{1,18}"

    create = act("create", "", services.add_exclusion, NewExclusionSerializer, gives=ExclusionSerializer)
    end = act("end", "end", services.end_exclusion, NothingSerializer, target="exclusion", shows=ExclusionSerializer)


class MajorProjectViewSet(CaseRows):
    """Major projects and their joint teams."""

    queryset = (
        MajorProject.objects.select_related("application", "flagged_by")
        .prefetch_related("application__team__user")
        .order_by("-id")
    )
    serializer_class = MajorProjectSerializer
    filterset_class = CaseFilter

    change_team = act(
        "change_team", "team", services.change_team, TeamSerializer, target="project", shows=MajorProjectSerializer
    )
    lift = act("lift", "lift", services.lift_major, LiftMajorSerializer, target="project", shows=MajorProjectSerializer)
