"""Sentence pieces that suit every kind: how villages come to a decision, pay for it, stumble, and learn."""

from __future__ import annotations

#: Beginnings in which the place, a person or a number comes first.
LEADS = (
    "{leader}, [petani|guru|tukang|mantan perantau|ketua RT] di {dusun}, [mula-mula ditertawakan|memulai sendirian|hanya punya buku tulis] ketika mengusulkan {thing}.",
    "{leader_f}, [kader|guru|ibu rumah tangga|pedagang|bendahara PKK] {dusun}, [mencatat|menghitung|menanyakan] lebih dahulu apa yang diperlukan tetangganya.",
    "{name} [tidak|bukan] {word} yang kaya, tetapi [warganya|orang {dusun}] [terbiasa|pandai] bergotong royong.",
    "[Sebanyak {n}|Sejumlah {n}|{n}] [rumah|keluarga] di {dusun}, {name}, [menunggu|menantikan] perubahan [cukup lama|bertahun-tahun].",
    "Musyawarah {dusun} pada {bulan} {year0} [berlangsung|berjalan] sampai [tengah malam|larut|azan subuh].",
    "Orang {dusun}, {name}, [awalnya|pada mulanya] hanya [meniru|melihat-lihat] tetangga di {district}.",
    "{dusun} [berjarak|terletak] {n} menit dari pusat {district} dan [jarang|hampir tidak pernah] disebut dalam rencana {word}.",
    "Di {dusun}, {name}, di kaki {hill}, [orang|warga] sudah lama [mengeluh|menunggu giliran].",
    "Warga {dusun}, {name}, [mengingat|mengenang] {bulan} {year} sebagai [titik balik|awal yang baru].",
    "Dari tepi {way}, {name}, [cerita|perubahan] ini [dimulai|berawal] dengan [iuran kecil|satu pertemuan|sebuah keluhan].",
    "Keluhan {leader_f} di [posyandu|pengajian|arisan] {dusun}, {name}, [menjadi|berubah menjadi] usulan RKPDes {year}.",
    "Antara {dusun} dan {dusun2}, {name}, [hanya ada|terbentang] [kebun|jalan setapak|{way}], [dan satu|namun satu] persoalan yang sama.",
)

#: Endings of a summary: who looks after it, who came to see it, what comes next.
ENDINGS = (
    "{other} dari {far} [menjaga|memegang] kuncinya.",
    "[Catatannya|Bukunya|Kasnya] dipegang {other_f}, {far}.",
    "{other_f} dan {other} bergantian [memeriksa|menengok|merawat].",
    "[Tamu|Peninjau] pertama datang dari {far}, [{m}|sebanyak {m}] orang.",
    "Tahun berikutnya {far} [menyusul|ikut|meminta giliran], {m} rumah.",
    "[Awalnya|Mulanya] {m} orang, dipimpin {other}.",
    "{other} [menyumbang|merelakan|meminjamkan] tanah {m} meter di {far}.",
    "Gotong royongnya {m} hari, [dapurnya|konsumsinya] diurus {other_f}.",
    "{m} pemuda {far} [digaji|dilatih] {other}.",
    "Rapat penutupnya di rumah {other_f}, {far}, [dihadiri|disaksikan] {m} orang.",
    "Yang paling sering ditanya tamu: {other}, tukang {far}.",
    "Usulan itu [ditulis tangan|diketik] {other_f} [di {far}|{m} baris].",
    "Sisa dananya Rp{rest} [disimpan|dititipkan] pada {other_f}.",
    "[Peta|Gambar] buatan {other} masih tergantung di {far}.",
)

PROBLEM = (
    "Usulan serupa [dua|tiga] kali masuk musyawarah {word} tanpa pernah menjadi kegiatan.",
    "Yang paling merasakan akibatnya adalah [perempuan|keluarga buruh tani|lansia].",
    "Pada {year0} keadaan ini dibahas dalam musyawarah {dusun} yang dihadiri [lebih dari separuh|hampir semua] keluarga.",
    "Bantuan dari luar pernah datang, tetapi [tidak ada yang merawat|berhenti ketika proyeknya selesai].",
)

TURN = (
    "[Musyawarah|Rapat] {word} pada {bulan} {year0} memutuskan mencari jalan yang [dapat dirawat sendiri|murah dan dapat diulang].",
    "Dengan dampingan pendamping lokal, {leader} dan {leader_f} menyusun rencana [di balai|di teras rumah] bersama warga {dusun}.",
    "Jalan keluarnya ditemukan [sesudah|setelah] [tiga|empat] warga berkunjung ke tempat lain yang sudah mencoba.",
    "{head} menyerahkan rancangan kepada tim berisi [lima|tujuh] orang, [tiga|empat] di antaranya perempuan.",
)

NOVELTY = (
    "[Cara ini belum ada|Belum ada yang mencobanya] di {district} ketika dimulai pada {year}.",
    "Yang baru bukan alatnya, melainkan [aturan mainnya|cara warga mengurusnya].",
    "Biayanya [lebih kecil daripada|jauh di bawah] kegiatan serupa yang diborongkan.",
    "Semua catatan [terbuka|boleh dilihat siapa pun] di balai {word}.",
)

TOGETHER = (
    "[Pekerjaan|Kegiatan] ini dikerjakan {leader} bersama {partners}.",
    "{leader_f} menghubungkan warga dengan {partners}.",
    "Yang terlibat: {partners}, dipimpin {leader}.",
    "Tim dipimpin {leader_f}; ikut di dalamnya {partners}.",
)

MONEY = (
    "Seluruhnya Rp{cost}: Dana Desa Rp{dd}, swadaya warga Rp{own} berupa tenaga dan bahan setempat.",
    "Dari Rp{cost}, sebesar Rp{dd} berasal dari Dana Desa {year} dan Rp{own} dari [iuran|sumbangan] warga {dusun}.",
    "Dana Desa menanggung Rp{dd}; sisanya Rp{own} dari [alokasi dana desa|pendapatan asli|hibah warga perantau]. Jumlahnya Rp{cost}.",
)

RESULT = (
    "[Angka|Catatan] ini dihitung kader dari buku {word}, bukan perkiraan.",
    "[Dua|Tiga] {word} tetangga sudah datang melihat sejak {bulan}.",
    "Perubahan ini dilaporkan dalam musyawarah pertanggungjawaban dan [disetujui|diterima] BPD.",
    "Warga {dusun2} meminta hal yang sama dianggarkan tahun berikutnya.",
)

SUCCESS = (
    "{head} [hadir dalam setiap pertemuan|ikut bekerja pada hari pertama].",
    "Pembagian tugas ditulis dan ditempel [di balai dusun|di warung {dusun}].",
    "Ada satu orang yang [digaji|diberi insentif] untuk merawat, walaupun kecil.",
    "Perempuan memegang kas sejak awal.",
    "Kelompok tetap [bertemu|berkumpul] setiap {hari}, juga ketika tidak ada masalah.",
)

TROUBLE = (
    "Hujan pada {bulan} menunda pekerjaan [sepuluh hari|dua minggu].",
    "Pencairan tahap kedua terlambat, sehingga [tukang|bahan] sempat berutang di toko.",
    "[Beberapa|Sebagian] keluarga [ragu|menunggu bukti] dan baru bergabung pada bulan keempat.",
    "Pergantian perangkat {word} membuat [catatan|laporan] tiga bulan harus disusun ulang.",
)

LESSONS = (
    "Mulailah dari satu dusun yang paling siap.",
    "Tulis aturan sebelum uang datang.",
    "Ajak [perempuan|anak muda] sejak penentuan letak, bukan hanya saat bekerja.",
    "Anggarkan perawatan setiap tahun, [paling sedikit|sedikitnya] lima persen dari biaya.",
    "Berkunjunglah dahulu ke {word} yang sudah menjalankan.",
    "Catat keadaan sebelum mulai, supaya hasilnya dapat dibuktikan.",
)

OFFICES = (
    "Kaur Perencanaan",
    "Sekretaris {word}",
    "Kasi Kesejahteraan",
    "ketua kelompok",
    "Direktur BUM Desa",
    "kader {dusun}",
    "ketua TPK",
)

#: The offices that answer for a promise; True for the field of economy.
RESPONSIBLE = {
    False: ("Kaur Perencanaan", "Kasi Kesejahteraan", "Sekretaris {word}", "Ketua TPK", "Kasi Pelayanan"),
    True: ("Direktur BUM Desa", "Kaur Perencanaan", "Kasi Kesejahteraan", "Ketua TPK", "Sekretaris {word}"),
}

NOT_ACCEPTED = (
    "Kartu ini menceritakan rencana, belum sesuatu yang sudah dikerjakan. Serahkan lagi sesudah ada hasilnya.",
    "Hasilnya belum dapat dibuktikan: sebutkan keadaan sebelum dan sesudah dengan angka.",
    "Isi kartu sama dengan kartu lain dari {word} ini pada tahun yang sama.",
    "Belum jelas siapa yang mengerjakan dan sejak kapan. Lengkapi bersama TPID.",
)

SENT_BACK = (
    "Angka sebelum dan sesudah belum cocok dengan ringkasan. Periksa buku {word}.",
    "Sebutkan sumber biaya selain Dana Desa, beserta jumlahnya.",
    "Langkah-langkah belum cukup rinci untuk ditiru; tambahkan ukuran dan lamanya.",
    "Tambahkan nomor dan tanggal berita acara musyawarah.",
)

WITHDRAWN = (
    "Sarana rusak berat karena longsor dan belum diperbaiki; dokumen ditarik sampai berjalan lagi.",
    "Pengelola bubar dan kegiatan berhenti, sehingga belum layak menjadi rujukan.",
    "Ada keberatan pemilik lahan yang masih dimusyawarahkan.",
)

DROPPED = (
    "Lahan tidak jadi dihibahkan.",
    "Kegiatan serupa sudah dibiayai program kabupaten.",
    "Musyawarah {word} mendahulukan perbaikan jalan yang longsor.",
    "Kelompok pengelola bubar sebelum kegiatan dimulai.",
)

VOIDED = (
    "Tercatat dua kali.",
    "Salah {word}: kartu ini milik tetangga.",
    "Salah memilih inovasi saat mencatat.",
)

SENT_BACK_RESULT = (
    "Foto hasil belum menunjukkan keadaan setelah selesai.",
    "Volume dalam laporan berbeda dengan berita acara.",
)

UNPLANNED = ("Pagu indikatif turun; kegiatan keluar dari RKPDes dalam musyawarah.",)

RELEASED = (
    "Anggarannya dialihkan untuk tanggap darurat banjir.",
    "Harga bahan naik; kegiatan dirancang ulang.",
)

CARRIED = (
    "Musim hujan datang lebih awal; pekerjaan dipindahkan ke tahun berikutnya.",
    "Pencairan tahap ketiga terlambat, pekerjaan tidak selesai tahun ini.",
)

TAKEN_UP = ("Lahan pengganti sudah dihibahkan; {word} melanjutkan.", "Musyawarah {word} memasukkannya lagi.")
