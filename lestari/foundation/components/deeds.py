"""The page of an action: its form, and what becomes of one that was sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lestari.foundation.components.forms import ActionForm, form_for
from lestari.foundation.components.meanwhile import tell_meanwhile
from lestari.foundation.components.pages import actor_in, history, why_not
from lestari.foundation.kernel.access import Actor, Verdict, judge
from lestari.foundation.kernel.dates import moment_text
from lestari.foundation.kernel.errors import Changed, NotAllowed, Refused, WrongStep
from lestari.foundation.workflow import registry
from lestari.foundation.workflow.action import Action
from lestari.foundation.workflow.models import Receipt, Record
from lestari.foundation.workflow.perform import Whence, answered, check, may, rehearse, sent_mark

DoneUrl = Callable[[Receipt], str]


def action_view(
    request: HttpRequest,
    action: Action,
    subject: Record | None,
    *,
    done_url: DoneUrl,
    template: str = "components/action.html",
    initial: dict[str, Any] | None = None,
    present: dict[str, Any] | None = None,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Answer the page of an action: the form, what else the deed would do, the deed, or the form again as filled with what is wrong.

    The form begins with what the record says now (`present`), which is shown again where somebody changed it meanwhile, or with what is
    proposed (`initial`).
    Where the actor may not, the page says why and who can (403), or what the record's state is (409).
    """
    actor = actor_in(request)
    posted = request.method == "POST"
    form = form_for(
        action,
        subject,
        actor,
        data=request.POST if posted else None,
        files=request.FILES if posted else None,
        initial={**(initial or {}), **(present or {})},
    )
    verdict = check(action, actor, subject) if posted else _verdict_at_first(form)
    page: dict[str, Any] = {
        "action": action,
        "subject": subject,
        **(context or {}),
        "form": form,
        "verdict": verdict,
        "why": why_not(verdict),
    }

    def show(status: int = 200, **more: Any) -> HttpResponse:
        return render(request, template, page | more, status=status)

    if not posted:
        return show(200 if verdict.allowed else 403)
    return _sent(request, form, show=show, done_url=done_url, present=present or {})


def _sent(
    request: HttpRequest,
    form: ActionForm,
    *,
    show: Callable[..., HttpResponse],
    done_url: DoneUrl,
    present: dict[str, Any],
) -> HttpResponse:
    """Answer a form that was sent: what its search has found, the deed, or the form again (`show`) unless it came before."""
    sent = _mark(request, form.action, form.subject)

    def earlier() -> HttpResponse | None:
        receipt = answered(request.POST.get("act", ""), form.actor, sent)
        return _done(request, form.action, receipt, done_url) if receipt else None

    right = may(form.action, form.actor, form.subject)
    if not right.allowed:  # before anything is made of what was sent
        form.refuse(why_not(right))
        return earlier() or show(403)
    if search := form.searched():
        script = request.get_preferred_type(("text/html", "application/json")) == "application/json"
        return JsonResponse(search.answer()) if script else show()
    try:
        foreseen, receipt = _deed(request, form, sent)
    except Refused as refused:
        if done := earlier():
            return done
        _take(form, refused, form.subject, form.actor)
        if isinstance(refused, Changed):
            tell_meanwhile(form, present)
        return show(refused.status)
    if receipt is None:
        return earlier() or show(200 if foreseen else 422, foreseen=foreseen, sure=SURE)
    return _done(request, form.action, receipt, done_url)


def _verdict_at_first(form: ActionForm) -> Verdict:
    """Say whether a form that is opened leads anywhere: the action may be taken, and in the region that it begins with."""
    verdict = check(form.action, form.actor, form.subject)
    region = form.initial.get("region") if form.subject is None else None
    if verdict.allowed and region is not None:
        return judge(form.action.right, form.actor, region.scope())
    return verdict


def _deed(request: HttpRequest, form: ActionForm, sent: str) -> tuple[list[str], Receipt | None]:
    """Do what a form asks; where it is wrong nothing, where it would change what others hold first say so. Raises `Refused`."""
    if not form.is_valid():
        return [], None
    if not request.POST.get(SURE) and (foreseen := _foreseen(form)):
        return foreseen, None
    return [], form.perform(sent=sent, whence=Whence.WEB)


#: The hidden field by which a form says that what else the deed would do was read.
SURE = "yakin"


def _foreseen(form: ActionForm) -> list[str]:
    """Return in sentences what an action that is not done yet would do to the records of higher rooms."""
    answers = [answer for answer in registry.AFTER.get(form.action.kind, ()) if answer.tells]
    if not answers:
        return []
    book = rehearse(form.action, form.actor, form.subject, form.entry(), seen=form.seen_version)
    return [sentence for answer in answers if answer.tells for sentence in answer.tells(book)]


def _done(request: HttpRequest, action: Action, receipt: Receipt, done_url: DoneUrl) -> HttpResponse:
    messages.success(request, done_sentence(action, receipt))
    return redirect(done_url(receipt))


def _mark(request: HttpRequest, action: Action, subject: Record | None) -> str:
    """Return the mark of a form as it was sent: a page loaded again sends the same, whatever the deed has changed since."""
    words = sorted((name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken")
    files = sorted((name, [(one.name, one.size) for one in ones]) for name, ones in request.FILES.lists())
    return sent_mark(action, subject, [words, files])


def _take(form: ActionForm, refused: Refused, subject: Record | None, actor: Actor) -> None:
    """Show a refusal on the form, with what was done meanwhile where that is the reason.

    A form that came too late then carries the version that it shows, so that sending it again is a choice made knowingly.
    """
    if isinstance(refused, NotAllowed):
        form.add_error(None, why_not(refused))
    else:
        form.take(refused)
    if subject is None:
        return
    shown = subject.version
    subject.refresh_from_db()
    if isinstance(refused, Changed | WrongStep) and actor.signed_in:
        for turn in history(subject, actor)[:1]:
            said = {"who": turn.who or _("Seseorang"), "what": turn.what, "at": moment_text(turn.at)}
            form.add_error(None, _("Yang terakhir: %(who)s %(what)s, %(at)s.") % said)
    present = cast("QueryDict", form.data).copy()
    present["seen"] = str(shown)
    form.data = present


def done_sentence(action: Action, receipt: Receipt) -> str:
    """Return what the page says after the deed."""
    said = _("Tersimpan. Anda %(done)s") % {"done": action.done}
    return f"{said} ({receipt.code})." if receipt.code else f"{said}."
