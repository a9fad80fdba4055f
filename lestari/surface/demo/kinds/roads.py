"""Infrastructure: roads and bridges."""

from __future__ import annotations

from lestari.surface.demo.kinds.kind import INFRASTRUCTURE, Kind

CONCRETE_ROAD = Kind(
    key="rabat_beton",
    field=INFRASTRUCTURE,
    topic="Jalan",
    thing="jalan rabat beton padat karya",
    titles=(
        "Jalan rabat beton yang dikerjakan warga",
        "Rabat beton padat karya menuju kebun {hill}",
        "{panjang} meter jalan tanpa kontraktor",
        "Jalan usaha tani menuju {hill}",
    ),
    openings=(
        "Jalan {panjang} meter dari {dusun} ke {dusun2}, {village}, dicor [sendiri oleh warga|oleh regu warga] dalam {hari_kerja} hari.",
        "Ongkos angkut hasil kebun {village} [turun|berkurang] menjadi Rp{angkut1} sekarung sesudah jalan {dusun} dirabat.",
        "{pekerja} warga {dusun}, {village}, mengerjakan rabat beton dengan upah harian, tanpa kontraktor.",
    ),
    gist=(
        "Upah mengambil {persen} persen dari seluruh biaya.",
        "Mutu beton diuji dengan cara yang dapat dilihat semua orang.",
    ),
    problem=(
        "Pada musim hujan jalan tanah ke {dusun} hanya bisa dilalui motor berantai.",
        "Ongkos ojek kopi dan pisang Rp{angkut0} sekarung, [hampir|kira-kira] sepersepuluh harga jualnya.",
        "Ibu yang akan melahirkan pernah ditandu {tandu} kilometer.",
        "Jalan yang dahulu diborongkan retak sebelum dua tahun dan tidak ada yang merasa bertanggung jawab.",
    ),
    solution=(
        "Regu dari setiap RT mengecor ruas di depan kebunnya sendiri, setebal {tebal} sentimeter dan selebar dua setengah meter.",
        "Campuran ditakar dengan kotak kayu bertanda, bukan dengan sekop.",
        "Upah dibayar harian, dan {pekerja} nama pekerja ditempel di papan kegiatan.",
        "Saluran tepi dibuat lebih dahulu supaya badan jalan tidak tergerus.",
    ),
    novelty=(
        "Setiap ruas memakai nama regu yang mengerjakannya; regu itu pula yang merawat.",
        "Perempuan mengambil seperempat hari kerja: menakar, menyiram, dan mencatat.",
    ),
    steps=(
        "Mengukur dan membagi ruas per RT.",
        "Hibah tanah selebar satu meter di kiri dan kanan, ditulis dan ditandatangani.",
        "Membuat saluran tepi dan memadatkan badan jalan.",
        "Melatih regu menakar campuran dan memakai begisting.",
        "Mengecor berselang-seling dan menyiram tujuh hari.",
        "Memasang papan larangan truk di atas delapan ton.",
    ),
    materials=(
        "semen",
        "pasir",
        "batu pecah 2/3",
        "plastik cor",
        "kayu begisting",
        "molen sewa",
        "kotak takar",
    ),
    partners=(
        "regu kerja RT",
        "Tim Pelaksana Kegiatan",
        "Pendamping Desa Teknik",
        "pemilik tanah",
        "kelompok tani",
        "Babinkamtibmas",
    ),
    results=(
        "Ongkos angkut turun dari Rp{angkut0} menjadi Rp{angkut1} sekarung.",
        "Waktu tempuh {dusun} ke pasar dari {menit0} menjadi {menit1} menit.",
        "Upah yang diterima warga Rp{upahsemua} untuk {hok} hari kerja.",
        "Sesudah dua musim hujan tidak ada ruas yang retak tembus.",
    ),
    success=(
        "Anggaran dan harga bahan terpampang sejak hari pertama.",
        "Ruas dibagi kecil, sehingga regu bersaing rapi.",
    ),
    trouble=(
        "Pasir kiriman pertama berlumpur dan dikembalikan; pekerjaan berhenti empat hari.",
        "Satu ruas dibongkar karena tebalnya kurang dua sentimeter.",
    ),
    lessons=(
        "Selesaikan saluran air sebelum mengecor.",
        "Tahan pembayaran pasir sampai diuji dengan botol.",
        "Sediakan payung dan terpal, hujan datang tanpa janji.",
    ),
    requirements=(
        "lebar jalan sedikitnya 3,5 meter",
        "hibah tanah tertulis",
        "pekerja warga sedikitnya 25 orang",
    ),
    changes=(
        "lebar dua meter karena tebing",
        "dua jalur roda saja untuk menghemat semen",
        "ditambah dua gorong-gorong",
    ),
    captions=("Regu RT 02 mengecor ruasnya", "Kotak takar bertanda", "Truk kopi pertama lewat {dusun}"),
    cost=(64_000_000, 285_000_000),
    volume=(120, 980, 10),
    unit="meter",
    activity="2.3.11",
    account="5.3",
    numbers={
        "panjang": (180, 1150, 10),
        "hari_kerja": (18, 56, 1),
        "angkut0": (15000, 30000, 1000),
        "angkut1": (4000, 9000, 500),
        "pekerja": (26, 88, 1),
        "persen": (31, 47, 1),
        "tandu": (2, 6, 1),
        "tebal": (12, 15, 1),
        "menit0": (45, 95, 5),
        "menit1": (10, 25, 1),
        "upahsemua": (24000000, 118000000, 500000),
        "hok": (360, 1540, 10),
    },
)

SUSPENSION_BRIDGE = Kind(
    key="jembatan_gantung",
    field=INFRASTRUCTURE,
    topic="Jembatan",
    thing="jembatan gantung pejalan kaki",
    titles=(
        "Jembatan gantung {way} menuju sekolah",
        "Anak sekolah tidak lagi menyeberang {way}",
        "Jembatan {bentang} meter hasil swadaya dan Dana Desa",
    ),
    openings=(
        "Sebanyak {murid} anak {dusun}, {village}, [menyeberang|berangkat sekolah lewat] jembatan gantung di atas {way} sejak {bulan} {year}.",
        "{way} memisahkan {dusun} dari {village}; jembatan {bentang} meter [menyatukannya|menghubungkannya] pada {year}.",
        "Rakit {leader} di {way} [pensiun|berhenti] ketika {village} membangun jembatan gantung {bentang} meter.",
    ),
    gist=(
        "Jarak ke sekolah menjadi {jarak1} meter.",
        "Kabelnya diperiksa dua kali setahun oleh warga yang dilatih.",
    ),
    problem=(
        "Anak sekolah menyeberang {way} dengan rakit; saat banjir mereka libur {libur} hari semusim.",
        "Jalan memutar lewat {dusun2} {putar} kilometer.",
        "Dua orang pernah hanyut dalam sepuluh tahun terakhir.",
        "Kebun kakao di seberang jarang dipanen tepat waktu.",
    ),
    solution=(
        "Jembatan gantung selebar 1,2 meter dibangun dengan kabel baja {kabel} milimeter dan lantai [kayu merbau|pelat bordes].",
        "Pondasi dicor bersama warga, sedangkan pemasangan kabel dipandu tenaga ahli dinas.",
        "Beban dibatasi sepuluh orang sekali lewat; papan dan palang motor dipasang di kedua ujung.",
    ),
    novelty=(
        "Lima warga dilatih memeriksa klem dan kabel, dan memegang buku perawatan seperti buku servis mobil.",
    ),
    steps=(
        "Mengukur bentang dan tinggi banjir tertinggi menurut ingatan orang tua.",
        "Meminta rancangan kepada Dinas Pekerjaan Umum.",
        "Mengecor angkur dan menara.",
        "Memasang kabel utama di bawah pengawasan tenaga ahli.",
        "Memasang lantai dan jaring pengaman.",
        "Menguji dengan karung pasir di depan warga.",
    ),
    materials=(
        "kabel baja",
        "klem kabel",
        "besi WF bekas",
        "pelat bordes",
        "semen dan batu kali",
        "jaring pengaman",
    ),
    partners=(
        "Dinas Pekerjaan Umum",
        "kepala SD",
        "tukang las {dusun}",
        "karang taruna",
        "warga pemilik lahan angkur",
    ),
    results=(
        "Libur karena banjir turun dari {libur} menjadi 0 hari semusim.",
        "Jarak ke sekolah dari {putar} kilometer menjadi {jarak1} meter.",
        "Panen kakao di seberang naik {kakao} persen.",
    ),
    success=("Rancangan dihitung ahli; warga tidak menebak.",),
    trouble=("Menara kiri miring tiga sentimeter sesudah banjir dan diperkuat bronjong.",),
    lessons=(
        "Jangan memasang kabel bekas tanpa sertifikat.",
        "Tanggung biaya pemeriksaan dalam APBDes setiap tahun.",
    ),
    requirements=(
        "rancangan dari tenaga ahli",
        "bentang paling panjang 60 meter",
        "tebing kedua sisi yang stabil",
    ),
    changes=("lantai kayu diganti pelat bordes", "bentang lebih pendek di hulu"),
    captions=("Pengujian dengan karung pasir", "Anak sekolah menyeberang pagi hari"),
    cost=(92_000_000, 260_000_000),
    volume=(18, 56, 1),
    unit="meter",
    activity="2.3.13",
    account="5.3",
    numbers={
        "murid": (19, 74, 1),
        "bentang": (22, 58, 1),
        "jarak1": (250, 900, 50),
        "libur": (9, 28, 1),
        "putar": (4, 9, 1),
        "kabel": (22, 32, 2),
        "kakao": (12, 35, 1),
    },
)

ROADS_KINDS = (CONCRETE_ROAD, SUSPENSION_BRIDGE)
