"""Contacts, visits and consultations for machines."""

import django_filters

from core.api import RevealedSerializer, Rows, WhySerializer, act
from customers import services
from customers.api.numbers import CustomerActions
from customers.filters import NumberFilter
from customers.models import Consultation, Contact, Customer, Mark, Visit
from customers.serializers import CustomerSerializer
from customers.serializers import contacts as asks


class ContactFilter(django_filters.FilterSet):
    customer = NumberFilter()

    class Meta:
        model = Contact
        fields = ("customer", "kind", "is_current")


class ContactViewSet(Rows):
    """Entries of the time lines of the customers this person may see, versions that were corrected too."""

    queryset = Contact.objects.with_rows().order_by("-happened_at", "-id")
    serializer_class = asks.ContactSerializer
    filterset_class = ContactFilter
    ordering_fields = ("happened_at",)

    correct = act(
        "correct",
        "correct",
        services.correct_contact,
        asks.CorrectContactSerializer,
        target="contact",
        gives=asks.ContactSerializer,
    )
    add_step = act(
        "add_step", "steps", services.add_step, asks.AddStepSerializer, target="contact", gives=asks.NextStepSerializer
    )

    def visible(self):
        return self.queryset.filter(customer__in=Customer.objects.visible_to(self.request.user))


class VisitFilter(django_filters.FilterSet):
    customer = NumberFilter()

    class Meta:
        model = Visit
        fields = ("customer", "kind", "status")


class VisitViewSet(Rows):
    """Visits to the customers this person may see."""

    queryset = Visit.objects.with_names().order_by("planned_on", "id")
    serializer_class = asks.VisitSerializer
    filterset_class = VisitFilter
    ordering_fields = ("planned_on",)

    postpone = act(
        "postpone",
        "postpone",
        services.postpone_visit,
        asks.PostponeVisitSerializer,
        target="visit",
        shows=asks.VisitSerializer,
    )
    cancel = act("cancel", "cancel", services.cancel_visit, WhySerializer, target="visit", shows=asks.VisitSerializer)

    def visible(self):
        return self.queryset.filter(customer__in=Customer.objects.visible_to(self.request.user))


class MarkViewSet(Rows):
    """Marks of the customers this person may see."""

    queryset = Mark.objects.select_related("customer", "set_by").order_by("-id")
    serializer_class = asks.MarkSerializer

    lift = act("lift", "lift", services.lift_mark, WhySerializer, target="mark", shows=asks.MarkSerializer)

    def visible(self):
        return self.queryset.filter(customer__in=Customer.objects.visible_to(self.request.user))


class KeepingActions(CustomerActions):
    """Keeping in touch with a customer."""

    serializer_class = asks.ContactSerializer

    log_contact = act(
        "log_contact",
        "contacts",
        services.log_contact,
        asks.LogContactSerializer,
        target="customer",
        gives=asks.ContactSerializer,
    )
    plan_visit = act(
        "plan_visit",
        "visits",
        services.plan_visit,
        asks.PlanVisitSerializer,
        target="customer",
        gives=asks.VisitSerializer,
    )
    set_mark = act(
        "set_mark", "marks", services.set_mark, asks.SetMarkSerializer, target="customer", gives=asks.MarkSerializer
    )


class ConsultationFilter(django_filters.FilterSet):
    class Meta:
        model = Consultation
        fields = ("status", "topic", "asked_on")


class ConsultationViewSet(Rows):
    """The consultation register."""

    queryset = Consultation.objects.with_names().order_by("-asked_at", "-id")
    serializer_class = asks.ConsultationSerializer
    filterset_class = ConsultationFilter
    ordering_fields = ("asked_at",)

    create = act(
        "create",
        "",
        services.register_consultation,
        asks.RegisterConsultationSerializer,
        gives=asks.ConsultationSerializer,
    )
    answer = act(
        "answer",
        "answer",
        services.answer_consultation,
        asks.AnswerConsultationSerializer,
        target="consultation",
        shows=asks.ConsultationSerializer,
    )
    resolve = act(
        "resolve",
        "resolve",
        services.resolve_difficulty,
        asks.ResolveSerializer,
        target="consultation",
        shows=asks.ConsultationSerializer,
    )
    postpone = act(
        "postpone",
        "postpone",
        services.postpone_consultation,
        asks.FollowUpSerializer,
        target="consultation",
        shows=asks.ConsultationSerializer,
    )
    register = act(
        "register",
        "customer",
        services.register_from_consultation,
        asks.RegisterAskerSerializer,
        target="consultation",
        gives=CustomerSerializer,
    )
    reveal = act(
        "reveal",
        "reveal",
        services.reveal_consultation_phone,
        asks.WhyShownSerializer,
        target="consultation",
        gives=RevealedSerializer,
        makes=False,
    )
    link = act(
        "link",
        "link",
        services.link_consultation,
        asks.LinkSerializer,
        target="consultation",
        shows=asks.ConsultationSerializer,
    )


ROUTES = [
    ("contacts", ContactViewSet, "contact"),
    ("visits", VisitViewSet, "visit"),
    ("marks", MarkViewSet, "mark"),
    ("customers", KeepingActions, "keeping"),
    ("consultations", ConsultationViewSet, "consultation"),
]
