"""Serving: prepares the data folder, refuses what is not safe, and keeps web and worker processes running."""

from __future__ import annotations

import ipaddress
import socket
import sys
from argparse import Namespace

from django.conf import settings

from lestari.foundation.people.invitations import first_administrator_link
from lestari.surface.cli.demo import demo_accounts_exist, load_once, print_logins
from lestari.surface.cli.outcome import DONE, WRONG, Ends, say
from lestari.surface.cli.preparing import prepare
from lestari.surface.cli.supervisor import Kept, keep_running


def serve(asked: Namespace) -> int:
    """Serve until told to stop."""
    _refuse_unsafe_key(asked.host)
    _refuse_taken_port(asked.host, asked.port)
    prepare()
    if asked.demo:
        load_once(asked.demo)
    demo = demo_accounts_exist()
    if demo and not _is_loopback(asked.host):
        raise Ends(
            f"this data folder holds demo accounts with known passwords, so it is served on this machine only, not on {asked.host}: "
            "use --host 127.0.0.1, or set LESTARI_DATA to an empty folder for real work."
        )
    address = f"http://{_bracketed(asked.host)}:{asked.port}"
    if demo:
        print_logins()
    elif link := first_administrator_link():
        say(
            f"Nobody can sign in yet. With this one-time link the first administrator sets a password:\n  {address}{link}"
        )
    say(f"Lestari: {address} (Ctrl-C ends it)")
    held = keep_running(
        [
            Kept("web", _web(asked.host, asked.port)),
            Kept("worker", [*_PYTHON, "lestari.surface.cli.main", "worker"]),
        ]
    )
    return DONE if held else WRONG


_PYTHON = (sys.executable, "-m")


def _web(host: str, port: int) -> list[str]:
    options = [
        "--interface",
        "wsgi",
        "--host",
        host,
        "--port",
        str(port),
        "--workers",
        "2",
        "--blocking-threads",
        "1",
    ]
    quiet = ["--log-level", "warning", "--no-access-log", "--respawn-failed-workers"]
    return [*_PYTHON, "granian", *options, *quiet, "lestari.wsgi:application"]


def _refuse_unsafe_key(host: str) -> None:
    if not _is_loopback(host) and not settings.OWN_SECRET_KEY:
        raise Ends(
            f"to listen on {host} set LESTARI_SECRET_KEY to at least 32 random characters of your own "
            "(and LESTARI_ALLOWED_HOSTS to the names of the site); without it use --host 127.0.0.1."
        )


def _refuse_taken_port(host: str, port: int) -> None:
    try:
        family, kind, *_rest, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise Ends(
            f"cannot listen on {host}:{port} ({error.strerror}); choose another with --host and --port."
        ) from error


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host
