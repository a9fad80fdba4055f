"""The addresses of the bursa room."""

from __future__ import annotations

from django.urls import path

from lestari.domain.bursa import exports, views

urlpatterns = [
    path("bursa", views.bursas, name="bursas"),
    path("bursa.<ending:ending>", exports.bursas_file, name="bursas-file"),
    path("bursa/baru", views.bursa_new, name="bursa-new"),
    path("bursa/<str:code>", views.bursa, name="bursa"),
    path("bursa/<str:code>/rekap.<ending:ending>", exports.recap_file, name="bursa-recap-file"),
    path("bursa/<str:code>/kartu.<ending:ending>", exports.cards_file, name="bursa-cards-file"),
    path("bursa/<str:code>/menu", views.bursa_menu, name="bursa-menu"),
    path("bursa/<str:code>/menu.<ending:ending>", exports.menu_file, name="bursa-menu-file"),
    path("bursa/<str:code>/<slug:verb>", views.bursa_action, name="bursa-action"),
]
