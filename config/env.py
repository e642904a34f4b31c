"""What the environment says, with the embedded profile's defaults."""

import json
import os
import secrets
from base64 import urlsafe_b64encode
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("LOANDESK_VAR", BASE_DIR / "var"))


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated variable as a list, empty entries dropped."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def embedded_keys() -> dict[str, str]:
    """The embedded profile's own keys, made at first start and kept in the private folder.

    The file is created with O_EXCL: of two processes that start together one writes and the other reads.
    """
    path = VAR_DIR / "keys.json"
    if not path.exists():
        VAR_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = {
            "SECRET_KEY": secrets.token_urlsafe(50),
            "FIELD_KEYS": f"k1:{urlsafe_b64encode(secrets.token_bytes(32)).decode()}",
            "INDEX_KEY": secrets.token_urlsafe(32),
            "AUDIT_KEY": secrets.token_urlsafe(32),
        }
        draft = path.with_name(f"keys.{os.getpid()}.{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(fresh), encoding="utf-8")
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return json.loads(path.read_text(encoding="utf-8"))


def database() -> dict:
    """DATABASE_URL (postgres://user:password@host:port/name) or SQLite in the private folder."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        pragmas = "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": VAR_DIR / "db.sqlite3",
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas},
        }
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": 8},
            # Pages of a table cost about the same in any order on the disks of today, or small sets are read by scans;
            # starting workers or a compiler for one query takes longer than what a page asks for.
            "options": "-c lock_timeout=5s -c statement_timeout=30s -c random_page_cost=1.1"
            " -c max_parallel_workers_per_gather=0 -c jit=off",
        },
    }


def mail() -> dict:
    """EMAIL_URL (smtp://user:password@host:port?tls=1) as Django's settings; empty means files in the private folder."""
    url = os.environ.get("EMAIL_URL", "")
    if not url:
        return {"EMAIL_BACKEND": "core.smtp.FileBackend", "EMAIL_FILE_PATH": VAR_DIR / "mail"}
    parts = urlsplit(url)
    return {
        "EMAIL_BACKEND": "core.smtp.SmtpBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or 25,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": "tls" in parse_qs(parts.query),
        "EMAIL_TIMEOUT": 30,
    }
