"""The addresses of the regions room; the pages of a region are the surface's."""

from __future__ import annotations

from django.urls import path

from lestari.foundation.regions import views

urlpatterns = [
    path("wilayah/cari", views.suggest, name="region-suggest"),
    path("wilayah/pilih", views.browse, name="region-browse"),
]
