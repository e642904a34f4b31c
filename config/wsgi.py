"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from config.accounts import refuse_demo_accounts  # noqa: E402 - models can be asked only now

refuse_demo_accounts()
