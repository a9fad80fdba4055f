"""Opening a file that somebody sent: what it is by its content, and its tables row by row. Raises `Refused` in words for all else."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import python_calamine as calamine
from django.utils.translation import gettext as _

from lestari.foundation.files.sizes import SHEET_BYTES
from lestari.foundation.kernel.errors import Refused

#: How large a file may be unpacked; its list of texts lies in memory whole.
_UNPACKED, _TEXTS = 800_000_000, 150_000_000
#: So many cells of one table are read: 300,000 rows of forty columns.
_CELLS = 12_000_000
_WIDEST = 1000
_PIECE = 1 << 20
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = {b"%PDF": "PDF", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG"}
#: A cell that holds something: one that is only formatted closes itself.
_FILLED = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>/]*>')
#: A formula that was never reckoned: without a value, which is another thing than an empty text.
_VALUELESS = re.compile(
    rb'<c r="([A-Z]{1,3}\d{1,7})"(?![^>]*t="str")[^>/]*><f(?:[^>]*/>|[^>]*>[^<]*</f>)(?:<v ?/>|<v></v>)?</c>'
)
_TAIL = 100
#: A workbook in an archive, without what other systems put beside it; and how many of them are named.
_WITHIN = re.compile(r"(?i)(?!__macosx/)(.*/)?[^/.~][^/]*\.(xlsx|xlsm|xls|ods)")
_NAMED = 4
_DELIMITERS = ";,\t|"

Cells = Sequence[Any]


@dataclass(frozen=True)
class Tab:
    """One table of a file: its name, its rows with their numbers as Excel shows them, and which cells were merged.

    A merged range is (first row, last row, column), rows by number, the column from nought.
    """

    name: str
    rows: Iterable[tuple[int, Cells]]
    hidden: bool = False
    merged: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True)
class Opened:
    """What a file holds: its tables, or, of a ZIP of CSV files, each by its name in small letters."""

    tabs: tuple[Tab, ...] = ()
    archive: dict[str, list[dict[str, str]]] | None = None
    notes: tuple[str, ...] = field(default=())


def open_file(path: Path) -> Opened:
    """Read a file whole. Raises Refused: too large, locked, an old format, macros, not a sheet, broken."""
    if path.stat().st_size > SHEET_BYTES:
        raise Refused(
            _("Berkas ini lebih dari %(most)s MB. Bagi menjadi beberapa berkas.")
            % {"most": SHEET_BYTES // 1_000_000}
        )
    with path.open("rb") as source:
        start = source.read(_PIECE)
    if not start.strip():
        raise Refused(_("Berkas ini kosong. Pilih lagi berkasnya."))
    if start.startswith(_ZIP):
        return _zip(path)
    if start.startswith(_OLE):
        raise Refused(_old(path))
    for mark, name in _OTHERS.items():
        if start.startswith(mark):
            raise Refused(
                _("Berkas ini %(kind)s, bukan lembar. Kirim Excel (.xlsx) atau CSV.") % {"kind": name}
            )
    return _csv(path.read_bytes())


def _old(path: Path) -> str:
    if _LOCKED in path.read_bytes():
        return _(
            "Berkas ini dikunci dengan kata sandi. Buka di Excel, hapus kata sandinya, simpan, lalu kirim lagi."
        )
    return _(
        "Ini berkas Excel lama (.xls), apa pun namanya. Buka di Excel, pilih Simpan Sebagai, Excel Workbook (.xlsx), lalu kirim lagi."
    )


def _zip(path: Path) -> Opened:
    broken = Refused(_("Berkas ini rusak atau terpotong. Simpan lagi di Excel, lalu kirim lagi."))
    try:
        with zipfile.ZipFile(path) as archive:
            names = {info.filename for info in archive.infolist()}
            notes = _inflate(archive)
            if any(name.startswith("xl/") for name in names):
                return _workbook(path, archive, notes)
            if any(name.lower().endswith(".csv") for name in names):
                return Opened(archive=_tables(archive))
            if within := [name for name in names if _WITHIN.fullmatch(name)]:
                return _only(archive, sorted(within))
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise broken from error
    raise Refused(_("ZIP ini tidak memuat lembar. Kirim Excel (.xlsx), CSV, atau ZIP berisi CSV Siskeudes."))


def _only(archive: zipfile.ZipFile, within: Sequence[str]) -> Opened:
    """Return the one workbook that an archive holds. Raises Refused naming them where there are more, or where it is to be unpacked first."""
    content = io.BytesIO(archive.read(within[0]))
    if len(within) == 1 and within[0].lower().endswith((".xlsx", ".xlsm")) and zipfile.is_zipfile(content):
        with zipfile.ZipFile(content) as inner:
            notes = _inflate(inner)
            content.seek(0)
            return _workbook(content, inner, notes)
    names = ", ".join(Path(name).name for name in within[:_NAMED])
    more = ", …" if len(within) > _NAMED else ""
    raise Refused(
        _("ZIP ini memuat %(names)s. Keluarkan dari ZIP, lalu kirim satu per satu sebagai .xlsx.")
        % {"names": names + more}
    )


def _inflate(archive: zipfile.ZipFile) -> tuple[str, ...]:
    """Unpack everything once without keeping it, and return a note where formulas have no value. Raises Refused for a bomb, and for a table whose cells lie too far apart."""
    total, valueless = 0, list[bytes]()
    for info in archive.infolist():
        size, last_row, widest, tail = 0, 0, 0, b""
        table = info.filename.startswith("xl/worksheets/")
        with archive.open(info) as source:
            while piece := source.read(_PIECE):
                size += len(piece)
                total += len(piece)
                if total > _UNPACKED or (size > _TEXTS and not table):
                    raise Refused(
                        _(
                            "Isi berkas ini terlalu besar bila dibuka. Hapus baris dan kolom kosong yang berformat, lalu simpan lagi."
                        )
                    )
                if table:
                    text = tail + piece
                    filled = _FILLED.findall(text)
                    last_row = max([last_row, *map(int, {number for _letters, number in filled})])
                    widest = max([widest, *map(_column, {letters for letters, _number in filled})])
                    tail = text[-_TAIL:].rpartition(b">")[2]
                    valueless += _VALUELESS.findall(text)
        if last_row * widest > _CELLS or widest > _WIDEST:
            raise Refused(
                _(
                    "Lembar ini sampai baris %(row)s dan kolom ke-%(column)s. Hapus isian yang jauh dari tabel, atau bagi berkasnya."
                )
                % {"row": last_row, "column": widest}
            )
    return _unreckoned(valueless)


def _unreckoned(cells: Sequence[bytes]) -> tuple[str, ...]:
    if not cells:
        return ()
    words = _(
        "%(count)s rumus belum dihitung dan dibaca kosong, misalnya di %(cell)s. Buka berkasnya di Excel, simpan, lalu kirim lagi."
    )
    return (words % {"count": len(cells), "cell": cells[0].decode()},)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _workbook(source: Path | io.BytesIO, archive: zipfile.ZipFile, notes: tuple[str, ...]) -> Opened:
    if any(name.lower().endswith("vbaproject.bin") for name in archive.namelist()):
        raise Refused(
            _("Berkas ini memuat makro. Simpan sebagai Excel Workbook (.xlsx) tanpa makro, lalu kirim lagi.")
        )
    try:
        book = calamine.load_workbook(source)
        tables = [about for about in book.sheets_metadata if about.typ == calamine.SheetTypeEnum.WorkSheet]
        return Opened(tabs=tuple(_tab(book, about) for about in tables), notes=notes)
    except calamine.CalamineError as error:
        raise Refused(
            _("Berkas ini tidak dapat dibaca sebagai Excel. Simpan lagi di Excel, lalu kirim lagi.")
        ) from error


class _SheetRows:
    """The rows of a table that hold something, read from the workbook each time anew, so that only one at a time is in memory."""

    def __init__(self, sheet: calamine.CalamineSheet) -> None:
        self._sheet = sheet

    def __iter__(self) -> Iterator[tuple[int, Cells]]:
        for number, cells in enumerate(self._sheet.iter_rows(), start=1):
            if any(cell not in ("", None) for cell in cells):
                yield number, cells


def _tab(book: calamine.CalamineWorkbook, about: calamine.SheetMetadata) -> Tab:
    sheet = book.get_sheet_by_name(about.name)
    _top, beginning = sheet.start or (0, 0)
    merged = tuple(
        (top + 1, bottom + 1, left - beginning)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        if bottom > top and left == right >= beginning
    )
    return Tab(about.name, _SheetRows(sheet), about.visible != calamine.SheetVisibleEnum.Visible, merged)


def _csv(content: bytes) -> Opened:
    text, notes = _decoded(content)
    if text.lstrip()[:200].lower().startswith(("<html", "<!doctype", "<?xml", "<table")):
        raise Refused(
            _(
                "Berkas ini halaman web yang diberi nama lembar. Buka di Excel, simpan sebagai .xlsx, lalu kirim lagi."
            )
        )
    return Opened(tabs=(Tab("", _lines(text)),), notes=notes)


def _decoded(content: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text, and a note where its letters had to be guessed."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace"), ()
    if b"\x00" in content:
        raise Refused(_("Berkas ini bukan lembar. Kirim Excel (.xlsx) atau CSV."))
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        note = _(
            "Huruf berkas ini bukan UTF-8; dibaca sebagai Windows-1252. Periksa nama yang bertanda, misalnya é."
        )
        return content.decode("cp1252", errors="replace"), (note,)


def _lines(text: str) -> list[tuple[int, Cells]]:
    told, separator, rest = text.partition("\n")
    if told.strip().lower().startswith("sep=") and separator:
        text, delimiter = rest, told.strip()[4:5] or ","
    else:
        beginning = "\n".join(text.splitlines()[:20])
        delimiter = max(_DELIMITERS, key=beginning.count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return [(number, row) for number, row in enumerate(reader, start=1) if any(map(str.strip, row))]
    except csv.Error as error:
        raise Refused(
            _("CSV ini tidak dapat dibaca: ada tanda kutip yang tidak ditutup. Simpan lagi dari Excel.")
        ) from error


def _tables(archive: zipfile.ZipFile) -> dict[str, list[dict[str, str]]]:
    """Return the CSV files of an archive by their names without folder and ending; the columns by their heads in small letters."""
    found = {}
    for info in archive.infolist():
        name = Path(info.filename).name.lower()
        if name.endswith(".csv"):
            text, _notes = _decoded(archive.read(info))
            (_number, head), *rows = _lines(text) or [(0, [])]
            keys = [cell.strip().lower() for cell in head]
            found[name.removesuffix(".csv")] = [dict(zip(keys, row, strict=False)) for _number, row in rows]
    return found
