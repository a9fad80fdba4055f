"""The roles of the programme, as people say them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lestari.foundation.kernel.access import Role

ADMINISTRATOR = Role("administrator", _("Administrator"))
PROVINCE = Role("province", _("Sekretariat provinsi"))
AGENCY = Role("agency", _("Dinas PMD"))
FACILITATOR = Role("facilitator", _("Pendamping"))
TIK = Role("tik", _("TIK (tim inovasi kabupaten)"))
TPID = Role("tpid", _("TPID (tim pelaksana inovasi desa)"))
VILLAGE_OFFICER = Role("village_officer", _("Petugas desa"), speaks=True)

ROLES: dict[str, Role] = {
    role.key: role for role in (ADMINISTRATOR, PROVINCE, AGENCY, FACILITATOR, TIK, TPID, VILLAGE_OFFICER)
}

#: On which level of region a role can be held.
LEVELS: dict[str, tuple[str, ...]] = {
    "administrator": ("country", "province", "regency"),
    "province": ("country", "province"),
    "agency": ("regency",),
    "facilitator": ("province", "regency", "district"),
    "tik": ("regency",),
    "tpid": ("district",),
    "village_officer": ("village",),
}
