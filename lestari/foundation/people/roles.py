"""The roles of the programme, as people say them, and on which levels of regions they can be held."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lestari.foundation.kernel.access import Role

ADMINISTRATOR = Role("administrator", _("Administrator"), ("country", "province", "regency"))
PROVINCE = Role("province", _("Sekretariat"), ("country", "province"))
AGENCY = Role("agency", _("Dinas PMD"), ("regency",))
FACILITATOR = Role("facilitator", _("Pendamping"), ("province", "regency", "district"))
TIK = Role("tik", _("TIK"), ("regency",))
TPID = Role("tpid", _("TPID"), ("district",))
VILLAGE_OFFICER = Role("village_officer", _("Petugas desa"), ("village",))

ROLES: dict[str, Role] = {
    role.key: role for role in (ADMINISTRATOR, PROVINCE, AGENCY, FACILITATOR, TIK, TPID, VILLAGE_OFFICER)
}
