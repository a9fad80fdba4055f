"""How often one may try to sign in: by name and address together, so that nobody locks anybody else out, and by address alone."""

from __future__ import annotations

import math
from datetime import timedelta
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

#: Wrong tries from one address, whatever the names, within the time of waiting. Whoever gets in takes their own wrong ones away, so a
#: hall full of people behind one address stays below it.
ADDRESS_LIMIT = 100
WAITING = timedelta(hours=settings.AXES_COOLOFF_TIME)
#: Of an IPv6 address the network that one household is given.
_HOUSEHOLD = 64


def client_address(request: HttpRequest) -> str | None:
    """Return where a request comes from: the peer, or what the trusted proxies in front (`LESTARI_TRUSTED_PROXIES`) say they saw."""
    address = _read(request.META.get("REMOTE_ADDR", ""))
    before = request.headers.get("X-Forwarded-For", "").split(",")
    while address is not None and before and _trusted(address):
        seen = _read(before.pop())
        if seen is None:
            break
        address = seen
    if isinstance(address, IPv6Address):
        return str(IPv6Network((address, _HOUSEHOLD), strict=False).network_address)
    return str(address) if address else None


def _read(text: str) -> IPv4Address | IPv6Address | None:
    """Return an address, written with a port or without; IPv4 in the clothes of IPv6 is IPv4."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _trusted(address: IPv4Address | IPv6Address) -> bool:
    return any(address in network for network in settings.TRUSTED_PROXIES)


class Limits(AxesDatabaseHandler):  # type: ignore[misc] # axes has no types
    """The limit by name and address of the settings, and beside it the one by address alone."""

    def get_failures(self, request: Any, credentials: Any = None) -> int:
        """Return the wrong tries of this name from this address; no less than the limit where the address alone is over its own."""
        failures: int = super().get_failures(request, credentials)
        tries = _tries(request, Q(ip_address=request.axes_ip_address))
        over = sum(tries.values_list("failures_since_start", flat=True)) >= ADDRESS_LIMIT
        return max(failures, settings.AXES_FAILURE_LIMIT) if over else failures


def locked_out(
    request: HttpRequest, _response: HttpResponse | None = None, credentials: Any = None
) -> HttpResponse:
    """Answer too many wrong tries, with how long to wait; says nothing of whether such an account exists."""
    return render(request, "people/locked_out.html", {"minutes": _minutes(request, credentials)}, status=429)


def _minutes(request: Any, credentials: Any) -> int:
    """Return in how many minutes, rounded up, both limits allow a try again."""
    here = Q(ip_address=request.axes_ip_address)
    name = (credentials or {}).get("username")
    waits = (
        _wait(_tries(request, here & Q(username=name)), settings.AXES_FAILURE_LIMIT, request),
        _wait(_tries(request, here), ADDRESS_LIMIT, request),
    )
    return max(1, math.ceil(max(waits) / timedelta(minutes=1)))


def _tries(request: Any, which: Q) -> QuerySet[Any]:
    tries: QuerySet[Any] = AccessAttempt.objects.filter(
        which, attempt_time__gte=request.axes_attempt_time - WAITING
    )
    return tries


def _wait(tries: QuerySet[Any], limit: int, request: Any) -> timedelta:
    """Return how long until enough tries lie back the time of waiting for the rest to be below the limit."""
    counted = tries.order_by("attempt_time").values_list("attempt_time", "failures_since_start")
    left = sum(number for _at, number in counted)
    wait = timedelta()
    for at, number in counted:
        if left < limit:
            break
        left -= number
        wait = at + WAITING - request.axes_attempt_time
    return wait
