"""Serving: prepares the data folder, refuses what is not safe, and keeps web and worker processes running."""

from __future__ import annotations

import ipaddress
import socket
import sys
from argparse import Namespace
from typing import NoReturn

from django.conf import settings
from django.db import connection

from lestari.foundation.people.invitations import first_administrator_link
from lestari.surface.cli.demo import demo_accounts_exist, load_apart, print_logins
from lestari.surface.cli.outcome import Ends, say
from lestari.surface.cli.preparing import prepare
from lestari.surface.cli.supervisor import Kept, become_keeper


def serve(asked: Namespace) -> NoReturn:
    """Serve until told to stop."""
    _refuse_half_a_proxy()
    if not _is_loopback(asked.host):
        _refuse_unsafe(asked)
    _refuse_taken_port(asked.host, asked.port)
    prepare()
    if asked.demo:
        load_apart(asked.demo)
    demo = demo_accounts_exist()
    address = f"http://{_bracketed(asked.host)}:{asked.port}"
    if demo:
        print_logins()
    elif link := first_administrator_link():
        say(
            "Nobody can sign in yet. With this one-time link the first administrator sets a password:\n"
            f"  {_site(address)}{link}"
        )
    say(f"Lestari: {address} (Ctrl-C ends it)")
    connection.close()
    become_keeper(
        [
            Kept("web", _web(asked.host, asked.port)),
            Kept("worker", [*_PYTHON, "lestari.surface.cli.main", "worker"]),
        ]
    )


def _site(address: str) -> str:
    """Return the site's address as its visitors type it: its name of the settings, where it has one."""
    name = next(
        (
            host
            for host in settings.ALLOWED_HOSTS
            if host not in settings.THIS_MACHINE and host[0] not in ".*"
        ),
        "",
    )
    if not name:
        return address
    return f"https://{name}" if settings.HTTPS else f"http://{name}:{address.rpartition(':')[2]}"


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
    return [*_PYTHON, "lestari.web", *options, *quiet, "lestari.wsgi:application"]


def _refuse_half_a_proxy() -> None:
    """Whoever speaks HTTPS for the site stands in front of it: without their address all visitors would seem to be one."""
    if settings.HTTPS and not settings.TRUSTED_PROXIES:
        raise Ends(
            "LESTARI_HTTPS says that a proxy stands in front: set LESTARI_TRUSTED_PROXIES to its address "
            "(127.0.0.1 where it runs on this machine), so that wrong passwords are counted by visitor and not by proxy."
        )


def _refuse_unsafe(asked: Namespace) -> None:
    """Refuse what may be open on this machine and nowhere else: known passwords, a key in the data folder, passwords in clear."""
    if asked.demo or demo_accounts_exist():
        raise Ends(
            f"this data folder holds demo accounts with known passwords, so it is served on this machine only, not on {asked.host}: "
            "use --host 127.0.0.1, or set LESTARI_DATA to an empty folder for real work."
        )
    if not settings.OWN_SECRET_KEY:
        raise Ends(
            f"to listen on {asked.host} set LESTARI_SECRET_KEY to at least 32 random characters of your own "
            "(and LESTARI_ALLOWED_HOSTS to the names of the site); without it use --host 127.0.0.1."
        )
    if not settings.HTTPS and not asked.plain_http:
        raise Ends(
            f"on {asked.host} passwords would go over the network in clear: put a proxy that speaks HTTPS in front and set "
            "LESTARI_HTTPS=true (see deploy/), or in a closed network take --plain-http."
        )


def _refuse_taken_port(host: str, port: int) -> None:
    try:
        family, kind, *_rest, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise Ends(
            f"cannot listen on {host}:{port} ({error.strerror}); choose another with --host and --port (`make run PORT=…`)."
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
