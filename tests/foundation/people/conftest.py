from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from lestari.foundation.people.models import Assignment, User
from lestari.foundation.people.sign_in import BACKEND
from lestari.foundation.regions.models import Region
from tests.world import PASSWORD

KEY = "3132333435363738393031323334353637383930"


@pytest.fixture
def make_person(regions: dict[str, Region]) -> Callable[..., User]:
    def make(username: str, role: str = "", code: str = "18.06", **fields) -> User:
        fields = {"name": f"Orang {username.title()}", "region": regions[code]} | fields
        person = User.objects.create(username=username, password=make_password(PASSWORD), **fields)
        if role:
            Assignment.objects.create(user=person, role=role, region=regions[code], since=date(2026, 1, 5))
        return person

    return make


@pytest.fixture
def enter() -> Callable[[User], Client]:
    """Sign somebody in; administrators with their second step."""

    def signed_in(person: User, *, factor: bool = True) -> Client:
        client = Client()
        client.force_login(person, BACKEND)
        if factor:
            device = TOTPDevice.objects.create(user=person, key=KEY, name="Lestari")
            session = client.session
            session["otp_device_id"] = device.persistent_id
            session.save()
        return client

    return signed_in
