"""Plans and budgets by sheets: one row a line, a document made of all its rows; or the ZIP that Siskeudes gives."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lestari.domain.budgets.actions import (
    DocumentEntry,
    LineRow,
    RevisionEntry,
    activity_of,
    document_in_force,
)
from lestari.domain.budgets.models import Allocation, BudgetLine, PlanDocument
from lestari.domain.budgets.tables import APBDES, PARTS, sums
from lestari.foundation.kernel.dates import about_text, day_text
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.regions.models import Region
from lestari.foundation.regions.reading import key_of
from lestari.foundation.sheets.cells import Told
from lestari.foundation.sheets.columns import PLACE, columns_of, place_cells
from lestari.foundation.sheets.entries import entry_of
from lestari.foundation.sheets.kinds import Row, SheetKind, Written, together
from lestari.foundation.sheets.stage import RowRefused, Stage, groups
from lestari.foundation.workflow.act import Book

_SOURCES = {"dds": "DD", "dana desa": "DD", "alokasi dana desa": "ADD", "swadaya": "SWD", "lain lain": "DLL"}
_ACCOUNT = re.compile(r"([456])[. ]?(\d)([. \-]?\d*)*\.?")

COLUMNS = (
    *PLACE,
    *columns_of(
        DocumentEntry, "kind", "year", "number", "on",
        also={
            "kind": ("jenis dokumen",), "year": ("tahun", "ta", "t a"), "number": ("perdes", "nomor perdes", "no perdes"),
            "on": ("tanggal", "tgl perdes", "tanggal perdes", "tgl ditetapkan"),
        },
        words={"kind": {"perubahan apbdes": "apbdes", "apbdesa": "apbdes", "apbdes perubahan": "apbdes", "rkp": "rkpdes"}},
        examples={"kind": "APBDes", "year": "2019", "number": "7 Tahun 2018", "on": "31 Desember 2018"},
        optional=("number",),
    ),
    *columns_of(
        LineRow, "activity", "label", "account", "source", "amount",
        also={
            "activity": ("kode rekening kegiatan", "kd keg", "kode"), "label": ("uraian", "nama akun", "uraian kegiatan"),
            "account": ("kode rekening", "kode akun", "no akun", "kd rincian", "akun"), "source": ("sumber dana", "sumberdana"),
            "amount": ("jumlah", "nilai", "pagu", "anggaran setelah perubahan"),
        },
        words={"source": _SOURCES},
        codes={"account": (_ACCOUNT, r"\1.\2")},
        examples={"activity": "2.4.01", "label": "Pipa air bersih", "account": "5.3", "source": "DD", "amount": "86.400.000"},
    ),
)  # fmt: skip


def _group(row: Row) -> Hashable:
    return (row.region.pk if row.region else row.number, row["kind"], row["year"])


def fetch(stage: Stage, rows: Sequence[Row]) -> None:
    """Ask for the documents of these villages with their lines and what is tied to them, in the order of the locks."""
    regions = {row.region.pk for row in rows if row.region}
    stage.book.hold_up(Region, regions)
    know_documents(stage.book, regions, locked=True)


def know_documents(book: Book, regions: Collection[UUID], *, locked: bool = False) -> None:
    """Read the documents of villages with the lines of those in force and what is tied to them; `locked`: they may be replaced."""
    book.know(PlanDocument, "region_id", regions)
    documents = [one for region in regions for one in book.rows(PlanDocument, region_id=region)]
    in_force = [one.pk for one in documents if one.state == "in_force"]
    if locked:
        book.locked(PlanDocument, in_force)
        book.know_came(in_force)
    lines = BudgetLine.objects.filter(document__in=in_force).order_by("pk").values_list("pk", flat=True)
    ids = list(lines)
    book.know(Allocation, "line_id", ids)
    book.locked(BudgetLine, ids)
    book.know(BudgetLine, "document_id", in_force)
    for one in documents:
        for line in book.rows(BudgetLine, document_id=one.pk) if one.pk in in_force else ():
            line.document = one


def play(stage: Stage, rows: Sequence[Row]) -> None:
    """Enter the document that the rows make; where one is in force already leave it, if it says the same, else revise it."""
    first = rows[0]
    document = document_in_force(stage.book, first["kind"], first.village.pk, first["year"])
    told: Told = next(row["on"] for row in rows)
    number = _number(rows)
    if document is None:
        entry = entry_of(
            first, DocumentEntry, number=number, on=told.day, region=first.village, lines=_lines(rows)
        )
        stage.do(first, "budgets.enter", None, entry, told)
        _tell(rows, "added")
        return
    old = stage.book.rows(BudgetLine, document_id=document.pk)
    lines = _lines(rows, old)
    if _same(lines, old):
        _tell(rows, "left")
        return
    if told.day <= document.dated:
        words = _now(
            "%(title)s (%(code)s) tanggal %(day)s sudah tercatat dengan baris lain. Bila ini perubahannya, tulis tanggal perubahan."
        )
        facts = {"title": document.title, "code": document.code, "day": day_text(document.dated)}
        raise RowRefused(first, Refused(words % facts, field="on"))
    revision = entry_of(first, RevisionEntry, number=number, on=told.day, lines=lines)
    stage.do(first, "budgets.revise", document, revision, told)
    _tell(rows, "changed")


def written(rows: Sequence[Row]) -> Iterator[Written]:
    """Yield the documents that rows make, with their rupiah by part and source; of one kind and year they may be added up."""
    for own in groups(rows, _group):
        first = own[0]
        document = PlanDocument(kind=first["kind"], year=first["year"])
        sort = document.title
        document.revision = int(first.outcome == "changed")
        title = f"{document.title}, {_number(own)}, {about_text(first['on'].day, first['on'].about)}"
        found = sums((row["account"], row["source"], row["amount"]) for row in own)
        yield Written(title, first.village.placed, sort, {str(word): found[part] for part, word in PARTS})


def _number(rows: Sequence[Row]) -> str:
    """Return the number of the regulation, as far as the rows have it."""
    return next((row["number"] for row in rows if row["number"]), _now("tanpa nomor"))


def _tell(rows: Sequence[Row], outcome: str) -> None:
    for row in rows:
        row.outcome = outcome


def _lines(rows: Sequence[Row], old: Sequence[BudgetLine] = ()) -> tuple[LineRow, ...]:
    """Return the lines of the rows, each with the one that it follows: the same in words, else the only one of its kind."""
    left = list(old)
    made = []
    for row in rows:
        line = entry_of(row, LineRow, line="", activity=row.text("activity"))
        try:
            activity = activity_of(line)
        except Refused as refused:
            raise RowRefused(row, Refused(str(refused), field="activity")) from None
        before = _before(left, (activity, line.account, line.source), line.label)
        if before is not None:
            left.remove(before)
            line = entry_of(row, LineRow, line=str(before.pk), activity=activity)
        made.append(line)
    return tuple(made)


def _before(lines: Iterable[BudgetLine], kind: tuple[str, str, str], label: str) -> BudgetLine | None:
    alike = [line for line in lines if (line.activity, line.account, line.source) == kind]
    same = [line for line in alike if key_of(line.label) == key_of(label)]
    return same[0] if same else alike[0] if len(alike) == 1 else None


def _same(lines: Sequence[LineRow], old: Sequence[BudgetLine]) -> bool:
    by_id = {str(line.pk): line for line in old}
    told = [(by_id.get(line.line), line) for line in lines]
    return len(lines) == len(old) and all(
        before is not None and (before.amount, before.label) == (line.amount, line.label)
        for before, line in told
    )


#: What a budget needs of an export of Siskeudes: the table, and of its columns those without which nothing can be said.
_TABLE, _NEEDED = "ta_rabrinci", ("tahun", "kd_desa", "kd_keg", "kd_rincian", "sumberdana", "anggaran")
_HEAD = ("Kecamatan", "Desa", "Dokumen", "Tahun anggaran", "Tanggal ditetapkan", "Kode kegiatan", "Kegiatan", "Rekening", "Sumber", "Anggaran")  # fmt: skip


def from_siskeudes(tables: Mapping[str, list[dict[str, str]]]) -> Iterator[Sequence[Any]]:
    """Yield a village's budget as rows of our own sheet: what is in force after all revisions, by year, activity, account and source.

    Tables and columns that are not needed may be there or not. Raises Refused naming what is missing.
    """
    rows = tables.get(_TABLE)
    if not rows:
        raise Refused(
            _now("ZIP ini tidak memuat tabel Ta_RABRinci. Ekspor lagi dari Siskeudes dengan tabel itu.")
        )
    missing = [name for name in _NEEDED if name not in rows[0]]
    if missing:
        words = _now("Tabel Ta_RABRinci tidak memuat kolom %(columns)s. Ekspor lagi dari Siskeudes.")
        raise Refused(words % {"columns": ", ".join(missing)})
    places, activities, days = _places(tables), _activities(tables), _days(tables)
    sums: dict[tuple[str, ...], Decimal] = defaultdict(Decimal)
    for row in rows:
        village = row["kd_desa"].strip()
        account = _ACCOUNT.sub(r"\1.\2", row["kd_rincian"].strip())
        activity = row["kd_keg"].strip().removeprefix(village).strip(".")
        sums[village, row["tahun"].strip(), activity, account, row["sumberdana"].strip()] += _in_force(row)
    yield _HEAD
    for (village, year, activity, account, source), amount in sums.items():
        bare = activity if activity.strip("0.") else ""
        label = activities.get((village, activity)) or activities.get(("", activity), "")
        yield (*places.get(village, ("", "")), APBDES, year, days.get((village, year), ""), bare, label, account, source, str(amount))  # fmt: skip


def _in_force(row: Mapping[str, str]) -> Decimal:
    """Return the amount after the revisions; older versions have it not as a column of its own."""
    if row.get("anggaranstlhpak"):
        return _money(row["anggaranstlhpak"])
    return _money(row["anggaran"]) + _money(row.get("anggaranpak") or "0")


def _money(text: str) -> Decimal:
    try:
        return (
            Decimal(text.strip() or "0").quantize(Decimal(1))
            if "e" in text.lower()
            else Decimal(text.strip() or "0")
        )
    except ArithmeticError:
        raise Refused(_now("“%(text)s” di Ta_RABRinci bukan angka rupiah.") % {"text": text[:40]}) from None


def _places(tables: Mapping[str, list[dict[str, str]]]) -> dict[str, tuple[str, str]]:
    """Return the names of district and village by the village's code, which has neither province nor regency."""
    districts = {
        row.get("kd_kec", "").strip("."): row.get("nama_kecamatan", "")
        for row in tables.get("ref_kecamatan", ())
    }
    return {
        row["kd_desa"].strip(): (
            districts.get(row.get("kd_kec", "").strip("."), ""),
            _village(row.get("nama_desa", "")),
        )
        for row in tables.get("ref_desa", ())
        if row.get("kd_desa")
    }


def _village(name: str) -> str:
    return re.sub(r"(?i)^pemerintah(an)?\s+", "", name.strip())


def _activities(tables: Mapping[str, list[dict[str, str]]]) -> dict[tuple[str, str], str]:
    """Return the names of activities: as the village calls them, and for none in particular as the list does."""
    found = {
        ("", row.get("id_keg", "").strip(". ")): row.get("nama_kegiatan", "")
        for row in tables.get("ref_kegiatan", ())
    }
    for row in tables.get("ta_kegiatan", ()):
        village = row.get("kd_desa", "").strip()
        found[village, row.get("kd_keg", "").strip().removeprefix(village).strip(".")] = row.get(
            "nama_kegiatan", ""
        )[:200]
    return found


def _days(tables: Mapping[str, list[dict[str, str]]]) -> dict[tuple[str, str], date]:
    """Return the day of the last posting of each village and year; Siskeudes writes the month first."""
    found: dict[tuple[str, str], date] = {}
    for row in tables.get("ta_anggaran", ()):
        told = re.match(r"(\d{1,2})/(\d{1,2})/(\d{2,4})", row.get("tglposting", ""))
        if told:
            month, day, year = (int(part) for part in told.groups())
            key = (row.get("kd_desa", "").strip(), row.get("tahun", "").strip())
            posted = date(year if year > 99 else 2000 + year, month, day)  # noqa: PLR2004 - a year of two digits
            found[key] = max(posted, found.get(key, posted))
    return found


def exported(lines: Sequence[BudgetLine]) -> Iterator[Sequence[Any]]:
    """Yield lines as rows of the sheet; their documents and regions are loaded with them."""
    return map(_cells, lines)


def _cells(line: BudgetLine) -> Sequence[Any]:
    document, region = line.document, line.region
    return (
        *place_cells(region),
        dict(document._meta.get_field("kind").choices)[document.kind], document.year, document.number, document.dated,  # type: ignore[arg-type]
        line.activity, line.label, line.account, line.source, line.amount,
    )  # fmt: skip


SHEET = SheetKind(
    key="budgets",
    word=_("Baris anggaran"),
    hint=_("RKPDes dan APBDes, satu baris satu kegiatan dan sumber; atau ZIP CSV dari Siskeudes"),
    columns=COLUMNS,
    first="budgets.enter",
    play=play,
    fetch=fetch,
    group=_group,
    whole=together,
    undo={"budgets.revise": "budgets.void", "budgets.enter": "budgets.void"},
    unpack=from_siskeudes,
    written=written,
    rows=exported,
)
