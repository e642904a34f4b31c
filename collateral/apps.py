from django.apps import AppConfig


class CollateralConfig(AppConfig):
    name = "collateral"

    def ready(self) -> None:
        from collateral import labels, parameters, providers  # noqa: F401

        labels.register()
        providers.register()
