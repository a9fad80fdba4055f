"""/api/v1: one operation for each action of each room, and the reads beside them (OpenAPI 3.1)."""

from __future__ import annotations

from typing import Any

from django.urls import re_path
from django.views.decorators.csrf import csrf_exempt

from lestari.surface.api.operations import API
from lestari.surface.api.refusals import unknown_address, with_words

app_name = "api"
urlpatterns: list[Any] = API.urls[0]
for _operation in urlpatterns:
    _operation.callback = with_words(_operation.callback)
urlpatterns.append(re_path("", csrf_exempt(unknown_address), name="unknown"))
