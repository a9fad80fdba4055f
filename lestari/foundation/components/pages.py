"""Pages made from the tables: an action's page, the buttons of a record, its history in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from lestari.foundation.components.forms import ActionForm, form_for
from lestari.foundation.duties.models import Duty
from lestari.foundation.duties.queries import on as duties_on
from lestari.foundation.files.actions import attached
from lestari.foundation.kernel.access import Actor, Verdict
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.ledger.models import Event
from lestari.foundation.people.queries import names_of
from lestari.foundation.people.roles import ROLES
from lestari.foundation.regions.queries import ancestors, titles_of
from lestari.foundation.workflow import registry
from lestari.foundation.workflow.action import Action
from lestari.foundation.workflow.models import Flowing, Receipt, Record
from lestari.foundation.workflow.perform import Whence, check, may, perform

DoneUrl = Callable[[Receipt], str]


@dataclass(frozen=True)
class Button:
    """An action as the actor sees it on a record: to press, or locked with the reason and who can."""

    action: Action
    url: str
    allowed: bool
    because: str = ""
    who: tuple[str, ...] = ()

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


@dataclass(frozen=True)
class Turn:
    """One sentence of a history: who did what, when, on whose behalf, to which state it led."""

    who: str
    what: str
    at: datetime
    effective_on: date
    behalf: str = ""
    states: str = ""
    later: bool = False
    changes: dict[str, Any] = field(default_factory=dict)


def role_words(keys: Sequence[str]) -> str:
    """Return the words of roles as a sentence has them: "TPID atau TIK"."""
    words = [str(ROLES[key].word) for key in keys if key in ROLES]
    return _(" atau ").join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def button(action: Action, subject: Record, actor: Actor, url: str) -> Button:
    """Return an action as this actor sees it on this record."""
    verdict: Verdict = check(action, actor, subject)
    return Button(
        action,
        url,
        verdict.allowed,
        verdict.because,
        tuple(str(ROLES[k].word) for k in verdict.who if k in ROLES),
    )


def buttons(subject: Record, actor: Actor, base: str, duties: Iterable[Duty] | None = None) -> Buttons:
    """Return the buttons of a record at `base` (its address); the primary is what its open duty asks for.

    Locked is shown what waits for somebody else, and what the actor's roles do in another state; what has nothing to do with the
    actor stays away.
    """
    waiting = [duty.action for duty in (duties_on(subject) if duties is None else duties)]
    can: list[Button] = []
    locked: list[Button] = []
    for action in registry.actions_for(type(subject)):
        made = button(action, subject, actor, f"{base}/{action.verb}")
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


def action_view(
    request: HttpRequest,
    action: Action,
    subject: Record | None,
    *,
    done_url: DoneUrl,
    template: str = "components/action.html",
    initial: dict[str, Any] | None = None,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Answer the page of an action: the form, the deed, or the form again as filled with what is wrong.

    Where the actor may not, the page says why and who can (403), or what the record's state is (409).
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    page: dict[str, Any] = {"action": action, "subject": subject, **(context or {})}
    verdict = check(action, actor, subject)
    posted = request.method == "POST"
    form = form_for(
        action,
        subject,
        actor,
        data=request.POST if posted else None,
        files=request.FILES if posted else None,
        initial=initial,
    )
    page |= {"form": form, "verdict": verdict, "who": role_words(verdict.who)}
    if not posted:
        return render(request, template, page, status=200 if verdict.allowed else 403)
    right = may(action, actor, subject)
    if not right.allowed:  # before anything is made of what was sent
        form.refuse(right.because)
        return render(request, template, page, status=403)
    if not form.is_valid():
        return render(request, template, page, status=422)
    try:
        receipt = perform(
            action,
            actor,
            subject,
            form.entry(),
            act_id=form.act_id,
            seen=form.seen_version,
            whence=Whence.WEB,
        )
    except Refused as refused:
        form.take(refused)
        _show_present(form, subject)
        return render(request, template, page, status=refused.status)
    messages.success(request, done_sentence(action, receipt))
    return redirect(done_url(receipt))


def _show_present(form: ActionForm, subject: Record | None) -> None:
    """Let a form that came too late carry the present version, so that sending it again is a choice made knowingly."""
    if subject is None:
        return
    subject.refresh_from_db()
    sent = cast("QueryDict", form.data).copy()
    sent["seen"] = str(subject.version)
    form.data = sent


def done_sentence(action: Action, receipt: Receipt) -> str:
    """Return what the page says after the deed."""
    return _("Tersimpan: %(action)s %(code)s.") % {"action": action.words, "code": receipt.code}


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


def record_page(request: HttpRequest, subject: Any, base: str) -> dict[str, Any]:
    """Return what every record's page shows: where it lies, what is next, what hangs on it, what happened."""
    actor = actor_in(request)
    waiting = list(duties_on(subject))
    duty = waiting[0] if waiting else None
    files = attached([subject.pk], actor).get(subject.pk, [])
    return {
        "record": subject,
        "regions": [*ancestors(subject.region), subject.region],
        "buttons": buttons(subject, actor, base, waiting) if actor.signed_in else None,
        "duty": duty,
        "whose": str(ROLES[duty.role].word) if duty else "",
        "photos": [a for a in files if a.purpose == "photo"],
        "papers": [a for a in files if a.purpose == "paper"],
        "history": history(subject, actor),
    }


def history(subject: Record, actor: Actor) -> list[Turn]:
    """Return the history of a record in sentences, newest first; names are shown to signed-in people only."""
    events = list(Event.objects.filter(subject=subject.pk).order_by("-serial"))
    names = names_of({event.actor for event in events if event.actor}) if actor.signed_in else {}
    places = titles_of({event.behalf for event in events if event.behalf})
    return [_turn(event, subject, names, places) for event in events]


def _turn(event: Event, subject: Record, names: dict[Any, str], places: dict[Any, str]) -> Turn:
    changes = event.changes
    old, new = changes.get("state", (None, None))
    states = ""
    if isinstance(subject, Flowing) and new:
        words = [subject.flow.word_of(key) for key in (old, new) if key in subject.flow.by_key]
        states = " → ".join(words)
    return Turn(
        who=names.get(event.actor, "") if event.actor else _("Sistem"),
        what=str(registry.DONE.get(event.kind, event.kind)),
        at=event.recorded_at,
        effective_on=event.effective_on,
        behalf=places.get(event.behalf, ""),
        states=states,
        later=event.effective_on < event.recorded_at.date(),
        changes=changes,
    )
