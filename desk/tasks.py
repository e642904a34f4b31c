"""The clock's door for Celery; `manage.py tick` opens the same one."""

from celery import shared_task

from desk import services


@shared_task(ignore_result=True)
def tick() -> None:
    """Everything the clock does now."""
    services.tick()
