"""/lembar: sending a sheet, what it would change, writing it, undoing it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import Min, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from lestari.foundation.components.lists import page_of, query_without
from lestari.foundation.components.pages import actor_in, role_words, why_not
from lestari.foundation.kernel import clock
from lestari.foundation.kernel.access import Actor, Verdict, judge_somewhere
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.ledger.models import Event
from lestari.foundation.ledger.transactions import write_transaction
from lestari.foundation.people.models import User
from lestari.foundation.sheets.forms import LayoutForm, SendForm
from lestari.foundation.sheets.kinds import SHEETS, SheetKind
from lestari.foundation.sheets.models import Heading, Import, doubts_of
from lestari.foundation.sheets.running import office_of, receive
from lestari.foundation.sheets.sums import Sums
from lestari.foundation.sheets.undoing import refusal
from lestari.foundation.sheets.writing import CHUNK, XLSX, empty_sheet, handed_out, refused_rows
from lestari.foundation.workflow import registry
from lestari.foundation.workflow.described import Described, describe
from lestari.foundation.workflow.models import Receipt

State = Import.State
#: Seconds after which a page that tells of work under way loads itself again.
_AGAIN = "2"
#: How many doubts a page shows, and how many of the records that were written.
_DOUBTS, _WRITTEN = 20, 10


def kinds_for(actor: Actor) -> list[SheetKind]:
    """Return the kinds of sheets that somebody may send, by the rights of their actions."""
    return [
        kind
        for kind in SHEETS.values()
        if any(judge_somewhere(action.right, actor).allowed for action in kind.actions)
    ]


def _send_form(actor: Actor, data: Any = None, files: Any = None) -> SendForm:
    kinds = kinds_for(actor)
    return SendForm(data, files, kinds=kinds, limits={kind.key: _limit(kind, actor) for kind in kinds})


def _limit(kind: SheetKind, actor: Actor) -> str:
    """Say who begins a row of a kind, and what the actor's sheet records, where somebody else begins it."""
    first = registry.action(kind.first)
    verdict = judge_somewhere(first.right, actor)
    if verdict.allowed:
        return ""
    own = [action.words for action in kind.actions if judge_somewhere(action.right, actor).allowed]
    words = _("“%(first)s” dicatat oleh %(who)s; dari lembar Anda dicatat %(own)s.")
    return words % {
        "first": first.words,
        "who": role_words(verdict.who),
        "own": ", ".join(f"“{one}”" for one in own),
    }


@never_cache
def sheets(request: HttpRequest) -> HttpResponse:
    """Which sheet do I send, and what became of the last ones?"""
    return _sheets(request, _send_form(actor_in(request)))


def _sheets(request: HttpRequest, form: SendForm, status: int = 200) -> HttpResponse:
    kinds = kinds_for(actor_in(request))
    page = page_of(request, _sent(request))
    context = {
        "form": form,
        "kinds": kinds,
        "page": page,
        "query": query_without(request, "halaman"),
        "recent": [(one, SHEETS[one.kind]) for one in page.object_list],
        "why": why_not(Verdict(False, _("Peran Anda tidak mengirim lembar."), _openers())),
    }
    return render(request, "sheets/sheets.html", context, status=status)


def _sent(request: HttpRequest) -> QuerySet[Import]:
    """Return the sheets that somebody sent, the newest first."""
    own = Import.objects.filter(person=actor_in(request).user_id, kind__in=SHEETS)
    return own.order_by("-sent_at", "-pk")


def sheets_file(request: HttpRequest, ending: str) -> StreamingHttpResponse:
    """The sheets that somebody sent, with what became of their rows, as a file."""
    return handed_out(_as_rows(_sent(request)), "lembar", ending)


def _as_rows(found: QuerySet[Import]) -> Iterator[list[Any]]:
    counts = {"added": _("Ditambah"), "changed": _("Diubah"), "left": _("Tetap"), "refused": _("Ditolak")}
    yield [_("Berkas"), _("Isi"), _("Dikirim"), _("Keadaan"), *counts.values()]
    for one in found.iterator(chunk_size=CHUNK):
        told = [one.counts.get(name, 0) if one.counts else "" for name in counts]
        day = clock.local(one.sent_at).date()
        yield [one.name, str(SHEETS[one.kind].word), day, one.get_state_display(), *told]


def _openers() -> tuple[str, ...]:
    """Return the roles that send sheets of some kind."""
    roles = (role.key for kind in SHEETS.values() for action in kind.actions for role in action.right.roles)
    return tuple(dict.fromkeys(roles))


@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Take a sheet; it is read by the worker."""
    form = _send_form(actor_in(request), request.POST, request.FILES)
    if not form.is_valid():
        return _sheets(request, form, 422)
    upload = form.cleaned_data["file"]
    assert isinstance(request.user, User)
    try:
        sheet = receive(SHEETS[form.cleaned_data["kind"]], upload.name or "", upload.chunks(), request.user)
    except Refused as refused:
        form.add_error("file", str(refused))
        return _sheets(request, form, 422)
    return redirect("sheet", sheet.pk)


def empty(_request: HttpRequest, kind: str) -> HttpResponse:
    """The empty sheet of a kind."""
    if kind not in SHEETS:
        raise Http404
    with override(settings.LANGUAGE_CODE):  # it comes back filled in
        return _file(empty_sheet(SHEETS[kind]), f"lembar-{kind}.xlsx")


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _own(request: HttpRequest, pk: UUID) -> Import:
    return get_object_or_404(Import, pk=pk, person=actor_in(request).user_id, kind__in=SHEETS)


@never_cache
def sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What will change, or what did?"""
    return _sheet(request, _own(request, pk))


def _sheet(
    request: HttpRequest, found: Import, form: LayoutForm | None = None, status: int = 200
) -> HttpResponse:
    kind = SHEETS[found.kind]
    page = page_of(request, found.findings.filter(refused=True).order_by("row", "pk"))
    doubts = doubts_of(found)
    shown = {column.name: column for column in kind.columns}
    places = found.layout.get("places", {})
    context: dict[str, Any] = {
        "sheet": found,
        "kind": kind,
        "at_work": found.state in Import.AT_WORK,
        "counts": {
            name: found.counts.get(name, 0) for name in ("added", "changed", "left", "refused", "skipped")
        },
        "page": page,
        "query": query_without(request, "halaman"),
        "doubts": doubts[:_DOUBTS],
        "doubted": doubts.count(),
        "missing": [shown[name].label for name in found.layout.get("missing", ()) if name in shown],
        "mapping": [
            (found.layout["headings"][place], shown[name].label)
            for name, place in places.items()
            if name in shown
        ],
        "percent": 100 * found.done // found.total if found.total else 0,
    }
    if found.state in {State.CHECKED, State.DONE}:
        context["sums"] = Sums.of(found.sums)
    if found.state == State.DONE:
        context["written"] = _written(found, actor_in(request))
    if found.state == State.CHECKED:
        context["first"] = found.layout.get("first", ())
        context["form"] = form or LayoutForm(sheet=found, columns=kind.columns)
    response = render(request, "sheets/sheet.html", context, status=status)
    if found.state in Import.AT_WORK:
        response["Refresh"] = _AGAIN
    return response


def _written(found: Import, actor: Actor) -> list[Described]:
    """Return some of the records that a sheet made or changed, in words, the first written first."""
    receipts = Receipt.objects.filter(batch=found.pk).values("subject").annotate(first=Min("at"))
    subjects = receipts.order_by("first", "subject").values_list("subject", flat=True)[:_WRITTEN]
    kinds = dict(Event.objects.filter(subject__in=list(subjects)).values_list("subject", "subject_kind"))
    words = describe([(kinds[subject], subject) for subject in subjects if subject in kinds], actor)
    return [words[subject] for subject in subjects if subject in words]


@require_POST
def layout(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say which column is which, and let the sheet be checked again; the office's headings are remembered."""
    found = _own(request, pk)
    if found.state != State.CHECKED:
        return redirect("sheet", pk)
    form = LayoutForm(request.POST, sheet=found, columns=SHEETS[found.kind].columns)
    if not form.is_valid():
        return _sheet(request, found, form, 422)
    office = office_of([actor_in(request)])
    with write_transaction():
        for heading, column in form.taught().items() if office else ():
            Heading.objects.update_or_create(
                office_id=office, kind=found.kind, heading=heading[:120], defaults={"column": column}
            )
        found.note(told=form.told(), state=State.WAITING)
    return redirect("sheet", pk)


@require_POST
def apply(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let what was checked be written."""
    found = _own(request, pk)
    with write_transaction():
        Import.objects.filter(pk=found.pk, state=State.CHECKED).update(state=State.ORDERED, done=0)
    return redirect("sheet", pk)


@never_cache
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back all that a sheet wrote, after one look at what that means."""
    found = _own(request, pk)
    if found.state != State.DONE:
        return redirect("sheet", pk)
    why = refusal(found, [actor_in(request)])
    if request.method == "POST" and not why:
        with write_transaction():
            Import.objects.filter(pk=found.pk, state=State.DONE).update(state=State.RECALLED, done=0)
        messages.success(request, _("Lembar ini sedang diurungkan."))
        return redirect("sheet", pk)
    context = {"sheet": found, "kind": SHEETS[found.kind], "why": why, "back": reverse("sheet", args=[pk])}
    return render(
        request, "sheets/undo.html", context, status=409 if why and request.method == "POST" else 200
    )


def refused(request: HttpRequest, pk: UUID) -> HttpResponse | StreamingHttpResponse:
    """The refused rows as a sheet with a column of remarks."""
    found = _own(request, pk)
    try:
        with override(settings.LANGUAGE_CODE):
            return _file(refused_rows(found), "ditolak.xlsx")
    except (Refused, FileNotFoundError) as gone:
        raise Http404(_("Berkas ini tidak tersimpan lagi.")) from gone
