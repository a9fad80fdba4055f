"""Who may do what with a village's plans and budgets."""

from __future__ import annotations

from lestari.foundation.kernel.access import holds
from lestari.foundation.people.roles import AGENCY, TIK, TPID, VILLAGE_OFFICER

#: A village's own officer; for the villages that never log in, the team of the district, the agency or the team of the regency.
FOR_THE_VILLAGE = holds(VILLAGE_OFFICER, TPID, AGENCY, TIK)

RIGHTS = {
    "budgets.enter": FOR_THE_VILLAGE,
    "budgets.revise": FOR_THE_VILLAGE,
    "budgets.void": FOR_THE_VILLAGE,
}
