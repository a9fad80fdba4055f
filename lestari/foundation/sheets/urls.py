"""The addresses of the sheets."""

from __future__ import annotations

from django.urls import path

from lestari.foundation.sheets import views

urlpatterns = [
    path("lembar", views.sheets, name="sheets"),
    path("lembar.<ending:ending>", views.sheets_file, name="sheets-file"),
    path("lembar/kirim", views.send, name="sheet-send"),
    path("lembar/kosong/<str:kind>", views.empty, name="sheet-empty"),
    path("lembar/<uuid:pk>", views.sheet, name="sheet"),
    path("lembar/<uuid:pk>/kolom", views.layout, name="sheet-layout"),
    path("lembar/<uuid:pk>/terapkan", views.apply, name="sheet-apply"),
    path("lembar/<uuid:pk>/urungkan", views.undo, name="sheet-undo"),
    path("lembar/<uuid:pk>/ditolak", views.refused, name="sheet-refused"),
]
