"""What every API answer has in common: errors in words, pages, strict JSON, actions that call services, posting once."""

import hashlib
import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, OperationalError, transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import filters, mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import APIException, NotFound, ParseError, PermissionDenied, Throttled
from rest_framework.pagination import PageNumberPagination
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import exception_handler

from core.errors import DomainError, InvalidInput, Missing
from core.models import IdempotencyRecord

KEY = re.compile(r"[\x21-\x7e]{1,255}")
RUNNING = _("This request is running at this moment. Ask again in a second.")


class Pages(PageNumberPagination):
    """`?page=`, `?page_size=` up to 200."""

    page_size = 50
    page_size_query_param = "page_size"
    page_size = 50
    max_page_size = 200


# Errors


class KeyReused(DomainError):
    """An idempotency key came again with another request."""

    status_code = 422


class KeyInUse(DomainError):
    """The request that brought this idempotency key first is still running."""

    status_code = 409


class InvalidSerializer(serializers.Serializer):
    """One of several things that are wrong with what was sent."""

    detail = serializers.CharField()
    field = serializers.CharField(allow_null=True)


class ErrorSerializer(serializers.Serializer):
    """What a refusal says; a body that cannot be read is answered by field instead."""

    detail = serializers.CharField()
    field = serializers.CharField(required=False)
    invalid = serializers.ListField(child=InvalidSerializer(), required=False)
    missing = serializers.ListField(child=serializers.CharField(), required=False)


def answer_error(error, context):
    """A `DomainError` becomes its status with the sentence; everything else is DRF's own answer, in the user's words."""
    if not isinstance(error, DomainError):
        return exception_handler(_in_words(error), context)
    body: dict = {"detail": str(error)}
    if isinstance(error, Missing):
        body["missing"] = [str(point) for point in error.points]
    if isinstance(error, InvalidInput) and error.field:
        body["field"] = error.field
    if isinstance(error, InvalidInput) and len(error.all) > 1:
        body["invalid"] = [{"detail": str(problem.sentence), "field": problem.field} for problem in error.all]
    headers = {"Retry-After": "1"} if isinstance(error, KeyInUse) else None
    return Response(body, status=error.status_code, headers=headers)


def _in_words(error):
    """The errors that the framework puts together in English, of no text that a catalogue could hold."""
    if isinstance(error, Http404):
        return NotFound(_("There is nothing here, or nothing that you may open."))
    if isinstance(error, ParseError) and isinstance(error.__context__, json.JSONDecodeError):
        words, place = (
            _("What was sent is no JSON that can be read: see line {line}, column {column}."),
            error.__context__,
        )
        return ParseError(words.format(line=place.lineno, column=place.colno))
    if isinstance(error, PermissionDenied) and str(error.detail).startswith("CSRF Failed"):
        return PermissionDenied(_("The CSRF token is missing or old. Send the one of your session as X-CSRFToken."))
    if isinstance(error, Throttled) and error.wait is not None:
        seconds = math.ceil(error.wait)
        error.detail = _("Too many requests at once. Ask again in {seconds} seconds.").format(seconds=seconds)
    return error


# What is read from a body


class StrictSerializer(serializers.Serializer):
    """Refuses fields it does not know, so that nothing is silently ignored (S19)."""

    def to_internal_value(self, data):
        known = {name for name, field in self.fields.items() if not field.read_only}
        unknown = set(data) - known if isinstance(data, Mapping) else set()
        if unknown:
            raise serializers.ValidationError({name: [_("This field is not known here.")] for name in sorted(unknown)})
        return super().to_internal_value(data)


class RevealedSerializer(serializers.Serializer):
    """A sealed value in clear; who asked, when and why stands in the trail (S32)."""

    value = serializers.CharField()

    def to_representation(self, instance):
        return {"value": instance}


class VersionSerializer(StrictSerializer):
    """Nothing but the version of what was read."""

    version = serializers.IntegerField(min_value=0)


class WhySerializer(StrictSerializer):
    """Nothing but a reason."""

    reason = serializers.CharField(max_length=300)


class ReasonSerializer(VersionSerializer):
    """A version and a reason."""

    reason = serializers.CharField(max_length=300)


class AmountField(serializers.DecimalField):
    """Yuan with two decimals, best as a string; no exponents (S4)."""

    def __init__(self, **kwargs):
        super().__init__(**{"max_digits": 14, "decimal_places": 2, **kwargs})

    def to_internal_value(self, data):
        if "e" in str(data).lower():
            self.fail("invalid")
        return super().to_internal_value(data)


@extend_schema_field(OpenApiTypes.STR)
class Chosen(serializers.SlugRelatedField):
    """A row named by its number, code or user name; `rows(context)` are those this person may name here."""

    def __init__(self, rows: Callable[[Mapping[str, Any]], Any], by: str, **kwargs):
        self.rows = rows
        super().__init__(slug_field=by, **kwargs)

    def get_queryset(self):
        return self.rows(self.context)


# What is read, and the actions on it


class InOneOrder(filters.OrderingFilter):
    """The order asked for; rows that are equal in it stand in one order on every page."""

    def get_ordering(self, request, queryset, view):
        asked = super().get_ordering(request, queryset, view)
        return [*asked, "-pk"] if asked else asked


class Rows(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """Reads of one kind of row: those this person may see, filtered by what is listed and by nothing else."""

    # Here and not in the settings: there they would be imported while this module still imports the framework.
    pagination_class = Pages
    filter_backends = [DjangoFilterBackend, InOneOrder]
    lookup_field = "uuid"
    ordering_fields: tuple[str, ...] = ()

    def visible(self):
        """The rows this person may see; kinds that have no such rule of their own say through what they are seen."""
        return self.queryset.visible_to(self.request.user)

    def get_queryset(self):
        return self.queryset.none() if getattr(self, "swagger_fake_view", False) else self.visible()

    def list(self, request, *args, **kwargs):
        self._refuse_unknown(request)
        return super().list(request, *args, **kwargs)

    def narrowed(self):
        """The rows that the filter finds; one that is not known is refused."""
        self._refuse_unknown(self.request)
        return self.filter_queryset(self.get_queryset())

    def _refuse_unknown(self, request):
        filterset = getattr(self, "filterset_class", None)
        known = {"page", "page_size", "ordering", *(filterset.base_filters if filterset else ())}
        unknown = sorted(set(request.query_params) - known)
        if unknown:
            raise serializers.ValidationError({name: [_("This filter is not known here.")] for name in unknown})


class Actions(viewsets.GenericViewSet):
    """Actions of a later app on an earlier app's rows, under the earlier one's path; it lists nothing itself."""

    lookup_field = "number"
    lookup_value_regex = "[^/]+"

    def get_queryset(self):
        fake = getattr(self, "swagger_fake_view", False)
        return self.queryset.none() if fake else self.queryset.visible_to(self.request.user)


@dataclass(frozen=True)
class Act:
    """How one POST calls one service: `target` is the name under which the service takes the row, "" for none.

    The answer is `gives` of what the service returned, or `shows` of the row as it stands afterwards.
    """

    service: Callable[..., Any]
    asks: type[serializers.Serializer]
    target: str = ""
    gives: type[serializers.Serializer] | None = None
    shows: type[serializers.Serializer] | None = None
    once: bool = False
    makes: bool = True  # False where what is given was not made by the act

    @property
    def status(self) -> int:
        return 201 if self.gives and self.makes else 200

    def run(self, view, row) -> Response:
        context = {**view.get_serializer_context(), "row": row}
        body = self.asks(data=view.request.data, context=context)
        body.is_valid(raise_exception=True)
        given = {self.target: row} if self.target else {}
        try:
            made = self.service(**given, **body.validated_data, by=view.request.user)
        except InvalidInput as error:
            names = {field.source: name for name, field in body.fields.items()}
            for problem in error.all:
                problem.field = names.get(problem.field, problem.field)
            raise
        if self.gives is not None:
            return Response(self.gives(made, context=context).data, status=self.status)
        # The act itself may have taken the row out of this person's sight: a case that was returned is a draft again.
        again = view.get_queryset().filter(pk=row.pk).first()
        return Response(self.shows(again, context=context).data) if again is not None else Response(status=204)

    def described(self, view):
        """The action's entry in the schema."""
        refusals = dict.fromkeys((400, 403, 404, 409, *([422] if self.once else [])), ErrorSerializer)
        gone = {} if self.gives else {204: None}
        header = OpenApiParameter("Idempotency-Key", OpenApiTypes.STR, OpenApiParameter.HEADER, required=True)
        return extend_schema(
            request=self.asks,
            responses={self.status: self.gives or self.shows, **gone, **refusals},
            parameters=[header] if self.once else [],
            description=(self.service.__doc__ or "").strip().partition("\n")[0],
            filters=False,
        )(view)


def act(name: str, url_path: str, service, asks, **how):
    """A view set's POST action `name` on one of its rows, or on none without `target`; `how` is an `Act`'s.

    Without `url_path` it answers a POST to the list itself. With `once` the request needs an `Idempotency-Key`.
    """
    step = Act(service, asks, **how)

    def view(self, request, **kwargs):
        row = self.get_object() if step.target else None
        return answer_once(request, lambda: step.run(self, row)) if step.once else step.run(self, row)

    view.__name__ = name
    # The schema comes last: the framework's decorator would throw it away.
    return step.described(
        action(detail=bool(step.target), methods=["post"], url_path=url_path)(view) if url_path else view
    )


# Posting once


def answer_once(request, respond: Callable[[], Response]) -> Response:
    """Answer a request under its `Idempotency-Key` (S14): the posting and the reply are kept in one transaction.

    The same request again gets the stored reply; a refused one does not use the key up. Raises `InvalidInput` without
    a proper key, `KeyReused` for another request under it, `KeyInUse` while the first one runs.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not KEY.fullmatch(key):
        raise InvalidInput(_("Send an Idempotency-Key header of 1 to 255 visible ASCII characters."))
    asked = _hash_of(request)
    if (known := _known(request.user, key)) is not None:
        return _replay(known, asked)
    try:
        return _answer_first(request, key, asked, respond)
    except OperationalError as error:
        if "lock" not in str(error):
            raise
        raise KeyInUse(RUNNING) from error


def _answer_first(request, key: str, asked: str, respond: Callable[[], Response]) -> Response:
    refusal: Exception | None = None
    with transaction.atomic():
        try:
            with transaction.atomic():
                record = IdempotencyRecord.objects.create(user=request.user, key=key, request_hash=asked)
        except IntegrityError:  # whoever brought it first has finished while we waited
            return _replay(_known(request.user, key), asked)
        try:
            response = respond()
        except (DomainError, APIException) as error:
            # Raised only after the commit: the rollback would take the refusal's audit event with it.
            refusal = error
            record.delete()
        else:
            record.reply = {"status": response.status_code, "body": json.loads(JSONRenderer().render(response.data))}
            record.save(update_fields=["reply"])
    if refusal is None:
        return response
    try:
        raise refusal
    finally:
        # Its trace holds this frame, and with it all that the request is about, until the collector comes by.
        del refusal


def _hash_of(request) -> str:
    body = json.dumps(request.data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{request.method} {request.path}\n{body}".encode()).hexdigest()


def _known(user, key: str) -> IdempotencyRecord | None:
    return IdempotencyRecord.objects.filter(user=user, key=key).first()


def _replay(known: IdempotencyRecord | None, asked: str) -> Response:
    if known is None or (known.request_hash == asked and known.reply is None):
        raise KeyInUse(RUNNING)
    if known.request_hash != asked:
        raise KeyReused(_("This Idempotency-Key was used for another request. Take a new one for each payment."))
    return Response(known.reply["body"], status=known.reply["status"], headers={"Idempotent-Replayed": "true"})
