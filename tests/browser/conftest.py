"""A real Chromium in front of a real server, whose database is this test's own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from lestari.foundation.people.models import User
from lestari.foundation.people.roles import ADMINISTRATOR
from lestari.foundation.people.sign_in import BACKEND
from tests.databases import OwnDatabase
from tests.world import People, World

PHONE, DESK = 360, 1280
SIZES: dict[int, ViewportSize] = {
    PHONE: {"width": PHONE, "height": 740},
    DESK: {"width": DESK, "height": 900},
}
_QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
)  # fmt: skip
#: Only the lines leave the browser: all that axe finds in order would be megabytes.
_FAULTS = """axe.run({ resultTypes: ["violations"] }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`)))"""


class Live:
    """The served site: its address, its regions and people, and pages of it in the browser."""

    def __init__(self, url: str, browser: Browser) -> None:
        self.url = url
        self.regions = World()
        self.people = People(self.regions)
        self._browser = browser

    def page(self, user: User | None = None, *, width: int = DESK, javascript: bool = True) -> Page:
        """Open the browser as this person (nobody: signed out), on a phone or at a desk, with or without JavaScript."""
        context = self._browser.new_context(
            base_url=self.url,
            viewport=SIZES[width],
            java_script_enabled=javascript,
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        if user is not None:
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": _session_of(user), "url": self.url}]
            )
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"the page's script failed: {error}"))
        return page


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, started once; without its windows where that package is there."""
    program = next(
        filter(
            None,
            map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")),
        ),
        None,
    )
    assert program, "Chromium is missing. Install it first, for instance: sudo apt-get install chromium"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=program, args=list(_QUIET), env={**os.environ, "LANG": "C.UTF-8"}
        )
        yield started
        started.close()


@pytest.fixture
def live(own_database: OwnDatabase, browser: Browser) -> Iterator[Live]:
    """The site over a database of this test's own, with Tanggamus in it and nobody yet."""
    server = LiveServerThread("127.0.0.1", StaticFilesHandler, connections_override={}, port=0)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    site = Live(f"http://127.0.0.1:{server.port}", browser)
    yield site
    for context in browser.contexts:
        context.close()
    server.terminate()


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """What axe-core finds wrong on a page, a line each."""

    def faults(page: Page) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE_SCRIPT)
        lines: list[str] = page.evaluate(_FAULTS)
        return lines

    return faults


def _session_of(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    if user.assignments.filter(role=ADMINISTRATOR.key).exists():
        device, _made = TOTPDevice.objects.get_or_create(user=user, name="Lestari")
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return str(session.session_key)
