"""What the API says and asks about a person's tasks."""

from rest_framework import serializers

from core.api import StrictSerializer
from staff.models import Task


class TaskSerializer(serializers.ModelSerializer):
    class Meta:
        model = Task
        fields = ("uuid", "version", "kind", "title", "why", "url", "due_on", "status", "result", "created_at")
        read_only_fields = fields


class CloseTaskSerializer(StrictSerializer):
    result = serializers.CharField(max_length=300)


class PostponeTaskSerializer(StrictSerializer):
    due_on = serializers.DateField()
