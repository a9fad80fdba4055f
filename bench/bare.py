"""The bare view: signed in, with CSRF, it inserts the rows of one pledge under the same lock. `python -m bench.bare` sets the data up."""

from __future__ import annotations

import sys
from decimal import Decimal
from importlib import import_module
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.decorators import login_required
from django.core.wsgi import get_wsgi_application
from django.db.models import AutoField, Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path

import bench.setting_up  # noqa: F401
from lestari.domain.commitments.entries import PledgeEntry
from lestari.domain.commitments.models import Commitment
from lestari.domain.knowledge.models import Innovation
from lestari.foundation.duties.models import Duty
from lestari.foundation.files.models import Attachment, Original, Upload
from lestari.foundation.kernel import clock
from lestari.foundation.ledger.models import Event
from lestari.foundation.ledger.rows import insert_values
from lestari.foundation.ledger.transactions import write_transaction
from lestari.foundation.people.models import User
from lestari.foundation.people.queries import actor_of
from lestari.foundation.people.sign_in import BACKEND
from lestari.foundation.regions.models import Region
from lestari.foundation.workflow import registry
from lestari.foundation.workflow.models import Receipt, Stay
from lestari.foundation.workflow.perform import perform
from lestari.surface.cli.preparing import prepare
from lestari.surface.demo.load import load

WHO, WHERE = "tpid.gisting", "18.06.20"
#: The rows of the pledge that set-up has made: model, columns, values.
_Rows = list[tuple[type[Model], tuple[str, ...], list[Any]]]
_known: _Rows = []


def sample() -> _Rows:
    """Return the rows that the first pledge wrote, read once."""
    if not _known:
        receipt = Receipt.objects.filter(kind="commitment.pledge", sent="bench").latest("at")
        promise = Commitment.objects.get(pk=receipt.subject)
        rows: list[Model] = [
            promise,
            *Attachment.objects.filter(subject=promise.pk),
            *Stay.objects.filter(record=promise.pk),
            *Event.objects.filter(act=receipt.act),
            *Duty.objects.filter(subject=promise.pk),
            receipt,
        ]
        for row in rows:
            fields = [f for f in row._meta.concrete_fields if not isinstance(f, AutoField)]
            names = tuple(f.attname for f in fields)
            _known.append((type(row), names, [getattr(row, name) for name in names]))
    return _known


@login_required
def pledge(_request: HttpRequest) -> HttpResponse:
    """Insert the rows anew, with ids of their own."""
    anew: dict[UUID, UUID] = {}
    own = {"id", "pk", "act", "subject", "record"}
    with write_transaction():
        for model, names, values in sample():
            row = [
                anew.setdefault(value, uuid4()) if name in own and isinstance(value, UUID) else value
                for name, value in zip(names, values, strict=True)
            ]
            if model is Commitment:
                row[names.index("code")] = f"K-{uuid4().hex[:16]}"
            if model is Event:
                row[names.index("position")] = None
            insert_values(model, names, [row])
    return HttpResponseRedirect("/")


urlpatterns = [path("", pledge), path("masuk", lambda _request: HttpResponse("ok"))]


def set_up() -> None:
    """Load the demo of a regency, make one pledge, and print what the clients need: session, paper, who may take what from the menu."""
    prepare()
    load("tanggamus")
    user = User.objects.get(username=WHO)
    paper = Original.objects.first()
    assert paper
    Upload.objects.get_or_create(original=paper, person=user.pk)
    villages = list(Region.objects.filter(code__startswith=f"{WHERE}.", until=None).order_by("code"))
    menu = Innovation.objects.filter(state="published").order_by("code")
    pairs = [(one, village) for one in menu for village in villages if one.region_id != village.pk]
    innovation, village = pairs[0]
    entry = PledgeEntry(
        region=village, innovation=innovation, mode="replicate", what="Pipa air", place="Dusun contoh",
        year=clock.today().year + 1, volume=Decimal(1200), unit="meter", estimated_cost=86_400_000, planned_source="DD",
        responsible="Kaur Perencanaan", on=clock.today(), papers=(paper,),
    )  # fmt: skip
    perform(registry.action("commitment.pledge"), actor_of(user), None, entry, sent="bench")
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    told = ",".join(f"{innovation.code}/{village.code}" for innovation, village in pairs)
    print(session.session_key, paper.pk, told)


if __name__ == "__main__":
    set_up()
    sys.exit(0)

settings.ROOT_URLCONF = "bench.bare"
settings.MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
application = get_wsgi_application()
