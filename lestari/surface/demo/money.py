"""The plans and budgets of the demo: what every village has, and a line for each promise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from lestari.domain.budgets.actions import DocumentEntry, LineRow, RevisionEntry
from lestari.domain.budgets.models import BudgetLine
from lestari.domain.budgets.tables import APBDES, RKPDES
from lestari.surface.demo import names
from lestari.surface.demo.album import BUDGET, Album
from lestari.surface.demo.cast import Cast
from lestari.surface.demo.promises import Promise, by_document, revised
from lestari.surface.demo.stage import Stage

#: What every village pays for: activity, words, account, source, rupiah from and to.
_USUAL = (
    ("1.1.01", "Penghasilan tetap kepala dan perangkat", "5.1", "ADD", 168_000_000, 244_000_000),
    ("1.1.04", "Operasional pemerintahan", "5.2", "ADD", 38_000_000, 71_000_000),
    ("2.2.02", "Penyelenggaraan posyandu", "5.2", "DD", 16_000_000, 38_000_000),
    ("2.3.10", "Peningkatan jalan", "5.3", "DD", 110_000_000, 320_000_000),
    ("3.3.06", "Pembinaan karang taruna", "5.2", "PBH", 4_000_000, 11_000_000),
)
_INCOME = ("Pendapatan transfer Dana Desa", "4.2", "DD")


class Money:
    """Enters the documents in which the promises have lines, and revises some."""

    def __init__(self, stage: Stage, cast: Cast, album: Album) -> None:
        self.stage, self.cast, self.album, self.rng = stage, cast, album, stage.rng

    def enter(self, promises: Sequence[Promise]) -> None:
        """Enter every RKPDes and APBDes that the promises need."""
        for verb, kind in (("plan", RKPDES), ("budget", APBDES)):
            for (_code, year), together in sorted(by_document(promises, verb).items()):
                self._document(kind, verb, year, together)

    def revise(self, promises: Sequence[Promise]) -> None:
        """Revise the budgets of some promises: their lines are cut or raised, all others go on as they were."""
        for document, together in revised(promises).items():
            lines = list(document.lines.order_by("pk"))
            mine = {promise.lines["budget", promise.fiscal].pk: promise for promise in together}
            rows = [_row(line, _after(line, mine.get(line.pk))) for line in lines]
            last = max(promise.last or promise.day for promise in together)
            entry = RevisionEntry(
                number=names.regulation_number(self.rng, document.year),
                on=max(document.dated, last, self.stage.later(self.stage.today, -20, -2)),
                lines=rows,
                papers=self.album.paper(BUDGET),
            )
            self.stage.do("budgets.revise", self.cast.maker(document.region), document, entry)
        self.stage.end("perubahan APBDes")

    def _document(self, kind: str, verb: str, year: int, together: Sequence[Promise]) -> None:
        village = together[0].village
        rows = [*self._usual(), *(self._promised(promise, kind) for promise in together)]
        if kind == APBDES:
            transfer = sum(row.amount for row in rows if row.source == "DD")
            label, account, source = _INCOME
            rows.insert(0, LineRow(label=label, account=account, source=source, amount=transfer))
        entry = DocumentEntry(
            kind=kind,
            region=village,
            year=year,
            number=names.regulation_number(self.rng, year - 1),
            on=self._dated(kind, year),
            lines=rows,
            papers=self.album.paper(BUDGET),
        )
        document = self.stage.do("budgets.enter", self.cast.maker(village), None, entry)
        lines = self.stage.rows(BudgetLine, document_id=document.pk)
        for promise, line in zip(together, lines[-len(together) :], strict=True):
            promise.lines[verb, year] = line

    def _usual(self) -> list[LineRow]:
        return [
            LineRow(
                activity=activity,
                label=label,
                account=account,
                source=source,
                amount=self.rng.randint(low, high) // 100_000 * 100_000,
            )
            for activity, label, account, source, low, high in _USUAL
        ]

    def _promised(self, promise: Promise, kind: str) -> LineRow:
        assert promise.text
        return LineRow(
            activity=promise.text.activity,
            label=f"{promise.text.what} di {promise.text.place}"[:200],
            account=promise.text.account,
            source=promise.source,
            amount=promise.cost if kind == RKPDES else promise.amount,
        )

    def _dated(self, kind: str, year: int) -> date:
        """RKPDes in September, APBDes in December of the year before; what is not due yet was early."""
        month, first = (9, 8) if kind == RKPDES else (12, 8)
        day = date(year - 1, month, first + self.rng.randint(0, 14))
        return min(day, self.stage.today - timedelta(days=3))


def _row(line: BudgetLine, amount: int) -> LineRow:
    return LineRow(
        activity=line.activity,
        label=line.label,
        account=line.account,
        source=line.source,
        amount=amount,
        line=str(line.pk),
    )


def _after(line: BudgetLine, promise: Promise | None) -> int:
    """Return what a line holds after the revision: cut to two fifths, raised by a fifth, or as it was."""
    if promise is None:
        return line.amount
    return line.amount * 2 // 5 if "cut" in promise.ways else line.amount * 6 // 5
