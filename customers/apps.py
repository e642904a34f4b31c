from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "customers"

    def ready(self) -> None:
        from core import display
        from customers import labels, parameters, providers, services  # noqa: F401

        display.register_labels(providers.LABELS)
        display.register_labels(labels.TRAIL)
        display.register_labels(labels.REVEALED)
        providers.ROOMS.append(providers.Room("file", labels.ROOM, "customers:file", 20))
        providers.NOTICES.append(services.notices)
