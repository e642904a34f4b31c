"""Which services a route can call, read from the code that its view runs: names, closures, tables and helpers."""

import dataclasses
import inspect
import types
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.urls import URLPattern, get_resolver

from core import service
from core.api import Act
from tests.architecture.reading import APPS

OURS = (*APPS, "config")
# What stands between a route and the services; of `services` only what seals a file before it calls one.
FOLLOWED = {"views", "api", "forms", "serializers", "services"}


def is_service(thing: Any) -> bool:
    code = getattr(thing, "__code__", None)
    return code is not None and code.co_filename == service.__file__ and hasattr(thing, "__wrapped__")


def is_followed(thing: Any) -> bool:
    """Code of ours that stands on the way from a route to a service."""
    parts = (getattr(thing, "__module__", "") or "").split(".")
    return len(parts) > 1 and parts[0] in OURS and parts[1] in FOLLOWED


def names_of(code: types.CodeType) -> Iterator[str]:
    """Every global or attribute that a function names, inner functions included."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from names_of(constant)


def named_by(function: types.FunctionType) -> Iterator[Any]:
    """What the names of a function stand for; an attribute of one of our modules is looked up in it."""
    names = list(names_of(function.__code__))
    known = [function.__globals__[name] for name in names if name in function.__globals__]
    yield from known
    for module in known:
        if isinstance(module, types.ModuleType) and module.__name__.split(".")[0] in OURS:
            yield from (getattr(module, name) for name in names if hasattr(module, name))
    for cell in function.__closure__ or ():
        try:
            yield cell.cell_contents
        except ValueError:  # a name that is bound later
            continue


def next_to(thing: Any) -> Iterator[Any]:
    """Where one may come from a piece of code or a table in one step."""
    if isinstance(thing, types.MethodType):
        yield thing.__func__
        yield thing.__self__
    elif isinstance(thing, types.FunctionType):
        if hasattr(thing, "__wrapped__"):
            yield thing.__wrapped__
        yield from named_by(thing)
    elif isinstance(thing, type):
        yield from vars(thing).values()
    elif isinstance(thing, Act) or (dataclasses.is_dataclass(thing) and is_ours(type(thing))):
        yield from (getattr(thing, field.name) for field in dataclasses.fields(thing))
        yield type(thing)
    elif isinstance(thing, dict):
        yield from thing.values()
    elif isinstance(thing, list | tuple | set | frozenset):
        yield from thing


def is_ours(kind: type) -> bool:
    return kind.__module__.split(".")[0] in OURS


def is_worth_a_look(thing: Any) -> bool:
    if isinstance(thing, types.FunctionType | type):
        # A decorator of Django's or of the framework's carries our view in its closure.
        return is_followed(thing) or (isinstance(thing, types.FunctionType) and bool(thing.__closure__))
    return isinstance(thing, types.MethodType | dict | list | tuple | set | frozenset) or dataclasses.is_dataclass(
        thing
    )


def services_of(start: Any) -> frozenset[str]:
    """The services that code can come to, as `app.service`, without following the services themselves."""
    found, seen, waiting = set(), set(), [start]
    while waiting:
        thing = waiting.pop()
        if id(thing) in seen:
            continue
        seen.add(id(thing))
        if is_service(thing):
            found.add(f"{thing.__module__.split('.')[0]}.{thing.__name__}")
        elif is_worth_a_look(thing):
            waiting.extend(next_to(thing))
    return frozenset(found)


@cache
def reached() -> dict[str, frozenset[str]]:
    """Each route of the house with the services it can call."""
    return {name: services_of(view) for name, view in views()}


def views(resolver=None, space: str = "") -> Iterator[tuple[str, Any]]:
    for entry in (resolver or get_resolver()).url_patterns:
        if not isinstance(entry, URLPattern):
            yield from views(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
            continue
        actions = getattr(entry.callback, "actions", None)
        if actions is None:
            yield f"{space}{entry.name or entry.pattern}", entry.callback
        else:
            yield f"{space}{entry.name}", list(methods_of(entry.callback.cls, actions.values()))


def methods_of(view_set: type, names) -> Iterator[Any]:
    """The methods of a view set that answer a route, and the tables of ours that they take from its class."""
    for name in names:
        method = getattr(view_set, name)
        yield method
        for named in names_of(method.__code__):
            told = getattr(view_set, named, None)
            if dataclasses.is_dataclass(told) and is_ours(type(told)):
                yield told


def not_asked(act: Act) -> set[str]:
    """The parameters of a service that its API action does not take from the client under their own name."""
    wants = inspect.signature(inspect.unwrap(act.service)).parameters.values()
    named = {each.name for each in wants if each.kind != inspect.Parameter.VAR_KEYWORD}
    return named - {field.source for field in act.asks().fields.values()} - {act.target, "by"}


def acts() -> Iterator[tuple[str, Act]]:
    """Every API action that calls one service, with its route."""
    for name, view in views():
        for method in view if isinstance(view, list) else []:
            bound = inspect.getclosurevars(method).nonlocals if isinstance(method, types.FunctionType) else {}
            for value in bound.values():
                if isinstance(value, Act):
                    yield name, value
