"""/orang: the accounts that an administrator looks after."""

from __future__ import annotations

from dataclasses import replace

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from lestari.foundation.components.deeds import action_view
from lestari.foundation.components.lists import query_without
from lestari.foundation.components.pages import Buttons, buttons, history, why_not
from lestari.foundation.kernel import clock
from lestari.foundation.kernel.access import Actor
from lestari.foundation.kernel.periods import in_force
from lestari.foundation.people.actions import (
    ACTIONS,
    CHANGE_PHONE,
    CREATE_ACCOUNT,
    DEACTIVATE,
    END_ASSIGNMENT,
    REACTIVATE,
    RENEW_INVITATION,
    RESET_FACTOR,
    VOID_ASSIGNMENT,
    another_looks_after,
)
from lestari.foundation.people.invitations import invitation_path
from lestari.foundation.people.middleware import ActorRequest
from lestari.foundation.people.models import Assignment, User
from lestari.foundation.people.queries import assignments_of, people_for
from lestari.foundation.people.sentences import CONSEQUENCES
from lestari.foundation.people.sheets import SHEET
from lestari.foundation.people.sign_in import second_factors
from lestari.foundation.sheets.writing import kind_file
from lestari.foundation.workflow.action import Action
from lestari.foundation.workflow.models import Receipt
from lestari.foundation.workflow.perform import check

PER_PAGE = 20
_INVITED = "invited"
_ACTION = "people/action.html"
_BY_VERB = {action.verb: action for action in ACTIONS if action.subject is User}


def people(request: ActorRequest) -> HttpResponse:
    """List the people, found by name, user name or phone, with their present roles."""
    words = request.GET.get("q", "")
    page = Paginator(people_for(request.actor, words), PER_PAGE).get_page(request.GET.get("halaman"))
    roles: dict[object, list[Assignment]] = {}
    held = Assignment.objects.filter(in_force(clock.today()), user__in=[person.pk for person in page])
    for assignment in held.select_related("region").order_by("since"):
        roles.setdefault(assignment.user_id, []).append(assignment)
    rows = [(person, roles.get(person.pk, [])) for person in page]
    context = {"page": page, "rows": rows, "words": words, "query": query_without(request, "halaman")}
    return render(request, "people/people.html", context)


def people_file(request: ActorRequest, ending: str) -> StreamingHttpResponse:
    """The people as they are found, with their roles, as a file that comes in again."""
    return kind_file(SHEET, people_for(request.actor, request.GET.get("q", "")), "orang", ending)


@never_cache
def new_person(request: ActorRequest) -> HttpResponse:
    """Open an account; the page after it shows the invitation link once."""
    return action_view(
        request,
        CREATE_ACCOUNT,
        None,
        done_url=lambda receipt: _with_link(request, receipt),
        template=_ACTION,
        context={"back": reverse("people"), "consequences": CONSEQUENCES[CREATE_ACCOUNT.kind]},
    )


@never_cache
def person(request: ActorRequest, username: str) -> HttpResponse:
    """Show an account: roles, what can be done, and right after an invitation its link."""
    found = _person(request, username)
    link = ""
    if request.session.get(_INVITED) == str(found.pk):
        del request.session[_INVITED]
        link = request.build_absolute_uri(invitation_path(found))
    roles, factor = list(assignments_of(found)), bool(second_factors(found))
    own = found.pk == request.actor.user_id
    away = _idle(found, own=own, roles=roles, factor=factor)
    made = _locked(
        buttons(found, request.actor, reverse("person", args=[found.username])), request.actor, found
    )
    page = {
        "person": found,
        "own": own,
        "roles": roles,
        "link": link,
        "factor": factor,
        "buttons": replace(
            made,
            others=[one for one in made.others if one.action.kind not in away],
            locked=[one for one in made.locked if one.action.kind not in away],
        ),
        "history": history(found, request.actor),
    }
    return render(request, "people/person.html", page)


@never_cache
def person_action(request: ActorRequest, username: str, verb: str) -> HttpResponse:
    """Answer the page of one action on an account."""
    found = _person(request, username)
    action: Action | None = _BY_VERB.get(verb)
    if action is None:
        raise Http404
    address = reverse("person", args=[found.username])
    done = _with_link if action is RENEW_INVITATION else lambda *_: address
    return action_view(
        request,
        action,
        found,
        done_url=lambda receipt: done(request, receipt),
        template=_ACTION,
        initial={"phone": found.phone_shown} if action is CHANGE_PHONE else None,
        context={"back": address, "consequences": CONSEQUENCES.get(action.kind, ())},
    )


#: What is done to the account itself: by administrators who look after all that its owner is.
_OF_THE_ACCOUNT = frozenset(
    action.kind for action in (RENEW_INVITATION, RESET_FACTOR, DEACTIVATE, REACTIVATE, CHANGE_PHONE)
)


def _locked(made: Buttons, actor: Actor, found: User) -> Buttons:
    """Lock what another administrator does, with the reason."""
    verdict = check(RENEW_INVITATION, actor, found)
    because = another_looks_after(actor, found) if verdict.allowed else why_not(verdict)
    if not because or found.pk == actor.user_id:
        return made
    theirs = [one for one in made.others if one.action.kind in _OF_THE_ACCOUNT]
    return Buttons(
        None,
        [one for one in made.others if one not in theirs],
        [*made.locked, *(replace(one, allowed=False, because=because) for one in theirs)],
    )


def _idle(found: User, *, own: bool, roles: list[Assignment], factor: bool) -> set[str]:
    """Return what would change nothing on this account, or is for other administrators to do."""
    idle = {REACTIVATE.kind} if found.is_active else {DEACTIVATE.kind, RENEW_INVITATION.kind}
    if own or not factor:
        idle.add(RESET_FACTOR.kind)
    if own or not any(held.until is None for held in roles):
        idle.add(END_ASSIGNMENT.kind)
    if own or all(held.voided for held in roles):
        idle.add(VOID_ASSIGNMENT.kind)
    return idle | ({DEACTIVATE.kind} if own else set())


def _person(request: ActorRequest, username: str) -> User:
    found = people_for(request.actor).filter(username=username).first()
    if found is None:
        raise Http404
    return found


def _with_link(request: ActorRequest, receipt: Receipt) -> str:
    request.session[_INVITED] = str(receipt.subject)
    return reverse("person", args=[User.objects.values_list("username", flat=True).get(pk=receipt.subject)])
