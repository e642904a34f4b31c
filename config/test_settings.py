"""Settings of the tests: the same module, with a private folder that is thrown away and static files unhashed."""

import os
import tempfile

os.environ.setdefault("LOANDESK_VAR", tempfile.mkdtemp(prefix="loandesk-test-"))

from config.settings import *
from config.settings import DATABASES, STORAGES

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Races start real processes on the test database, so it is a file, as in production.
    DATABASES["default"]["TEST"] = {"NAME": f"{os.environ['LOANDESK_VAR']}/test.sqlite3"}
else:
    # A pool keeps connections open that would stop the test database from being dropped.
    DATABASES["default"]["OPTIONS"].pop("pool", None)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
REST_FRAMEWORK = {**REST_FRAMEWORK, "DEFAULT_THROTTLE_RATES": {"user": None}}
# Every client of a test starts the middleware anew; it need not read all static files each time.
WHITENOISE_AUTOREFRESH = True
