"""Model fields: text that is sealed in the database, its blind index, and money."""

import json
from collections.abc import Callable
from typing import Any

from django.db import models
from django.db.models import lookups
from django.db.models.query_utils import DeferredAttribute
from django.utils.functional import Promise

from core import display, sealing


class Token(str):
    """A sealed value as it stands in the database."""

    __slots__ = ()


class _Opened(DeferredAttribute):
    """Opens the token at the first reading, so that lists that do not show a field never decrypt it."""

    def __get__(self, instance, cls=None):
        value = super().__get__(instance, cls)
        if isinstance(value, Token):
            value = sealing.unseal(value, self.field.bound_to(instance))
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance, value):
        # With a setter this is a data descriptor, so that Python asks it before the instance's own dictionary.
        instance.__dict__[self.field.attname] = value


class SealedTextField(models.TextField):
    """Text kept as an AES-GCM token bound to the row's `uuid`; written by `save` and `bulk_create` only."""

    descriptor_class = _Opened

    def bound_to(self, instance: models.Model) -> str:
        return f"{self.model._meta.label_lower}.{self.name}:{instance.uuid}"

    def from_db_value(self, value, expression, connection):
        return Token(value) if value else value

    def pre_save(self, model_instance, add):
        value = model_instance.__dict__.get(self.attname)
        if not value or isinstance(value, Token):
            return value
        return Token(sealing.seal(value, self.bound_to(model_instance)))

    def get_prep_value(self, value: Any):
        if value and not isinstance(value, Token):
            raise TypeError(f"{self.name} is sealed: it is searched by its blind index and never written by update().")
        return value


class BlindIndexField(models.CharField):
    """The keyed hash of another field, kept in step at every save. Find by `blind_index(value, "label.field")`.

    `folded_by` puts the value into the form in which it is compared; whoever searches does the same.
    """

    def __init__(self, source: str = "", folded_by: Callable[[str], str] | None = None, **kwargs):
        self.source, self.folded_by = source, folded_by
        kwargs.setdefault("max_length", 64)
        kwargs.setdefault("editable", False)
        kwargs.setdefault("blank", True)
        super().__init__(**kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        folded = {"folded_by": self.folded_by} if self.folded_by else {}
        return name, path, args, {**kwargs, **folded, "source": self.source}

    def index_name(self) -> str:
        return f"{self.model._meta.label_lower}.{self.source}"

    def pre_save(self, model_instance, add):
        clear = getattr(model_instance, self.source) or ""
        value = sealing.blind_index(self.folded_by(clear) if self.folded_by else clear, self.index_name())
        if not value and self.null:
            value = None
        setattr(model_instance, self.attname, value)
        return value


class PartField(models.CharField):
    """What of another, sealed field may stand in clear, kept in step at every save: `part` takes it out of the whole."""

    def __init__(self, source: str = "", part: Callable[[str], str] = str, **kwargs):
        self.source, self.part = source, part
        kwargs.setdefault("editable", False)
        kwargs.setdefault("blank", True)
        super().__init__(**kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "source": self.source, "part": self.part}

    def pre_save(self, model_instance, add):
        value = self.part(getattr(model_instance, self.source) or "")
        setattr(model_instance, self.attname, value)
        return value


class Kept(str):
    """Words of the house as they stand in the database: what was said, with its places, not yet in any language."""

    __slots__ = ()


class _Reread(DeferredAttribute):
    """Gives words of the house in the language of whoever reads, what a person wrote as it is."""

    def __get__(self, instance, cls=None):
        value = super().__get__(instance, cls)
        if isinstance(value, Kept):
            return display.reread(json.loads(value[1:]))
        return str(value) if isinstance(value, Promise | display.Sentence) else value

    def __set__(self, instance, value):
        instance.__dict__[self.field.attname] = value


class WordsField(models.CharField):
    """A line that a person wrote, or that the house says: lazy words (`display.Sentence` with places) are kept as such.

    They begin with a control sign, which no typed text holds (`core.text`), so that nothing typed is ever taken for them.
    """

    SIGN = "\x02"
    descriptor_class = _Reread
    _pyi_private_set_type: Any  # for the type checker: lazy words as well as text

    def from_db_value(self, value, expression, connection):
        return Kept(value) if value and value.startswith(self.SIGN) else value

    def pre_save(self, model_instance, add):
        return model_instance.__dict__.get(self.attname)

    def get_prep_value(self, value: Any):
        if isinstance(value, Promise | display.Sentence):
            return self.SIGN + json.dumps(display.kept(value), ensure_ascii=False)
        if isinstance(value, Kept):
            return str(value)
        text = super().get_prep_value(value)
        return text.replace(self.SIGN, "") if text else text


class MoneyField(models.DecimalField):
    """Yuan (or the row's currency) with two decimals, up to 999,999,999,999.99."""

    def __init__(self, **kwargs):
        kwargs.setdefault("max_digits", 14)
        kwargs.setdefault("decimal_places", 2)
        super().__init__(**kwargs)


@models.CharField.register_lookup
class Holds(lookups.Contains):
    """`contains` that finds its rows by an index of one and two characters (`core.protect.index_grams`) on PostgreSQL.

    Trigrams would not do: most Chinese words one searches for have two characters. SQLite reads the column through.
    """

    lookup_name = "holds"

    def as_sql(self, compiler, connection):
        return lookups.Contains(self.lhs, self.rhs).as_sql(compiler, connection)

    def as_postgresql(self, compiler, connection):
        plain, params = self.as_sql(compiler, connection)
        column, column_params = self.process_lhs(compiler, connection)
        sought = str(self.rhs)[:40]
        grams = sorted({sought[place : place + 2] for place in range(max(len(sought) - 1, 1))})
        return f"(loandesk_grams({column}) @> %s::text[] AND {plain})", [*column_params, grams, *params]


class Keys(models.Aggregate):
    """The numeric keys of all rows as one text, `1,2,3`, which `among` takes as it is; None of no row.

    For what is asked of the same rows by several queries, when finding them is the work.
    """

    function, output_field = "GROUP_CONCAT", models.TextField()

    def as_postgresql(self, compiler, connection):
        return self.as_sql(compiler, connection, template="STRING_AGG((%(expressions)s)::text, ',')")


@models.BigAutoField.register_lookup
class Among(models.Lookup):
    """`in` for the text of `Keys`: one parameter however many there are, of which the program reads none."""

    lookup_name, prepare_rhs = "among", False

    def as_sql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        return f"{column} IN (SELECT value FROM json_each(%s))", [*params, f"[{self.rhs}]"]  # noqa: S608 - of Django

    def as_postgresql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(string_to_array(%s, ',')::bigint[])", [*params, self.rhs]
