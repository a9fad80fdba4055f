"""What follows from a step, said on its page before it is taken; and what stands above the next step of a card or a document."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

CONSEQUENCES = {
    "idea.identify": (
        _("Anda menyatakan kartu ini menceritakan hal yang sudah dilakukan dan terbukti, bukan rencana."),
        _("TPID kecamatannya mendokumentasikannya."),
    ),
    "innovation.capture": (
        _("Dokumen versi 1 dimulai dengan isi kartu ini. Isi bagian demi bagian; tidak harus sekaligus."),
        _("Kartu ide tidak dapat dibatalkan lagi, kecuali konsepnya dihapus."),
    ),
    "innovation.propose": (
        _("TIK kabupaten memeriksa dokumen ini. Selama diperiksa, dokumen tidak dapat disunting."),
    ),
    "innovation.verify": (
        _("Anda menyatakan dokumen ini lengkap, benar, dapat ditiru, dan bukan kembaran dokumen lain."),
    ),
    "innovation.publish": (
        _("Dokumen ini terbuka bagi semua orang di katalog dan menu inovasi."),
        _("Versi sebelumnya, bila ada, diganti."),
    ),
    "innovation.discard": (
        _("Konsep ini tidak dapat disunting lagi. Isinya tetap terbaca."),
        _("Bila ini versi pertama, kartu idenya kembali menunggu didokumentasikan."),
    ),
    "innovation.revise": (
        _(
            "Konsep baru dimulai dengan isi versi yang terbit. Versi itu tetap berlaku sampai yang baru terbit."
        ),
    ),
    "innovation.withdraw": (
        _("Mulai hari ini inovasi ini hilang dari menu dan katalog, dan halamannya tertutup bagi umum."),
        _("Komitmen yang menirunya tetap berjalan; komitmen baru tidak dapat dibuat."),
        _("Inovasi ini dapat diterbitkan lagi."),
    ),
    "innovation.republish": (
        _("Mulai hari ini inovasi ini kembali ke menu dan katalog, dan dapat ditiru lagi."),
    ),
}

#: By the state; a state that is not here is its own heading.
NEXT_OF_CARD = {
    "handed_in": _("Periksa kartu ini: sudah dilakukan dan terbukti?"),
    "identified": _("Dokumentasikan inovasi ini"),
    "not_accepted": _("Perbaiki kartu ini, lalu serahkan lagi"),
}
NEXT_OF_DOCUMENT = {
    "draft": _("Lengkapi dokumen ini, lalu ajukan"),
    "proposed": _("Periksa dokumen ini"),
    "sent_back": _("Perbaiki menurut catatan, lalu ajukan lagi"),
    "verified": _("Terbitkan ke menu inovasi"),
}
