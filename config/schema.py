"""The API's description, read from the routes once per language: it changes only with the code."""

from functools import cache
from typing import Any

from django.utils.translation import get_language
from drf_spectacular.generators import SchemaGenerator


class OnceGenerator(SchemaGenerator):
    """Gives the whole schema; reading some hundred routes takes half a second, which no reader need pay twice."""

    def get_schema(self, request=None, public: bool = False) -> dict[str, Any]:
        return _schema(get_language() or "")


@cache
def _schema(_language: str) -> dict[str, Any]:
    return SchemaGenerator().get_schema(request=None, public=True)
