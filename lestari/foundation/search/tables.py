"""What the analysis knows of Indonesian and of the field, in tables: change a row here and the index is made anew."""

from __future__ import annotations

#: Words that only carry a question or a sentence. A question of nothing else is asked with all its words.
STOP_WORDS = frozenset(
    """
    ada adakah adalah agar akan akankah aku anda antara apa apabila apakah apalagi atas atau
    bagaimana bagaimanakah bagi bahwa barangkali begitu belum berapa berapakah berapapun bila bisa bisakah boleh bolehkah buat bukan bukankah
    cara caranya dalam dan dapat dapatkah dari darimana daripada dengan demi di dia dimana dimanakah dulu
    hal hanya harus haruskah ia ialah ini itu itukah jadi jika juga
    kah kalau kami kamu kan kapan kapankah karena ke kemana kenapa kepada kita
    lagi lalu lah lain maka mana manakah masih mau melalui memang mengapa mengapakah menjadi mereka merupakan misalnya mungkin
    namun nya oleh pada padahal para perlu pernah pula pun
    saat saja saya sambil sampai sang sangat seberapa sebagai sebuah secara sedang sehingga sejak selain seorang seperti serta sesuatu setiap siapa siapakah siapapun sudah sudahkah supaya
    tadi tak tapi telah tentang tentu terhadap ternyata tersebut terus tetapi tidak tolong
    untuk yaitu yakni yang
    """.split()
)

#: Words that are their own stem, though the stemmer would cut them: mostly to another word, as relawan to rawan.
KEPT = frozenset(
    """
    aturan-main bagaimana balai bantaran batuan bendahara bendungan berapa berita beras berkah bersih beton
    bekicot belut bengkel bidan buruan dekat demam deras desa diare
    hewan hutan ikan jalan jembatan jerami jamban
    kali kapal karyawan kawan kedelai kelapa kelas kelompok kelor keladi keluarga kemiri kemarau kementerian kepala keramba keran kerbau kertas ketela kerajinan kelurahan kecamatan
    ladang lahan lapangan lebah lele lintah
    madrasah makanan masyarakat material mekanik melati melon menteri mentimun merdeka merica meter minuman motor
    olahraga organisasi
    pahlawan pameran pangan panen pantai paruh pedoman pekan pekon pelajar pemuda pemerintah pengurus penyakit perahu perak perempuan periode permata persen pertama pesantren pesisir peta petani piring posyandu presiden
    relawan rukun rumah
    saluran sampah santan sapi sayuran sekolah sekretaris seluruh semen seniman sengketa senapan sungai swadaya
    tahun tanaman tangan telur tempat tengah tepung terasi teras terapi terbaik ternak teri televisi terigu timun toilet tukang
    ulama umbi undian usaha wartawan wisatawan wilayah
    """.split()
)

#: Stems that the stemmer cut too short or left in a form of their own, mended to the root that their family shares.
MENDED = {
    "alir": "alir", "anam": "tanam", "ering": "kering", "panfaat": "manfaat", "dio": "olah", "mengo": "olah", "pengo": "olah",
    "ita": "berita", "seko": "sekolah", "puda": "pemuda", "empu": "perempuan", "luarga": "keluarga", "delai": "kedelai",
    "tela": "ketela", "miri": "kemiri", "lapa": "kelapa", "wisataw": "wisatawan", "karyaw": "karyawan", "wartaw": "wartawan",
    "relaw": "relawan", "senim": "seniman", "pahlaw": "pahlawan", "hew": "hewan", "pandi": "mandi", "paksud": "maksud",
    "pasuk": "masuk", "pasang": "pasang", "pusyawarah": "musyawarah", "panusia": "manusia", "pain": "main", "pulai": "mulai",
    "pasak": "masak", "pasalah": "masalah", "pasyarakat": "masyarakat", "pasing": "masing", "pinum": "minum", "pakan": "makan",
    "elola": "kelola", "endali": "kendali", "embang": "kembang", "umpul": "kumpul", "urang": "kurang", "irim": "kirim",
    "erja": "kerja", "eluar": "keluar", "embali": "kembali", "enal": "kenal", "etahu": "tahu", "ketahu": "tahu", "ontrol": "kontrol",
    "onsumsi": "konsumsi", "oordinasi": "koordinasi", "unjung": "kunjung", "ukur": "ukur", "urus": "urus", "apung": "apung",
    "ambah": "tambah", "ampung": "tampung", "ambat": "tambat", "ampil": "tampil", "anding": "tanding", "angan": "tangan",
    "anggul": "tanggul", "anggung": "tanggung", "angkap": "tangkap", "entu": "tentu", "erap": "terap", "ertib": "tertib",
    "eliti": "teliti", "emu": "temu", "erima": "terima", "imbang": "timbang", "imbun": "timbun", "ingkat": "tingkat", "injau": "tinjau",
    "olong": "tolong", "ular": "tular", "ulis": "tulis", "unjuk": "tunjuk", "utup": "tutup", "unggu": "tunggu",
    "seles": "selesai", "mul": "mulai", "pak": "pakai", "nil": "nilai", "sunga": "sungai", "pant": "pantai", "bag": "bagi",
}  # fmt: skip

#: What means the same in this field: the abbreviation and its long form, the local word and the usual one. One row, one idea.
SAME = (
    ("bumdes", "bum desa", "badan usaha milik desa", "bumpekon", "bum pekon", "bumdesa"),
    ("bumdesma", "bum desa bersama"),
    ("paud", "pendidikan anak usia dini", "kelompok bermain", "taman kanak kanak", "tk"),
    ("posyandu", "pos pelayanan terpadu"),
    ("poskesdes", "pos kesehatan desa"),
    ("polindes", "pondok bersalin desa"),
    ("puskesmas", "pusat kesehatan masyarakat"),
    ("pamsimas", "air bersih", "air minum", "spam", "sarana air bersih", "penyediaan air minum"),
    ("pkk", "pemberdayaan kesejahteraan keluarga"),
    ("tpid", "tim pelaksana inovasi desa"),
    ("tik", "tim inovasi kabupaten"),
    ("pid", "program inovasi desa"),
    ("p2ktd", "penyedia peningkatan kapasitas teknis desa"),
    ("kpm", "kader pembangunan manusia"),
    ("bpd", "badan permusyawaratan desa", "badan hippun pemekonan", "bhp"),
    ("apbdes", "apb desa", "anggaran pendapatan dan belanja desa"),
    ("rkpdes", "rkp desa", "rencana kerja pemerintah desa"),
    ("rpjmdes", "rpjm desa", "rencana pembangunan jangka menengah desa"),
    ("dd", "dana desa"),
    ("add", "alokasi dana desa"),
    ("pades", "pendapatan asli desa"),
    ("umkm", "ukm", "usaha mikro kecil menengah", "usaha kecil"),
    ("kwt", "kelompok wanita tani"),
    ("gapoktan", "gabungan kelompok tani"),
    ("poktan", "kelompok tani"),
    ("p3a", "perkumpulan petani pemakai air"),
    ("tps3r", "tps 3r", "tempat pengolahan sampah"),
    ("mck", "mandi cuci kakus", "jamban", "wc", "kakus", "toilet"),
    ("abs", "stbm", "sanitasi total berbasis masyarakat", "buang air besar sembarangan", "babs"),
    ("plts", "pembangkit listrik tenaga surya", "tenaga surya", "panel surya"),
    ("pltmh", "pembangkit listrik tenaga mikrohidro", "mikrohidro"),
    ("jut", "jalan usaha tani"),
    ("pmt", "pemberian makanan tambahan"),
    ("asi", "air susu ibu"),
    ("kb", "keluarga berencana"),
    ("lansia", "lanjut usia"),
    ("balita", "bawah lima tahun"),
    ("disabilitas", "difabel", "penyandang cacat"),
    ("stunting", "kerdil", "tengkes"),
    ("pilkades", "pemilihan kepala desa"),
    ("kades", "kepala desa", "peratin", "kepala pekon", "kepala kampung", "kepalo tiyuh"),
    ("sekdes", "sekretaris desa", "juru tulis"),
    ("perdes", "peraturan desa"),
    ("sid", "sistem informasi desa"),
    ("wifi", "wi fi", "internet"),
    ("hp", "handphone", "telepon genggam", "ponsel"),
    ("pdam", "perusahaan daerah air minum"),
    ("bpjs", "jkn", "jaminan kesehatan nasional"),
    ("ktp", "kartu tanda penduduk"),
    ("kk", "kartu keluarga"),
    ("sd", "sekolah dasar"),
    ("smp", "sekolah menengah pertama"),
    ("sma", "sekolah menengah atas"),
    ("rt", "rukun tetangga"),
    ("rw", "rukun warga"),
    ("ri", "republik indonesia"),
    ("pln", "perusahaan listrik negara"),
    ("singkong", "ubi kayu", "ketela pohon"),
    ("pupuk kompos", "kompos", "pupuk organik"),
    ("embung", "waduk kecil", "kolam tadah hujan"),
    ("gorong gorong", "duiker"),
    ("talud", "turap", "tembok penahan tanah", "tpt"),
    ("sekolah lapang", "sekolah lapangan"),
    ("pasar desa", "pasar pekon", "pasar kampung"),
)

#: Words of the lists of places that are usual words too: they are stemmed as such.
ORDINARY = frozenset(
    """
    bagian barisan dagangan dataran harian kasihan kejuruan kembangan kembaran kepenuhan kepulauan kerajaan ketanggungan
    landasan melawan pampangan pangkatan pegunungan pelindung penarik penawar peninjauan penyinggahan perhentian perjuangan
    satukan selesai serangan sambutan tahunan tambangan tempuran teriak
    """.split()
)
