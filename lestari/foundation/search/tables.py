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
    alami balai bantaran beberapa berapa berita beringin capai daratan diameter diare difabel digester digital diskusi elpiji
    halaman karyawan kedai kedelai kelapa kelompok keluarga kemarau kembali kementerian kemiri kemudian kendali kendaraan
    kepala kepiting keramba kerapu kerbau kerikil keripik ketela ketika keladi kentongan ketua lantai melati menara menteri
    mentimun meninggal mereka mertua negeri nelayan pahlawan pakai pandai pantai pelangi pelajar pemuda pemerintah pensiun
    pepaya perahu peraga perempuan periode permata persegi pertama pesantren pesawat pesisir relawan sampai sebelah sebagai
    sebagian sekolah selatan selesai selokan sembilan sendiri seniman senapan seperti sesuai setelah suami sungai terakhir
    terasi terigu teripang tunai undian wartawan wisatawan
    """.split()
)

#: Roots whose first letter the prefix swallows: mengumpulkan is of kumpul. After men- the root begins with t, after mem- with p,
#: unless it is one of these.
AFTER_MENG = frozenset(
    """
    abar abul aget ait aji andas andung andungan antong aram arang arung asih atrol ecam ecewa ecil ecoh edepan ejar ejut elabu elola elompok eluar
    eluh emas embali embang emudi enal enang endali enderai ental epul eras erah ering erja etahu etat etik etuk hianat
    ikis irim isah itab obar onsumsi ontrak ontrol oordinasi oreksi osong uasa uat ubur uci ukuh umandang umpul
    unci uning unjung unyah upas uping urang uras urung utip utuk
    """.split()
)
AFTER_MEN = ("nama", "nanti", "nasihat", "naung", "nikah", "nilai", "nomor", "nonton")
AFTER_MEM = (
    "main", "makmur", "maksud", "malu", "mandi", "manfaat", "masak", "masuk", "mati", "menang", "meriah", "meterai", "milik", "minat",
    "minta", "minum", "modal", "muat", "mudah", "mula", "muncul", "murah", "murni", "musim", "musnah", "musuh",
)  # fmt: skip
#: Roots that end as a particle does, from which it must not be taken: olah is not o with -lah.
ENDING_SO = (
    "olah",
    "salah",
    "jumlah",
    "belah",
    "celah",
    "lelah",
    "telah",
    "langkah",
    "berkah",
    "tingkah",
    "naskah",
    "nikah",
)

#: Stems that came out short or in a form of their own, mended to the root of their family.
MENDED = {
    "berta": "tanya", "anya": "tanya", "berte": "temu", "memi": "pilah", "sete": "setelah", "iksa": "periksa", "ahu": "perahu",
    "relaw": "relawan", "wisataw": "wisatawan", "karyaw": "karyawan", "wartaw": "wartawan", "senim": "seniman", "pahlaw": "pahlawan",
    "hew": "hewan", "pilik": "milik", "lola": "kelola", "ndali": "kendali", "mbali": "kembali", "ima": "terima",
    "nduduk": "duduk", "rjakan": "kerja", "ketahu": "tahu", "ntongan": "kentongan", "rikil": "kerikil", "ripik": "keripik",
    "nila": "nilai", "lihara": "pelihara", "dipi": "pilah", "angkan": "menang", "luarga": "keluarga", "lompok": "kelompok", "seko": "sekolah", "ruju": "rujuk", "perkuat": "kuat", "perkeras": "keras",
    "paka": "pakai", "capa": "capai", "peroleh": "oleh", "andatangan": "tandatangan", "penghasil": "hasil",
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
    serangan sambutan tahunan tambangan teriak
    """.split()
)
