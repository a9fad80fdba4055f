"""Reading pages as people do: signed in or not, without tags, and how much they ask of the database."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from lestari.foundation.people.sign_in import BACKEND
from tests.domain.builders import Loop
from tests.world import KUTA_DALOM

#: The most that a page may ask of the database.
MOST_QUERIES = 12


def signed_in(loop: Loop, role: str = "village_officer", code: str = "") -> Client:
    """Return the browser of the person who holds a role; of villages Kuta Dalom, unless another is named.

    Administrators have passed their second step.
    """
    client = Client()
    person = loop.people.user(role, code or (KUTA_DALOM if role == "village_officer" else ""))
    client.force_login(person, BACKEND)
    if role == "administrator":
        device, _new = TOTPDevice.objects.get_or_create(user=person, name="Lestari")
        session = client.session
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        session.save()
    return client


def words(response: Any) -> str:
    """Return the page's main part as it is read: without tags, white space made one."""
    main = re.sub(r"(?s)\A.*?<main[^>]*>|</main>.*", "", response.content.decode())
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def queries(client: Client, url: str) -> int:
    """Return how many queries a page takes; what is read once a process is read already."""
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)
