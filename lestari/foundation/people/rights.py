"""Who may do what with accounts and roles: administrators, in their region and below it."""

from __future__ import annotations

from lestari.foundation.kernel.access import holds, holds_anywhere, signed_in
from lestari.foundation.people.roles import ADMINISTRATOR

RIGHTS = {
    "people.create_account": holds(ADMINISTRATOR),
    "people.assign": holds(ADMINISTRATOR),
    "people.end_assignment": holds_anywhere(ADMINISTRATOR),  # whose the role is, its region says
    "people.void_assignment": holds_anywhere(ADMINISTRATOR),
    "people.renew_invitation": holds(ADMINISTRATOR),
    "people.reset_factor": holds(ADMINISTRATOR),
    "people.deactivate": holds(ADMINISTRATOR),
    "people.reactivate": holds(ADMINISTRATOR),
    "people.change_phone": signed_in(),
}
