"""The addresses of the knowledge room."""

from __future__ import annotations

from django.urls import path

from lestari.domain.knowledge import exports, views

urlpatterns = [
    path("katalog", views.catalogue, name="catalogue"),
    path("katalog.<ending:ending>", exports.catalogue_file, name="catalogue-file"),
    path("inovasi/<str:code>", views.innovation, name="innovation"),
    path("inovasi/<str:code>/<slug:verb>", views.innovation_action, name="innovation-action"),
    path("ide", views.ideas, name="ideas"),
    path("ide.<ending:ending>", exports.ideas_file, name="ideas-file"),
    path("ide/baru", views.idea_new, name="idea-new"),
    path("ide/<str:code>", views.idea, name="idea"),
    path("ide/<str:code>/<slug:verb>", views.idea_action, name="idea-action"),
    path("dokumen", views.documents, name="documents"),
    path("dokumen.<ending:ending>", exports.documents_file, name="documents-file"),
    path("dokumen/<str:code>", views.document, name="document"),
    path("dokumen/<str:code>/<slug:verb>", views.document_action, name="document-action"),
]
