"""What the API says and asks about customers; personal data leaves masked (S32)."""

from customers.serializers.files import (
    ChangeSerializer,
    CompanySerializer,
    ContactSerializer,
    CustomerSerializer,
    DetailsSerializer,
    PersonSerializer,
    RegisterSerializer,
)
from customers.serializers.statements import SaveStatementSerializer, StatementSerializer

__all__ = [
    "ChangeSerializer",
    "CompanySerializer",
    "ContactSerializer",
    "CustomerSerializer",
    "DetailsSerializer",
    "PersonSerializer",
    "RegisterSerializer",
    "SaveStatementSerializer",
    "StatementSerializer",
]
