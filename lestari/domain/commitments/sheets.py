"""Promises by sheets: new ones, and those of past years with the steps that they went through, each on its own day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lestari.domain.budgets.actions import document_in_force
from lestari.domain.budgets.models import Allocation, BudgetLine
from lestari.domain.budgets.sheets import know_documents
from lestari.domain.budgets.tables import ACCOUNTS, APBDES, RKPDES
from lestari.domain.commitments.actions import same_cards
from lestari.domain.commitments.entries import (
    BudgetEntry,
    DoneEntry,
    PlanEntry,
    PledgeEntry,
    StartEntry,
    VerifyEntry,
    WhyEntry,
)
from lestari.domain.commitments.models import ADAPT, MODES, Commitment
from lestari.domain.commitments.sheet_lines import lines_of
from lestari.domain.commitments.workflow import FLOW, STEPS
from lestari.domain.knowledge.models import Innovation
from lestari.foundation.kernel import clock
from lestari.foundation.kernel.errors import NotAllowed, Refused
from lestari.foundation.regions.models import Region
from lestari.foundation.regions.reading import key_of
from lestari.foundation.sheets.cells import Told
from lestari.foundation.sheets.columns import PLACE, Column, columns_of, place_cells
from lestari.foundation.sheets.entries import entry_of
from lestari.foundation.sheets.kinds import Row, SheetKind
from lestari.foundation.sheets.stage import RowRefused, Stage
from lestari.foundation.workflow.inputs import Choice, Day, LongText, Rupiah, Text
from lestari.foundation.workflow.models import Stay

#: By which column the day of each step is told, and which action takes it.
_DAYS = {
    "pledged": "on",
    "planned": "planned_on",
    "budgeted": "budgeted_on",
    "in_progress": "started_on",
    "realised": "done_on",
    "verified": "verified_on",
}
_STATES = Choice(tuple((key, FLOW.word_of(key)) for key in (*STEPS, "dropped")))
_STATE_WORDS = {
    "komitmen": "pledged", "janji": "pledged", "rkpdes": "planned", "direncanakan": "planned", "apbdes": "budgeted", "dianggarkan": "budgeted",
    "proses": "in_progress", "berjalan": "in_progress", "sedang dikerjakan": "in_progress", "realisasi": "realised", "terealisasi": "realised",
    "selesai": "realised", "sudah selesai": "realised", "diverifikasi": "verified", "batal": "dropped", "tidak jadi": "dropped", "dihentikan": "dropped",
}  # fmt: skip
_MODE_WORDS = {"sama": "replicate", "tiru": "replicate", "meniru": "replicate", "ubah": "adapt", "adaptasi": "adapt", "modifikasi": "adapt", "disesuaikan": "adapt"}  # fmt: skip
_SOURCE_WORDS = {"dana desa": "DD", "dds": "DD", "dana desa (apbn)": "DD", "alokasi dana desa": "ADD", "swadaya": "SWD", "lain lain": "DLL"}  # fmt: skip
_UNIT_WORDS = {"m": "meter", "m1": "meter", "m2": "meter persegi", "pkt": "paket", "org": "orang", "klp": "kelompok", "kel": "kelompok", "bh": "unit", "buah": "unit", "ha": "hektare", "hektar": "hektare"}  # fmt: skip

COLUMNS = (
    *PLACE,
    Column("innovation", _("Inovasi yang ditiru"), names=("inovasi", "judul inovasi", "kode inovasi", "inovasi yang direplikasi", "inovasi yang dikomitmenkan", "replikasi inovasi", "komitmen replikasi"), needed=True, example="Pipa gravitasi air bersih dari mata air Way Semaka", hint=_("Judul atau kode inovasi yang terbit")),
    *columns_of(
        PledgeEntry,
        "mode", "changes", "what", "place", "year", "volume", "unit", "estimated_cost", "planned_source", "responsible", "on",
        also={
            "mode": ("cara", "replikasi adopsi", "jenis komitmen"),
            "what": ("kegiatan", "uraian kegiatan"),
            "place": ("dusun", "tempat", "lokasi kegiatan"),
            "volume": ("vol", "jumlah", "volume kegiatan"),
            "unit": ("sat",),
            "year": ("tahun", "ta", "t a", "tahun anggaran apbdes"),
            "estimated_cost": ("biaya", "perkiraan anggaran", "anggaran", "rencana anggaran", "estimasi biaya", "pagu"),
            "planned_source": ("sumber dana", "sumber", "sumber anggaran", "sumber biaya"),
            "responsible": ("pj", "pic", "penanggungjawab"),
            "on": ("tanggal", "tgl", "tgl kartu", "tanggal komitmen", "tgl komitmen", "tanggal bursa"),
        },
        words={"mode": _MODE_WORDS, "planned_source": _SOURCE_WORDS, "unit": _UNIT_WORDS},
        examples={
            "mode": "Replikasi", "what": "Pipa air bersih", "place": "Dusun 3", "year": "2018", "volume": "1.200,5", "unit": "meter",
            "estimated_cost": "86.400.000", "planned_source": "DD", "responsible": "Kaur Perencanaan", "on": "12 Mei 2017",
        },
    ),
    Column("state", _("Keadaan"), _STATES, ("status", "realisasi status", "progres"), _STATE_WORDS, example="Selesai", hint=_("Sampai di mana; boleh kosong bila tanggalnya diisi")),
    Column("planned_on", _("Tanggal masuk RKPDes"), Day(), ("tgl rkpdes", "tanggal rkpdes", "rkpdes"), example="September 2017", hint=_("Boleh hanya bulan atau tahun")),
    Column("activity", _("Kode kegiatan"), Text(max=20), ("kode kegiatan apbdes", "kode rekening kegiatan"), example="2.4.01", hint=_("Menurut Permendagri 20/2018; untuk tahun yang RKPDes atau APBDes-nya belum tercatat")),
    Column("account", _("Rekening"), Choice(ACCOUNTS), ("kode rekening", "rekening belanja", "jenis belanja"), {"belanja modal": "5.3", "belanja barang": "5.2", "modal": "5.3"}, example="5.3"),
    Column("plan_number", _("Nomor RKPDes"), Text(max=100), ("perdes rkpdes",)),
    Column("budgeted_on", _("Tanggal masuk APBDes"), Day(), ("tgl apbdes", "tanggal apbdes"), example="28 Desember 2017"),
    Column("amount", _("Jumlah APBDes"), Rupiah(minimum=1), ("apbdes", "anggaran apbdes", "jumlah dari apbdes", "nilai apbdes", "pagu apbdes"), example="86.400.000"),
    Column("budget_number", _("Nomor APBDes"), Text(max=100), ("perdes apbdes",)),
    Column("started_on", _("Tanggal mulai dikerjakan"), Day(), ("tanggal mulai", "tgl mulai", "mulai"), example="April 2018"),
    Column("done_on", _("Tanggal selesai"), Day(), ("tgl selesai", "tanggal realisasi", "selesai"), example="30/7/18"),
    Column("realised_amount", _("Biaya yang terpakai"), Rupiah(minimum=1), ("realisasi", "realisasi anggaran", "biaya realisasi", "realisasi biaya"), example="85.900.000"),
    Column("result", _("Hasilnya"), LongText(max=2000), ("hasil", "output", "manfaat"), example="Air sampai ke 214 rumah"),
    Column("verified_on", _("Tanggal diperiksa"), Day(), ("tanggal verifikasi", "tgl verifikasi"), example=""),
    Column("dropped_on", _("Tanggal dihentikan"), Day(), ("tanggal batal",)),
    Column("reason", _("Alasan"), LongText(max=1000), ("keterangan batal", "alasan batal")),
)  # fmt: skip


def _group(row: Row) -> Hashable:
    """Promises of a village for a year stand in the same documents."""
    return (row.region.pk if row.region else row.number, row["year"])


def fetch(stage: Stage, rows: Sequence[Row]) -> None:
    """Ask for what the steps of these rows will ask: innovations, promises, documents, lines and what is tied to them; in the order of the locks."""
    book, regions = stage.book, {row.region.pk for row in rows if row.region}
    history = {row.village.pk for row in rows if row.region and _last(row)}
    book.hold_up(Region, history)
    book.locked(Innovation, _innovations(stage, rows), no_key=True)
    if history:
        there = Commitment.objects.filter(region__in=history).order_by("pk").values_list("pk", flat=True)
        promises = book.locked(Commitment, there)
        book.know_came(one.pk for one in promises)
    book.know(Commitment, "region_id", regions)
    know_documents(book, history)


def _innovations(stage: Stage, rows: Sequence[Row]) -> set[UUID]:
    """Return the innovations that rows name."""
    return {pk for row in rows for pk in _named(stage, row.text("innovation"))}


def _named(stage: Stage, text: str) -> dict[UUID, bool]:
    """Return the innovations of a code or title, and of each whether it is published; all are read once for the sheet."""
    if "innovations" not in stage.memo:
        known: dict[str, dict[UUID, bool]] = defaultdict(dict)
        seen = Innovation.objects.filter(state__in=("published", "withdrawn"))
        for pk, code, title, state in seen.values_list("pk", "code", "title", "state"):
            for name in (code, title):
                known[key_of(name)][pk] = state == "published"
        stage.memo["innovations"] = dict(known)
    found: dict[UUID, bool] = stage.memo["innovations"].get(key_of(text), {})
    return found


def play(stage: Stage, rows: Sequence[Row]) -> None:
    """Take the promises of a village for a year, then the documents that they stand in, then their steps."""
    promises = {row.number: _promise(stage, row) for row in rows}
    ahead = {row.number: _ahead(row, promises[row.number]) for row in rows}
    lines = {
        kind: lines_of(stage, kind, [row for row in rows if step in ahead[row.number]], ahead)
        for kind, step in ((RKPDES, "planned"), (APBDES, "budgeted"))
    }
    for row in rows:
        _go(stage, row, promises[row.number], ahead[row.number], lines)


def _whole(stage: Stage, rows: Sequence[Row]) -> bool:
    """Say whether the rows tell of a document that is not recorded: it is made of all their lines, or not at all."""
    reached = [(row, STEPS.index(last)) for row in rows if row.region and (last := _last(row)) in STEPS]
    return any(
        document_in_force(stage.book, kind, row.village.pk, row["year"]) is None
        for kind, step in ((RKPDES, "planned"), (APBDES, "budgeted"))
        for row, _step in [one for one in reached if one[1] >= STEPS.index(step)][:1]
    )


def _promise(stage: Stage, row: Row) -> Commitment:
    """Return the promise that the row tells of: the one that stands already, or a new one."""
    innovation = _innovation(stage, row)
    entry = entry_of(
        row, PledgeEntry, region=row.village, innovation=innovation, on=_pledged(row, innovation)
    )
    cards = same_cards(stage.book, row.village.pk, innovation.pk, entry.year, entry.place)
    dropped = (one for one in cards if one.state == "dropped" and _tells_the_end(stage, row, one))
    known = next(dropped, None) or next((one for one in cards if one.state != "dropped"), None)
    if known is None:
        made: Commitment = stage.do(row, "commitment.pledge", None, entry, row["on"])
        stage.memo["row", made.pk] = row.number
        if made.mode == ADAPT and not made.changes:
            row.doubts.append(("changes", _now("Tidak tertulis apa yang diubah.")))
        return made
    row.record, before = known, stage.memo.get(("row", known.pk))
    if before:
        row.doubts.append(("", _now("Kartu yang sama dengan baris %(row)s.") % {"row": before}))
    elif (known.estimated_cost, known.volume) != (entry.estimated_cost, entry.volume):
        row.doubts.append(
            (
                "estimated_cost",
                _now("Sudah ada %(code)s dengan volume atau biaya lain; yang tercatat tetap.")
                % {"code": known.code},
            )
        )
    return known


def _tells_the_end(stage: Stage, row: Row, promise: Commitment) -> bool:
    """Say whether a row tells how this dropped promise ended: the village may have promised the same anew."""
    told: Told | None = row["dropped_on"]
    if row["state"] != "dropped" or told is None:
        return bool(row["state"] == "dropped")
    came = stage.book.came(promise)
    return came is not None and told.day <= came <= told.last()


def _innovation(stage: Stage, row: Row) -> Innovation:
    """Return the innovation that a row names: the one that it promised already, whatever became of that, else one that is published."""
    text = row.text("innovation")
    named = _named(stage, text)
    promised = [
        pk for pk in named if same_cards(stage.book, row.village.pk, pk, row["year"], row.text("place"))
    ]
    found = promised if len(promised) == 1 else [pk for pk, published in named.items() if published]
    if len(found) == 1:
        return stage.book.locked(Innovation, found, no_key=True)[0]
    if not found:
        words = _now(
            "Tidak ada inovasi terbit bernama “%(text)s”. Tulis judul atau kodenya seperti di katalog."
        )
    else:
        words = _now("Ada beberapa inovasi bernama “%(text)s”. Tulis kodenya.")
    raise RowRefused(row, Refused(words % {"text": text[:80]}, field="innovation"))


def _pledged(row: Row, innovation: Innovation) -> date | None:
    told: Told | None = row["on"]
    return told.from_day(innovation.published_on) if told else None


def _last(row: Row) -> str:
    """Return the last step that a row tells of, '' where it only tells of the promise."""
    told = [step for step in STEPS[1:] if row[_DAYS[step]] is not None]
    state = row["state"]
    reached = max(told, key=STEPS.index, default="")
    if state in STEPS and STEPS.index(state) > (STEPS.index(reached) if reached else 0):
        return str(state)
    return reached or ("dropped" if state == "dropped" else "")


def _ahead(row: Row, promise: Commitment) -> dict[str, Told]:
    """Return the steps that the promise has still to go by what the row tells, each with its day as far as it is known."""
    last = _last(row)
    if promise.state not in STEPS:
        return {}
    begun, end = STEPS.index(promise.state), STEPS.index(last) if last in STEPS else 0
    steps: dict[str, Told] = {}
    after = row["year"]
    for step in reversed(
        STEPS[begun + 1 : end + 1]
    ):  # a day that is not told: in the year of the step that follows
        steps[step] = row[_DAYS[step]] or Told(date(after, 1, 1), "year")
        after = steps[step].day.year
    steps = dict(reversed(steps.items()))
    if "in_progress" in steps and "realised" in steps and row["started_on"] is None:
        del steps["in_progress"]  # a result is told without its beginning: reporting goes from the budget too
    return steps


def _go(
    stage: Stage,
    row: Row,
    promise: Commitment,
    ahead: Mapping[str, Told],
    lines: Mapping[str, Mapping[int, BudgetLine]],
) -> None:
    """Record the steps, each on its day and not before the one before it; what somebody else has to do waits for them."""
    deeds = [(step, told, *_deed(row, step, lines)) for step, told in ahead.items()]
    if row["state"] == "dropped" and promise.state != "dropped":
        told = row["dropped_on"] or Told(clock.today())
        deeds.append(("dropped", told, "commitment.drop", entry_of(row, WhyEntry, on=told.day)))
    before = stage.book.came(promise)
    for step, told, kind, entry in deeds:
        line = getattr(entry, "line", None)
        dated = line.document.dated if line is not None else None
        day = told.from_day(max(filter(None, (before, dated)), default=None))
        try:
            stage.do(row, kind, promise, replace(entry, on=day), told, day=_DAYS.get(step, "dropped_on"))
        except RowRefused as stopped:
            if not isinstance(stopped.refused, NotAllowed):
                raise
            waits = _now("“%(step)s” belum dicatat: %(why)s")
            row.doubts.append(
                (_DAYS.get(step, ""), waits % {"step": FLOW.word_of(step), "why": stopped.refused})
            )
            return
        before = day


def _deed(row: Row, step: str, lines: Mapping[str, Mapping[int, BudgetLine]]) -> tuple[str, Any]:
    """Return the action of a step and what it is told; the day is set when the one before is known."""
    day = clock.today()
    if step == "planned":
        return "commitment.plan", entry_of(row, PlanEntry, line=lines[RKPDES][row.number], on=day)
    if step == "budgeted":
        line = lines[APBDES][row.number]
        amount = row["amount"] or row["estimated_cost"]
        return "commitment.budget", entry_of(row, BudgetEntry, line=line, amount=amount, on=day)
    if step == "in_progress":
        return "commitment.start", entry_of(row, StartEntry, on=day)
    if step == "realised":
        return "commitment.report_done", entry_of(row, DoneEntry, on=day)
    return "commitment.verify", entry_of(row, VerifyEntry, on=day)


def exported(promises: Sequence[Commitment]) -> Iterator[Sequence[Any]]:
    """Yield promises as rows of the sheet, with the days of their steps and the money of their budget; asks the same few queries for any number."""
    ids = [one.pk for one in promises]
    stays: dict[UUID, list[Stay]] = defaultdict(list)
    for stay in Stay.objects.filter(record__in=ids).order_by("id"):
        stays[stay.record].append(stay)
    paid: dict[UUID, list[Allocation]] = defaultdict(list)
    fundings = Allocation.objects.filter(funding__commitment__in=ids, until=None, voided=False)
    for one in fundings.select_related("line__document", "funding").order_by("pk"):
        paid[one.funding.commitment_id].append(one)
    plans = BudgetLine.objects.select_related("document").in_bulk(
        {one.plan_line_id for one in promises} - {None}
    )
    words = {key: str(word) for key, word in (*MODES, *FLOW.choices())}
    for promise in promises:
        plan = plans.get(promise.plan_line_id) if promise.plan_line_id else None
        yield _cells(promise, stays[promise.pk], paid[promise.pk], plan, words)


def _cells(
    promise: Commitment,
    stays: Sequence[Stay],
    paid: Sequence[Allocation],
    plan: BudgetLine | None,
    words: Mapping[str, str],
) -> Sequence[Any]:
    days = {stay.state: Told(stay.since, stay.about).shown() for stay in stays}
    reached = STEPS[: STEPS.index(promise.state) + 1] if promise.state in STEPS else ()
    line = paid[0].line if paid else None
    activity = line.activity if line else plan.activity if plan else ""
    day = {step: days.get(step, "") for step in (*reached, "pledged", promise.state)}
    return (
        *place_cells(promise.region), promise.innovation.code, words[promise.mode], promise.changes, promise.what, promise.place,
        promise.year, promise.volume, promise.unit, promise.estimated_cost, promise.planned_source, promise.responsible, day["pledged"],
        words[promise.state], day.get("planned", ""), activity, line.account if line else "", plan.document.number if plan else "",
        day.get("budgeted", ""), sum(one.amount for one in paid) or "", line.document.number if line else "", day.get("in_progress", ""),
        day.get("realised", ""), promise.realised_amount or "", promise.result, day.get("verified", ""), day.get("dropped", ""), promise.reason,
    )  # fmt: skip


SHEET = SheetKind(
    key="commitments",
    word=_("Komitmen"),
    hint=_("Kartu komitmen, juga dari tahun-tahun lalu dengan langkah yang sudah ditempuh"),
    columns=COLUMNS,
    first="commitment.pledge",
    also=("commitment.plan", "commitment.verify"),
    play=play,
    fetch=fetch,
    group=_group,
    whole=_whole,
    undo={
        "commitment.pledge": "commitment.void",
        "commitment.verify": "commitment.unverify",
        "commitment.budget": "commitment.release",
        "commitment.plan": "commitment.unplan",
        "budgets.enter": "budgets.void",
    },
    rows=exported,
)
