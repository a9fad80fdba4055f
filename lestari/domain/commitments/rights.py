"""Who may do what with a promise."""

from __future__ import annotations

from lestari.foundation.kernel.access import holds, not_own_village, not_own_work
from lestari.foundation.people.roles import AGENCY, FACILITATOR, TIK, TPID, VILLAGE_OFFICER

#: The village's officer; for the villages that never log in, the team of the district or a facilitator.
PROMISES = holds(VILLAGE_OFFICER, TPID, FACILITATOR)
#: What stands in plans and budgets, the agency may record too.
RECORDS = holds(VILLAGE_OFFICER, TPID, AGENCY)
#: To void a budget under a result takes money from all past days, in figures that others have relied on.
UNFUNDS_RESULTS = holds(AGENCY, TIK)
VERIFIES = holds(TPID, TIK) & not_own_village() & not_own_work()

RIGHTS = {
    "commitment.pledge": PROMISES,
    "commitment.plan": RECORDS,
    "commitment.budget": RECORDS,
    "commitment.add_funding": RECORDS,
    "commitment.adjust_funding": RECORDS,
    "commitment.start": RECORDS,
    "commitment.report_done": RECORDS,
    "commitment.verify": VERIFIES,
    "commitment.send_back": VERIFIES,
    "commitment.unverify": holds(TIK),
    "commitment.unplan": RECORDS,
    "commitment.release": RECORDS,
    "commitment.carry_over": RECORDS,
    "commitment.drop": PROMISES,
    "commitment.take_up": PROMISES,
    "commitment.void": holds(TPID, TIK),
}
