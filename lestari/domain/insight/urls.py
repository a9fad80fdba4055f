"""The addresses of the insight room."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
