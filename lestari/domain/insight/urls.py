"""The addresses of the insight room."""

from __future__ import annotations

from django.urls import path

from lestari.domain.insight import views

urlpatterns = [
    path("capaian", views.achievements, name="achievements"),
    path("capaian/<str:key>.csv", views.figure_csv, name="figure-csv"),
    path("capaian/<str:key>", views.figure, name="figure"),
    path("corong", views.funnel_page, name="funnel"),
    path("corong.csv", views.funnel_csv, name="funnel-csv"),
]
