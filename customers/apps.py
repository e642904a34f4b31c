from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "customers"

    def ready(self) -> None:
        from core import display
        from customers import parameters, providers, screening  # noqa: F401

        display.register_labels(providers.LABELS)
        display.register_labels(screening.LABELS)
        providers.NOTICES.append(screening.hit_notices)
