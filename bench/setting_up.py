"""Django for a bench module, on the data folder that LESTARI_DATA names."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lestari.settings")
django.setup()
