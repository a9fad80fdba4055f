"""The README's pictures: `make screenshots` loads the demo into a folder of its own, serves it and takes them in a real Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from lestari.surface.demo.logins import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs/pictures"
SIZES = {1280: 900, 360: 740}
#: Name of the picture, who looks (nobody: the public), the address, and the link to follow from there to a record.
SCENES = (
    ("home", "", "/", ""),
    ("achievements", "", "/capaian?wilayah=18.06", ""),
    ("duties", "tpid.gisting", "/tugas", ""),
    ("commitment", "campang", "/tugas", "/komitmen/K-"),
)


@contextmanager
def served() -> Iterator[str]:
    """Serve the demo; yield its address."""
    with tempfile.TemporaryDirectory(prefix="lestari-pictures-") as data, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        command = [
            sys.executable,
            "-m",
            "lestari.surface.cli.main",
            "serve",
            "--demo",
            "tanggamus",
            "--port",
            str(port),
        ]
        server = subprocess.Popen(command, env={**os.environ, "LESTARI_DATA": data}, cwd=ROOT)
        address = f"http://127.0.0.1:{port}"
        try:
            while not _answers(address):
                if server.poll() is not None:
                    sys.exit(2)
                time.sleep(0.2)
            yield address
        finally:
            server.terminate()
            server.wait()


def _answers(address: str) -> bool:
    try:
        urllib.request.urlopen(address, timeout=10).close()
    except OSError:
        return False
    return True


def sign_in(page: Page, name: str) -> None:
    """Sign in as a person would."""
    page.goto("/masuk")
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/tugas*")


def take(browser: Browser, address: str, width: int) -> None:
    """Take every scene at one width."""
    for name, who, path, follow in SCENES:
        context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": SIZES[width]},
            locale="id-ID",
            reduced_motion="reduce",
        )
        page = context.new_page()
        if who:
            sign_in(page, who)
        page.goto(path)
        if follow:
            target = page.locator(f"main a[href^='{follow}']").first.get_attribute("href", timeout=10_000)
            assert target
            page.goto(target)
        page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=width == 1280)
        context.close()


def main() -> None:
    """Take the pictures anew."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    program = shutil.which("chromium") or shutil.which("google-chrome")
    options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=options)
        for width in SIZES:
            take(browser, address, width)
        browser.close()


if __name__ == "__main__":
    main()
