from django.apps import AppConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate


def _make_cache_table(**_kwargs) -> None:
    call_command("createcachetable", verbosity=0)


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from core import attachments, checks, parameters  # noqa: F401

        post_migrate.connect(parameters.install, sender=self)
        post_migrate.connect(_make_cache_table, sender=self)
