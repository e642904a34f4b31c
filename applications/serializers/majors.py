"""What the API says and asks about major projects."""

from rest_framework import serializers

from applications import permissions
from applications.models import MajorProject
from core.api import Chosen, StrictSerializer


def _who_may_join(context):
    """Of the case, or of the project's case: whichever row the action is on."""
    return permissions.joint_team_of(getattr(context["row"], "application", context["row"]))


class TeamSerializer(StrictSerializer):
    members = serializers.ListField(child=Chosen(_who_may_join, "username"), min_length=1, max_length=20)


class FlagMajorSerializer(TeamSerializer):
    reason = serializers.CharField(max_length=300)
    visit_due_on = serializers.DateField()


class LiftMajorSerializer(StrictSerializer):
    reason = serializers.CharField(max_length=300)


class MajorProjectSerializer(serializers.ModelSerializer):
    """A major project with its joint team of today."""

    application = serializers.SlugRelatedField("number", read_only=True)
    flagged_by = serializers.SlugRelatedField("username", read_only=True)
    members = serializers.SerializerMethodField()

    class Meta:
        model = MajorProject
        fields = (
            "uuid",
            "application",
            "reason",
            "visit_due_on",
            "flagged_by",
            "flagged_at",
            "lifted_at",
            "lift_reason",
            "members",
        )
        read_only_fields = fields

    def get_members(self, project) -> list[str]:
        return [member.user.username for member in project.application.team.all() if member.left_at is None]
