"""Who tries too often waits, and nobody waits for somebody else: by name and address, and by address alone."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import ip_network

import pytest
from axes.models import AccessAttempt
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, RequestFactory
from django.utils import timezone

from lestari.foundation.people.limits import ADDRESS_LIMIT, client_address
from lestari.settings import proxies
from tests.foundation.people.test_sign_in import sign_in

PROXY = "10.0.0.9"


@pytest.fixture
def behind(settings):
    """The site stands behind two proxies that are trusted: one of its own, one of the data centre's."""
    settings.TRUSTED_PROXIES = (ip_network(f"{PROXY}/32"), ip_network("192.0.2.0/24"))


def came_from(remote: str, forwarded: str | None = None) -> str | None:
    headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return client_address(RequestFactory().get("/", REMOTE_ADDR=remote, **headers))


@pytest.mark.parametrize(
    ("remote", "forwarded", "address"),
    [
        (PROXY, "203.0.113.7", "203.0.113.7"),
        (PROXY, "203.0.113.7, 192.0.2.1", "203.0.113.7"),
        (
            PROXY,
            "198.51.100.1, 203.0.113.7",
            "203.0.113.7",
        ),  # what the client wrote itself stands on the left
        (PROXY, " 203.0.113.7:51423 ", "203.0.113.7"),
        (PROXY, "198.51.100.1, nonsense", PROXY),
        (PROXY, "", PROXY),
        (PROXY, None, PROXY),
        ("203.0.113.8", "198.51.100.1", "203.0.113.8"),  # nobody trusts whoever comes without the proxy
        ("::ffff:10.0.0.9", "203.0.113.7", "203.0.113.7"),
        (PROXY, "2001:db8:1:2:aaaa::1", "2001:db8:1:2::"),  # one household has 2**64 of them
        (PROXY, "[2001:db8:1:2:bbbb::1]:443", "2001:db8:1:2::"),
        ("", None, None),
    ],
)
def test_the_address_is_what_the_nearest_trusted_proxy_saw(behind, remote, forwarded, address):
    assert came_from(remote, forwarded) == address


def test_without_a_trusted_proxy_the_header_says_nothing(settings):
    settings.TRUSTED_PROXIES = ()
    assert came_from(PROXY, "203.0.113.7") == PROXY


@pytest.mark.parametrize("text", ["proxy", "10.0.0.300", "10.0.0.1/40"])
def test_trusted_proxies_are_addresses(text):
    with pytest.raises(ImproperlyConfigured, match="LESTARI_TRUSTED_PROXIES takes addresses"):
        proxies([text])
    assert proxies(["127.0.0.1", " 10.1.2.3/8 ", ""]) == (
        ip_network("127.0.0.1/32"),
        ip_network("10.0.0.0/8"),
    )


def test_behind_a_proxy_nobody_locks_the_owner_out(behind, make_person):
    make_person("siti")
    client = Client(REMOTE_ADDR=PROXY)
    guessing = [sign_in(client, "siti", "salah", HTTP_X_FORWARDED_FOR="203.0.113.7") for _number in range(8)]
    assert [answer.status_code for answer in guessing] == [422] * 7 + [429]
    assert sign_in(client, "siti", HTTP_X_FORWARDED_FOR="203.0.113.8").status_code == 302


def test_many_names_from_one_address_are_limited_too(make_person):
    make_person("siti")
    here, there = Client(REMOTE_ADDR="203.0.113.7"), Client(REMOTE_ADDR="203.0.113.8")
    AccessAttempt.objects.bulk_create(
        AccessAttempt(username=f"orang{number}", ip_address="203.0.113.7", failures_since_start=1)
        for number in range(ADDRESS_LIMIT - 2)
    )
    assert sign_in(here, "lain", "salah").status_code == 422
    assert sign_in(here, "lagi", "salah").status_code == 429
    assert sign_in(here, "siti").status_code == 429
    assert sign_in(there, "siti").status_code == 302


def test_the_refusal_says_how_long_and_waiting_ends(make_person, clock):
    make_person("siti")
    client = Client(REMOTE_ADDR="203.0.113.7")
    for _number in range(8):
        refused = sign_in(client, "siti", "salah")
    assert "Coba lagi 15 menit lagi." in refused.content.decode()
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=4, seconds=30))
    assert "Coba lagi 11 menit lagi." in sign_in(client, "siti").content.decode()  # trying makes it no longer
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=15, seconds=1))
    assert sign_in(client, "siti").status_code == 302
