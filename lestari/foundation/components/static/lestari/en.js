// What lestari.js says on English pages.
export default {
  "Menyimpan…": "Saving…",
  "Belum tersambung. Tekan Cari lagi.": "Not connected yet. Press Search again.",
  "wilayah ditemukan": "regions found",
  "Tidak ada wilayah dengan nama itu": "No region has that name",
  "Pilih berkas": "Choose file",
  "Belum ada berkas yang dipilih": "No file chosen yet",
  "Pilih salah satu di bawah.": "Choose one below.",
  "Isi dahulu bagian ini.": "Fill in this part first.",
};
