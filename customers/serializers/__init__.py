"""What the API says and asks about customers; personal data leaves masked (S32)."""

from customers.serializers.files import (
    ChangeSerializer,
    CompanySerializer,
    CustomerSerializer,
    DetailsSerializer,
    PersonSerializer,
    RegisterSerializer,
    RevealSerializer,
)
from customers.serializers.relations import (
    AddRelationSerializer,
    EndRelationSerializer,
    GroupSerializer,
    LenderTieSerializer,
    OwnershipSerializer,
    RaiseTieSerializer,
    RelationSerializer,
    RuleTieSerializer,
)
from customers.serializers.statements import SaveStatementSerializer, StatementSerializer

__all__ = [
    "AddRelationSerializer",
    "ChangeSerializer",
    "CompanySerializer",
    "CustomerSerializer",
    "DetailsSerializer",
    "EndRelationSerializer",
    "GroupSerializer",
    "LenderTieSerializer",
    "OwnershipSerializer",
    "PersonSerializer",
    "RaiseTieSerializer",
    "RegisterSerializer",
    "RelationSerializer",
    "RevealSerializer",
    "RuleTieSerializer",
    "SaveStatementSerializer",
    "StatementSerializer",
]
