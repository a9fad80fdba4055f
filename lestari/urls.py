"""The addresses of the whole house: each room brings its own."""

from __future__ import annotations

from django.urls import include, path, register_converter

from lestari.foundation.sheets.writing import Ending

register_converter(Ending, "ending")

urlpatterns = [
    path("", include("lestari.foundation.people.urls")),
    path("", include("lestari.foundation.files.urls")),
    path("", include("lestari.foundation.regions.urls")),
    path("", include("lestari.foundation.sheets.urls")),
    path("", include("lestari.surface.web.urls")),
    path("", include("lestari.domain.knowledge.urls")),
    path("", include("lestari.domain.commitments.urls")),
    path("", include("lestari.domain.budgets.urls")),
    path("", include("lestari.domain.bursa.urls")),
    path("", include("lestari.domain.insight.urls")),
    path("api/v1/", include("lestari.surface.api.urls")),
]
handler400 = "lestari.surface.web.errors.bad_request"
handler403 = "lestari.surface.web.errors.forbidden"
handler404 = "lestari.surface.web.errors.not_found"
handler500 = "lestari.surface.web.errors.broken"
