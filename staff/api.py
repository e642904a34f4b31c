"""A person's own tasks, and grades, for machines."""

from core.api import Rows, act
from staff import services
from staff.models import GradeAssignment, Task
from staff.serializers import (
    CloseTaskSerializer,
    GiveGradeSerializer,
    GradeSerializer,
    PostponeTaskSerializer,
    TaskSerializer,
)


class TaskViewSet(Rows):
    """The tasks of whoever asks."""

    queryset = Task.objects.order_by("due_on", "id")
    serializer_class = TaskSerializer
    ordering_fields = ("due_on",)

    postpone = act(
        "postpone", "postpone", services.postpone_task, PostponeTaskSerializer, target="task", shows=TaskSerializer
    )
    close = act("close", "close", services.close_task, CloseTaskSerializer, target="task", shows=TaskSerializer)


class GradeViewSet(Rows):
    """The grades of account managers: one's own, all of them for managers, auditors and administrators."""

    queryset = GradeAssignment.objects.select_related("user").order_by("-id")
    serializer_class = GradeSerializer
    lookup_field = "pk"
    ordering_fields = ("valid_from",)

    create = act("create", "", services.give_grade, GiveGradeSerializer, gives=GradeSerializer)


ROUTES = [("tasks", TaskViewSet, "task"), ("grades", GradeViewSet, "grade")]
