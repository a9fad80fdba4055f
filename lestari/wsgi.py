"""The WSGI entry point, for granian or any other server."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from lestari.foundation.kernel.collector import collector_at_rest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lestari.settings")
with collector_at_rest():  # nothing of what is read now ends
    application = get_wsgi_application()
    get_resolver().url_patterns  # noqa: B018 - the pages are read now, not while the first visitor waits
# What is here stays as long as the process: the collector need not look through it again and again between two answers.
gc.freeze()
