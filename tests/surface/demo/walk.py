"""A walk through all pages of a demo as each role, noting what each asks of the database and weighs."""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from lestari.domain.budgets.models import PlanDocument
from lestari.domain.bursa.models import Bursa
from lestari.domain.commitments.models import Commitment
from lestari.domain.knowledge.models import IdeaCard, Innovation, InnovationVersion
from lestari.foundation.people.models import User
from lestari.foundation.people.sign_in import BACKEND

PEOPLE = ("", "campang", "tpid.gisting", "tik.tanggamus", "dinas.tanggamus", "provinsi", "ahli.lampung")
PUBLIC = (
    "/", "/katalog", "/katalog?bidang=economy&tahun=2016", "/katalog?q=air+bersih", "/wilayah/18", "/wilayah/18.06",
    "/wilayah/18.06.20", "/wilayah/18.06.20.2002", "/capaian", "/capaian?wilayah=18.06", "/capaian/innovations",
    "/capaian/commitments_dana_desa", "/capaian/ideas", "/corong", "/corong?wilayah=18.06", "/corong?tahun=2019",
    "/corong?langkah=planned", "/bursa", "/komitmen", "/anggaran/18.06.20.2002/2026",
)  # fmt: skip
OWN = (
    "/tugas", "/tugas/lain", "/ide", "/dokumen", "/komitmen", "/akun", "/ide/baru", "/komitmen/baru", "/anggaran/baru",
)  # fmt: skip


@dataclass(frozen=True)
class Visit:
    """One page as one person sees it: queries, bytes of HTML as it is and `packed`, seconds."""

    name: str
    url: str
    queries: int
    size: int
    packed: int
    seconds: float


def states(model: type[Model]) -> set[str]:
    """Return the states in which records of a model are."""
    return set(model._base_manager.values_list("state", flat=True))


def walk() -> Iterator[Visit]:
    """Visit all pages as everybody, the first of each kind twice: what is asked once a process does not count."""
    records = [
        f"/{room}/{one.code}"
        for room, model in (("komitmen", Commitment), ("bursa", Bursa), ("inovasi", Innovation))
        for state in sorted(states(model))
        for one in model.objects.filter(state=state).order_by("code")[:2]
    ]
    menus = [f"/bursa/{one.code}/menu" for one in Bursa.objects.order_by("-held_on")[:2]]
    own = [
        *(f"/ide/{one.code}" for one in IdeaCard.objects.filter(region__path__startswith="18.06.")[:3]),
        *(
            f"/dokumen/{one.code}"
            for one in InnovationVersion.objects.filter(region__path__startswith="18.06.")[:3]
        ),
        *(f"/anggaran/dokumen/{one.code}" for one in PlanDocument.objects.all()[:3]),
        *(f"/bursa/{one.code}/change" for one in Bursa.objects.filter(state="prepared")[:3]),
        *(f"/bursa/{one.code}/kartu" for one in Bursa.objects.filter(state="open")[:2]),
    ]
    known: set[str] = set()
    for name in PEOPLE:
        browser = Client(HTTP_HOST="localhost")
        if name:
            browser.force_login(User.objects.get(username=name), BACKEND)
        for url in (*PUBLIC, *records, *menus, *((*OWN, *own) if name else ())):
            if (route := resolve(urlsplit(url).path).route) not in known:
                known.add(route)
                browser.get(url)
            yield _visit(browser, name, url)


def _visit(browser: Client, name: str, url: str) -> Visit:
    begun = time.perf_counter()
    with CaptureQueriesContext(connection) as asked:
        content = browser.get(url).content
    spent = time.perf_counter() - begun
    return Visit(name, url, len(asked), len(content), len(gzip.compress(content)), spent)
