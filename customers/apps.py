from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "customers"

    def ready(self) -> None:
        from core import display
        from customers import parameters, providers  # noqa: F401

        display.register_labels(providers.LABELS)
        providers.ROOMS.append(providers.Room("alike", providers.ALIKE_LABEL, "customers:alike", 80))
        providers.ROOMS.append(providers.Room("ownership", providers.OWNERSHIP_LABEL, "customers:ownership", 85))
