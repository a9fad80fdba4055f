"""Words that Indonesian can change for another without changing what is said: so the same piece reads otherwise in another document."""

from __future__ import annotations

import random
import re

_ALIKE = (
    ("sekarang", "kini", "saat ini"),
    ("warga", "penduduk", "orang"),
    ("keluarga", "rumah tangga", "KK"),
    ("ibu-ibu", "para ibu", "kaum ibu"),
    ("setiap", "tiap", "saban", "tiap-tiap"),
    ("sebulan", "per bulan", "tiap bulan"),
    ("setahun", "per tahun", "dalam setahun"),
    ("sejak", "semenjak", "mulai"),
    ("sesudah", "setelah", "selepas"),
    ("ketika", "saat", "sewaktu", "tatkala"),
    ("sehingga", "hingga", "jadi"),
    ("sampai", "hingga"),
    ("karena", "sebab", "lantaran"),
    ("tetapi", "namun", "akan tetapi"),
    ("lalu", "kemudian", "selanjutnya"),
    ("sudah", "telah"),
    ("tidak lagi", "tak lagi", "sudah tidak"),
    ("tidak", "tak"),
    ("hanya", "cuma", "sekadar"),
    ("semua", "seluruh", "segenap"),
    ("memakai", "menggunakan", "memanfaatkan"),
    ("dikelola", "diurus", "dijalankan", "ditangani"),
    ("dijual", "dipasarkan", "dilepas"),
    ("turun dari", "berkurang dari", "menyusut dari", "merosot dari"),
    ("terutama", "kebanyakan"),
    ("naik dari", "bertambah dari", "meningkat dari", "tumbuh dari"),
    ("tersisa", "tinggal"),
    ("bergantian", "bergiliran", "silih berganti"),
    ("membangun", "mendirikan", "membuat"),
    ("cukup", "memadai"),
    ("bisa", "dapat", "mampu"),
    ("dapat", "bisa", "boleh"),
    ("saat panen", "waktu panen", "ketika panen", "musim panen"),
    ("memulai", "merintis", "mengawali"),
    ("mengajak", "menggerakkan", "membujuk"),
    ("mencatat", "menulis", "membukukan"),
    ("menghitung", "mendata", "menjumlah"),
    ("dahulu", "dulu", "mulanya"),
    ("mengusulkan", "mengajukan", "menawarkan"),
    ("tetangganya", "orang sekitarnya", "warga sekitar"),
    ("perlu", "mesti", "harus"),
    ("di pekarangan", "di halaman", "di kebun rumah"),
    ("uang", "dana"),
    ("dibuat", "dibikin", "diolah"),
    ("pembukuan", "buku kas", "catatan kas"),
    ("memasang", "membangun", "menyiapkan"),
    ("membuka", "merintis", "memulai"),
)
_OTHERS = {first: alike for alike in reversed(_ALIKE) for first in alike[:1]}
_WORD = re.compile(rf"\b({'|'.join(sorted(map(re.escape, _OTHERS), key=len, reverse=True))})\b")


def reworded(rng: random.Random, text: str) -> str:
    """Return the text with some of its words changed for others that say the same."""
    return _WORD.sub(lambda found: rng.choice(_OTHERS[found[1]]), text)
