"""The settings of the product, with what tests change: a data folder of their own, quick passwords, unhashed static files."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_HERE = Path(__file__).resolve().parent.parent / ".test"
_HERE.mkdir(exist_ok=True)
os.environ["LESTARI_DATA"] = tempfile.mkdtemp(prefix="data-", dir=_HERE)
atexit.register(shutil.rmtree, os.environ["LESTARI_DATA"], ignore_errors=True)
os.environ.setdefault("DATABASE_URL", "")
os.environ.pop("LESTARI_SECRET_KEY", None)
os.environ.pop("LESTARI_ALLOWED_HOSTS", None)
#: Playwright keeps an event loop in the test's thread, in which Django would refuse queries.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

from lestari.settings import *  # noqa: E402, F403 - the environment comes first
from lestari.settings import DATABASES, INSTALLED_APPS, STORAGES  # noqa: E402

INSTALLED_APPS = [*INSTALLED_APPS, "tests.foundation.trial"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
if prepared := os.environ.get(
    "TESTS_PREPARED"
):  # the run of a weakened copy: tables and regions are there already
    DATABASES["default"]["TEST"] = {"NAME": prepared}
_options = DATABASES["default"]["OPTIONS"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # nothing of a test has to outlive a power cut
    _options["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF"
else:  # a copied database is dropped while the pool would hold on to it
    del _options["pool"]
