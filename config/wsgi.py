"""The WSGI application that gunicorn serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from config.accounts import refuse_demo_accounts  # noqa: E402 - models can be asked only now

refuse_demo_accounts()
# The pages too are loaded before the first request; all of it stays, so the collector need not walk through it during one.
get_resolver().url_patterns  # noqa: B018 - reading it imports them
gc.collect()
gc.freeze()
