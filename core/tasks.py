"""Doors for the clock and for Celery; the rows are the jobs."""

from celery import shared_task

from core import documents, outbox


@shared_task(ignore_result=True)
def render_documents_due() -> int:
    """Set the documents that wait."""
    return documents.render_due()


@shared_task(ignore_result=True)
def send_mail_due() -> int:
    """Send what the outbox holds."""
    return outbox.send_due()
