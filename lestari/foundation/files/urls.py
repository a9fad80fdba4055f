"""The addresses of files."""

from __future__ import annotations

from django.urls import path

from lestari.foundation.files import views

urlpatterns = [
    path("berkas/sementara/<uuid:original>", views.file_preview, name="file_preview"),
    path("berkas/<uuid:attachment>/<str:size>", views.file, name="file"),
]
