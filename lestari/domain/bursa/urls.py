"""The addresses of the bursa room."""

from __future__ import annotations

from django.urls import path

from lestari.domain.bursa import views

urlpatterns = [
    path("bursa", views.bursas, name="bursas"),
    path("bursa/baru", views.bursa_new, name="bursa-new"),
    path("bursa/<str:code>", views.bursa, name="bursa"),
    path("bursa/<str:code>/menu", views.bursa_menu, name="bursa-menu"),
    path("bursa/<str:code>/<slug:verb>", views.bursa_action, name="bursa-action"),
]
