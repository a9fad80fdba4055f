"""Who may do what with ideas and innovation documents."""

from __future__ import annotations

from lestari.foundation.kernel.access import holds, not_own_village, not_own_work
from lestari.foundation.people.roles import FACILITATOR, TIK, TPID, VILLAGE_OFFICER

TELLS = holds(VILLAGE_OFFICER, TPID, FACILITATOR)
CAPTURES = holds(TPID, FACILITATOR)
#: Whoever verifies is of the regency's team, not of that village, and did not write it.
VERIFIES = holds(TIK) & not_own_village() & not_own_work()

RIGHTS = {
    "idea.hand_in": TELLS,
    "idea.identify": holds(TIK) & not_own_village(),
    "idea.not_accept": holds(TIK) & not_own_village(),
    "idea.hand_in_again": TELLS,
    "idea.reconsider": holds(TIK),
    "idea.void": holds(TPID, TIK, VILLAGE_OFFICER),
    "innovation.capture": CAPTURES,
    "innovation.save": CAPTURES,
    "innovation.propose": CAPTURES,
    "innovation.send_back": VERIFIES,
    "innovation.verify": VERIFIES,
    "innovation.publish": holds(TIK),
    "innovation.withdraw": holds(TIK),
    "innovation.republish": holds(TIK),
    "innovation.revise": CAPTURES,
    "innovation.discard": CAPTURES,
}
