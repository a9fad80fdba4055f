"""What follows from a deed on an account, said on its page before it is done."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

CONSEQUENCES = {
    "people.create_account": (
        _("Sesudah ini tampil tautan sekali pakai: dengan itu orangnya membuat kata sandinya sendiri."),
    ),
    "people.end_assignment": (_("Yang pernah dilakukannya dengan peran ini tetap tercatat atas namanya."),),
    "people.void_assignment": (
        _("Peran ini dianggap tidak pernah diberikan. Peran yang memang pernah dipegangnya, akhiri saja."),
        _("Yang pernah dilakukannya dengan peran ini tetap tercatat atas namanya."),
    ),
    "people.renew_invitation": (
        _("Tautan yang lama tidak berlaku lagi. Kata sandi yang sekarang berlaku sampai yang baru dibuat."),
    ),
    "people.reset_factor": (
        _("Ponsel dan kode cadangannya tidak berlaku lagi, dan ia keluar dari semua perangkat."),
        _("Pastikan dahulu bahwa yang meminta memang orangnya."),
    ),
    "people.deactivate": (
        _(
            "Ia keluar dari semua perangkat dan tidak dapat masuk lagi. Yang pernah dilakukannya tetap tercatat."
        ),
        _("Akun dapat dibuka lagi."),
    ),
    "people.reactivate": (
        _("Ia dapat masuk lagi dengan kata sandi yang lama, dengan peran yang belum diakhiri."),
    ),
    "people.change_phone": (_("Dengan nomor ini ia dapat masuk, bila hanya ia yang memakainya."),),
}
