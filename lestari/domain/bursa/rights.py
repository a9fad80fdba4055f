"""Who may do what with a bursa."""

from __future__ import annotations

from lestari.foundation.kernel.access import holds, near
from lestari.foundation.people.roles import TIK, TPID, VILLAGE_OFFICER

SETS_UP = holds(TPID, TIK)
#: Into the hall come the officers of its villages …
ENTERS_HALL = near(VILLAGE_OFFICER, TPID, TIK)
#: … and a card is judged on its own village.
HANDS_IN = holds(VILLAGE_OFFICER, TPID, TIK)

RIGHTS = {
    "bursa.set_up": SETS_UP,
    "bursa.change": SETS_UP,
    "bursa.open": SETS_UP,
    "bursa.hand_in_card": ENTERS_HALL,
    "bursa.close": SETS_UP,
    "bursa.reopen": holds(TIK),
    "bursa.addendum": SETS_UP,
    "bursa.cancel": SETS_UP,
}
