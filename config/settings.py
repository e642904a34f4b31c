"""One settings module for both profiles: embedded by default, production when the environment says so."""

import os
from datetime import timedelta

import structlog
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config import env

BASE_DIR = env.BASE_DIR
VAR_DIR = env.VAR_DIR
PROFILE = os.environ.get("LOANDESK_PROFILE", "embedded")


if PROFILE not in {"embedded", "production"}:
    raise ImproperlyConfigured("LOANDESK_PROFILE is either embedded or production.")


IS_EMBEDDED = PROFILE == "embedded"
DEBUG = False
_keys = env.embedded_keys() if IS_EMBEDDED else {}


def _key(name: str) -> str:
    value = os.environ.get(name) or _keys.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"{name} is missing: production takes every key from the environment.")
    return value


def _own(name: str, demo: str) -> str:
    """What letters and contracts say of the lender: nobody may be told to pay into the demo's account."""
    value = os.environ.get(name, "").strip() or (demo if IS_EMBEDDED else "")
    if not value:
        raise ImproperlyConfigured(f"{name} is missing: contracts and letters to borrowers name it.")
    return value


SECRET_KEY = _key("SECRET_KEY")
FIELD_KEYS = _key("FIELD_KEYS")
INDEX_KEY = _key("INDEX_KEY")
AUDIT_KEY = _key("AUDIT_KEY")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost,testserver" if IS_EMBEDDED else "")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")


if not IS_EMBEDDED and (not ALLOWED_HOSTS or any("*" in host for host in ALLOWED_HOSTS)):
    raise ImproperlyConfigured("ALLOWED_HOSTS must name this server's hosts; * is refused.")


if not IS_EMBEDDED and len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY needs at least 50 characters.")


INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "csp",
    "django_filters",
    "django_htmx",
    "django_structlog",
    "django_tables2",
    "drf_spectacular",
    "rest_framework",
    "core",
    "staff",
    "customers",
    "applications",
    "collateral",
    "underwriting",
    "contracts",
    "servicing",
    "investors",
    "desk",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.LogMiddleware",
    "config.middleware.HeadMiddleware",
    "config.middleware.HeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.SessionLimitMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.middleware.WayBackMiddleware",
    "config.middleware.PlainTextMiddleware",
    "config.middleware.DomainErrorMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "desk.providers.shell",
            ],
        },
    }
]
FORM_RENDERER = "core.forms.DeskRenderer"
DATABASES = {"default": env.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# SQLite leaves out the columns that an index carries along for PostgreSQL, and answers the same.
SILENCED_SYSTEM_CHECKS = ["models.W040"]
REDIS_URL = os.environ.get("REDIS_URL", "")
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "core_cache"}
    )
}
AUTH_USER_MODEL = "staff.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/login/"
ACCOUNT_ADAPTER = "config.accounts.Adapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/login/"
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "20/15m/ip,5/15m/key"}
ACCOUNT_SESSION_REMEMBER = False

# Who asks is read from X-Forwarded-For only behind so many proxies of our own.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXY_COUNT", "0"))
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = int(timedelta(hours=10).total_seconds())
SESSION_IDLE = timedelta(minutes=30)
SESSION_ABSOLUTE = timedelta(hours=10)
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "desk.views.csrf_failed"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"


if not IS_EMBEDDED:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True


CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
    }
}
LANGUAGE_CODE = "zh-hant"
LANGUAGES = [("zh-hant", _("Traditional Chinese")), ("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("LOANDESK_TIME_ZONE", "Asia/Shanghai")
BUSINESS_CALENDAR = os.environ.get("LOANDESK_CALENDAR", "CN")
CURRENCY = os.environ.get("LOANDESK_CURRENCY", "CNY")
LENDER = {
    "name": _own("LOANDESK_LENDER", "啟衡小額貸款有限公司"),
    "phone": _own("LOANDESK_LENDER_PHONE", "0769-0000 1200"),
    "account": _own("LOANDESK_LENDER_ACCOUNT", "啟衡小額貸款有限公司 6222 0000 0000 1200"),
}
USE_THOUSAND_SEPARATOR = False
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "files", "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000


for _name, _value in env.mail().items():
    globals()[_name] = _value


DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "loans@loandesk.example")
MAIL_DOMAIN = DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "core.api.answer_error",
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.UserRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"user": "600/minute"},
    "COERCE_DECIMAL_TO_STRING": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Loandesk",
    "VERSION": "1",
    "DEFAULT_GENERATOR_CLASS": "config.schema.OnceGenerator",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "ENUM_NAME_OVERRIDES": {
        "ApplicationStatusEnum": "applications.states.Status",
        "DeclineCodeEnum": "applications.models.applications.DeclineCode",
        "RepaymentMethodEnum": "applications.models.RepaymentMethod",
        "CustomerKindEnum": "customers.models.CustomerKind",
        "FileRequestKindEnum": "customers.models.RequestKind",
        "TerritoryKindEnum": "customers.models.TerritoryKind",
        "OwnershipCauseEnum": "customers.models.OwnershipCause",
        "StaffGradeEnum": "staff.roles.Grade",
        "ValueGradeEnum": "customers.models.ValueGrade",
        "GradeFilterEnum": "customers.filters.GRADES",
        "ReviewCauseEnum": "customers.models.ReviewCause",
        "ConsentKindEnum": "customers.models.ConsentKind",
        "DebtKindEnum": "customers.models.DebtKind",
        "RecordKindEnum": "customers.models.RecordKind",
        "WorstStatusEnum": "customers.models.WorstStatus",
        "ScreeningSourceEnum": "customers.models.Source",
        "FindingSourceEnum": "underwriting.models.Source",
        "MarkKindEnum": "customers.models.MarkKind",
        "VisitKindEnum": "customers.models.VisitKind",
        "ContactKindEnum": "customers.models.ContactKind",
        "ExclusionKindEnum": "applications.models.ExclusionKind",
        "PartyRoleEnum": "applications.models.PartyRole",
        "EligibilityRuleEnum": "applications.labels.RULE_CHOICES",
        "SecurityKindEnum": "applications.models.SecurityKind",
        "CollateralKindEnum": "collateral.models.CollateralKind",
        "ConditionKindEnum": "underwriting.models.ConditionKind",
        "RelationKindEnum": "customers.models.RelationKind",
        "RelationSourceEnum": "customers.models.RelationSource",
        "TieKindEnum": "customers.models.TieKind",
        "LenderTieStatusEnum": "customers.states.LenderTieStatus",
        "OutcomeEnum": "underwriting.models.Outcome",
    },
}
DJANGO_TABLES2_TEMPLATE = "django_tables2/desk.html"
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": structlog.stdlib.ProcessorFormatter, "processor": structlog.processors.JSONRenderer()},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING" if IS_EMBEDDED else "INFO")},
}


structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.filter_by_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.format_exc_info,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
