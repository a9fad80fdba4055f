"""Pages made from the tables: the buttons of a record, its history in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery, Value
from django.http import Http404, HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from lestari.foundation.duties.models import Duty
from lestari.foundation.duties.queries import on as duties_on
from lestari.foundation.files.actions import attached, by_purpose
from lestari.foundation.files.models import Attachment
from lestari.foundation.kernel import clock
from lestari.foundation.kernel.access import Actor, Verdict
from lestari.foundation.kernel.dates import about_text
from lestari.foundation.kernel.errors import NotAllowed
from lestari.foundation.kernel.words import either
from lestari.foundation.ledger.models import Event
from lestari.foundation.people.models import User
from lestari.foundation.people.roles import ROLES
from lestari.foundation.regions.models import Region
from lestari.foundation.regions.queries import ancestors
from lestari.foundation.workflow import registry
from lestari.foundation.workflow.action import Action
from lestari.foundation.workflow.inputs import Files, asks
from lestari.foundation.workflow.models import Flowing, Grounds, Record
from lestari.foundation.workflow.perform import Whence, check

#: Says in words what each event of a record changed, of all of them as they came; '' where there is nothing to say.
Tell = Callable[[Sequence[Event]], Sequence[str]]


#: As many buttons stand beside the primary one.
_BESIDE = 3


@dataclass(frozen=True)
class Button:
    """An action as the actor sees it on a record: to press, or locked with the reason and who can."""

    action: Action
    url: str
    allowed: bool
    because: str = ""

    @property
    def label(self) -> str | Promise:
        """What stands on the button."""
        return self.action.words


@dataclass(frozen=True)
class Buttons:
    """The one primary button of a record, the others, and what is locked and why."""

    primary: Button | None = None
    others: Sequence[Button] = ()
    locked: Sequence[Button] = ()

    @property
    def near(self) -> Sequence[Button]:
        """What stands beside the primary button: all others where they are few, else what forbids nothing, as far as there is room."""
        if len(self.others) <= _BESIDE:
            return self.others
        return [one for one in self.others if not one.action.warning][: _BESIDE - 1]

    @property
    def further(self) -> Sequence[Button]:
        """What is folded away: the rest."""
        return [one for one in self.others if one not in self.near]


@dataclass(frozen=True)
class Turn:
    """One sentence of a history: who did what, when, on whose behalf, to which state it led."""

    kind: str
    who: str
    what: str
    at: datetime
    effective_on: str
    behalf: str = ""
    states: str = ""
    later: bool = False
    why: str = ""
    told: Sequence[str] = ()
    papers: Sequence[Attachment] = ()
    photos: Sequence[Attachment] = ()
    videos: Sequence[Attachment] = ()
    from_sheet: bool = False
    bare: bool = False


def role_words(keys: Sequence[str], places: Iterable[Region] = ()) -> str:
    """Return the words of roles as a sentence has them: "TPID atau TIK".

    `places`: the regions in which a record lies; a role of one of their levels names its own: "TPID Kecamatan Gisting". The village is seen.
    """
    named: dict[tuple[str, ...], str] = {
        (place.level,): f" {place.title}" for place in places if place.level != "village"
    }
    roles = (ROLES[key] for key in keys if key in ROLES)
    return either(f"{role.word}{named.get(role.levels, '')}" for role in roles)


def why_not(refusal: Verdict | NotAllowed, places: Iterable[Region] = ()) -> str:
    """Return why somebody may not, and who can; `places` as in `role_words`."""
    because = refusal.because if isinstance(refusal, Verdict) else str(refusal)
    who = role_words(refusal.who, places)
    return " ".join([because, _("Yang dapat: %(who)s.") % {"who": who}]) if who else because


def button(action: Action, subject: Record, actor: Actor, url: str, places: Iterable[Region] = ()) -> Button:
    """Return an action as this actor sees it on this record; `places` as in `role_words`."""
    verdict: Verdict = check(action, actor, subject)
    return Button(
        action,
        url,
        verdict.allowed,
        why_not(verdict, places),
    )


def buttons(
    subject: Record,
    actor: Actor,
    base: str,
    duties: Iterable[Duty] | None = None,
    places: Sequence[Region] = (),
) -> Buttons:
    """Return the buttons of a record at `base` (its address); the primary is what its open duty asks for. `places` as in `role_words`.

    Locked is shown what waits for somebody else, and what the actor's roles do in another state; what has nothing to do with the
    actor stays away.
    """
    waiting = [duty.action for duty in (duties_on(subject) if duties is None else duties)]
    can: list[Button] = []
    locked: list[Button] = []
    for action in registry.actions_for(type(subject)):
        made = button(action, subject, actor, f"{base}/{action.verb}", places)
        roles = tuple(role.key for role in action.right.roles)
        if made.allowed:
            can.append(made)
        elif action.kind in waiting or (_next(action, subject) and actor.holds(*roles) and actor.signed_in):
            locked.append(made)
    primary = next((made for made in can if made.action.kind in waiting), None)
    return Buttons(primary, [made for made in can if made is not primary], locked)


def _next(action: Action, subject: Record) -> bool:
    """Say whether the action is the next one on the way: possible from the state that the open duty leads to."""
    if not isinstance(subject, Flowing):
        return False
    leads = {
        step.target
        for waits in subject.flow.by_key[subject.state].waits
        for step in subject.flow.steps
        if step.kind == waits.action and subject.state in step.sources
    }
    after = {waits.action for target in leads for waits in subject.flow.by_key[target].waits}
    return action.kind in after


def actor_in(request: HttpRequest) -> Actor:
    """Return who asks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def action_of(model: type[Record], verb: str) -> Action:
    """Return the action on records of this model that an address names. Raises Http404 for another."""
    for action in registry.actions_for(model):
        if action.verb == verb:
            return action
    raise Http404


def record_page(
    request: HttpRequest, subject: Any, base: str, tells: Mapping[UUID, Tell] | None = None
) -> dict[str, Any]:
    """Return what every record's page shows: where it lies, what is next, what hangs on it, what happened (`tells` as in `history`)."""
    actor = actor_in(request)
    waiting = list(duties_on(subject))
    duty = waiting[0] if waiting else None
    files = attached([subject.pk], actor).get(subject.pk, [])
    places = [*ancestors(subject.region), subject.region]
    return {
        "record": subject,
        "regions": places,
        "buttons": buttons(subject, actor, base, waiting, places) if actor.signed_in else None,
        "duty": duty,
        "whose": role_words([one.role for one in waiting]),
        **by_purpose(files),
        "history": history(subject, actor, files, tells),
    }


def history(
    subject: Record,
    actor: Actor,
    files: Sequence[Attachment] = (),
    tells: Mapping[UUID, Tell] | None = None,
) -> list[Turn]:
    """Return the history of a record in sentences, newest first, each with the papers, photos and videos (of `files`) that came with it.

    `tells` says, for this record and for others that the same acts changed (its funding), what the changes come to. Names and reasons
    are shown to signed-in people only.
    """
    hanging, tells = {a.pk: number for number, a in enumerate(files)}, tells or {}
    hidden = {} if actor.signed_in else {"why": Value(""), "name": Value("")}
    rows = Event.objects.filter(subject__in={subject.pk, *hanging, *tells}).order_by("-serial")
    rows = rows.annotate(
        **(
            {
                "why": Subquery(
                    Grounds.objects.filter(act=OuterRef("act"), subject=subject.pk).values("text")
                ),
                "name": Subquery(User.objects.filter(pk=OuterRef("actor")).values("name")),
                "village": Subquery(Region.objects.filter(pk=OuterRef("behalf")).values("name")),
                "word": Subquery(Region.objects.filter(pk=OuterRef("behalf")).values("word")),
            }
            | hidden
        )
    )
    brought: dict[UUID, list[int]] = defaultdict(list)
    events: dict[UUID, list[Event]] = defaultdict(list)
    for event in rows:
        events[event.subject].append(event)
        if event.subject in hanging:
            brought[event.act].append(hanging[event.subject])
    told: dict[UUID, list[str]] = defaultdict(list)
    for pk, tell in tells.items():
        of_one = events[pk][::-1]
        for event, words in zip(of_one, tell(of_one), strict=True):
            told[event.act] += [words] if words else []
    return [
        # As the page orders them, so that “Foto 1” is the same picture above and below.
        _turn(event, subject, [files[nr] for nr in sorted(brought[event.act])], told.get(event.act, ()))
        for event in events[subject.pk]
    ]


def _turn(event: Any, subject: Record, files: Sequence[Attachment], told: Sequence[str]) -> Turn:
    """Return one event, with what the query knows besides: name, reason, village."""
    changes = event.changes
    old, new = changes.get("state", (None, None))
    states = ""
    if isinstance(subject, Flowing) and new:
        words = [subject.flow.word_of(key) for key in (old, new) if key in subject.flow.by_key]
        states = " → ".join(words)
    return Turn(
        kind=event.kind,
        who=event.name or "" if event.actor else _("Sistem"),
        what=str(registry.DONE.get(event.kind, event.kind)),
        at=event.recorded_at,
        effective_on=about_text(event.effective_on, event.about),
        behalf=Region.titled(event.word, event.village) if event.village else "",
        states=states,
        later=event.effective_on < clock.local(event.recorded_at).date(),
        why=event.why or "",
        told=told,
        **by_purpose(files),
        from_sheet=event.whence == Whence.SHEET,
        bare=event.whence == Whence.SHEET and not files and _wants_proof(event.kind),
    )


def _wants_proof(kind: str) -> bool:
    """Say whether a form would have asked for a file of this deed."""
    action = registry.ACTIONS.get(kind)
    questions = asks(action.entry) if action else ()
    return any(one.required and isinstance(one.kind, Files) for one in questions)
