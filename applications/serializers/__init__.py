"""What the API says and asks about applications, one module per subject."""

from applications.serializers.applications import (
    AcceptSerializer,
    AnswerSerializer,
    ApplicationSerializer,
    DraftSerializer,
    OpenSerializer,
    ReturnPointSerializer,
    ReturnSerializer,
)
from applications.serializers.majors import (
    FlagMajorSerializer,
    LiftMajorSerializer,
    MajorProjectSerializer,
    TeamSerializer,
)
from applications.serializers.papers import (
    AddPaperSerializer,
    AssignPageSerializer,
    DecidePaperSerializer,
    FileSerializer,
    LetterGivenSerializer,
    LetterSerializer,
    MovePageSerializer,
    PagesSerializer,
    PaperPageSerializer,
    PaperSerializer,
    PaperVersionSerializer,
    ReceivePaperSerializer,
    VerifyPaperSerializer,
)

__all__ = [
    "AcceptSerializer",
    "AddPaperSerializer",
    "AnswerSerializer",
    "ApplicationSerializer",
    "AssignPageSerializer",
    "DecidePaperSerializer",
    "DraftSerializer",
    "FileSerializer",
    "FlagMajorSerializer",
    "LetterGivenSerializer",
    "LetterSerializer",
    "LiftMajorSerializer",
    "MajorProjectSerializer",
    "MovePageSerializer",
    "OpenSerializer",
    "PagesSerializer",
    "PaperPageSerializer",
    "PaperSerializer",
    "PaperVersionSerializer",
    "ReceivePaperSerializer",
    "ReturnPointSerializer",
    "ReturnSerializer",
    "TeamSerializer",
    "VerifyPaperSerializer",
]
