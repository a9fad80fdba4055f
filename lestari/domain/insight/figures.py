"""Figures: each takes a region and an *until*, and is the length or the sum of its list; one query over dated facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Substr
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lestari.domain.budgets.queries import funded_by_dana_desa
from lestari.domain.budgets.tables import PAYING_ACCOUNTS
from lestari.domain.commitments.models import Commitment
from lestari.domain.commitments.queries import year_on
from lestari.domain.commitments.workflow import FLOW, STEPS
from lestari.domain.knowledge.models import IdeaCard, Innovation
from lestari.foundation.kernel.periods import in_force
from lestari.foundation.kernel.rupiah import number_text
from lestari.foundation.ledger.sealer import head_text, unsealed
from lestari.foundation.ledger.transactions import snapshot
from lestari.foundation.regions.models import Region
from lestari.foundation.regions.queries import Counts, below_region_on, counts
from lestari.foundation.workflow.models import Stay

#: A card counts once the team has accepted it: while its document is awaited, and since it was begun.
ACCEPTED = ("identified", "captured")


def stayed(states: tuple[str, ...], day: date, record: str = "pk") -> Exists:
    """Return the condition that a record was in one of the states on a day, by the days it happened in the world."""
    return Exists(_stays(day, record).filter(state__in=states))


def since(states: tuple[str, ...], day: date, record: str = "pk") -> Subquery:
    """Return the day since which a record had been in the state that it was in on a day: a column of its list."""
    return Subquery(_stays(day, record).filter(state__in=states).order_by("-since").values("since")[:1])


def _stays(day: date, record: str) -> QuerySet[Stay]:
    """Return the stays of a record on a day. Its id alone tells the kind: asked for too, the database would look through all of that kind."""
    return Stay.objects.filter(in_force(day), record=OuterRef(record))


def innovations(region: Region, until: date) -> QuerySet[Any]:
    """Return the innovations published and in force on the day."""
    published = stayed(("published",), until)
    rows = Innovation.objects.filter(below_region_on(region, until), published)
    return rows.exclude(state="void").order_by("code")


def commitments_dana_desa(region: Region, until: date) -> QuerySet[Any]:
    """Return the allocations of Dana Desa in force on the day that fund a promise which is not void."""
    rows = funded_by_dana_desa(until).filter(below_region_on(region, until), funding__isnull=False)
    return rows.exclude(funding__commitment__state="void").order_by("funding__commitment__code", "pk")


def ideas(region: Region, until: date) -> QuerySet[Any]:
    """Return the idea cards that stood accepted on the day: identified, or documented since."""
    rows = IdeaCard.objects.filter(below_region_on(region, until), stayed(ACCEPTED, until))
    return rows.exclude(state="void").order_by("code")


@dataclass(frozen=True)
class Figure:
    """A figure: its key in reports, its words, its unit, what it counts, and its list.

    `sums` is the column that is summed (None: the figure is the list's length), `parts` what the sum consists of, by the beginnings of the
    column `parted`. `about` is the record that a row is about, under the word `record`.
    """

    key: str
    words: str | Promise
    unit: str | Promise
    meaning: str | Promise
    record: str | Promise
    rows: Callable[[Region, date], QuerySet[Any]]
    about: str = "pk"
    sums: str | None = None
    parted: str = ""
    parts: tuple[tuple[str, str | Promise], ...] = ()

    def measures(self) -> dict[str, Any]:
        """Return what is asked of the list: how many different records, and the amount of each part."""
        found: dict[str, Any] = {"number": Count(self.about, distinct=self.about != "pk")}
        for index, (key, _words) in enumerate(self.parts):
            part = Q(**{f"{self.parted}__startswith": key})
            found[f"amount_{index}"] = Sum(self.sums, filter=part, default=0)
        return found

    def value(self, region: Region, until: date) -> int:
        """Return the figure alone: the length or the sum of its list."""
        return totals(region, until).figures[self.key]


#: What Dana Desa pays for promises, by account: spending, and capital for a village enterprise.
_PARTS = {"5": _("Belanja (rekening 5)"), "6.2": _("Penyertaan modal BUM Desa (rekening 6.2)")}

FIGURES = (
    Figure(
        key="innovations",
        words=_("Dokumen inovasi terbit"),
        unit=_("dokumen"),
        meaning=_("Dokumen yang terbit dan berlaku pada hari itu."),
        record=_("Inovasi"),
        rows=innovations,
    ),
    Figure(
        key="commitments_dana_desa",
        words=_("Dana Desa untuk komitmen"),
        unit=_("rupiah"),
        meaning=_(
            "Jumlah alokasi yang berlaku pada hari itu: baris APBDes rekening 5 dan 6.2 dengan sumber Dana Desa."
        ),
        record=_("Komitmen"),
        rows=commitments_dana_desa,
        about="funding__commitment",
        sums="amount",
        parted="line__account",
        parts=tuple((account, _PARTS.get(account, account)) for account in PAYING_ACCOUNTS),
    ),
    Figure(
        key="ideas",
        words=_("Kartu ide diterima"),
        unit=_("kartu"),
        meaning=_("Kartu yang pada hari itu sudah diterima TIK: teridentifikasi atau didokumentasikan."),
        record=_("Kartu Ide"),
        rows=ideas,
    ),
)
FIGURE_OF = {figure.key: figure for figure in FIGURES}
#: Every list gives as many amounts as the figure with the most parts has, so that one query can hold them all.
_AMOUNTS = max(len(figure.parts) for figure in FIGURES)

#: How many promises stand at each stage of their way, and the rupiah that they were estimated to cost.
Standing = dict[str, tuple[int, int]]


@dataclass
class Totals:
    """What a region comes to on a day.

    The figures by key; the parts of those that have some; how many different records each figure is about; where the promises stand.
    """

    figures: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FIGURE_OF, 0))
    parts: dict[str, dict[str, int]] = field(
        default_factory=lambda: {f.key: dict.fromkeys(dict(f.parts), 0) for f in FIGURES if f.parts}
    )
    records: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FIGURE_OF, 0))
    standing: Standing = field(default_factory=dict)

    @property
    def promises(self) -> int:
        """How many promises were made, the dropped ones too."""
        return sum(number for number, _cost in self.standing.values())

    def add(self, what: str, number: int, amounts: list[int]) -> None:
        """Add what one line of the count says: of a figure by its key, else of the promises at a stage."""
        if what not in FIGURE_OF:
            before = self.standing.get(what, (0, 0))
            self.standing[what] = (before[0] + number, before[1] + amounts[0])
            return
        figure = FIGURE_OF[what]
        self.records[what] += number
        self.figures[what] += sum(amounts) if figure.sums else number
        for (key, _words), amount in zip(figure.parts, amounts, strict=False):
            self.parts[what][key] += amount


def together(places: Iterable[Totals]) -> Totals:
    """Return what several places come to together."""
    whole = Totals()
    for one in places:
        for key in FIGURE_OF:
            whole.figures[key] += one.figures[key]
            whole.records[key] += one.records[key]
        for key, parts in one.parts.items():
            for part, amount in parts.items():
                whole.parts[key][part] += amount
        for stage, (number, cost) in one.standing.items():
            whole.add(stage, number, [cost])
    return whole


def totals(region: Region, until: date) -> Totals:
    """Return what a region comes to on a day, in one query."""
    return totals_by(region, until, 0).get("", Totals())


def totals_by(region: Region, until: date, length: int) -> dict[str, Totals]:
    """Return the same by the paths, cut to `length`, of what lies in the region today; all of it in one query over the figures' lists."""
    child = Substr("region__path", 1, length) if length else Value("", CharField())
    none = {f"amount_{index}": Value(0) for index in range(_AMOUNTS)}
    lists_of = [
        (on_the_way(region, until), F("stage"), {"number": Count("pk"), "amount_0": Sum("estimated_cost")}),
        *((f.rows(region, until), Value(f.key, CharField()), f.measures()) for f in FIGURES),
    ]
    lists = [
        rows.order_by()
        .annotate(measured=what, child=child)
        .values_list("measured", "child")
        .annotate(**none | measures)
        .values_list("measured", "child", "number", *none)
        for rows, what, measures in lists_of
    ]
    found: dict[str, Totals] = {}
    for what, path, number, *amounts in lists[0].union(*lists[1:], all=True):
        if what is None:  # promises that were made later
            continue
        found.setdefault(path, Totals()).add(what, number, [int(amount) for amount in amounts])
    return found


@dataclass(frozen=True)
class Report:
    """The achievements of a region until a day, with the ledger's head that proves the state they were read from.

    `regions` counts what lay in the region on that day; `unsealed` events were counted too, though the head does not cover them yet.
    """

    region: Region
    until: date
    totals: Totals
    regions: Counts
    ledger_head: str
    unsealed: int

    @property
    def figures(self) -> dict[str, int]:
        """The figures by their keys."""
        return self.totals.figures

    def as_json(self) -> dict[str, Any]:
        """Return the report as programs read it."""
        steps, gone = bars(self.totals.standing), dropped(self.totals.standing)
        return {
            "region": self.region.code,
            "until": self.until.isoformat(),
            "figures": self.figures,
            "ledger_head": self.ledger_head,
            "unsealed": self.unsealed,
            "regions": {
                "regencies": self.regions.regencies,
                "districts": self.regions.districts,
                "villages": self.regions.villages,
            },
            "parts": self.totals.parts,
            "funnel": {
                "steps": [{"step": bar.state, "count": bar.count, "cost": bar.cost} for bar in steps],
                "dropped": {"count": gone.count, "cost": gone.cost},
            },
        }


def inside_text(inside: Counts) -> str:
    """Return what lay in a region as a sentence has it: 13 kabupaten, 203 kecamatan, 2.435 desa; 20 kecamatan, 299 pekon."""
    said = (
        (inside.regencies, _("kabupaten")),
        (inside.districts, _("kecamatan")),
        (inside.villages, inside.village_word),
    )
    return ", ".join(f"{number_text(count)} {word}" for count, word in said if count)


def report(region: Region, until: date) -> Report:
    """Return the achievements of a region until a day, all read as of one moment."""
    with snapshot():
        found, inside = totals(region, until), counts(region, until)
        return Report(region, until, found, inside, head_text(), unsealed())


@dataclass(frozen=True)
class Bar:
    """One bar of the funnel: how many promises, the rupiah they were estimated to cost, their share of all in percent."""

    state: str
    words: str
    count: int
    cost: int
    share: int


def on_the_way(region: Region, until: date, *, field: str = "", year: int | None = None) -> QuerySet[Any]:
    """Return the promises of a region with the state that each had on the day (`stage`, None: not made yet); dropped ones too, voided never."""
    latest = _stays(until, "pk").order_by("-since", "-id")
    rows: QuerySet[Any] = Commitment.objects.filter(below_region_on(region, until)).exclude(state="void")
    if field:
        rows = rows.filter(field=field)
    if year:
        rows = rows.alias(year_then=year_on(until)).filter(year_then=year)
    stage, began = latest.values("state")[:1], latest.values("since")[:1]
    return cast("QuerySet[Any]", rows.annotate(stage=stage, since=began))


def reached(
    region: Region, until: date, step: str, *, field: str = "", year: int | None = None
) -> QuerySet[Any]:
    """Return the list behind a bar: the promises at that step or beyond it on the day ("dropped": those dropped)."""
    rows = _told(on_the_way(region, until, field=field, year=year), until)
    stages = ("dropped",) if step == "dropped" else STEPS[STEPS.index(step) :]
    if step == "pledged":
        stages = (*STEPS, "dropped")
    return rows.filter(stage__in=stages).order_by("code")


def _told(rows: QuerySet[Any], until: date) -> QuerySet[Any]:
    """Load what the lists say of a promise: its village, its innovation, and the fiscal year that it was for on the day (`year_then`)."""
    told: QuerySet[Any] = rows.select_related("region", "innovation").annotate(year_then=year_on(until))
    return told


def standing(region: Region, until: date, *, field: str = "", year: int | None = None) -> Standing:
    """Return how many promises of a region stood where on the day, and what they were estimated to cost, in one query."""
    rows = on_the_way(region, until, field=field, year=year).order_by()
    counted = rows.values_list("stage").annotate(number=Count("pk"), cost=Sum("estimated_cost"))
    return {stage: (number, int(cost)) for stage, number, cost in counted if stage}


def bars(found: Standing) -> list[Bar]:
    """Return the bars of the funnel, each with what has gone beyond its step; the first is every promise made, dropped or not."""
    total = sum(number for number, _cost in found.values())
    made = []
    for index, step in enumerate(STEPS):
        stages = [found[stage] for stage in (STEPS[index:] if index else found) if stage in found]
        count, cost = sum(number for number, _cost in stages), sum(cost for _number, cost in stages)
        made.append(Bar(step, FLOW.word_of(step), count, cost, _share(count, total)))
    return made


def finding(steps: Sequence[Bar]) -> str:
    """Return what the bars say in one sentence: how many of the promises reached the budget."""
    made, budgeted = steps[0], steps[STEPS.index("budgeted")]
    if not made.count:
        return _now("Belum ada komitmen")
    return _now("%(share)s%% komitmen masuk APBDes") % {"share": budgeted.share}


def dropped(found: Standing) -> Bar:
    """Return the promises that were dropped: they stand apart from the steps."""
    count, cost = found.get("dropped", (0, 0))
    total = sum(number for number, _cost in found.values())
    return Bar("dropped", FLOW.word_of("dropped"), count, cost, _share(count, total))


def _share(count: int, total: int) -> int:
    return round(100 * count / total) if total else 0


def funnel(region: Region, until: date, *, field: str = "", year: int | None = None) -> list[Bar]:
    """Return the bars: how many promises had come how far on the day."""
    return bars(standing(region, until, field=field, year=year))


def stalled(region: Region, until: date, *, field: str = "", year: int | None = None) -> QuerySet[Any]:
    """Return the promises that have stood still longest, oldest first: neither verified nor dropped."""
    rows = on_the_way(region, until, field=field, year=year).filter(stage__in=STEPS[:-1])
    return _told(rows, until).order_by(F("since").asc(), "code")
