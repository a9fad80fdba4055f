"""The one place where the rooms are put together at start."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The web surface; the last app to be ready installs the rooms."""

    name = "lestari.surface.web"

    def ready(self) -> None:
        """Install the rooms once every model is there."""
        from lestari.foundation.rooms import install  # noqa: PLC0415 - models exist only now
        from lestari.surface.rooms import ROOMS  # noqa: PLC0415 - models exist only now

        install(ROOMS)
