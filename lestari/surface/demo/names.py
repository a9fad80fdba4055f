"""Invented people and places with the sound of Lampung: Lampung, Javanese, Sundanese and Balinese names side by side."""

from __future__ import annotations

import random

_LAMPUNG_MEN = [
    "Zainal",
    "Herman",
    "Mat",
    "Syamsul",
    "Hasanuddin",
    "Fauzi",
    "Idham",
    "Ibrahim",
    "Ridwan",
    "Nurdin",
    "Azhari",
    "Bahrudin",
]
_LAMPUNG_WOMEN = [
    "Rohani",
    "Nurhayati",
    "Maisaroh",
    "Yulinar",
    "Hairani",
    "Zubaidah",
    "Nurlaila",
    "Fatimah",
    "Rosdiana",
    "Emilia",
]
_LAMPUNG_LAST = [
    "Yusuf",
    "Abidin",
    "Bahri",
    "Efendi",
    "Sanusi",
    "Hamid",
    "Kadir",
    "Saputra",
    "Ismail",
    "Hakim",
    "Rasyid",
    "Iskandar",
    "Firdaus",
    "Alamsyah",
]
_JAVA_MEN = [
    "Sutrisno",
    "Suparman",
    "Wagiman",
    "Sugeng",
    "Bambang",
    "Slamet",
    "Tukiman",
    "Joko",
    "Eko",
    "Agus",
    "Paryono",
    "Mulyadi",
    "Sarwono",
]
_JAVA_WOMEN = [
    "Sri",
    "Siti",
    "Endang",
    "Tri",
    "Dwi",
    "Wiwik",
    "Sumarni",
    "Suparti",
    "Yuliana",
    "Lestari",
    "Partini",
    "Ngatini",
    "Rubiyah",
    "Suryani",
]
_JAVA_MEN_LAST = [
    "Widodo",
    "Santoso",
    "Prasetyo",
    "Wibowo",
    "Hartono",
    "Setiawan",
    "Nugroho",
    "Riyanto",
    "Haryanto",
    "Susilo",
    "Utomo",
]
_JAVA_WOMEN_LAST = [
    "Rahayu",
    "Handayani",
    "Astuti",
    "Wulandari",
    "Purwanti",
    "Ningsih",
    "Rejeki",
    "Utami",
    "Kartini",
    "Mulyani",
    "Sulastri",
]
_SUNDA_MEN = [
    "Asep",
    "Ujang",
    "Dede",
    "Cecep",
    "Dadang",
    "Iwan",
    "Endang",
    "Wawan",
    "Yayan",
    "Encep",
    "Jajang",
    "Tatang",
]
_SUNDA_WOMEN = [
    "Euis",
    "Eneng",
    "Iis",
    "Imas",
    "Neng",
    "Lilis",
    "Nunung",
    "Titin",
    "Yayah",
    "Cucu",
    "Popon",
    "Ai",
]
_SUNDA_MEN_LAST = [
    "Hidayat",
    "Suherman",
    "Sobandi",
    "Kurnia",
    "Permana",
    "Sutisna",
    "Ruhiat",
    "Supriatna",
    "Mulyana",
    "Nurjaman",
]
_SUNDA_WOMEN_LAST = [
    "Kartika",
    "Rukmini",
    "Suryati",
    "Komariah",
    "Nuraeni",
    "Maryati",
    "Herlina",
    "Rohayati",
    "Kurniasih",
    "Aminah",
]
_BALI_MEN = ("I Wayan", "I Made", "I Nyoman", "I Ketut", "I Gede")
_BALI_WOMEN = ("Ni Luh", "Ni Made", "Ni Wayan", "Ni Nyoman", "Ni Ketut")
_BALI_MEN_LAST = ["Sudarta", "Suardana", "Wirawan", "Sukarta", "Adnyana", "Mudiana", "Sutama", "Arnawa"]
_BALI_WOMEN_LAST = ["Astiti", "Suryani", "Parwati", "Sukerti", "Ariani", "Widiasih", "Sulastri", "Yuliani"]

#: How often a family of names is met, of eighteen.
_MEN = (
    ((_JAVA_MEN, _JAVA_MEN_LAST), 8),
    ((_LAMPUNG_MEN, _LAMPUNG_LAST), 5),
    ((_SUNDA_MEN, _SUNDA_MEN_LAST), 4),
    ((_BALI_MEN, _BALI_MEN_LAST), 1),
)
_WOMEN = (
    ((_JAVA_WOMEN, _JAVA_WOMEN_LAST), 8),
    ((_LAMPUNG_WOMEN, _LAMPUNG_LAST), 5),
    ((_SUNDA_WOMEN, _SUNDA_WOMEN_LAST), 4),
    ((_BALI_WOMEN, _BALI_WOMEN_LAST), 1),
)

_HAMLET_FIRST = [
    "Sido",
    "Sumber",
    "Mulyo",
    "Suka",
    "Marga",
    "Karang",
    "Sri",
    "Banjar",
    "Way",
    "Tanjung",
    "Talang",
    "Margo",
    "Rejo",
    "Tri",
    "Kali",
    "Sinar",
    "Gunung",
    "Batu",
]
_HAMLET_LAST = [
    "rejo",
    "agung",
    "mulyo",
    "sari",
    "makmur",
    "jaya",
    "harjo",
    "bakti",
    "maju",
    "waras",
    "asih",
    "dadi",
    "lestari",
    "tani",
    "rahayu",
]
_RIVERS = [
    "Ilahan",
    "Pring",
    "Tebu",
    "Napal",
    "Salak",
    "Lalap",
    "Jernih",
    "Balak",
    "Lunik",
    "Handak",
    "Rilau",
    "Kunyir",
    "Kejawi",
    "Pematang",
    "Nipah",
    "Andak",
    "Belu",
    "Sakti",
    "Kuripan",
    "Bambang",
    "Tuba",
    "Semah",
    "Rantau",
    "Kelat",
    "Simpang",
]
_HILLS = [
    "Rindingan",
    "Tanggang",
    "Sulah",
    "Kelumpang",
    "Serampok",
    "Sidingin",
    "Kabawok",
    "Waringin",
    "Gendis",
    "Sekuning",
    "Pelita",
    "Suling",
    "Kuyung",
    "Bayur",
]


def man(rng: random.Random) -> str:
    """Return an invented man's name."""
    return _name(rng, _MEN)


def woman(rng: random.Random) -> str:
    """Return an invented woman's name."""
    return _name(rng, _WOMEN)


def _name(
    rng: random.Random, families: tuple[tuple[tuple[list[str] | tuple[str, ...], list[str]], int], ...]
) -> str:
    (first, last), *_rest = rng.choices([names for names, _ in families], [weight for _, weight in families])
    return f"{rng.choice(first)} {rng.choice(last)}"


def phone(rng: random.Random) -> str:
    """Return a number that nobody has: 0800 is no prefix of a mobile phone, and 0800-0 is not given out."""
    return f"0800-0{rng.randrange(1000):03d}-{rng.randrange(1000):03d}"


def hamlet(rng: random.Random) -> str:
    """Return a hamlet: by number as most are, or by name."""
    if rng.random() < 0.25:
        return f"Dusun {rng.randint(1, 7)}"
    first = rng.choice(_HAMLET_FIRST)
    return (
        f"Dusun {first} {rng.choice(_HAMLET_LAST).title()}"
        if first in {"Way", "Tri"}
        else (f"Dusun {first}{rng.choice(_HAMLET_LAST)}")
    )


def river(rng: random.Random) -> str:
    """Return a stream: Way is the local word."""
    return f"Way {rng.choice(_RIVERS)}"


def hill(rng: random.Random) -> str:
    """Return a hill."""
    return f"{rng.choice(('Bukit', 'Gunung', 'Bukit'))} {rng.choice(_HILLS)}"


def minutes_number(rng: random.Random, year: int) -> str:
    """Return the number of a deliberation's minutes: 141/12/BA/2017."""
    return f"{rng.choice((141, 140, 147))}/{rng.randint(1, 64):02d}/BA/{year}"


def regulation_number(rng: random.Random, year: int) -> str:
    """Return the number of a village regulation, as an APBDes has one."""
    return f"{rng.randint(1, 9):02d} Tahun {year}"


def decree_number(rng: random.Random, year: int) -> str:
    """Return the number of a decree."""
    return f"188.4/{rng.randint(3, 118):02d}/SK/{year}"
