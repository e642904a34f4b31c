from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "applications"

    def ready(self) -> None:
        from applications import papers, parameters, providers  # noqa: F401

        providers.register_own()
        papers.register()
