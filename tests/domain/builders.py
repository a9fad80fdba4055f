"""The loop through the real actions, quickly: a published innovation, a budget, a promise."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID

from lestari.domain.budgets.actions import LineRow
from lestari.domain.budgets.models import BudgetLine, PlanDocument
from lestari.domain.bursa.models import Bursa
from lestari.domain.commitments.models import Commitment
from lestari.domain.knowledge.models import IdeaCard, Innovation, InnovationVersion
from lestari.foundation.files.models import Original, Upload
from lestari.foundation.files.store import identity
from lestari.foundation.kernel.access import Actor
from lestari.foundation.ledger.transactions import write_transaction
from lestari.foundation.people.models import User
from lestari.foundation.workflow import flush, registry
from lestari.foundation.workflow.act import Book
from lestari.foundation.workflow.models import Receipt, Record
from lestari.foundation.workflow.perform import Whence, collect, perform
from tests.clock import Clock
from tests.world import CAMPANG, GISTING, KUTA_DALOM, People

#: The season of a promise for 2026, as it usually goes.
HANDED_IN, PUBLISHED_ON = date(2024, 5, 6), date(2024, 8, 19)
PLEDGED_ON, PLANNED_ON, BUDGETED_ON = date(2025, 3, 11), date(2025, 9, 24), date(2025, 12, 29)
STARTED_ON, DONE_ON, VERIFIED_ON = date(2026, 3, 2), date(2026, 6, 30), date(2026, 7, 10)
RKPDES_ON, APBDES_ON, REVISED_ON = date(2025, 9, 22), date(2025, 12, 22), date(2026, 7, 1)
YEAR = 2026
_numbers = count(1)

#: What each section of the innovation document is answered with.
SECTIONS: dict[str, dict[str, Any]] = {
    "identity": {
        "title": "Pipa gravitasi air bersih dari mata air Way Semaka",
        "field": "infrastructure",
        "topic": "Air bersih",
        "year_started": 2016,
        "summary": "Air bersih sampai ke 214 rumah tanpa pompa.",
    },
    "problem": {"problem": "Warga mengambil air dua kilometer dari rumah."},
    "solution": {"solution": "Pipa dari mata air.", "novelty": "Tanpa pompa.", "steps": "Ukur\nPasang"},
    "participants": {
        "institutions": "BPD, PKK, karang taruna",
        "men": 120,
        "women": 94,
        "poor": 40,
        "disabled": 3,
    },
    "resources": {"materials": "Pipa HDPE 3.200 meter", "cost": 86_400_000, "cost_sources": "Dana Desa"},
    "results": {"result": "Air mengalir siang malam.", "before_after": "2 jam menjadi 5 menit"},
    "lessons": {
        "success": "Gotong royong",
        "failure": "",
        "recommendation": "Mulai dari mata air",
        "requirements": "",
    },
    "minutes": {
        "minutes_number": "140/07/2024",
        "minutes_on": date(2024, 6, 3),
        "author": "Tim TPID",
        "contact": "Sekretaris pekon",
        "video": "",
    },
}


def row(
    amount: int, source: str = "DD", account: str = "5.3", activity: str = "2.4.01", line: UUID | str = ""
) -> LineRow:
    """A line as it is typed."""
    return LineRow(activity=activity, account=account, source=source, amount=amount, line=str(line))


def sent(user: User, kind: str = "paper") -> str:
    """The id of a file that this person has uploaded, for a form."""
    one = original(kind)
    Upload.objects.create(original=one, person=user.pk)
    return str(one.pk)


def sent_by_officer(code: str, kind: str = "paper") -> str:
    """The id of a file that the officer of a village has uploaded."""
    return sent(User.objects.get(username__startswith="village.officer", region__code=code), kind)


def original(kind: str = "photo") -> Original:
    """An original that no file stands behind: actions only attach it."""
    number = next(_numbers)
    digest = f"{number:032x}{number:032x}"
    return Original.objects.create(
        id=identity(digest),
        sha256=digest,
        kind=kind,
        mime="image/jpeg",
        size=1000,
        width=40,
        height=30,
        name=f"{number}.jpg",
    )


class Loop:
    """Who does what in the loop: each deed by the role whose it is, unless a test says another."""

    def __init__(self, people: People, clock: Clock) -> None:
        self.people = people
        self.regions = people.regions
        self.clock = clock
        self.pledged = 0
        self._book: Book | None = None

    @contextmanager
    def together(self) -> Iterator[None]:
        """Write the deeds of the block at once, which leaves the same as one by one and takes half the time (test_written_together)."""
        with write_transaction():
            self._book = Book()
            try:
                yield
                flush.write(self._book)
            finally:
                self._book = None

    @contextmanager
    def at(self, day: date) -> Iterator[None]:
        """Let the present be another day for a while: what asks for no day happens today."""
        before = self.clock.moment
        self.clock.set(day)
        yield
        self.clock.set(before)

    def do(self, kind: str, actor: Actor, subject: Record | None = None, /, **answers: Any) -> Receipt:
        """Perform the action of this kind; the subject is read anew afterwards."""
        action = registry.action(kind)
        if self._book is not None:
            entry = action.entry(**answers)
            return collect(action, actor, subject, entry, book=self._book, whence=Whence.WEB)
        act_id, seen = answers.pop("act_id", None), answers.pop("seen", None)
        receipt = perform(action, actor, subject, action.entry(**answers), act_id=act_id, seen=seen)
        if subject is not None:
            subject.refresh_from_db()
        return receipt

    def officer(self, code: str = KUTA_DALOM) -> Actor:
        return self.people("village_officer", code)

    def tpid(self) -> Actor:
        return self.people("tpid")

    def tik(self) -> Actor:
        return self.people("tik")

    def idea(self, code: str = CAMPANG, *, by: Actor | None = None, **answers: Any) -> IdeaCard:
        told = {
            "region": self.regions[code],
            "field": "infrastructure",
            "title": "Pipa air bersih",
            "what_was_done": "Memasang pipa dari mata air",
            "since_year": 2016,
            "result": "Air sampai ke rumah",
            "contact": "Sekretaris pekon",
            "on": HANDED_IN,
        }
        receipt = self.do("idea.hand_in", by or self.officer(code), **{**told, **answers})
        assert isinstance(receipt.record, IdeaCard)
        return receipt.record

    def draft(self, code: str = CAMPANG, on: date = HANDED_IN) -> InnovationVersion:
        """A captured document: version 1, nothing of the template written yet."""
        with self.at(on):
            card = self.idea(code, on=on)
            self.do("idea.identify", self.tik(), card)
            receipt = self.do("innovation.capture", self.tpid(), card)
        assert isinstance(receipt.record, InnovationVersion)
        return receipt.record

    def write(self, version: InnovationVersion, *, without: tuple[str, ...] = (), **instead: Any) -> None:
        """Save every section but those left out; `instead` answers questions of the identity otherwise."""
        for key, answers in SECTIONS.items():
            if key not in without:
                changed = {**answers, **instead} if key == "identity" else answers
                self.do(f"innovation.save_{key}", self.tpid(), version, **changed)

    def publish(self, version: InnovationVersion, on: date = PUBLISHED_ON) -> Innovation:
        self._put_out(version, on)
        return Innovation.objects.get(pk=version.innovation_id)

    def _put_out(self, version: InnovationVersion, on: date) -> None:
        with self.at(on):
            self.do("innovation.propose", self.tpid(), version)
            self.do("innovation.verify", self.tik(), version, on=on)
            self.do("innovation.publish", self.tik(), version, on=on)

    def innovation(self, code: str = CAMPANG, on: date = PUBLISHED_ON, **instead: Any) -> Innovation:
        """A published innovation."""
        with self.together():
            version = self.draft(code, min(on, HANDED_IN))
            self.write(version, **instead)
            self._put_out(version, on)
        return Innovation.objects.get(pk=version.innovation_id)

    def document(
        self, kind: str, *lines: LineRow, code: str = KUTA_DALOM, year: int = YEAR, on: date | None = None
    ) -> PlanDocument:
        receipt = self.do(
            "budgets.enter",
            self.officer(code),
            kind=kind,
            region=self.regions[code],
            year=year,
            number=f"{next(_numbers)} Tahun {year - 1}",
            on=on or (APBDES_ON if kind == "apbdes" else RKPDES_ON),
            lines=lines,
            papers=(original("paper"),),
        )
        return PlanDocument.objects.get(pk=receipt.subject)

    def budget(self, *lines: LineRow, **about: Any) -> list[BudgetLine]:
        """The lines of an APBDes in force, in order."""
        return self.lines(self.document("apbdes", *lines, **about))

    def plan_line(self, amount: int = 500_000_000, **about: Any) -> BudgetLine:
        """The one line of an RKPDes in force."""
        return self.lines(self.document("rkpdes", row(amount), **about))[0]

    def lines(self, document: PlanDocument) -> list[BudgetLine]:
        return list(document.lines.select_related("document", "region").order_by("id"))

    def revise(self, document: PlanDocument, *lines: LineRow, on: date = REVISED_ON) -> PlanDocument:
        self.do(
            "budgets.revise",
            self.officer(document.region.code),
            document,
            number="3 Tahun 2026",
            on=on,
            lines=lines,
            papers=(original("paper"),),
        )
        return PlanDocument.objects.get(replaces=document, state="in_force")

    def card(self, **answers: Any) -> dict[str, Any]:
        """What a commitment card says."""
        told = {
            "mode": "replicate",
            "place": "Dusun 3",
            "year": YEAR,
            "volume": Decimal("1200.5"),
            "unit": "meter",
            "estimated_cost": 86_400_000,
            "planned_source": "DD",
            "responsible": "Kaur Perencanaan",
            "papers": (original("paper"),),
        }
        return {**told, **answers}

    def pledge(
        self, innovation: Innovation, code: str = KUTA_DALOM, *, by: Actor | None = None, **answers: Any
    ) -> Commitment:
        """A promise made outside a bursa; a second one of the same village is for another place."""
        self.pledged += 1
        place = "Dusun 3" if self.pledged == 1 else f"Dusun 3 RT {self.pledged:02}"
        told = {"place": place, "region": self.regions[code], "innovation": innovation, "on": PLEDGED_ON}
        receipt = self.do("commitment.pledge", by or self.officer(code), **self.card(**{**told, **answers}))
        return Commitment.objects.get(pk=receipt.subject)

    def planned(self, innovation: Innovation, line: BudgetLine, **answers: Any) -> Commitment:
        """A promise that stands in the RKPDes."""
        promise = self.pledge(innovation, line.region.code, **answers)
        self.do("commitment.plan", self.officer(line.region.code), promise, line=line, on=PLANNED_ON)
        return promise

    def fund(
        self,
        promise: Commitment,
        line: BudgetLine,
        amount: int,
        on: date = BUDGETED_ON,
        kind: str = "commitment.budget",
    ) -> Receipt:
        """The APBDes pays for the promise."""
        return self.do(kind, self.officer(promise.region.code), promise, line=line, amount=amount, on=on)

    def start(self, promise: Commitment, on: date = STARTED_ON) -> None:
        self.do("commitment.start", self.officer(promise.region.code), promise, on=on, photos=(original(),))

    def report_done(self, promise: Commitment, on: date = DONE_ON) -> None:
        self.do(
            "commitment.report_done",
            self.officer(promise.region.code),
            promise,
            realised_amount=85_000_000,
            result="Air mengalir",
            on=on,
            photos=(original(),),
            papers=(original("paper"),),
        )

    def verify(self, promise: Commitment, on: date = VERIFIED_ON) -> None:
        self.do("commitment.verify", self.tpid(), promise, on=on, papers=(original("paper"),))

    def back(self, verb: str, promise: Commitment, on: date, by: Actor | None = None, **more: Any) -> Receipt:
        """One of the ways back, with a reason."""
        actor = by or self.officer(promise.region.code)
        return self.do(f"commitment.{verb}", actor, promise, reason="Musyawarah pekon", on=on, **more)

    def bursa(self, held_on: date = PLEDGED_ON, code: str = GISTING) -> Bursa:
        """A prepared bursa."""
        receipt = self.do(
            "bursa.set_up",
            self.tpid(),
            region=self.regions[code],
            name="Bursa Inovasi Desa Kecamatan Gisting",
            place="Balai Kecamatan",
            held_on=held_on,
        )
        return Bursa.objects.get(pk=receipt.subject)
