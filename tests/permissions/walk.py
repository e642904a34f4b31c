"""Every route of the house, from the URL resolver; the API's routers have put theirs into it."""

from collections.abc import Iterator

from django.urls import URLPattern, get_resolver


def routes(resolver=None, space: str = "") -> Iterator[str]:
    """The qualified name of every route; one without a name is given by its pattern, so that it cannot hide."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{space}{entry.name or entry.pattern}"
        else:
            yield from routes(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
