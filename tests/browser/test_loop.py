"""The whole loop, walked in a real browser by those whose steps they are: on a phone with JavaScript, and without it.

Nothing is done behind the pages: the people and their regions are there, all else is pressed, chosen and typed. With JavaScript each
kind of page is looked at once on a phone and at a desk. For what a desk alone has, each sits down at one for a while: the village's
officer before a whole card and a budget's lines in columns, the TPID before the recap's table, TIK before the document beside its
remarks, the public before the catalogue beside its filters; each with the menu unfolded.
"""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Any

import pytest
from playwright.sync_api import expect

from lestari.foundation.ledger.sealer import seal_all
from lestari.foundation.search.keeping import Keeper
from tests.browser.walking import Place, Walk, Walker, photo
from tests.domain.conftest import all_holds
from tests.world import CAMPANG, KUTA_DALOM

PIPE, BANK = "Pipa gravitasi air bersih dari mata air Way Semaka", "Bank sampah dusun"
#: The promises of Pekon Kuta Dalom, and the one that the TPID enters for Pekon Purwodadi.
PIPE_THERE, HALL_THERE, PIPE_ELSEWHERE = (
    f"{PIPE} di {place}" for place in ("Dusun 3", "Balai pekon", "Dusun 1")
)
BURSA = "Bursa Inovasi Desa Kecamatan Gisting"
OFFICER = "Village Officer Kuta Dalom"
PURWODADI = Place("18.06.20.2004", "Purwodadi — Gisting, Tanggamus")
KUTA_DALOM_THERE = Place("18.06.20.2003", "Kuta Dalom — Gisting, Tanggamus")
PIPES, HALL = "2.4.04 Pemeliharaan Sambungan Air Bersih ke Rumah Tangga (Pipanisasi dll)", "2.4.03 Balai"
DANA_DESA, ALLOCATION = "Dana Desa (DD)", "Alokasi Dana Desa (ADD)"
NO_IMAGE = {"name": "catatan.jpg", "mimeType": "image/jpeg", "buffer": b"Bukan foto, hanya tulisan."}
SIGNED, SCAN = "Foto kartu yang ditandatangani", "Foto atau pindaian dokumen"
NO_PAPER, ON_BEHALF = "Lampirkan dahulu berkasnya.", "Anda mencatat atas nama desa. Lampirkan foto kertasnya."
NO_SUCH_ACTIVITY = "Baris 2, kolom Kode kegiatan: Kode kegiatan “9.9.99” tidak ada di Permendagri 20/2018. Tulis misalnya 2.2.02."
NO_REMARK = "Tulis catatan pada paling sedikit satu bagian, supaya penulis tahu apa yang diperbaiki."
HANDED_OVER, VERIFIED = "Berita acara serah terima", "Berita acara verifikasi"
EMPTY, NOT_YET = "Isi dahulu bagian ini.", "Tanggal ini belum tiba. Tulis tanggal kejadiannya."
CLOSES = (
    "Sesudah ditutup, hanya TIK yang dapat membukanya kembali; kartu yang menyusul dicatat tersendiri,"
    " dengan alasannya."
)

#: The sections of the document in order, each as it is answered.
SECTIONS: dict[str, dict[str, Any]] = {
    "Judul dan ringkasan": {
        "Judul": PIPE,
        "Bidang": "Infrastruktur",
        "Topik": "Air bersih",
        "Tahun dimulai": "2016",
        "Ringkasan": "Air bersih sampai ke 214 rumah tanpa pompa.",
    },
    "Masalah": {"Masalah sebelumnya": "Warga mengambil air dua kilometer dari rumah."},
    "Solusi dan langkah": {
        "Apa yang dilakukan": "Pipa dari mata air.",
        "Apa yang baru": "Tanpa pompa.",
        "Langkah-langkah": "Ukur\nPasang",
    },
    "Yang terlibat": {
        "Lembaga dan orang yang terlibat": "BPD, PKK, karang taruna",
        "Laki-laki (orang)": "120",
        "Perempuan (orang)": "94",
        "Warga miskin (orang)": "40",
        "Penyandang disabilitas (orang)": "3",
    },
    "Bahan dan biaya": {
        "Bahan dan alat": "Pipa HDPE 3.200 meter",
        "Biaya seluruhnya": "Rp 86.400.000,-",
        "Sumber biaya": "Dana Desa",
    },
    "Hasil dan manfaat": {
        "Hasil dan manfaat": "Air mengalir siang malam.",
        "Angka sebelum dan sesudah": "2 jam menjadi 5 menit",
    },
    "Pelajaran dan saran": {
        "Apa yang membuatnya berhasil": "Gotong royong",
        "Apa yang sempat gagal": "Pipa pertama terlalu kecil",
        "Saran bagi desa yang akan meniru": "Mulai dari mata air",
        "Syarat": "Mata air yang tidak kering",
    },
    "Berita acara dan narahubung": {
        "Nomor berita acara musyawarah": "140/07/2024",
        "Tanggal berita acara": date(2024, 6, 3),
        "Penulis": "Tim TPID",
        "Narahubung": "Sekretaris pekon",
        "Alamat video pembelajaran": "https://video.example/pipa",
        "Lisensi": "CC BY 4.0: bebas dipakai dan diubah, sebut sumbernya",
    },
    "Foto, video, dan lampiran": {
        "Foto": (photo("bak.jpg", "teal"), photo("kran.jpg", "navy")),
        "Keterangan foto": "Bak penampung\nKran umum",
        "Lampiran": (photo("gambar-teknis.jpg"),),
    },
}
#: What is typed wrong at first: the section, its question, what is typed, and what the page says to it.
WRONG_IN_SECTIONS: dict[str, tuple[str, str | date, str]] = {
    "Judul dan ringkasan": (
        "Tahun dimulai",
        "2025",
        "Tahun 2025 belum tiba. Tulis tahun inovasi ini dimulai.",
    ),
    "Bahan dan biaya": (
        "Biaya seluruhnya",
        "86.400.000,50",
        "86.400.000,50 bukan rupiah penuh. Tulis tanpa sen.",
    ),
    "Berita acara dan narahubung": ("Tanggal berita acara", date(2024, 6, 11), NOT_YET),
}


@pytest.mark.long
@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without-javascript"])
def test_the_loop(live, clock, axe, javascript):
    walk = Walk(live, clock, axe, javascript=javascript)
    tpid, tik, public = walk.person("tpid"), walk.person("tik"), walk.public()

    _ideas(walk, walk.signing_in("village_officer", CAMPANG), tpid, tik)
    _document(walk, tpid, tik)
    _catalogue(public)
    officer = walk.person("village_officer", KUTA_DALOM)
    bursa = _bursa(walk, tpid, officer)
    _cards(walk, bursa, tpid, officer)
    pipe, hall = _closing(walk, bursa, tpid, officer)
    _plan(walk, officer, pipe, hall)
    _budget(walk, officer, public, pipe, hall)
    _revision(walk, officer, public, pipe)
    _result(walk, officer, tpid, pipe)
    _ways_back(walk, officer, tpid, public, hall)
    _proof(walk, public)

    all_holds()
    assert walk.faults == {}


def _ideas(walk: Walk, officer: Walker, tpid: Walker, tik: Walker) -> None:
    """A village hands in its idea with photos, the TPID another one from paper; TIK takes one and gives the other back."""
    day = walk.on(2024, 5, 6)
    officer.tasks()
    officer.sees("Tidak ada yang menunggu Anda sekarang.")
    officer.press("Serahkan ide")
    officer.sees("Desa Pekon Campang")
    photos = photo("mata-air.jpg", "green"), photo("bak.jpg", "teal")
    officer.write(
        {
            "Tanggal diserahkan": day,
            "Foto": photos,
            "Bidang": "Infrastruktur",
            "Judul": PIPE,
            "Apa yang dilakukan": "Memasang pipa dari mata air",
            "Sejak tahun": "2016",
            "Hasilnya": "Air sampai ke 214 rumah",
            "Narahubung": "Sekretaris pekon",
        }
    )
    officer.mistake(
        "Serahkan ide",
        {"Tanggal diserahkan": date(2024, 5, 7), "Foto": (*photos, NO_IMAGE)},
        {
            "Tanggal diserahkan": NOT_YET,
            "Foto": "Berkas “catatan.jpg” bukan foto yang dapat dibuka. Kirim foto JPEG, PNG atau WebP.",
        },
        kept=("mata-air.jpg", "bak.jpg"),
    )
    officer.mistake(
        "Serahkan ide",
        {"Tanggal diserahkan": day, "Sejak tahun": "2025"},
        {"Sejak tahun": "Kartu Ide menceritakan yang sudah dilakukan. Tahun 2025 belum tiba."},
        kept=("mata-air.jpg", "bak.jpg"),
    )
    officer.do("Serahkan ide", {"Sejak tahun": "2016"})
    assert officer.path == "/ide/I-2024-0001"
    assert officer.pictures() == 2
    officer.sees("Diserahkan", "Air sampai ke 214 rumah")
    assert officer.history() == ["Village Officer Campang menyerahkan kartu ide. Diserahkan"]

    tpid.tasks()
    tpid.press("Serahkan ide")
    tpid.write(
        {
            "Tanggal diserahkan": day,
            "Bidang": "Kewirausahaan",
            "Judul": BANK,
            "Apa yang dilakukan": "Menabung sampah",
            "Sejak tahun": "2023",
            "Hasilnya": "Akan ada untungnya",
        }
    )
    elsewhere = "Tidak ada wilayah “Margakaya” di wilayah tugas Anda. Periksa ejaannya, atau tulis kodenya."
    tpid.mistake(
        "Serahkan ide",
        {"Desa": Place("Margakaya")},
        {"Desa": elsewhere, "Foto kartu di kertas": ON_BEHALF},
    )
    tpid.do("Serahkan ide", {"Desa": PURWODADI, "Foto kartu di kertas": (photo("kartu.jpg"),)})
    handed_in = "Tpid Gisting menyerahkan kartu ide atas nama Pekon Purwodadi. Diserahkan Lihat kertasnya"
    assert tpid.history() == [handed_in]
    assert tpid.papers() == 1

    walk.on(2024, 5, 13)
    tik.begin(PIPE, "Terima sebagai inovasi")
    tik.do("Terima sebagai inovasi")
    tik.sees("Teridentifikasi", "Menunggu TPID.")
    tik.tasks()
    tik.press(BANK)
    tik.press("Kembalikan dengan alasan")
    tik.mistake("Kembalikan dengan alasan", {}, {"Alasan": EMPTY})
    tik.do("Kembalikan dengan alasan", {"Alasan": "Belum ada hasil yang terbukti."})
    tik.sees("Belum diterima", "Alasan belum diterima Belum ada hasil yang terbukti.")

    walk.on(2024, 5, 20)
    tpid.begin(BANK, "Serahkan lagi")
    tpid.do(
        "Serahkan lagi",
        {
            "Hasilnya": "Rp4.200.000 tabungan sampah dalam setahun",
            "Foto kartu di kertas": (photo("kartu-lagi.jpg"),),
        },
    )
    assert tpid.history() == [
        "Tpid Gisting menyerahkan lagi kartu ide atas nama Pekon Purwodadi. Belum diterima → Diserahkan Lihat kertasnya",
        "Tik Tanggamus mengembalikan kartu ide dengan alasan. Diserahkan → Belum diterima “Belum ada hasil yang terbukti.”",
        handed_in,
    ]
    tik.tasks()
    tik.sees("Menunggu Anda: 1", BANK)


def _document(walk: Walk, tpid: Walker, tik: Walker) -> None:
    """The TPID documents the idea section by section; TIK sends it back with a remark, then verifies and publishes it."""
    walk.on(2024, 6, 10)
    tpid.begin(PIPE, "Mulai dokumen")
    tpid.do("Mulai dokumen")
    document = tpid.path
    lacking = ", ".join(list(SECTIONS)[:-1])
    tpid.sees(f"Ajukan verifikasi: belum bisa Belum lengkap: {lacking}.")
    for section in SECTIONS:
        _section(tpid, section)
    assert tpid.pictures() == 3  # the card's own, and two more
    tpid.misses("Belum lengkap", "Belum ada:")
    tpid.press("Ajukan verifikasi")
    tpid.do("Ajukan verifikasi")
    tpid.sees("Diusulkan", "Menunggu TIK.")

    walk.on(2024, 6, 17)
    with tik.at_desk():
        tik.tasks()
        tik.press(PIPE)
        tik.press("Kembalikan dengan catatan")
        tik.mistake("Kembalikan dengan catatan", {}, {"": NO_REMARK})
        beside = tik.section("Hasil dan manfaat")
        assert beside.get_by_text("Air mengalir siang malam.").is_visible()
        assert beside.get_by_label("Catatan: Hasil dan manfaat").is_visible()
        tik.do("Kembalikan dengan catatan", {"Catatan: Hasil dan manfaat": "Tulis berapa liter sehari."})

    walk.on(2024, 6, 24)
    tpid.tasks()
    tpid.press(PIPE)
    remark = "Catatan pemeriksa, putaran 1, 17 Juni 2024 Tulis berapa liter sehari."
    tpid.sees("Dikembalikan", f"{remark} Belum dijawab")
    tpid.next("Sunting: Hasil dan manfaat")
    tpid.sees(f"{remark} Belum dijawab")
    tpid.do("Simpan bagian Hasil dan manfaat", {"Hasil dan manfaat": "Air mengalir 18.000 liter sehari."})
    tpid.sees(f"{remark} ✓ Dijawab: bagian ini disimpan lagi 24 Juni 2024")
    tpid.press("Ajukan verifikasi")
    tpid.do("Ajukan verifikasi")

    day = walk.on(2024, 7, 1)
    tik.begin(PIPE, "Verifikasi")
    tik.mistake(
        "Verifikasi",
        {"Tanggal": date(2024, 6, 23)},
        {"Tanggal": "Keadaan “Diusulkan” mulai 24 Juni 2024. Tulis tanggal itu atau sesudahnya."},
    )
    tik.do("Verifikasi", {"Tanggal": day})
    day = walk.on(2024, 8, 19)
    tik.begin(PIPE, "Terbitkan")
    tik.sees("Sesudah terbit, teksnya hanya berubah lewat versi baru")
    tik.do("Terbitkan", {"Tanggal": day})
    assert tik.path == document
    assert tik.history() == [
        "Tik Tanggamus menerbitkan dokumen ke menu inovasi. Terverifikasi → Terbit",
        "Tik Tanggamus memverifikasi dokumen. Diusulkan → Terverifikasi",
        "Tpid Gisting mengajukan dokumen untuk verifikasi. Dikembalikan → Diusulkan",
        "Tpid Gisting menyunting bagian Hasil dan manfaat.",
        "Tik Tanggamus mengembalikan dokumen dengan catatan. Diusulkan → Dikembalikan",
        "Tpid Gisting mengajukan dokumen untuk verifikasi. Konsep → Diusulkan",
        "Tpid Gisting menyunting bagian Foto, video, dan lampiran. Lihat kertasnya",
        *[f"Tpid Gisting menyunting bagian {section}." for section in reversed(list(SECTIONS)[:-1])],
        "Tpid Gisting mulai mendokumentasikan. Konsep",
    ]


def _section(tpid: Walker, section: str) -> None:
    """Answer one section of the document, whether it holds something already or not."""
    started = section in {
        "Judul dan ringkasan",
        "Solusi dan langkah",
        "Hasil dan manfaat",
        "Berita acara dan narahubung",
        "Foto, video, dan lampiran",
    }
    words = f"{'Sunting' if started else 'Isi'}: {section}"
    if section == "Foto, video, dan lampiran":  # nothing waits for it
        tpid.press(words)
    else:
        tpid.next(words)
    tpid.write(SECTIONS[section])
    again = {}
    if section in WRONG_IN_SECTIONS:
        label, typed, why = WRONG_IN_SECTIONS[section]
        tpid.mistake(f"Simpan bagian {section}", {label: typed}, {label: why})
        again = {label: SECTIONS[section][label]}
    tpid.do(f"Simpan bagian {section}", again)


def _catalogue(public: Walker) -> None:
    """What was published stands in the public catalogue, whole, without names and without what is for the teams."""
    seal_all()  # the worker comes by
    Keeper().finish()
    public.open("/")
    with public.at_desk():
        public.menu("Katalog")
        public.press("Infrastruktur")
        public.sees("1 inovasi")
        public.press(PIPE)
    assert public.heading() == PIPE
    public.sees(
        "Biaya Rp86.400.000",
        "Air mengalir 18.000 liter sehari.",
        "Pipa pertama terlalu kecil",
        "Mata air yang tidak kering",
    )
    assert public.pictures() == 3
    public.misses("gambar-teknis.jpg")
    assert public.history() == [
        "Menerbitkan dokumen ke menu inovasi. Didokumentasikan → Terbit",
        "Mulai mendokumentasikan. Didokumentasikan",
    ]


def _bursa(walk: Walk, tpid: Walker, officer: Walker) -> str:
    """A bursa is prepared, with the invited villages and its menu, and opened on its day. Return its address."""
    walk.on(2025, 2, 10)
    tpid.tasks()
    tpid.press("Siapkan bursa")
    tpid.do(
        "Siapkan bursa",
        {
            "Nama bursa": BURSA,
            "Tempat": "Balai Kecamatan",
            "Tanggal bursa": date(2025, 3, 11),
            "Jam": "08.00–15.00 WIB",
        },
    )
    bursa = tpid.path
    tpid.press("Ubah bursa")
    tpid.write({"Desa yang diundang": {"Pekon Banjar Manis": False}})
    tpid.mistake("Ubah bursa", {"Menu inovasi": {PIPE: False}}, {"Menu inovasi": EMPTY})
    tpid.do("Ubah bursa", {"Menu inovasi": {PIPE: True}})
    tpid.sees("8 pekon diundang", "Infrastruktur 1 dari 1 inovasi")
    tpid.misses("Pekon Banjar Manis")
    tpid.press("Buka bursa")
    tpid.mistake("Buka bursa", {}, {"": "Bursa ini baru pada 11 Maret 2025. Bukalah pada hari itu."})
    officer.menu("Bursa")
    officer.press(BURSA)
    assert officer.offers() == []

    walk.on(2025, 3, 11)
    tpid.begin(BURSA, "Buka bursa")
    tpid.do("Buka bursa")
    return bursa


def _cards(walk: Walk, bursa: str, tpid: Walker, officer: Walker) -> None:
    """Two cards from the menu by the village itself, one by the TPID on behalf of another."""
    officer.open(bursa)
    officer.press("Infrastruktur")
    officer.press(f"Isi kartu komitmen : {PIPE}")
    officer.sees("Kartu dari Pekon Kuta Dalom.")
    officer.write(_card("Dusun 3", "1.200,5", "meter", "86.400.000", DANA_DESA))
    if walk.javascript:
        echo = officer.field("Perkiraan biaya").locator(".echo")
        expect(echo).to_have_text("delapan puluh enam juta empat ratus ribu rupiah")
    officer.mistake(
        "Simpan kartu",
        {"Volume": "seribu", "Perkiraan biaya": "Rp86.400.000,25"},
        {
            "Volume": "“seribu” bukan angka. Tulis misalnya 1.200 atau 1.200,5.",
            "Perkiraan biaya": "Rp86.400.000,25 bukan rupiah penuh. Tulis tanpa sen.",
            SIGNED: NO_PAPER,
        },
    )
    officer.send(
        "Simpan dan isi lagi",
        {"Volume": "1.200,5", "Perkiraan biaya": "86.400.000", SIGNED: (photo("kartu-a.jpg"),)},
    )
    officer.saved("Isi kartu komitmen")
    card = _card("Balai pekon", "1", "paket", "12.345.678", DANA_DESA)
    with officer.at_desk():
        officer.page.reload()
        assert "Lanjut" not in officer.text()
        officer.send("Simpan kartu", card | {SIGNED: (photo("kartu-b.jpg"),)})
        officer.saved("Isi kartu komitmen")
    assert officer.path == bursa
    officer.sees("2 kartu dari 1 pekon; 8 pekon diundang; perkiraan biaya Rp98.745.678.")

    tpid.press("Isi kartu komitmen")
    tpid.write({"Desa": "Pekon Purwodadi"})
    tpid.write(_card("Dusun 1", "800", "meter", "50.000.000", ALLOCATION))
    tpid.mistake("Simpan kartu", {}, {SIGNED: ON_BEHALF})
    tpid.mistake(
        "Simpan kartu",
        {"Desa": "Pekon Campang", SIGNED: (photo("kartu-c.jpg"),)},
        {"Inovasi yang ditiru": "Inovasi ini dari desa itu sendiri. Pilih inovasi desa lain."},
        kept=("kartu-c.jpg",),
    )
    tpid.send("Simpan kartu", {"Desa": "Pekon Purwodadi"})
    tpid.saved("Isi kartu komitmen")
    tpid.sees("K-2025-0003 · Pekon Purwodadi · Rp50.000.000")
    tpid.press(PIPE_ELSEWHERE)
    assert tpid.history() == [
        "Tpid Gisting menyerahkan kartu komitmen atas nama Pekon Purwodadi. Dijanjikan Lihat kertasnya"
    ]


def _closing(walk: Walk, bursa: str, tpid: Walker, officer: Walker) -> tuple[str, str]:
    """The bursa is closed with its recap; a card that came late. Return the addresses of the officer's two promises."""
    with tpid.at_desk():
        tpid.begin(BURSA, "Tutup bursa")
        tpid.sees("3 kartu dari 2 pekon; 8 pekon diundang; perkiraan biaya Rp148.745.678.", CLOSES)
        assert tpid.row("Pekon Purwodadi") == "Pekon Purwodadi 1 0 0 1 Rp50.000.000"
        tpid.do("Tutup bursa", {"Catatan berita acara": "Dibacakan oleh camat."})
    tpid.sees("6 pekon belum menyerahkan kartu", "Dibacakan oleh camat.")
    officer.open(f"{bursa}/kartu")
    officer.sees("Bursa ini sudah ditutup. TPID atau TIK mencatat kartu yang menyusul, dengan alasannya.")

    walk.on(2025, 3, 12)
    tpid.press("Tambah kartu susulan")
    late = {"Mengapa kartu ini menyusul": "Kepala pekon sakit.", "Tanggal kartu": date(2025, 3, 13)}
    card = _card("Dusun 5", "300", "meter", "20.000.000", DANA_DESA, late)
    tpid.mistake(
        "Simpan kartu",
        {"Desa": "Pekon Gisting Atas", **card, SIGNED: (photo("kartu-d.jpg"),)},
        {"Tanggal kartu": NOT_YET},
        kept=("kartu-d.jpg",),
    )
    tpid.send("Simpan kartu", {"Tanggal kartu": date(2025, 3, 11)})
    tpid.saved("Tambah kartu susulan")
    tpid.sees(
        "3 kartu dari 2 pekon",
        "Dan 1 kartu susulan sesudah penutupan, perkiraan biaya Rp20.000.000.",
        "kartu susulan: Kepala pekon sakit.",
    )

    officer.open(bursa)
    officer.press(HALL_THERE)
    hall = officer.path
    officer.begin(PIPE_THERE, "Catat di RKPDes")
    officer.press("Batal")
    officer.sees("Giliran Anda.", "Paling lambat Selasa, 30 September 2025.")
    assert officer.knots()[3] == "RKPDes, sekarang"
    return officer.path, hall


def _card(
    place: str, volume: str, unit: str, cost: str, source: str, late: dict[str, Any] | None = None
) -> dict[str, Any]:
    """The answers of a card in the order in which it asks."""
    return {
        "Inovasi yang ditiru": PIPE,
        "Cara meniru": "Replikasi: sama dengan aslinya",
        "Lokasi": place,
        "Volume": volume,
        "Satuan": unit,
        "Perkiraan biaya": cost,
        "Rencana sumber": source,
        **(late or {}),
        "Penanggung jawab": "Kaur Perencanaan",
    }


def _line(code: str, amount: str, *, source: str = DANA_DESA, label: str = "") -> dict[str, str]:
    return {
        "Kode kegiatan": code,
        "Kegiatan": label,
        "Rekening": "5.3 Belanja modal",
        "Sumber": source,
        "Anggaran": amount,
    }


def _free(words: str, amount: str, source: str = DANA_DESA) -> str:
    """A line of the APBDes as the list has it while nothing is taken of it."""
    return f"{words}, {amount}, sisa {amount}, {source}"


def _plan(walk: Walk, officer: Walker, pipe: str, hall: str) -> None:
    """The RKPDes with its lines; both promises stand in it."""
    day = walk.on(2025, 9, 22)
    with officer.at_desk():
        officer.begin(PIPE_THERE, "Catat di RKPDes")
        officer.press("Baris belum ada? Buka anggaran 2026")
        officer.sees("Belum ada RKPDes atau APBDes tahun ini.")
        officer.press("Catat RKPDes atau APBDes")
        officer.write({"Dokumen": "RKPDes", "Nomor peraturan": "4 Tahun 2025", "Tanggal ditetapkan": day})
        scan = {SCAN: (photo("rkpdes.jpg"),)}
        right = [_line("02.04.04.", "90.000.000"), _line("2.4.03", "15.000.000", label="Balai")]
        officer.mistake(
            "Catat RKPDes atau APBDes",
            {
                "Baris anggaran": [
                    _line("02.04.04.", "90.000.000,50"),
                    _line("9.9.99", "15.000.000", label="Balai"),
                ]
            },
            {
                "Baris anggaran": (
                    "Baris 1, kolom Anggaran: 90.000.000,50 bukan rupiah penuh. Tulis tanpa sen.",
                    NO_SUCH_ACTIVITY,
                ),
                SCAN: NO_PAPER,
            },
        )
        officer.mistake(
            "Catat RKPDes atau APBDes",
            {"Baris anggaran": [right[0], _line("9.9.99", "15.000.000", label="Balai")], **scan},
            {"Baris anggaran": NO_SUCH_ACTIVITY},
            kept=("rkpdes.jpg",),
        )
        officer.do("Catat RKPDes atau APBDes", {"Baris anggaran": right})
    officer.sees("RKPDes 2026", "Nomor 4 Tahun 2025, 22 September 2025")

    day = walk.on(2025, 9, 24)
    hall_line = f"{HALL}, Rp15.000.000, {DANA_DESA}"
    for promise, line in ((pipe, f"{PIPES}, Rp90.000.000, {DANA_DESA}"), (hall, hall_line)):
        officer.open(promise)
        officer.press("Catat di RKPDes")
        officer.do("Catat di RKPDes", {"Baris RKPDes": line, "Tanggal masuk RKPDes": day})
    officer.sees("Catat komitmen ini di APBDes 2026", f"Baris RKPDes: {hall_line}")


def _budget(walk: Walk, officer: Walker, public: Walker, pipe: str, hall: str) -> None:
    """The APBDes with its lines pays for both promises; the public figure is exactly their Dana Desa."""
    day = walk.on(2025, 12, 22)
    officer.press("Anggaran 2026")
    officer.press("Catat RKPDes atau APBDes")
    officer.do(
        "Catat RKPDes atau APBDes",
        {
            "Dokumen": "APBDes",
            "Nomor peraturan": "7 Tahun 2025",
            "Tanggal ditetapkan": day,
            "Baris anggaran": [
                _line("2.4.04", "300.000.000") | {"Rekening": "4.2 Transfer"},
                _line("2.4.04", "90.000.000"),
                _line("2.4.03", "15.000.000", label="Balai"),
                _line("2.4.04", "25.000.000", source=ALLOCATION),
            ],
            SCAN: (photo("apbdes.jpg"),),
        },
    )
    officer.sees("Pendapatan Rp300.000.000, di antaranya Dana Desa Rp300.000.000")

    day = walk.on(2025, 12, 29)
    officer.begin(PIPE_THERE, "Catat di APBDes")
    assert ["amount", "86.400.000"] in officer.filled()
    officer.write({"Baris APBDes": _free(PIPES, "Rp90.000.000"), "Tanggal berlaku": day})
    officer.mistake(
        "Catat di APBDes",
        {"Jumlah dari baris ini": "90.000.001"},
        {
            "Jumlah dari baris ini": "Baris ini tinggal memuat Rp90.000.000 dari Rp90.000.000."
            " Tulis paling banyak Rp90.000.000."
        },
    )
    officer.do("Catat di APBDes", {"Jumlah dari baris ini": "72.500.000"})
    officer.press("Tambah dana")
    officer.do(
        "Tambah dana",
        {
            "Baris APBDes": _free(PIPES, "Rp25.000.000", ALLOCATION),
            "Jumlah dari baris ini": "13.900.000",
            "Tanggal berlaku": day,
        },
    )
    officer.open(hall)
    officer.press("Catat di APBDes")
    officer.do("Catat di APBDes", {"Baris APBDes": _free(HALL, "Rp15.000.000"), "Tanggal berlaku": day})

    public.menu("Capaian")
    public.unfold("Wilayah dan tanggal lain")
    public.write({"Wilayah": KUTA_DALOM_THERE, "Sampai tanggal": date(2025, 12, 30)})
    public.press("Tampilkan")
    assert public.heading() == "Capaian sampai 29 Desember 2025"
    public.sees("Tanggal itu belum tiba; angka di bawah sampai hari ini.")
    assert public.row("Dana Desa untuk komitmen") == "Dana Desa untuk komitmen Rp84.845.678"


def _figure(public: Walker, until: date) -> str:
    """What the achievements of the village say until a day."""
    public.open(f"/capaian?wilayah={KUTA_DALOM}&sampai={until}")
    return public.row("Dana Desa untuk komitmen").removeprefix("Dana Desa untuk komitmen ")


def _revision(walk: Walk, officer: Walker, public: Walker, pipe: str) -> None:
    """The budget is revised in mid-year and cuts a line: the promise falls back, its duty returns, the figure shrinks."""
    day = walk.on(2026, 7, 1)
    officer.open(pipe)
    officer.press("Anggaran 2026")
    officer.press("Catat perubahan", within=officer.section("APBDes 2026"))
    officer.write({"Nomor perubahan": "3 Tahun 2026", "Tanggal ditetapkan": day})
    officer.mistake(
        "Catat perubahan",
        {"Baris sesudah perubahan": [{}, {}, {"Anggaran": "40 jutaan"}]},
        {
            "Baris sesudah perubahan": "Baris 3, kolom Anggaran: “40 jutaan” bukan angka rupiah."
            " Tulis misalnya 12.500.000.",
            SCAN: NO_PAPER,
        },
    )
    a_nought_short = {"Baris sesudah perubahan": [{}, {}, {"Anggaran": "4.000.000"}]}
    officer.mistake(
        "Catat perubahan",
        {**a_nought_short, SCAN: (photo("perubahan.jpg"),), "Tanggal ditetapkan": date(2025, 12, 21)},
        {"Tanggal ditetapkan": "Perubahan tidak bisa lebih awal dari 22 Desember 2025."},
        kept=("perubahan.jpg",),
    )
    moves = f"K-2025-0001 {PIPE_THERE}: dari “%s” ke “%s”, dananya %s Rp86.400.000."
    falls = moves % ("Masuk APBDes", "Masuk RKPDes", "berkurang")
    officer.warned("Catat perubahan", {"Tanggal ditetapkan": day}, falls)
    officer.do("Catat perubahan")
    officer.sees("Rp4.000.000 turun dari Rp90.000.000")

    officer.press("Batalkan dokumen", within=officer.section("Perubahan APBDes 2026"))
    officer.warned(
        "Batalkan dokumen",
        {"Mengapa salah catat": "Kurang satu nol."},
        moves % ("Masuk RKPDes", "Masuk APBDes", "bertambah"),
    )
    assert _figure(public, day) == "Rp12.345.678"  # nothing is written yet
    officer.do("Batalkan dokumen")
    assert _figure(public, day) == "Rp84.845.678"

    officer.press("Catat perubahan", within=officer.section("APBDes 2026"))
    officer.warned(
        "Catat perubahan",
        {
            "Nomor perubahan": "3 Tahun 2026",
            "Tanggal ditetapkan": day,
            "Baris sesudah perubahan": [{}, {}, {"Anggaran": "40.000.000"}],
            SCAN: (photo("perubahan-lagi.jpg"),),
        },
        falls,
    )
    officer.do("Catat perubahan")
    officer.sees("Perubahan APBDes 2026", "Rp40.000.000 turun dari Rp90.000.000")

    officer.tasks()
    assert officer.read(officer.task(PIPE_THERE)) == (
        f"7 hari lagi Pekon Kuta Dalom {PIPE_THERE} K-2025-0001 · Masuk RKPDes Catat di APBDes"
    )
    officer.press(PIPE_THERE)
    officer.sees("Paling lambat Rabu, 8 Juli 2026. 7 hari lagi.", "Giliran Anda.")
    assert officer.knots()[4] == "APBDes, sekarang"
    assert _figure(public, date(2026, 6, 30)) == "Rp84.845.678"
    assert _figure(public, day) == "Rp12.345.678"

    day = walk.on(2026, 7, 6)
    officer.press("Catat di APBDes")
    officer.do(
        "Catat di APBDes",
        {
            "Baris APBDes": _free(PIPES, "Rp40.000.000"),
            "Jumlah dari baris ini": "40.000.000",
            "Tanggal berlaku": day,
        },
    )
    assert _figure(public, day) == "Rp52.345.678"


def _result(walk: Walk, officer: Walker, tpid: Walker, pipe: str) -> None:
    """The work is done and reported, sent back, reported again and verified: the thread is sealed."""
    day = walk.on(2026, 7, 8)
    officer.begin(PIPE_THERE, "Mulai dikerjakan")
    officer.mistake("Mulai dikerjakan", {"Tanggal mulai dikerjakan": day}, {"Foto": NO_PAPER})
    officer.do("Mulai dikerjakan", {"Foto": (photo("mulai.jpg", "peru"),)})
    day = walk.on(2026, 7, 20)
    officer.begin(PIPE_THERE, "Laporkan selesai")
    officer.write({"Hasilnya": "Air mengalir ke 96 rumah"})
    officer.mistake(
        "Laporkan selesai",
        {"Biaya yang terpakai": "39.500.000,75", "Tanggal selesai": date(2026, 7, 21)},
        {
            "Biaya yang terpakai": "39.500.000,75 bukan rupiah penuh. Tulis tanpa sen.",
            "Tanggal selesai": NOT_YET,
            "Foto hasil": NO_PAPER,
            HANDED_OVER: NO_PAPER,
        },
    )
    officer.do(
        "Laporkan selesai",
        {
            "Biaya yang terpakai": "39.500.000",
            "Tanggal selesai": day,
            "Foto hasil": (photo("galian.jpg", "brown"),),
            HANDED_OVER: (photo("serah-terima.jpg"),),
        },
    )
    officer.sees("Menunggu TPID.", "Biaya yang terpakai Rp39.500.000")

    day = walk.on(2026, 7, 22)
    tpid.tasks()
    tpid.press(PIPE_THERE)
    tpid.press("Kembalikan dengan catatan")
    tpid.do("Kembalikan dengan catatan", {"Alasan": "Foto belum memperlihatkan kran.", "Tanggal": day})

    day = walk.on(2026, 7, 27)
    officer.tasks()
    officer.press(PIPE_THERE)
    officer.sees("Catatan Foto belum memperlihatkan kran.", "Giliran Anda.")
    officer.press("Laporkan selesai")
    assert ["realised_amount", "39.500.000"] in officer.filled()
    officer.do(
        "Laporkan selesai",
        {
            "Tanggal selesai": day,
            "Foto hasil": (photo("kran-96.jpg", "olive"),),
            HANDED_OVER: (photo("serah-terima-lagi.jpg"),),
        },
    )
    assert officer.pictures() == 1  # those that were sent back stand in the history

    day = walk.on(2026, 8, 3)
    tpid.begin(PIPE_THERE, "Verifikasi hasil")
    tpid.mistake(
        "Verifikasi hasil",
        {"Tanggal diperiksa": date(2026, 7, 26), VERIFIED: (photo("verifikasi.jpg"),)},
        {
            "Tanggal diperiksa": "Keadaan “Selesai, menunggu verifikasi” mulai 27 Juli 2026."
            " Tulis tanggal itu atau sesudahnya.",
        },
        kept=("verifikasi.jpg",),
    )
    tpid.do("Verifikasi hasil", {"Tanggal diperiksa": day})
    assert tpid.path == pipe
    assert tpid.knots() == [
        "Ide, selesai",
        "Dokumen, selesai",
        "Bursa, selesai",
        "RKPDes, selesai",
        "APBDes, selesai",
        "Hasil, terverifikasi",
    ]
    money = [
        "Rp72.500.000 dari baris 2.4.04, DD, APBDes 2026.",
        "Rp13.900.000 dari baris 2.4.04, ADD, APBDes 2026.",
    ]
    reported = f"{OFFICER} melaporkan selesai. Dikerjakan → Selesai, menunggu verifikasi Lihat kertasnya"
    fell = (
        f"{OFFICER} mengubah RKPDes atau APBDes, sehingga komitmen ditinjau lagi. Masuk APBDes → Masuk RKPDes"
        f" Tidak lagi {money[1]} Tidak lagi {money[0]}"
    )
    assert tpid.history() == [
        "Tpid Gisting memverifikasi hasil. Selesai, menunggu verifikasi → Terverifikasi Lihat kertasnya",
        reported,
        (
            "Tpid Gisting mengembalikan hasil dengan catatan. Selesai, menunggu verifikasi → Dikerjakan"
            " “Foto belum memperlihatkan kran.”"
        ),
        f"{reported} Biaya yang terpakai Rp39.500.000.",
        f"{OFFICER} mulai mengerjakan. Masuk APBDes → Dikerjakan",
        (
            f"{OFFICER} mencatat komitmen di APBDes. Masuk RKPDes → Masuk APBDes"
            " Rp40.000.000 dari baris 2.4.04, DD, Perubahan APBDes 2026."
        ),
        fell,
        (
            f"{OFFICER} membatalkan perubahan APBDes, sehingga dananya kembali. Masuk RKPDes → Masuk APBDes"
            f" Lagi {money[1]} Lagi {money[0]}"
        ),
        fell,
        f"{OFFICER} menambah dana dari APBDes. {money[1]}",
        f"{OFFICER} mencatat komitmen di APBDes. Masuk RKPDes → Masuk APBDes {money[0]}",
        (
            f"{OFFICER} mencatat komitmen di RKPDes. Dijanjikan → Masuk RKPDes"
            f" Baris RKPDes: {PIPES}, Rp90.000.000, {DANA_DESA}."
        ),
        f"{OFFICER} menyerahkan kartu komitmen. Dijanjikan Lihat kertasnya",
    ]


def _ways_back(walk: Walk, officer: Walker, tpid: Walker, public: Walker, hall: str) -> None:
    """Another promise is dropped, taken up again, carried over and voided; the figure follows each of it."""
    day = walk.on(2026, 8, 4)
    officer.open(hall)
    officer.press("Hentikan komitmen")
    officer.sees(
        "Dananya tidak dihitung lagi sejak tanggal itu, dan kembali bebas di barisnya."
        " Desa dapat melanjutkannya lagi nanti, untuk tahun lain."
    )
    officer.mistake("Hentikan komitmen", {"Tanggal": day}, {"Alasan": EMPTY})
    officer.do("Hentikan komitmen", {"Alasan": "Balai dipakai kecamatan.", "Tanggal": day})
    officer.sees("Tidak dilanjutkan", "Catatan Balai dipakai kecamatan.")
    assert officer.history()[0] == (
        f"{OFFICER} menghentikan komitmen. Masuk APBDes → Tidak dilanjutkan"
        " Tidak lagi Rp12.345.678 dari baris 2.4.03, DD, Perubahan APBDes 2026. “Balai dipakai kecamatan.”"
    )
    assert officer.offers() == ["Lanjutkan lagi"]
    assert officer.knots()[4:] == ["APBDes, selesai", "Hasil, tidak dilanjutkan"]
    assert _figure(public, date(2026, 8, 3)) == "Rp52.345.678"
    assert _figure(public, day) == "Rp40.000.000"

    day = walk.on(2026, 8, 5)
    officer.press("Lanjutkan lagi")
    officer.do("Lanjutkan lagi", {"Alasan": "Balai kembali ke pekon.", "Tanggal": day})
    officer.sees("Catat komitmen ini di RKPDes 2027")
    day = walk.on(2026, 8, 6)
    officer.press("Pindahkan ke tahun berikutnya")
    officer.write({"Alasan": "Menunggu lahan.", "Tanggal": day})
    officer.mistake(
        "Pindahkan ke tahun berikutnya",
        {"Tahun anggaran berikutnya": "2027"},
        {"Tahun anggaran berikutnya": "Tahun berikutnya harus sesudah 2027."},
    )
    officer.do("Pindahkan ke tahun berikutnya", {"Tahun anggaran berikutnya": "2028"})
    officer.sees("Catat komitmen ini di RKPDes 2028", "Paling lambat Kamis, 30 September 2027.")

    day = walk.on(2026, 8, 7)
    tpid.open(hall)
    tpid.press("Batalkan salah catat")
    tpid.sees(
        "Komitmen ini lalu tidak dihitung pada hari mana pun, juga yang sudah lewat."
        " Ini tidak dapat diurungkan; riwayatnya tetap ada."
    )
    tpid.do("Batalkan salah catat", {"Alasan": "Kartu milik pekon lain.", "Tanggal": day})
    assert tpid.offers() == []
    assert tpid.history()[:4] == [
        "Tpid Gisting membatalkan komitmen yang salah catat. Dijanjikan → Dibatalkan “Kartu milik pekon lain.”",
        f"{OFFICER} memindahkan komitmen ke tahun berikutnya. Tahun anggaran 2027 menjadi 2028. “Menunggu lahan.”",
        (
            f"{OFFICER} melanjutkan lagi komitmen. Tidak dilanjutkan → Dijanjikan"
            " Tahun anggaran 2026 menjadi 2027. “Balai kembali ke pekon.”"
        ),
        (
            f"{OFFICER} menghentikan komitmen. Masuk APBDes → Tidak dilanjutkan"
            " Tidak lagi Rp12.345.678 dari baris 2.4.03, DD, Perubahan APBDes 2026. “Balai dipakai kecamatan.”"
        ),
    ]
    tpid.open(f"{hall}/drop", HTTPStatus.FORBIDDEN)
    tpid.sees("Hentikan komitmen: belum bisa Sekarang “Dibatalkan”. Langkah ini dari keadaan “Dijanjikan”, ")
    public.open(hall, HTTPStatus.NOT_FOUND)
    assert _figure(public, date(2026, 8, 3)) == "Rp40.000.000"


def _proof(walk: Walk, public: Walker) -> None:
    """The figure opens into the list that it is made of, on the page and as a file; the funnel leads to the same promise."""
    walk.on(2026, 8, 11)
    public.open(f"/wilayah/{KUTA_DALOM}")
    public.press("Capaian")
    assert public.heading() == "Capaian sampai 11 Agustus 2026"
    public.press("Dana Desa untuk komitmen")
    assert public.heading() == "Dana Desa untuk komitmen: Rp40.000.000"
    assert public.row(PIPE) == (
        f"{PIPE_THERE} K-2025-0001 Pekon Kuta Dalom Infrastruktur 6 Jul 2026"
        " Perubahan APBDes 2026 nomor 3 Tahun 2026 kegiatan 2.4.04, rekening 5.3 6 Jul 2026 Rp40.000.000"
    )
    head, line = public.download("Unduh CSV").decode("utf-8-sig").splitlines()
    assert head == "kode,judul,desa,bidang,sejak,rupiah,rekening,baris,dokumen,dicatat,oleh"
    assert line == (
        f"K-2025-0001,{PIPE_THERE},Pekon Kuta Dalom,Infrastruktur,2026-07-06,40000000,5.3,"
        '"2.4.04, 5.3, DD",Perubahan APBDes 2026 nomor 3 Tahun 2026,2026-07-06 09:40,'
    )
    public.press("Kembali ke capaian")
    public.press("Lihat di mana komitmen berhenti")
    public.press("Terverifikasi")
    public.press(PIPE_THERE)
    assert public.knots()[5] == "Hasil, terverifikasi"
    public.misses(OFFICER, "Tpid Gisting")

    public.press("Anggaran 2026")
    public.sees("K-2025-0001 Rp40.000.000 terikat, sisa Rp0 Rp40.000.000 turun dari Rp90.000.000")
    public.press("APB-2026-0003")
    assert public.heading() == "Perubahan APBDes 2026"
    assert public.history() == ["Mencatat perubahan anggaran. Berlaku"]
    public.misses(OFFICER, "Tpid Gisting")
