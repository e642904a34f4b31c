from django.apps import AppConfig


class UnderwritingConfig(AppConfig):
    name = "underwriting"

    def ready(self) -> None:
        # The services tell the printing machinery what follows once a report stands sealed.
        from underwriting import labels, parameters, providers  # noqa: F401
        from underwriting.services import report  # noqa: F401

        labels.register()
        providers.register()
