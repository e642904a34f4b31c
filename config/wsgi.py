"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from core.memory import settle, with_room

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = with_room(get_wsgi_application())

from config.accounts import refuse_demo_accounts  # noqa: E402 - models can be asked only now

refuse_demo_accounts()
# The pages too are loaded before the first request.
get_resolver().url_patterns  # noqa: B018 - reading it imports them
settle()
