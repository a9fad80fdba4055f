"""Invented people and places with the sound of Lampung: Lampung, Javanese, Sundanese and Balinese names side by side."""

from __future__ import annotations

import random

_LAMPUNG_MEN = [
    "Zainal", "Herman", "Mat", "Syamsul", "Hasanuddin", "Fauzi", "Idham", "Ibrahim", "Ridwan", "Nurdin",
    "Azhari", "Bahrudin", "Hasan", "Mukhtar", "Amrullah", "Yusrizal", "Darmawan", "Rusli", "Zulkifli",
    "Marzuki", "Burhanuddin", "Effendi", "Jauhari", "Sofyan", "Aliyasin", "Thamrin", "Kodri",
]  # fmt: skip
_LAMPUNG_WOMEN = [
    "Rohani", "Nurhayati", "Maisaroh", "Yulinar", "Hairani", "Zubaidah", "Nurlaila", "Fatimah", "Rosdiana",
    "Emilia", "Nuraini", "Marlena", "Salbiah", "Rosmala", "Asmawati", "Helmiyati", "Nilawati", "Khodijah",
    "Darlina", "Zuraida", "Misbah", "Yuhana",
]  # fmt: skip
_LAMPUNG_LAST = [
    "Yusuf", "Abidin", "Bahri", "Efendi", "Sanusi", "Hamid", "Kadir", "Saputra", "Ismail", "Hakim",
    "Rasyid", "Iskandar", "Firdaus", "Alamsyah", "Ratu", "Tihang", "Djauhari", "Marwan", "Batubara",
    "Usman", "Sulaiman", "Kesuma", "Rozali", "Mahmud", "Syafei", "Ridwan", "Zaini", "Pratama",
]  # fmt: skip
_JAVA_MEN = [
    "Sutrisno", "Suparman", "Wagiman", "Sugeng", "Bambang", "Slamet", "Tukiman", "Joko", "Eko", "Agus",
    "Paryono", "Mulyadi", "Sarwono", "Ngadiman", "Supriyadi", "Sukirno", "Wahyudi", "Budiono", "Teguh",
    "Purwanto", "Tarmuji", "Kasiman", "Gunawan", "Haryono", "Legiman", "Sumarno", "Triyono", "Yatno",
]  # fmt: skip
_JAVA_WOMEN = [
    "Sri", "Siti", "Endang", "Tri", "Dwi", "Wiwik", "Sumarni", "Suparti", "Yuliana", "Lestari", "Partini",
    "Ngatini", "Rubiyah", "Suryani", "Sulistyowati", "Parmi", "Suwarti", "Retno", "Kusmiyati", "Tutik",
    "Warsini", "Painem", "Surtini", "Ratmi", "Winarsih", "Nanik", "Poniyem", "Juwariyah",
]  # fmt: skip
_JAVA_MEN_LAST = [
    "Widodo", "Santoso", "Prasetyo", "Wibowo", "Hartono", "Setiawan", "Nugroho", "Riyanto", "Haryanto",
    "Susilo", "Utomo", "Raharjo", "Pamungkas", "Suryanto", "Wicaksono", "Kuncoro", "Darmanto", "Mulyono",
    "Sasongko", "Subroto", "Iswanto", "Hadi", "Winarto", "Cahyono",
]  # fmt: skip
_JAVA_WOMEN_LAST = [
    "Rahayu", "Handayani", "Astuti", "Wulandari", "Purwanti", "Ningsih", "Rejeki", "Utami", "Kartini",
    "Mulyani", "Sulastri", "Setyawati", "Susanti", "Lestyani", "Prihatin", "Widyastuti", "Puspita",
    "Hartati", "Saptarini", "Nurhidayah", "Yuniarti", "Maryani", "Wijayanti",
]  # fmt: skip
_SUNDA_MEN = [
    "Asep", "Ujang", "Dede", "Cecep", "Dadang", "Iwan", "Endang", "Wawan", "Yayan", "Encep", "Jajang",
    "Tatang", "Engkos", "Rohman", "Aep", "Kosasih", "Maman", "Nandang", "Undang", "Odang", "Ajat", "Enjang",
    "Saepul", "Deden",
]  # fmt: skip
_SUNDA_WOMEN = [
    "Euis", "Eneng", "Iis", "Imas", "Neng", "Lilis", "Nunung", "Titin", "Yayah", "Cucu", "Popon", "Ai",
    "Mimin", "Oneng", "Enok", "Tati", "Icih", "Rukiah", "Ipah", "Dedeh", "Wiwin", "Elis", "Yoyoh", "Atikah",
]  # fmt: skip
_SUNDA_MEN_LAST = [
    "Hidayat", "Suherman", "Sobandi", "Kurnia", "Permana", "Sutisna", "Ruhiat", "Supriatna", "Mulyana",
    "Nurjaman", "Gumilar", "Wiguna", "Suryana", "Rustandi", "Hermawan", "Sudrajat", "Komara", "Setiadi",
    "Anwar", "Fadilah", "Mahpudin",
]  # fmt: skip
_SUNDA_WOMEN_LAST = [
    "Kartika", "Rukmini", "Suryati", "Komariah", "Nuraeni", "Maryati", "Herlina", "Rohayati", "Kurniasih",
    "Aminah", "Sopiah", "Ratnasari", "Jubaedah", "Sumiati", "Hodijah", "Kulsum", "Mulyati", "Marlina",
    "Setiawati", "Nurlela", "Rahmawati",
]  # fmt: skip
_BALI_MEN = ("I Wayan", "I Made", "I Nyoman", "I Ketut", "I Gede")
_BALI_WOMEN = ("Ni Luh", "Ni Made", "Ni Wayan", "Ni Nyoman", "Ni Ketut")
_BALI_MEN_LAST = [
    "Sudarta", "Suardana", "Wirawan", "Sukarta", "Adnyana", "Mudiana", "Sutama", "Arnawa", "Astawa",
    "Sugiarta", "Parwata", "Budiarsa", "Wirata", "Suastika", "Sumerta",
]  # fmt: skip
_BALI_WOMEN_LAST = [
    "Astiti", "Suryani", "Parwati", "Sukerti", "Ariani", "Widiasih", "Sulastri", "Yuliani", "Suartini",
    "Puspawati", "Murniasih", "Sariani", "Kertiasih", "Warsiki",
]  # fmt: skip

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
    "Sido", "Sumber", "Mulyo", "Suka", "Marga", "Karang", "Sri", "Banjar", "Way", "Tanjung", "Talang",
    "Margo", "Rejo", "Tri", "Kali", "Sinar", "Gunung", "Batu", "Bumi", "Purwo", "Wono", "Jati", "Rawa",
    "Simpang", "Kampung", "Umbul", "Pulau", "Cipta", "Air", "Muara", "Bukit", "Lebak", "Cempaka", "Pasar",
    "Sendang", "Adi",
]  # fmt: skip
_HAMLET_LAST = [
    "rejo", "agung", "mulyo", "sari", "makmur", "jaya", "harjo", "bakti", "maju", "waras", "asih", "dadi",
    "lestari", "tani", "rahayu", "kerto", "nganti", "indah", "raya", "mekar", "luhur", "subur", "kencana",
    "binangun", "wangi", "sumber", "dono", "tirto", "lebar", "lunik", "balak", "baru", "tua", "asri",
    "kidul",
]  # fmt: skip
_RIVERS = [
    "Ilahan", "Pring", "Tebu", "Napal", "Salak", "Lalap", "Jernih", "Balak", "Lunik", "Handak", "Rilau",
    "Kunyir", "Kejawi", "Pematang", "Nipah", "Andak", "Belu", "Sakti", "Kuripan", "Bambang", "Tuba",
    "Semah", "Rantau", "Kelat", "Simpang", "Besai", "Seputih", "Pengubuan", "Umpu", "Giham", "Tahmi",
    "Sabu", "Pisang", "Kandis", "Rarem", "Terusan", "Abung", "Tulung", "Kiri", "Kanan", "Tegineneng",
    "Ratai", "Ketibung", "Pidada", "Awi", "Bandar", "Harong", "Semangka", "Krui", "Laay",
]  # fmt: skip
_HILLS = [
    "Rindingan", "Tanggang", "Sulah", "Kelumpang", "Serampok", "Sidingin", "Kabawok", "Waringin", "Gendis",
    "Sekuning", "Pelita", "Suling", "Kuyung", "Bayur", "Pesagi", "Seminung", "Betung", "Ratai", "Tanggamus",
    "Sekincau", "Rajabasa", "Camang", "Tirtayasa", "Kenali", "Rigis", "Gedang", "Balirang",
    "Semuong", "Penetoh",
]  # fmt: skip


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
