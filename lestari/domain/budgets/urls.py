"""The addresses of the budgets room."""

from __future__ import annotations

from django.urls import path

from lestari.domain.budgets import exports, views

urlpatterns = [
    path("anggaran/baru", views.budget_new, name="budget-new"),
    path("anggaran/dokumen/<str:code>.<ending:ending>", exports.document_file, name="budget-document-file"),
    path("anggaran/dokumen/<str:code>", views.document, name="budget-document"),
    path("anggaran/dokumen/<str:code>/<slug:verb>", views.budget_action, name="budget-action"),
    path("anggaran/<str:code>/<int:year>", views.budget, name="budget"),
    path("anggaran/<str:code>/<int:year>.<ending:ending>", exports.budget_file, name="budget-file"),
    path(
        "anggaran/<str:code>/<int:year>/dokumen.<ending:ending>",
        exports.documents_file,
        name="budget-documents-file",
    ),
]
