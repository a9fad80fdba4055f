"""/api/v1: one operation for each action of each room, and the reads beside them (OpenAPI 3.1)."""

from __future__ import annotations

from lestari.surface.api.operations import API

urlpatterns = API.urls[0]
app_name = "api"
