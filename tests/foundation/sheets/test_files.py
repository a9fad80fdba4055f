"""Files as they come: what each is by its content, a clear sentence for what is none, and nothing that the machine cannot bear."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from lestari.foundation.kernel.errors import Refused
from lestari.foundation.sheets.columns import Column
from lestari.foundation.sheets.finding import Found, find_table
from lestari.foundation.sheets.reading import open_file
from lestari.foundation.workflow.inputs import Rupiah
from tests.sheets import xlsx

COLUMNS = (
    Column("village", "Desa", names=("pekon",), needed=True, again=True),
    Column("what", "Kegiatan", needed=True),
    Column("amount", "Anggaran", Rupiah()),
)
HEAD = ("Pekon", "Kegiatan", "Anggaran (Rp)")
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)


def found(folder: Path, content: bytes, name: str = "lembar.xlsx") -> list[tuple[int, dict[str, object]]]:
    """The rows of the table in a file."""
    tabs = opened(folder, content, name).tabs
    layout = find_table(tabs, COLUMNS)
    return list(Found(tabs[layout.tab], layout, COLUMNS).rows())


def opened(folder: Path, content: bytes, name: str = "lembar.xlsx"):
    place = folder / name
    place.write_bytes(content)
    return open_file(place)


def refusal(folder: Path, content: bytes, name: str = "lembar.xlsx") -> str:
    with pytest.raises(Refused) as refused:
        found(folder, content, name)
    return str(refused.value)


def repacked(content: bytes, **members: bytes) -> bytes:
    """A workbook with other content under some names ("/" written as "__")."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        changed = {name.replace("__", "/"): text for name, text in members.items()}
        for info in source.infolist():
            archive.writestr(info.filename, changed.pop(info.filename, source.read(info)))
        for name, text in changed.items():
            archive.writestr(name, text)
    return target.getvalue()


def sheet_xml(rows: str) -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return f"{head}{rows}</sheetData></worksheet>".encode()


def inline(cell: str, text: str) -> str:
    return f'<c r="{cell}" t="inlineStr"><is><t>{text}</t></is></c>'


def test_a_zip_bomb_is_refused_before_it_is_unpacked_into_memory(tmp_path: Path) -> None:
    bomb = repacked(xlsx(HEAD), xl__sharedStrings_xml=b"", **{"xl__sharedStrings.xml": b"0" * 160_000_000})
    assert (
        refusal(tmp_path, bomb)
        == "Isi berkas ini terlalu besar bila dibuka. Hapus baris dan kolom kosong yang berformat, lalu simpan lagi."
    )


def test_a_cell_at_the_end_of_the_world_is_refused(tmp_path: Path) -> None:
    far = sheet_xml(
        f'<row r="1">{inline("A1", "Pekon")}</row><row r="1048576">{inline("XFD1048576", "x")}</row>'
    )
    words = refusal(tmp_path, repacked(xlsx(HEAD), **{"xl__worksheets__sheet1.xml": far}))
    assert (
        words
        == "Lembar ini sampai baris 1048576 dan kolom ke-16384. Hapus isian yang jauh dari tabel, atau bagi berkasnya."
    )


def test_two_million_empty_formatted_rows_are_no_rows(tmp_path: Path) -> None:
    head = "".join(inline(f"{column}1", text) for column, text in zip("ABC", HEAD, strict=True))
    row = "".join(inline(f"{column}2", text) for column, text in zip("AB", ("Campang", "Pipa"), strict=True))
    empty = "".join(
        f'<row r="{number}" s="1"><c r="A{number}" s="1"/><c r="B{number}" s="1"/></row>'
        for number in range(3, 1_000_003)
    )
    sheets = {
        f"xl__worksheets__sheet{number}.xml": sheet_xml(
            f'<row r="1">{head}</row><row r="2">{row}</row>{empty}'
        )
        for number in (1, 2)
    }
    content = repacked(xlsx(HEAD, Kedua=[HEAD]), **sheets)
    assert found(tmp_path, content) == [(2, {"village": "Campang", "what": "Pipa"})]


def test_an_old_workbook_is_named_whatever_it_is_called(tmp_path: Path) -> None:
    assert refusal(tmp_path, OLE + b"Workbook") == (
        "Ini berkas Excel lama (.xls), apa pun namanya. Buka di Excel, pilih Simpan Sebagai, Excel Workbook (.xlsx), lalu kirim lagi."
    )


def test_a_locked_workbook_says_that_it_is_locked(tmp_path: Path) -> None:
    assert refusal(tmp_path, OLE + "EncryptedPackage".encode("utf-16-le")) == (
        "Berkas ini dikunci dengan kata sandi. Buka di Excel, hapus kata sandinya, simpan, lalu kirim lagi."
    )


def test_a_workbook_with_macros_is_refused(tmp_path: Path) -> None:
    content = repacked(xlsx(HEAD), **{"xl__vbaProject.bin": b"macro"})
    assert (
        refusal(tmp_path, content)
        == "Berkas ini memuat makro. Simpan sebagai Excel Workbook (.xlsx) tanpa makro, lalu kirim lagi."
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Berkas ini kosong. Pilih lagi berkasnya."),
        (b"%PDF-1.7\n", "Berkas ini PDF, bukan lembar. Kirim Excel (.xlsx) atau CSV."),
        (b"\x89PNG\r\n", "Berkas ini PNG, bukan lembar. Kirim Excel (.xlsx) atau CSV."),
        (b"PK\x03\x04rusak", "Berkas ini rusak atau terpotong. Simpan lagi di Excel, lalu kirim lagi."),
        (struct.pack(">I", 7) * 40, "Berkas ini bukan lembar. Kirim Excel (.xlsx) atau CSV."),
        (b"<html><table>", "Berkas ini halaman web yang diberi nama lembar. Buka di Excel, simpan sebagai .xlsx, lalu kirim lagi."),
        (b"satu;dua\n1;2\n", "Tidak ada tabel yang dikenali di berkas ini. Judul kolomnya harus memuat: Desa, Kegiatan."),
    ],
)  # fmt: skip
def test_what_is_no_sheet_is_said_so(tmp_path: Path, content: bytes, words: str) -> None:
    assert refusal(tmp_path, content) == words


def test_a_workbook_cut_off_half_way_is_said_to_be_broken(tmp_path: Path) -> None:
    whole = xlsx(HEAD, ("Campang", "Pipa", 1))
    assert (
        refusal(tmp_path, whole[: len(whole) // 2])
        == "Berkas ini rusak atau terpotong. Simpan lagi di Excel, lalu kirim lagi."
    )


def test_two_hundred_columns_are_read_for_those_that_are_known(tmp_path: Path) -> None:
    more = [f"Kolom {number}" for number in range(200)]
    content = xlsx((*more, *HEAD), (*range(200), "Campang", "Pipa", "1.000"))
    assert found(tmp_path, content) == [(2, {"village": "Campang", "what": "Pipa", "amount": "1.000"})]


def test_formulas_count_as_the_value_that_excel_saw(tmp_path: Path) -> None:
    formula = sheet_xml(
        '<row r="1">'
        + "".join(inline(f"{column}1", text) for column, text in zip("ABC", HEAD, strict=True))
        + "</row>"
        f'<row r="2">{inline("A2", "Campang")}{inline("B2", "Pipa")}<c r="C2"><f>1000*3</f><v>3000</v></c></row>'
    )
    content = repacked(xlsx(HEAD), **{"xl__worksheets__sheet1.xml": formula})
    assert found(tmp_path, content) == [(2, {"village": "Campang", "what": "Pipa", "amount": 3000.0})]


def test_a_formula_that_was_never_reckoned_is_said_to_be_so(tmp_path: Path) -> None:
    def table(*cells: str) -> bytes:
        head = "".join(inline(f"{column}1", text) for column, text in zip("ABC", HEAD, strict=True))
        rows = f'<row r="1">{head}</row><row r="2">{inline("A2", "Campang")}{"".join(cells)}</row>'
        return repacked(xlsx(HEAD), **{"xl__worksheets__sheet1.xml": sheet_xml(rows)})

    saved = table('<c r="B2" t="str"><f>IF(1,"","")</f><v></v></c>', '<c r="C2"><f>1000*3</f><v>3000</v></c>')
    assert opened(tmp_path, saved).notes == ()
    never = table('<c r="B2"><f>D2</f><v></v></c>', '<c r="C2" s="1"><f>1000*3</f></c>')
    assert opened(tmp_path, never).notes == (
        "2 rumus belum dihitung dan dibaca kosong, misalnya di B2. Buka berkasnya di Excel, simpan, lalu kirim lagi.",
    )


def packed(**members: bytes) -> bytes:
    """A ZIP with these files ("__" for the point in a name)."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return target.getvalue()


def test_the_one_workbook_in_a_zip_is_read_whatever_lies_beside_it(tmp_path: Path) -> None:
    content = packed(laporan__pdf=b"%PDF-1.7", laporan__xlsx=xlsx(HEAD, ("Campang", "Pipa", 1)))
    assert found(tmp_path, content, "laporan.zip") == [
        (2, {"village": "Campang", "what": "Pipa", "amount": 1.0})
    ]


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"b__xlsx": xlsx(HEAD), "a__xlsx": xlsx(HEAD)}, "ZIP ini memuat a.xlsx, b.xlsx. Keluarkan dari ZIP, lalu kirim satu per satu sebagai .xlsx."),
        ({"lama__xls": OLE}, "ZIP ini memuat lama.xls. Keluarkan dari ZIP, lalu kirim satu per satu sebagai .xlsx."),
        ({"a__xlsx": repacked(xlsx(HEAD), **{"xl__vbaProject.bin": b"macro"})}, "Berkas ini memuat makro. Simpan sebagai Excel Workbook (.xlsx) tanpa makro, lalu kirim lagi."),
        ({"a__xlsx": repacked(xlsx(HEAD), **{"xl__sharedStrings.xml": b"0" * 150_000_001})}, "Isi berkas ini terlalu besar bila dibuka. Hapus baris dan kolom kosong yang berformat, lalu simpan lagi."),
        ({"laporan__pdf": b"%PDF-1.7"}, "ZIP ini tidak memuat lembar. Kirim Excel (.xlsx), CSV, atau ZIP berisi CSV Siskeudes."),
    ],
    ids=["two", "an old one", "with macros", "a bomb", "none"],
)  # fmt: skip
def test_a_zip_that_is_to_be_unpacked_says_which_file(
    tmp_path: Path, members: dict[str, bytes], words: str
) -> None:
    assert refusal(tmp_path, packed(**members), "laporan.zip") == words


@pytest.mark.parametrize(
    "content",
    [
        "Pekon;Kegiatan;Anggaran\r\nCampang;Kafé;1.000\r\n".encode("cp1252"),
        "\ufeffPekon;Kegiatan;Anggaran\r\nCampang;Kafé;1.000\r\n".encode(),
        "sep=,\nPekon,Kegiatan,Anggaran\nCampang,Kafé,1.000\n".encode(),
        "Pekon\tKegiatan\tAnggaran\nCampang\tKafé\t1.000\n".encode("utf-16"),
    ],
)
def test_a_csv_is_read_whatever_its_letters_and_marks(tmp_path: Path, content: bytes) -> None:
    ((number, row),) = found(tmp_path, content, "lembar.csv")
    assert row == {"village": "Campang", "what": "Kafé", "amount": "1.000"}
    assert number == 2


def test_a_wrong_encoding_is_told(tmp_path: Path) -> None:
    notes = opened(tmp_path, "Pekon;Kegiatan\nCampang;Kafé\n".encode("cp1252"), "lembar.csv").notes
    assert notes == (
        "Huruf berkas ini bukan UTF-8; dibaca sebagai Windows-1252. Periksa nama yang bertanda, misalnya é.",
    )


def test_a_head_in_row_nine_below_a_title_and_a_gap_in_the_middle(tmp_path: Path) -> None:
    title = [("REKAP",), (), ("Kabupaten Tanggamus",), (), (), (), (), ()]
    content = xlsx(*title, HEAD, ("Campang", "Pipa", 1), (), (), ("Landbaw", "Jalan", 2), ("Jumlah", None, 3))
    assert [number for number, _row in found(tmp_path, content)] == [10, 13]


def test_the_table_is_found_on_whichever_sheet_it_is_and_hidden_ones_come_last(tmp_path: Path) -> None:
    content = xlsx(("Petunjuk",), ("Isi lembar kedua",), Data=[HEAD, ("Campang", "Pipa", 1)])
    assert found(tmp_path, content) == [(2, {"village": "Campang", "what": "Pipa", "amount": 1.0})]
    workbook = zipfile.ZipFile(io.BytesIO(content)).read("xl/workbook.xml")
    hidden = repacked(
        xlsx(HEAD, ("Tersembunyi", "x", 1), Data=[HEAD, ("Campang", "Pipa", 1)]),
        **{"xl__workbook.xml": workbook.replace(b'sheetId="1"', b'sheetId="1" state="hidden"')},
    )
    assert found(tmp_path, hidden) == [(2, {"village": "Campang", "what": "Pipa", "amount": 1.0})]


def test_cells_merged_downwards_count_for_each_of_their_rows(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{number}">{inline(f"B{number}", what)}</row>'
        if number > 2
        else f'<row r="2">{inline("A2", "Campang")}{inline("B2", what)}</row>'
        for number, what in ((2, "Pipa"), (3, "Jalan"))
    )
    head = "".join(inline(f"{column}1", text) for column, text in zip("ABC", HEAD, strict=True))
    whole = sheet_xml(f'<row r="1">{head}</row>{rows}').replace(
        b"</worksheet>", b'<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells></worksheet>'
    )
    content = repacked(xlsx(HEAD), **{"xl__worksheets__sheet1.xml": whole})
    assert [row["village"] for _number, row in found(tmp_path, content)] == ["Campang", "Campang"]


def test_two_rows_of_headings_are_read_as_one(tmp_path: Path) -> None:
    content = xlsx(
        ("No", "Lokasi", None, "Anggaran"),
        (None, "Pekon", "Dusun", None),
        (None, None, None, None),
        (1, "Campang", "3", 5),
        (),
    )
    tabs = opened(tmp_path, content).tabs
    layout = find_table(tabs, COLUMNS)
    assert (layout.head, dict(layout.places)) == (2, {"village": 1, "amount": 3})


def test_numbers_of_columns_and_repeated_heads_are_left_out(tmp_path: Path) -> None:
    content = xlsx(
        HEAD,
        ("(1)", "(2)", "(3)"),
        ("Campang", "Pipa", 1),
        HEAD,
        ("Landbaw", "Jalan", 2),
        ("Sub total", None, 3),
    )
    tabs = opened(tmp_path, content).tabs
    table = Found(tabs[0], find_table(tabs, COLUMNS), COLUMNS)
    assert [number for number, _row in table.rows()] == [3, 5]
    assert table.skipped == [(2, "nomor kolom"), (4, "judul kolom"), (6, "jumlah")]


SIGNED = (
    (None, None, None, "Kota Agung, 31 Desember 2018"),
    ("Mengetahui,", None, "Ketua TIK"),
    ("Kepala Pekon", None, None, "Sekretaris"),
    (None, "Siti Aminah"),
)


def skipping(folder: Path, *rows: tuple[object, ...]) -> tuple[list[int], list[tuple[int, str]]]:
    """The numbers of the rows that are read, and what was left out."""
    content = xlsx((*HEAD, "Catatan"), *rows)
    tabs = opened(folder, content).tabs
    table = Found(tabs[0], find_table(tabs, COLUMNS), COLUMNS)
    return [number for number, _row in table.rows()], table.skipped


def test_what_is_signed_below_a_total_is_no_row(tmp_path: Path) -> None:
    rows = ("Campang", "Pipa", 1), ("Jumlah", None, 1), *SIGNED
    signed = [(number, "tanda tangan") for number in (4, 5, 6, 7)]
    assert skipping(tmp_path, *rows) == ([2], [(3, "jumlah"), *signed])
    assert skipping(tmp_path, rows[0], *SIGNED[1:]) == ([2, 3, 4, 5], [])


@pytest.mark.parametrize(
    "row",
    [
        ("Landbaw", "Jalan", 2),
        ("Landbaw", "Jalan"),
        ("Landbaw", None, 2),
        ("Kepala Pekon", "Jalan", "2 juta"),
    ],
)
def test_what_can_be_meant_as_a_row_is_one_below_a_total_too(tmp_path: Path, row: tuple[object, ...]) -> None:
    rows, skipped = skipping(tmp_path, ("Campang", "Pipa", 1), ("Jumlah", None, 1), SIGNED[0], row)
    assert (rows, skipped) == ([2, 5], [(3, "jumlah"), (4, "tanda tangan")])


def test_a_name_alone_below_a_total_is_a_row_where_nothing_was_signed(tmp_path: Path) -> None:
    rows = ("Campang", "Pipa", 1), ("Jumlah", None, 1), (None, "Jalan rabat"), ("Landbaw", None, None)
    assert skipping(tmp_path, *rows)[0] == [2, 4, 5]


def test_a_total_and_a_section_end_what_stands_once_above_its_rows(tmp_path: Path) -> None:
    head = ("Kecamatan", "Pekon", "Kegiatan")
    columns = Column("district", "Kecamatan", again=True), Column("village", "Pekon", needed=True), COLUMNS[1]
    content = xlsx(
        head,
        ("Gisting", "Campang", "Pipa"),
        (None, "Landbaw", "Pipa"),
        ("JUMLAH KEC. GISTING",),
        (None, "Sidomulyo", "Pipa"),
        ("Kec. Pugung",),
        (None, "Tiuh Memon", "Pipa"),
    )
    tabs = opened(tmp_path, content).tabs
    rows = Found(tabs[0], find_table(tabs, columns), columns).rows()
    assert [row.get("district") for _number, row in rows] == ["Gisting", "Gisting", None, "Pugung"]
