"""Settings, all from the environment; a wrong value stops the start with one clear sentence."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from lestari.folder import data_folder

Network = IPv4Network | IPv6Network
env = environ.Env()
PACKAGE = Path(__file__).resolve().parent


def _data_folder() -> Path:
    """Return the folder of the database, the uploaded originals and what is derived from them, made and tried."""
    folder = data_folder()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        trial = folder / f".trial-{os.getpid()}"
        trial.touch()
        trial.unlink()
    except PermissionError as error:
        raise ImproperlyConfigured(f"LESTARI_DATA: {folder} is not writable for this user.") from error
    except OSError as error:
        raise ImproperlyConfigured(
            f"LESTARI_DATA: {folder} cannot be used as the data folder ({error.strerror})."
        ) from error
    return folder


DATA = _data_folder()
#: Where the daily backups are kept; made by the first of them.
BACKUPS = Path(env.str("LESTARI_BACKUPS", default="") or DATA / "backups").expanduser().absolute()


def _secret_key() -> tuple[str, bool]:
    """Return the key, and whether it is the operator's own; else one kept in the data folder."""
    own = env.str("LESTARI_SECRET_KEY", default="")
    if own:
        if len(own) < 32:  # noqa: PLR2004 - Django's own advice is 50; 32 random characters are enough
            raise ImproperlyConfigured("LESTARI_SECRET_KEY is too short: use at least 32 random characters.")
        return own, True
    path = DATA / "secret-key"
    try:
        if not path.exists():
            draft = path.with_suffix(f".{os.getpid()}")
            draft.touch(mode=0o600)
            draft.write_text(secrets.token_urlsafe(50))
            draft.replace(path)
        return path.read_text().strip(), False
    except OSError as error:
        raise ImproperlyConfigured(f"LESTARI_DATA: {path} cannot be read ({error.strerror}).") from error


def _database() -> dict[str, Any]:
    url = env.str("DATABASE_URL", default="") or f"sqlite:///{DATA / 'lestari.sqlite3'}"
    if urlsplit(url).scheme not in {"sqlite", "postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with sqlite:/// or postgresql://.")
    try:
        config: dict[str, Any] = environ.Env.db_url_config(url)
    except (ValueError, KeyError) as error:
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read: {error}.") from error
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                " PRAGMA cache_size=-8000; PRAGMA mmap_size=67108864"  # what it drops, the system still holds
            ),
        }
    else:
        # Whoever sends a form while the server is away is told so within seconds, not after the pool's half minute.
        pool = {"min_size": 1, "max_size": 4, "timeout": 5}
        config["OPTIONS"] = {**config.get("OPTIONS", {}), "pool": pool}
    return config


SECRET_KEY, OWN_SECRET_KEY = _secret_key()
DEBUG = False
_HOST = re.compile(r"\*|\.?[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?|\[[0-9a-f:.]+\]", re.IGNORECASE)


THIS_MACHINE = ("localhost", "127.0.0.1", "[::1]")


def _hosts() -> list[str]:
    named = [host.strip() for host in env.str("LESTARI_ALLOWED_HOSTS", default="").split(",") if host.strip()]
    for host in named:
        if "/" in host:
            raise ImproperlyConfigured(
                "LESTARI_ALLOWED_HOSTS takes host names, without http:// and without paths."
            )
        if not _HOST.fullmatch(host):
            raise ImproperlyConfigured(
                f"LESTARI_ALLOWED_HOSTS: “{host}” is no host name; write names by comma, without ports."
            )
    return named or list(THIS_MACHINE)


ALLOWED_HOSTS = _hosts()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "lestari.foundation.ledger",
    "lestari.foundation.workflow",
    "lestari.foundation.regions",
    "lestari.foundation.people",
    "lestari.foundation.files",
    "lestari.foundation.duties",
    "lestari.foundation.components",
    "lestari.foundation.sheets",
    "lestari.foundation.safekeeping",
    "lestari.domain.budgets",
    "lestari.domain.knowledge",
    "lestari.domain.commitments",
    "lestari.domain.bursa",
    "lestari.domain.insight",
    "lestari.surface.web",
    "lestari.surface.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "lestari.surface.web.language.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "lestari.foundation.people.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "lestari.surface.web.gate.Gate",
]

ROOT_URLCONF = "lestari.urls"
WSGI_APPLICATION = "lestari.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lestari.surface.web.shell.shell",
            ],
        },
    },
]

DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "lestari.foundation.people.sign_in.NameOrPhoneBackend",
]
LOGIN_URL = "/masuk"
LOGIN_REDIRECT_URL = "/tugas"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

#: How long an invitation link holds, in seconds.
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24 * 7

# A user name alone never locks: that would let anybody keep anybody out. Beside this limit stands one by address alone (people/limits.py).
AXES_HANDLER = "lestari.foundation.people.limits.Limits"
AXES_CLIENT_IP_CALLABLE = "lestari.foundation.people.limits.client_address"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "lestari.foundation.people.limits.locked_out"
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Indonesia"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA / "originals"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
#: The search index of this node: derived from the database, never backed up.
SEARCH = DATA / "search"
#: The largest body of a form without its files, and of a whole upload, in bytes.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "lestari.foundation.files.uploads.LimitedUploadHandler",
]


def proxies(texts: Iterable[str]) -> tuple[Network, ...]:
    """Return the addresses and networks of proxies that are believed when they say whom they serve."""
    try:
        return tuple(ip_network(text.strip(), strict=False) for text in texts if text.strip())
    except ValueError as error:
        raise ImproperlyConfigured(
            "LESTARI_TRUSTED_PROXIES takes addresses and networks by comma, such as 127.0.0.1,10.0.0.0/8."
        ) from error


# HTTPS is the reverse proxy's; the loopback address of a demo has none.
_said = env.str("LESTARI_HTTPS", default="").strip().lower()
if _said not in {"", "true", "false", "1", "0", "yes", "no", "on", "off"}:
    raise ImproperlyConfigured("LESTARI_HTTPS is true or false.")
HTTPS = _said in {"true", "1", "yes", "on"}
TRUSTED_PROXIES = proxies(env.list("LESTARI_TRUSTED_PROXIES", default=[]))
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
CSRF_FAILURE_VIEW = "lestari.surface.web.errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "media-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
