"""One record of every kind and state in Gisting, made by the real actions, and more of each; for each role one who reaches them and a neighbour who does not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from lestari.domain.budgets.models import BudgetLine
from lestari.domain.bursa.models import Bursa
from lestari.domain.commitments.models import Commitment
from lestari.domain.knowledge.models import IdeaCard, Innovation
from lestari.foundation.files.models import Attachment, Upload
from lestari.foundation.files.store import keep
from lestari.foundation.ledger.followers import run_all
from lestari.foundation.ledger.sealer import seal_all
from lestari.foundation.people.models import Token, User
from lestari.foundation.people.sign_in import BACKEND
from lestari.foundation.regions.loading import load_regions
from lestari.foundation.regions.models import RegionList
from lestari.foundation.search.keeping import Keeper
from lestari.foundation.sheets.models import Import
from lestari.foundation.workflow.action import Action
from lestari.foundation.workflow.models import Record
from tests.clock import Clock
from tests.domain.builders import PLANNED_ON, SECTIONS, Loop, original, row
from tests.foundation.files.conftest import PDF, picture, upload, video
from tests.sheets import checked, xlsx
from tests.world import CAMPANG, GISTING, KUTA_DALOM, PRINGSEWU, PUGUNG, TANGGAMUS, People, World

#: A word in every title and text that is the area's alone, and in the names of those whose accounts are kept there.
HIDDEN = "Kecubung"
#: Whom to call about the published innovation.
CONTACT = "Bu Melati"
#: What every telephone number has in it.
PHONES = "813770"
BENGKULU = "17"
#: Where each role is held: by one who reaches the records, and by the nearest who does not.
HELD = {
    "village_officer": (CAMPANG, KUTA_DALOM),
    "tpid": (GISTING, PUGUNG),
    "facilitator": (GISTING, PUGUNG),
    "tik": (TANGGAMUS, PRINGSEWU),
    "agency": (TANGGAMUS, PRINGSEWU),
    "administrator": (TANGGAMUS, PRINGSEWU),
    "province": ("18", BENGKULU),
}


@contextmanager
def taken_back() -> Iterator[None]:
    """Take back all that the block writes."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class GistingLoop(Loop):
    """The loop with idea cards that tell the area what is not for everybody."""

    def idea(self, code: str = CAMPANG, **answers: Any) -> IdeaCard:
        if code != CAMPANG:
            return super().idea(code, **answers)
        told = {
            "title": f"Kebun {HIDDEN}",
            "what_was_done": f"Menanam {HIDDEN}",
            "contact": f"Bu {HIDDEN}, 0{PHONES}000000",
        }
        return super().idea(code, **{**told, **answers})


class Every:
    """The records."""

    def __init__(self, clock: Clock) -> None:
        self.people = People(World())
        self.regions = self.people.regions
        load_regions(only=("17.71",))
        self.loop = GistingLoop(self.people, clock)
        self.today = clock.moment.date()
        for number, (role, place) in enumerate((r, p) for r, places in HELD.items() for p in places):
            User.objects.filter(pk=self.people.user(role, place).pk).update(phone=f"62{PHONES}{number:06}")
        self.photo = keep(upload(picture()), self.people("village_officer", CAMPANG))
        self.video = keep(upload(video(), "pipa.mp4"), self.people("village_officer", CAMPANG))
        self.other = self.loop.innovation(KUTA_DALOM, title="Bank sampah")
        self.published = self._published()
        self.plan_line = self.loop.plan_line(code=CAMPANG)
        (self.line,) = self.loop.budget(row(900_000_000), code=CAMPANG)
        self.records: list[Record] = [
            self.published,
            *self._innovations(),
            *self._ideas(),
            self.line.document,
        ]
        self.records += [*self._promises(), *self._bursas(), *self._accounts()]
        self.next_door = self._funded_in_kuta_dalom()
        seal_all()
        run_all()
        self.browsers = {
            (role, inside): self._client(role, HELD[role][not inside])
            for role in HELD
            for inside in (True, False)
        }
        self.browsers["", True] = self.browsers["", False] = Client(raise_request_exception=False)

    def _published(self) -> Innovation:
        loop, tpid = self.loop, self.loop.tpid()
        version = loop.draft()
        loop.write(version, without=("minutes",), title="Pipa air")
        minutes = SECTIONS["minutes"] | {"contact": f"{CONTACT}, 0{PHONES}111111"}
        loop.do("innovation.save_minutes", tpid, version, **minutes)
        paper = keep(upload(PDF, f"{HIDDEN}.pdf", "application/pdf"), tpid)
        shown = {"photos": (self.photo,), "videos": (self.video,), "attachments": (paper,)}
        loop.do("innovation.save_pictures", tpid, version, **shown)
        self.files = {a.purpose: a for a in Attachment.objects.filter(subject=version.pk)}
        return loop.publish(version)

    def _innovations(self) -> Iterator[Record]:
        """New versions, each hidden beside what is published: a draft, a verified one, and a proposed one whose innovation is withdrawn."""
        loop, tpid, tik = self.loop, self.loop.tpid(), self.loop.tik()
        for state in ("draft", "verified", "proposed"):
            withdrawn = state == "proposed"
            innovation = loop.innovation(title=f"Sumur {HIDDEN}" if withdrawn else "Sumur resapan")
            loop.do("innovation.revise", tpid, innovation)
            version = innovation.versions.latest("number")
            identity = SECTIONS["identity"] | {"title": f"Sumur {HIDDEN} baru"}
            loop.do("innovation.save_identity", tpid, version, **identity)
            if state != "draft":
                loop.do("innovation.propose", tpid, version)
            if state == "verified":
                loop.do("innovation.verify", tik, version, on=self.today)
            if withdrawn:
                loop.do("innovation.withdraw", tik, innovation, reason=f"Kering di {HIDDEN}")
                yield innovation
            yield version

    def _ideas(self) -> Iterator[Record]:
        yield self.loop.idea()
        for kind, why in (("identify", {}), ("not_accept", {"reason": "Belum terbukti"})):
            card = self.loop.idea()
            self.loop.do(f"idea.{kind}", self.loop.tik(), card, **why)
            yield card

    def _promises(self) -> Iterator[Record]:
        loop, officer = self.loop, self.loop.officer(CAMPANG)
        steps = (
            lambda one: loop.do("commitment.plan", officer, one, line=self.plan_line, on=PLANNED_ON),
            lambda one: loop.fund(one, self.line, 10_000_000),
            loop.start,
            loop.report_done,
            loop.verify,
        )
        for count in range(len(steps) + 1):
            promise = loop.pledge(self.other, CAMPANG)
            for step in steps[:count]:
                step(promise)
            yield promise
        dropped = loop.pledge(self.other, CAMPANG)
        loop.back("drop", dropped, self.today)
        yield dropped

    def _bursas(self) -> Iterator[Bursa]:
        for steps in (("open",), (), ("open", "close"), ("cancel",)):
            bursa = self.loop.bursa()
            for step in steps:
                why = {"reason": "Hujan"} if step == "cancel" else {}
                self.loop.do(f"bursa.{step}", self.loop.tpid(), bursa, **why)
            yield bursa

    def _accounts(self) -> Iterator[User]:
        """An open account and a closed one."""
        administrator = self.people("administrator", TANGGAMUS)
        for _open_or_closed in range(2):
            number = User.objects.filter(username__startswith=HIDDEN.lower()).count()
            receipt = self.loop.do(
                "people.create_account",
                administrator,
                name=f"Pak {HIDDEN}",
                username=f"{HIDDEN.lower()}.{number}",
                phone=f"0{PHONES}22222{number}",
                role="village_officer",
                region=self.regions[CAMPANG],
            )
            yield User.objects.get(pk=receipt.subject)
        closed = User.objects.get(pk=receipt.subject)
        self.loop.do("people.deactivate", administrator, closed, reason="Pindah tugas")

    def _funded_in_kuta_dalom(self) -> Commitment:
        promise = self.loop.planned(self.published, self.loop.plan_line())
        self.loop.fund(promise, self.loop.budget(row(90_000_000))[0], 1_000_000)
        return promise

    def more(self) -> None:
        """One more of every record, and of every part that the page of a record, a list or an account names."""
        for make in (self._innovations, self._ideas, self._promises, self._bursas, self._accounts):
            tuple(make())
        loop, officer, administrator = self.loop, self.loop.officer(CAMPANG), self.people("administrator")
        loop.pledge(self.published)
        loop.fund(self.of(Commitment, "budgeted"), self.line, 1_000_000, kind="commitment.add_funding")
        place = f"Dusun {Commitment.objects.count()}"
        told = loop.card(village=self.regions[CAMPANG], innovation=self.other, place=place)
        loop.do("bursa.hand_in_card", officer, self.of(Bursa, "open"), **told)
        person = self.of(User)
        away = self.regions[TANGGAMUS].children.order_by("code")[person.assignments.count()]
        loop.do("people.assign", administrator, person, role="facilitator", place=away, on=self.today)
        self._more_parts()
        seal_all()
        run_all()
        Keeper().finish()

    def _more_parts(self) -> None:
        """Rows beside their like, and what hangs on accounts."""
        for one in Attachment.objects.filter(subject__in=[record.pk for record in self.records]).distinct():
            Attachment(**_facts(one), original=original(one.original.kind)).save()
        for document in {self.line.document, self.plan_line.document}:
            BudgetLine(**_facts(document.lines.first())).save()
        rows = [["Nama desa", "Inovasi"], *[["Campang", "Sumur"]] * (1 + 5 * Import.objects.count())]
        for role in HELD:
            person = self.people.user(role, HELD[role][0])
            Token.issue(person, "Pencatat")
            checked("commitments", xlsx(*rows), person)
        RegionList.objects.create(name="Lampiran", on=self.today, changes=[], taken_by=person.pk)

    def of(self, model: type[Record], *states: str) -> Any:
        """Return the first record of a kind, in one of these states."""
        found = [one for one in self.records if type(one) is model and (not states or one.state in states)]
        assert found, f"no {model.__name__} {' or '.join(states)}: make one here"
        return found[0]

    def subject_of(self, action: Action) -> Any:
        """Return a record on which the action is the next thing to do; None for an action that makes one."""
        if action.subject is None:
            return None
        if action.kind == "people.reactivate":
            return self.records[-1]
        if action.kind == "budgets.void":  # one under which no result stands: the plan
            return self.of(Commitment, "verified").plan_line.document
        return self.of(action.subject, *action.sources() or ())

    def _client(self, role: str, place: str) -> Client:
        """Return the browser of the person who holds a role; administrators passed their second step."""
        client = Client(raise_request_exception=False)
        person = self.people.user(role, place)
        for sent in (self.photo, self.video):
            Upload.objects.get_or_create(original=sent, person=person.pk)
        client.force_login(person, BACKEND)
        if role == "administrator":
            device = TOTPDevice.objects.create(user=person, key="31" * 20, name="Lestari")
            session = client.session
            session["otp_device_id"] = device.persistent_id
            session.save()
        return client


def _facts(row: Record) -> dict[str, Any]:
    """Return what a row says, but for its id and its original."""
    return {f.name: getattr(row, f.name) for f in row._meta.fields if f.name not in {"id", "original"}}
