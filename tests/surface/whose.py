"""Whose is which address: tables written by hand, to be read beside docs/rights.md, and the addresses made from the resolver with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import URLResolver, get_resolver, reverse

from lestari.domain.budgets.models import PlanDocument
from lestari.domain.bursa.models import Bursa
from lestari.domain.commitments.models import Commitment
from lestari.domain.knowledge.models import IdeaCard, Innovation, InnovationVersion
from lestari.foundation.components.pages import role_words
from lestari.foundation.people.invitations import invitation_path
from lestari.foundation.people.models import User
from lestari.foundation.workflow import registry
from lestari.foundation.workflow.action import Action
from tests.surface.every import Every
from tests.world import CAMPANG, GISTING

#: Which roles may what in their own region and below it.
MAY = (
    ("budgets", "enter revise void", "village_officer tpid agency tik"),
    ("idea", "hand_in hand_in_again", "village_officer tpid facilitator"),
    ("idea", "identify not_accept reconsider", "tik"),
    ("idea", "void", "village_officer tpid tik"),
    ("innovation", "capture propose discard revise", "tpid facilitator"),
    ("innovation", "save_identity save_problem save_solution save_participants save_resources", "tpid facilitator"),
    ("innovation", "save_results save_lessons save_minutes save_pictures", "tpid facilitator"),
    ("innovation", "verify send_back publish withdraw republish", "tik"),
    ("commitment", "pledge drop take_up", "village_officer tpid facilitator"),
    ("commitment", "plan unplan budget release add_funding adjust_funding", "village_officer tpid agency"),
    ("commitment", "start report_done carry_over", "village_officer tpid agency"),
    ("commitment", "verify send_back void", "tpid tik"),
    ("commitment", "unverify", "tik"),
    ("bursa", "set_up change open close addendum cancel", "tpid tik"),
    ("bursa", "hand_in_card", "village_officer tpid tik"),
    ("bursa", "reopen", "tik"),
    ("people", "create_account assign end_assignment void_assignment renew_invitation reset_factor", "administrator"),
    ("people", "deactivate reactivate change_phone", "administrator"),
)  # fmt: skip
#: What goes beyond one's own village: the hall of the district is open to the officers of all its villages.
BEYOND = {("village_officer", "bursa.hand_in_card")}

IN = "/masuk?next"
#: For whom a page is: what the signed-out get, then people outside the area and inside it, then administrators outside and inside.
FOR = {
    "everybody": (200, 200, 200, 200, 200),
    "everybody alike": (200, 200, 200, 200, 200),  # wherever their area is, so each role asks once
    "the signed-in": (IN, 200, 200, 200, 200),
    "the area": (IN, 404, 200, 404, 200),
    "its sender": (IN, 404, 404, 404, 404),  # of whom none of these people is one
    "the area, at a public address": (404, 404, 200, 404, 200),
    "administrators": (IN, 403, 403, 200, 200),
    "the area's administrators": (IN, 403, 403, 404, 200),
    "the signed-out": (200, "/tugas", "/tugas", "/tugas", "/tugas"),
    "whoever typed a password": ("/masuk", "/masuk", "/masuk", "/masuk", "/masuk"),
    "whoever needs no second step": (IN, 200, 200, "/akun", "/akun"),
    "whoever has a second step": (IN, "/akun/langkah-kedua", "/akun/langkah-kedua", 200, 200),
    "the way to the province": ("/wilayah/18",) * 5,
    "the way back": ("/",) * 5,
    "posting": (405, 405, 405, 405, 405),
    "posting when signed in": (IN, 405, 405, 405, 405),
    "posting for administrators": (IN, 403, 403, 405, 405),
    "nobody": (404, 404, 404, 404, 404),
}
#: Pages without a record.
PAGES = (
    ("everybody", "commitments bursas"),
    ("everybody alike", "home search catalogue achievements funnel region-suggest region-browse gallery"),
    ("everybody alike", "api:achievements api:funnel api:openapi-json"),
    ("the signed-in", "duties duties-of-others ideas documents account account_phone account_password factor"),
    ("the signed-in", "sheets"),
    ("administrators", "people region-lists"),
    ("posting for administrators", "region-list-check region-list-apply"),
    ("the signed-out", "sign_in"),
    ("whoever typed a password", "sign_in_code"),
    ("whoever needs no second step", "factor_off"),
    ("the way to the province", "regions"),
    ("posting", "sign_out api:files.keep"),
    ("posting when signed in", "account_sessions account_look sheet-send"),
    ("whoever has a second step", "factor_codes"),
    ("nobody", "api:api-root api:unknown"),
)  # fmt: skip
#: Pages of one record, and which.
RECORDS: tuple[tuple[str, str, Callable[[Every], tuple[Any, ...]]], ...] = (
    ("everybody", "region", lambda _: (GISTING,)),
    ("everybody", "region", lambda _: (CAMPANG,)),
    ("everybody", "budget", lambda _: (CAMPANG, 2026)),
    ("everybody", "budget-document", lambda every: (every.of(PlanDocument).code,)),
    ("everybody", "bursa", lambda every: (every.of(Bursa).code,)),
    ("everybody", "bursa-menu", lambda every: (every.of(Bursa).code,)),
    ("posting when signed in", "account_token_revoke", lambda _: (str(UUID(int=1)),)),
    ("everybody", "commitment", lambda every: (every.of(Commitment, "verified").code,)),
    ("everybody", "innovation", lambda every: (every.published.code,)),
    ("everybody", "innovation", lambda every: (every.of(InnovationVersion, "draft").innovation.code,)),
    ("the area, at a public address", "innovation", lambda every: (every.of(Innovation, "withdrawn").code,)),
    ("the area", "idea", lambda every: (every.of(IdeaCard).code,)),
    ("the area", "document", lambda every: (every.of(InnovationVersion, "draft").code,)),
    ("the signed-in", "document", lambda every: (every.published.versions.get().code,)),
    ("the area's administrators", "person", lambda every: (every.of(User).username,)),
    ("everybody", "file", lambda every: (every.files["photo"].pk, "320")),
    ("everybody", "file", lambda every: (every.files["video"].pk, "asli")),
    ("the area, at a public address", "file", lambda every: (every.files["paper"].pk, "asli")),
    ("the signed-in", "file_preview", lambda every: (every.photo.pk,)),  # which all of them have sent
    ("everybody alike", "figure", lambda _: ("innovations",)),
    ("the way back", "language", lambda _: ("id",)),
    ("the signed-in", "sheet-empty", lambda _: ("commitments",)),
    ("its sender", "sheet", lambda _: (UUID(int=1),)),
    ("its sender", "sheet-undo", lambda _: (UUID(int=1),)),
    ("its sender", "sheet-refused", lambda _: (UUID(int=1),)),
    ("posting when signed in", "sheet-layout", lambda _: (UUID(int=1),)),
    ("posting when signed in", "sheet-apply", lambda _: (UUID(int=1),)),
    ("posting for administrators", "region-list-undo", lambda _: (UUID(int=1),)),
    ("everybody alike", "api:funnel-step", lambda _: ("pledged",)),
    ("everybody alike", "api:figure", lambda _: ("commitments_dana_desa",)),
    ("everybody", "invitation", lambda every: (invitation_path(every.people.user("tpid")).rsplit("/", 1)[1],)),
)  # fmt: skip
#: The lists that go out as files, for whom, and of which record they are; each as Excel and CSV.
FILES: tuple[tuple[str, str, Callable[[Every], tuple[Any, ...]]], ...] = (
    ("everybody", "commitments-file", lambda _: ()),
    ("everybody alike", "catalogue-file", lambda _: ()),
    ("everybody alike", "funnel-file", lambda _: ()),
    ("everybody alike", "figure-file", lambda _: ("innovations",)),
    ("everybody alike", "figure-file", lambda _: ("commitments_dana_desa",)),
    ("the signed-in", "ideas-file", lambda _: ()),
    ("the signed-in", "sheets-file", lambda _: ()),
    ("administrators", "people-file", lambda _: ()),
    ("the signed-in", "documents-file", lambda _: ()),
    ("the signed-in", "duties-file", lambda _: ()),
    ("the signed-in", "duties-of-others-file", lambda _: ()),
    ("everybody alike", "search-file", lambda _: ()),
    ("everybody alike", "region-file", lambda _: (GISTING,)),
    ("everybody alike", "budget-file", lambda _: (CAMPANG, 2026)),
    ("everybody alike", "budget-documents-file", lambda _: (CAMPANG, 2026)),
    ("everybody alike", "budget-document-file", lambda every: (every.of(PlanDocument).code,)),
    ("everybody alike", "bursas-file", lambda _: ()),
    ("everybody alike", "bursa-recap-file", lambda every: (every.of(Bursa).code,)),
    ("everybody alike", "bursa-cards-file", lambda every: (every.of(Bursa).code,)),
    ("everybody alike", "bursa-menu-file", lambda every: (every.of(Bursa).code,)),
)
#: The forms that make a record, and for whom the page is before the role counts.
FORMS = {
    "idea-new": ("idea.hand_in", "the signed-in"),
    "budget-new": ("budgets.enter", "the signed-in"),
    "commitment-new": ("commitment.pledge", "the signed-in"),
    "bursa-new": ("bursa.set_up", "the signed-in"),
    "person_new": ("people.create_account", "administrators"),
}
#: The forms of the actions on a record, and for whom the record is.
ON_RECORDS = {
    "idea-action": (IdeaCard, "the area"),
    "document-action": (InnovationVersion, "the area"),
    "innovation-action": (Innovation, "the signed-in"),
    "commitment-action": (Commitment, "the signed-in"),
    "budget-action": (PlanDocument, "the signed-in"),
    "bursa-action": (Bursa, "the signed-in"),
    "person_action": (User, "the area's administrators"),
}
#: A role is ended or taken back by whoever looks after the region in which it is held, wherever the account is kept.
NOT_THEIR_ROLE = "Pekon Campang di luar wilayah Anda sebagai administrator."
NOT_THE_ROLE = "Peran Anda tidak melakukan langkah ini."
NOT_THE_REGION = "Wilayah ini di luar wilayah tugas Anda."


def roles_for(kind: str) -> set[str]:
    """Return the roles that may do this, by the table."""
    room, verb = kind.split(".")
    return {role for r, verbs, roles in MAY if r == room and verb in verbs.split() for role in roles.split()}


def may(role: str, inside: bool, action: Action) -> bool:
    """Say whether somebody with the role may do this with a record of the area, being inside it or right outside."""
    return inside and role in roles_for(action.kind)


def why_not(role: str, action: Action) -> str:
    """Return the sentences for whoever may not: where the role is right, the region is not; and who can."""
    if role == "administrator" and action.kind in {"people.end_assignment", "people.void_assignment"}:
        return NOT_THEIR_ROLE
    because = NOT_THE_REGION if role in roles_for(action.kind) else NOT_THE_ROLE
    return (
        f"{because} Yang dapat: {role_words([one.key for one in action.right.roles] or ['administrator'])}."
    )


@dataclass(frozen=True)
class Address:
    """A concrete address, for whom it is, and the action whose form it shows."""

    url: str
    whose: str
    action: Action | None = None

    def opens(self, role: str, inside: bool) -> int | str:
        """Return what the tables say that opening it comes to: the status, or where one is led."""
        column = 1 + inside + 2 * (role == "administrator") if role else 0
        found = FOR[self.whose][column]
        if self.action is None or found != 200 or (role, self.action.kind) in BEYOND:
            return found
        return 200 if may(role, inside or self.action.subject is None, self.action) else 403


def names(found: list[Any] | None = None, spaces: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield the name of every pattern of the site."""
    for pattern in get_resolver().url_patterns if found is None else found:
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from names(pattern.url_patterns, inner)
        else:
            yield ":".join((*spaces, str(pattern.name)))


def addresses_of(name: str, every: Every) -> Iterator[Address]:
    """Yield the concrete addresses of one pattern; none where nobody has said for whom it is."""
    query = f"?{'region' if name.startswith('api:') else 'wilayah'}={GISTING}"
    for whose, plain in PAGES:
        if name in plain.split():
            yield Address(reverse(name) + query * whose.startswith("everybody"), whose)
    for whose, its_name, arguments in RECORDS:
        if name == its_name:
            yield Address(reverse(name, args=arguments(every)) + query * whose.startswith("everybody"), whose)
    for whose, its_name, arguments in FILES:
        for ending in ("csv", "xlsx") if name == its_name else ():
            address = reverse(name, args=(*arguments(every), ending))
            yield Address(address + query * whose.startswith("everybody"), whose)
    if name in FORMS:
        kind, whose = FORMS[name]
        yield Address(reverse(name), whose, registry.action(kind))
    model, whose = ON_RECORDS.get(name, (None, ""))
    for action in registry.actions_for(model) if model else ():
        record = every.subject_of(action)
        key = getattr(record, "code", "") or record.username
        hidden = getattr(record, "state", "") == "withdrawn"
        yield Address(reverse(name, args=(key, action.verb)), "the area" if hidden else whose, action)
    if name.removeprefix("api:") in registry.ACTIONS:
        yield Address(api_of(registry.action(name.removeprefix("api:")), every), "posting")


def api_of(action: Action, every: Every) -> str:
    """Return the address of an action's operation, on the record where it is the next thing to do."""
    record = every.subject_of(action)
    key = getattr(record, "code", "") or getattr(record, "pk", "")
    return reverse(f"api:{action.kind}", args=(key,) if record else ())
