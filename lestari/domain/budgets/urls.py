"""The addresses of the budgets room."""

from __future__ import annotations

from django.urls import path

from lestari.domain.budgets import views

urlpatterns = [
    path("anggaran/baru", views.budget_new, name="budget-new"),
    path("anggaran/dokumen/<str:code>", views.document, name="budget-document"),
    path("anggaran/dokumen/<str:code>/<slug:verb>", views.budget_action, name="budget-action"),
    path("anggaran/<str:code>/<int:year>", views.budget, name="budget"),
]
