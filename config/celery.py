"""Celery for the production profile: workers and beat open the same doors as `manage.py tick`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("loandesk")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "clock": {"task": "desk.tasks.tick", "schedule": 30.0, "options": {"expires": 30}},
    "documents": {"task": "core.tasks.render_documents_due", "schedule": 5.0, "options": {"expires": 5}},
    "mail": {"task": "core.tasks.send_mail_due", "schedule": 10.0, "options": {"expires": 10}},
}
