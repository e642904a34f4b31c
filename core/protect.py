"""What the database itself does: it refuses changes to rows that may only be added, and finds parts of names.

The one module of vendor SQL here.
"""

from hashlib import sha256

from django.db import connection

CHAIN_LOCK = 7_200_114
PROTECTED: dict[str, str] = {}

SQLITE = """
CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;
CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;
CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;
"""
POSTGRES = """
CREATE OR REPLACE FUNCTION loandesk_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION loandesk_append_only();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION loandesk_append_only();
"""
GRAMS = """
CREATE OR REPLACE FUNCTION loandesk_grams(word text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1000 AS
$$ SELECT coalesce(array_agg(DISTINCT substr(word, place, size)), '{{}}'::text[])
FROM generate_series(1, length(word)) place, generate_series(1, 2) size WHERE place + size - 1 <= length(word) $$;
CREATE INDEX {table}_{column}_grams ON {table} USING gin (loandesk_grams({column}));
"""


def index_grams(table: str, column: str):
    """A migration step: the index behind the lookup `holds`, on PostgreSQL only. It needs no extension and no superuser."""

    def build(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(GRAMS.format(table=table, column=column), None)

    return build


def append_only(table: str, key: str = "id"):
    """A migration step that closes `table` to UPDATE, DELETE, TRUNCATE and, on SQLite, INSERT OR REPLACE."""

    def close(apps, schema_editor):
        PROTECTED[table] = key
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(POSTGRES.format(table=table), None)
            return
        for statement in SQLITE.format(table=table, key=key).split("END;"):
            if statement.strip():
                schema_editor.execute(f"{statement} END;", None)

    return close


def reopen(table: str) -> list[str]:
    """The statements that take the protection off again, for this database; migrations and test clean-up only."""
    if connection.vendor == "postgresql":
        return [f"DROP TRIGGER {table}_append_only ON {table}", f"DROP TRIGGER {table}_no_truncate ON {table}"]
    return [f"DROP TRIGGER {table}_{name}" for name in ("no_update", "no_delete", "no_replace")]


def lock_chain() -> None:
    """Hold the audit chain until the transaction ends."""
    _lock(CHAIN_LOCK)


def lock_name(name: str) -> None:
    """Hold a name until the transaction ends, for what no row stands for yet; several are taken in their order."""
    _lock(int.from_bytes(sha256(name.encode()).digest()[:8], signed=True))


def _lock(key: int) -> None:
    """An advisory lock of PostgreSQL. SQLite's IMMEDIATE transaction is that lock already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
