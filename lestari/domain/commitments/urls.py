"""The addresses of the commitments room."""

from __future__ import annotations

from django.urls import path

from lestari.domain.commitments import views

urlpatterns = [
    path("komitmen", views.commitments, name="commitments"),
    path("komitmen.<ending:ending>", views.commitments_file, name="commitments-file"),
    path("komitmen/baru", views.commitment_new, name="commitment-new"),
    path("komitmen/<str:code>", views.commitment, name="commitment"),
    path("komitmen/<str:code>/<slug:verb>", views.commitment_action, name="commitment-action"),
]
