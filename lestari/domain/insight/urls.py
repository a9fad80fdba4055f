"""The addresses of the insight room."""

from __future__ import annotations

from django.urls import path

from lestari.domain.insight import views

urlpatterns = [
    path("capaian", views.achievements, name="achievements"),
    path("capaian/<str:key>.<ending:ending>", views.figure_file, name="figure-file"),
    path("capaian/<str:key>", views.figure, name="figure"),
    path("corong", views.funnel_page, name="funnel"),
    path("corong.<ending:ending>", views.funnel_file, name="funnel-file"),
]
