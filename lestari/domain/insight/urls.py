"""The addresses of the insight room."""

from __future__ import annotations

from django.urls import path

from lestari.domain.insight import views

urlpatterns = [
    path("capaian", views.achievements, name="achievements"),
    path("capaian/<str:key>.csv", views.figure_file, {"ending": "csv"}, name="figure-csv"),
    path("capaian/<str:key>.xlsx", views.figure_file, {"ending": "xlsx"}, name="figure-xlsx"),
    path("capaian/<str:key>", views.figure, name="figure"),
    path("corong", views.funnel_page, name="funnel"),
    path("corong.csv", views.funnel_file, {"ending": "csv"}, name="funnel-csv"),
    path("corong.xlsx", views.funnel_file, {"ending": "xlsx"}, name="funnel-xlsx"),
]
