"""Spreadsheets to be taken over, for machines: handed in and looked through, then all rows or none."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.response import Response

from core.api import ErrorSerializer, Rows, StrictSerializer
from core.api.files import SentFileSerializer
from core.models import ImportRun
from core.sheets import Takeover

REFUSED = dict.fromkeys((400, 403, 404, 409), ErrorSerializer)


class CellProblemSerializer(serializers.Serializer):
    """What is wrong with one cell: the row as the sheet counts it, the head of the column, a sentence."""

    row = serializers.IntegerField()
    column = serializers.CharField()
    sentence = serializers.CharField()


class ImportRunSerializer(serializers.ModelSerializer):
    """A sheet that was looked through; it can be taken over while it is `checked` and has no problems."""

    problems = CellProblemSerializer(many=True, read_only=True)

    class Meta:
        model = ImportRun
        fields = ("uuid", "name", "sha256", "rows", "problems", "status", "created_at")
        read_only_fields = fields


class SheetSerializer(StrictSerializer):
    """An XLSX file, as a part of a form (`file`), or in JSON with its content in base64."""

    file = serializers.FileField(required=False)
    sheet = SentFileSerializer(required=False)

    def validate(self, attrs):
        if not attrs:
            self.fields["file"].fail("required")
        return attrs.get("file") or attrs["sheet"]


class NothingSerializer(StrictSerializer):
    """Nothing is asked."""


class ImportRuns(Rows):
    """The sheets of one kind that this person handed in; a subclass names the `takeover`."""

    takeover: Takeover
    queryset = ImportRun.objects.order_by("-id")
    serializer_class = ImportRunSerializer
    parser_classes = [JSONParser, MultiPartParser]
    ordering_fields = ("created_at",)

    def visible(self):
        return self.takeover.runs_of(self.request.user)

    @extend_schema(request=SheetSerializer, responses={201: ImportRunSerializer, **REFUSED})
    def create(self, request):
        """Hand a sheet in: every cell is looked at and every problem told, nothing is saved yet."""
        asked = SheetSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        upload = asked.validated_data
        run = self.takeover.hand_in(name=upload.name, content=upload.read(), by=request.user)
        return Response(ImportRunSerializer(run).data, status=201)

    @extend_schema(request=NothingSerializer, responses={200: ImportRunSerializer, **REFUSED}, filters=False)
    @action(detail=True, methods=["post"], url_path="take-over")
    def take_over(self, request, **kwargs):
        """Save every row of a sheet without problems, or none; the rows are judged once more as things stand now."""
        run = self._asked()
        self.takeover.take_over(run=run, by=request.user)
        return self._now(run)

    @extend_schema(request=NothingSerializer, responses={200: ImportRunSerializer, **REFUSED}, filters=False)
    @action(detail=True, methods=["post"])
    def drop(self, request, **kwargs):
        """Put a sheet aside; the record of it stays."""
        run = self._asked()
        self.takeover.drop(run=run, by=request.user)
        return self._now(run)

    def _asked(self) -> ImportRun:
        NothingSerializer(data=self.request.data).is_valid(raise_exception=True)
        return self.get_object()

    def _now(self, run: ImportRun) -> Response:
        return Response(ImportRunSerializer(ImportRun.objects.get(pk=run.pk)).data)
