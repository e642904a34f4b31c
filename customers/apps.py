from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "customers"

    def ready(self) -> None:
        from core import display
        from customers import emails, labels, parameters, providers, screening, services  # noqa: F401
        from customers.models import LenderTie, Screening
        from customers.querysets import VISIBLE_THROUGH

        display.register_labels(providers.LABELS)
        labels.register()
        VISIBLE_THROUGH.append(lambda user: [LenderTie.objects.for_risk(user), Screening.objects.hits_for_risk(user)])
        providers.ROOMS.append(providers.Room("alike", providers.ALIKE_LABEL, "customers:alike", 80))
        providers.ROOMS.append(providers.Room("ownership", providers.OWNERSHIP_LABEL, "customers:ownership", 85))
        display.register_labels(screening.LABELS)
        providers.NOTICES.append(screening.hit_notices)
        display.register_labels(labels.TRAIL)
        display.register_labels(labels.REVEALED)
        providers.ROOMS.append(providers.Room("file", labels.ROOM, "customers:file", 20))
        providers.NOTICES.append(services.notices)
        providers.NOTICES.append(services.notices_of_value)
        providers.register_week()
