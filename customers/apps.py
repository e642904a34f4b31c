from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "customers"

    def ready(self) -> None:
        from core import display
        from customers import parameters, providers  # noqa: F401

        display.register_labels(providers.LABELS)
        providers.register_week()
