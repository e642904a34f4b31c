"""What the API says and asks about a person's tasks and grades."""

from rest_framework import serializers

from core.api import Chosen, StrictSerializer, VersionSerializer
from staff.models import GradeAssignment, Task, User
from staff.roles import Grade, Role


class TaskSerializer(serializers.ModelSerializer):
    class Meta:
        model = Task
        fields = ("uuid", "version", "kind", "title", "why", "url", "due_on", "status", "result", "created_at")
        read_only_fields = fields


class CloseTaskSerializer(VersionSerializer):
    result = serializers.CharField(max_length=300)


class PostponeTaskSerializer(VersionSerializer):
    due_on = serializers.DateField()


class GradeSerializer(serializers.ModelSerializer):
    person = serializers.SlugRelatedField("username", read_only=True, source="user")

    class Meta:
        model = GradeAssignment
        fields = ("person", "grade", "valid_from", "basis")
        read_only_fields = fields


class GiveGradeSerializer(StrictSerializer):
    user = Chosen(lambda context: User.objects.with_role(Role.ACCOUNT_MANAGER), "username")
    grade = serializers.ChoiceField(choices=Grade.choices)
    basis = serializers.CharField(max_length=200)
    valid_from = serializers.DateField(required=False)
