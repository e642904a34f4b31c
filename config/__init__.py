"""Settings, paths and the Celery application, which is loaded only where somebody asks for it (0.2 s)."""


def __getattr__(name: str):
    if name == "celery_app":
        from config.celery import app

        return app
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
