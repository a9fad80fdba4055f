"""A sheet of 100,000 commitments, with events, through the same action functions as the form, against django-import-export in bulk mode."""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import python_calamine as calamine
import tablib
from import_export import fields, resources
from import_export.widgets import ForeignKeyWidget

import bench.setting_up  # noqa: F401
from bench.row import Row, seconds, tell
from lestari.domain.commitments.models import Commitment
from lestari.domain.knowledge.models import Innovation
from lestari.foundation.ledger.models import Event
from lestari.foundation.people.models import Assignment, User
from lestari.foundation.regions.loading import load_regions
from lestari.foundation.regions.models import Region
from lestari.foundation.regions.queries import villages_below
from lestari.foundation.sheets.kinds import SHEETS
from lestari.foundation.sheets.running import receive, write
from lestari.foundation.sheets.workbook import xlsx_pieces

ROWS = 100_000
#: Megabytes above idle that the import may take.
MEMORY = 300
LAMPUNG = tuple(f"18.{number:02}" for number in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13))
HEAD = ("Desa", "Kode desa", "Inovasi", "Cara meniru", "Nama kegiatan", "Lokasi", "Tahun anggaran", "Volume", "Satuan", "Perkiraan biaya", "Sumber", "Penanggung jawab", "Tanggal kartu")  # fmt: skip


def measure(rows: int = ROWS) -> list[Row]:
    """Return our seconds beside the baseline's, both for the same workbook into the same tables, and how much memory ours took.

    Ours judges each row by the rules of the form and writes states, duties, receipts and events; the baseline writes the rows alone.
    """
    with TemporaryDirectory(dir=os.environ["LESTARI_DATA"]) as folder:
        path, person = prepare(Path(folder), rows)
        there, told = Commitment.objects.count(), _told()
        idle = peak()
        ours = seconds(lambda: _ours(path, person))
        taken = peak() - idle
        assert Commitment.objects.count() == there + rows
        assert _told() == told + rows
        baseline = seconds(lambda: _import_export(path))
        assert Commitment.objects.count() == there + 2 * rows
    what = f"sheet of {rows:,} commitments, with events".replace(",", ".")
    return [
        Row(
            what,
            f"{ours:.1f} s",
            f"{baseline:.1f} s django-import-export, without events",
            baseline / ours,
            "≥ 8 ×",
        ),
        Row("the same, memory above idle", f"{taken:.0f} MB", target=f"≤ {MEMORY} MB"),
    ]


def _told() -> int:
    """Return how many events tell of a promise that came by a sheet."""
    return Event.objects.filter(kind="commitment.pledge", whence="sheet").count()


def _ours(path: Path, person: User) -> None:
    write(receive(SHEETS["commitments"], path.name, [path.read_bytes()], person))


def peak() -> float:
    """Return the most memory that this process ever held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def prepare(folder: Path, rows: int) -> tuple[Path, User]:
    """Make the world: Lampung's villages, published innovations, a facilitator of the province, and the workbook."""
    load_regions(only=LAMPUNG)
    province = Region.objects.get(code="18")
    person = User.objects.create(username=f"bench.{uuid4().hex[:12]}", name="Pendamping", region=province)
    Assignment.objects.create(user=person, role="facilitator", region=province, since=date(2015, 1, 1))
    villages = list(villages_below(province).filter(since=None).select_related("parent"))
    innovations = _innovations(villages, rows // 500)
    path = folder / "komitmen.xlsx"
    with path.open("wb") as target:
        target.writelines(xlsx_pieces(_rows(villages, innovations, rows)))
    return path, person


def _innovations(villages: list[Region], count: int) -> list[Innovation]:
    made, mark = [], uuid4().hex[:6]
    for number in range(max(count, 1)):
        region = villages[number % len(villages)]
        about = {
            "region": region,
            "field": "infrastructure",
            "title": f"Inovasi {mark} {number}",
            "state": "published",
        }
        made.append(
            Innovation(
                code=f"INV-{mark}-{number:05}", year_started=2015, published_on=date(2016, 1, 1), **about
            )
        )
    Innovation.objects.bulk_create(made, batch_size=1000)
    return made


def _rows(villages: list[Region], innovations: list[Innovation], rows: int) -> Iterator[tuple[Any, ...]]:
    yield HEAD
    for number in range(rows):
        village, innovation = (
            villages[number * 7 % len(villages)],
            innovations[number * 13 % len(innovations)],
        )
        if innovation.region_id == village.pk:
            innovation = innovations[(number * 13 + 1) % len(innovations)]
        yield (
            village.name, village.code.replace(".", ""), innovation.code, "Replikasi", f"Pipa air bersih {number}", f"Dusun {number % 9} RT {number}",
            2018 + number % 2, "1.200,5", "meter", f"Rp {10 + number % 90}.500.000,-", "DD", "Kaur Perencanaan", date(2018, 1 + number % 12, 1 + number % 28),
        )  # fmt: skip


class _Resource(resources.ModelResource):
    region = fields.Field("region", "region", ForeignKeyWidget(Region, "code"))
    innovation = fields.Field("innovation", "innovation", ForeignKeyWidget(Innovation, "code"))

    class Meta:
        model = Commitment
        fields = ("id", "code", "state", "region", "innovation", "field", "mode", "what", "place", "year", "volume", "unit", "estimated_cost", "planned_source", "responsible")  # fmt: skip
        import_id_fields = ("id",)
        use_bulk = True
        batch_size = 1000
        skip_diff = True
        force_init_instance = True


def _import_export(path: Path) -> None:
    book = calamine.CalamineWorkbook.from_path(str(path))
    rows = iter(book.get_sheet_by_index(0).iter_rows())
    next(rows)
    mark = uuid4().hex[:8]
    data = tablib.Dataset(headers=_Resource.Meta.fields)
    for number, row in enumerate(rows):
        code = str(row[1])
        dotted = ".".join((code[:2], code[2:4], code[4:6], code[6:]))
        cost = int("".join(filter(str.isdigit, row[9])))
        data.append(
            (uuid4(), f"{mark}-{number:06}", "pledged", dotted, row[2], "infrastructure", "replicate", row[4], row[5], int(row[6]), "1200.5", row[8], cost, row[10], row[11])
        )  # fmt: skip
    result = _Resource().import_data(data, raise_errors=True)
    assert not result.has_errors()


if __name__ == "__main__":
    tell(measure(*map(int, sys.argv[1:])))
