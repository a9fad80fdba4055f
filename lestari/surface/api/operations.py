"""The operations, made from the rooms' actions: the one shape of a change, over HTTP."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import NinjaAPI

from lestari.foundation.components.forms import form_for
from lestari.foundation.files.store import keep
from lestari.foundation.kernel.access import Actor
from lestari.foundation.kernel.errors import NotAllowed, NotFound, Refused
from lestari.foundation.workflow.action import Action
from lestari.foundation.workflow.models import Receipt, Record
from lestari.foundation.workflow.perform import Whence, answered, may, sent_mark
from lestari.surface.api.auth import AUTH
from lestari.surface.api.reads import READS
from lestari.surface.api.refusals import speak, unknown
from lestari.surface.api.schemas import body_schema, misread
from lestari.surface.rooms import ROOMS

API = NinjaAPI(
    title="Lestari",
    version="1",
    description="Every action of Lestari as an operation. Amounts are whole rupiah, days are ISO dates, regions are Kemendagri codes.",
    auth=AUTH,
    urls_namespace="api",
    docs_url=None,
)
speak(API)
API.add_router("", READS)

#: How every refusal is written: sentences by the field they belong to, "" for the whole.
REFUSAL: dict[str, Any] = {
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "properties": {
                    "errors": {
                        "type": "object",
                        "additionalProperties": {"type": "array", "items": {"type": "string"}},
                    }
                },
            }
        }
    }
}
REFUSED = {
    401: "Not signed in",
    403: "Not allowed: the sentence says why and who can",
    404: "There is no such record",
    409: "Wrong step, somebody changed the record, or the act's id was used for something else",
    422: "What is wrong, by field",
}
RECEIPT_SCHEMA = {
    "type": "object",
    "properties": {
        "act": {"type": "string", "format": "uuid"},
        "code": {"type": "string"},
        "id": {"type": "string", "format": "uuid"},
        "state": {"type": "string"},
    },
}


def _body(request: HttpRequest) -> dict[str, Any]:
    if request.GET:
        raise unknown(list(request.GET))
    try:
        body = json.loads(request.body or b"{}")
        json.dumps(body, ensure_ascii=False).encode()  # half a character stands in no table
    except (ValueError, RecursionError):
        raise Refused(_("Isi kiriman bukan JSON yang utuh.")) from None
    if not isinstance(body, dict):
        raise Refused(_("Isi kiriman harus objek JSON."))
    return body


def _subject(action: Action, key: str) -> Record:
    model = action.subject
    assert model is not None
    rows = model._base_manager.all()
    if not key.isprintable():
        raise NotFound(_("Tidak ada catatan dengan kode ini."))
    try:
        if any(f.name == "code" for f in model._meta.concrete_fields):
            return rows.get(Q(code=key))
        return rows.get(pk=UUID(key))
    except (ValueError, model.DoesNotExist):
        raise NotFound(_("Tidak ada catatan “%(key)s”.") % {"key": key}) from None


def act(request: HttpRequest, action: Action, key: str | None) -> dict[str, Any]:
    """Do one action from a JSON body; one that came before in the same words is answered with its receipt. Raises `Refused`."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    body = _body(request)
    subject = _subject(action, key) if key is not None else None
    sent = sent_mark(action, subject, body)
    try:
        return receipt_json(_done(action, actor, subject, body, sent))
    except Refused:
        if earlier := answered(str(body.get("act", "")), actor, sent):
            return receipt_json(earlier)
        raise


def _done(action: Action, actor: Actor, subject: Record | None, body: dict[str, Any], sent: str) -> Receipt:
    right = may(action, actor, subject)
    if not right.allowed:
        raise NotAllowed(right.because, who=right.who)
    wrong = misread(body_schema(action), body)
    form = form_for(action, subject, actor, data={k: v for k, v in body.items() if k not in wrong})
    if wrong or not form.is_valid():
        said = {
            name.replace("__all__", ""): [str(text) for text in texts] for name, texts in form.errors.items()
        }
        raise Refused(errors=said | wrong)
    return form.perform(sent=sent, whence=Whence.API)


def receipt_json(receipt: Receipt) -> dict[str, Any]:
    """Return a receipt as the API gives it."""
    return {
        "act": str(receipt.act),
        "code": receipt.code,
        "id": str(receipt.subject),
        "state": receipt.state,
    }


@API.post(
    "/files", summary="Send a photo, a scan or a video", operation_id="files.keep", url_name="files.keep"
)
def send_file(request: HttpRequest) -> dict[str, str]:
    """Keep an uploaded file (multipart field `file`) and return its id for an action's body."""
    upload = request.FILES.get("file")
    if upload is None:
        raise Refused(_("Kirim berkas pada bagian “file”."), field="file")
    original = keep(upload, request.actor)  # type: ignore[attr-defined]
    return {"id": str(original.pk), "kind": original.kind, "name": original.name}


def _add(action: Action) -> None:
    room = action.kind.split(".", 1)[0]

    def create(request: HttpRequest) -> dict[str, Any]:
        return act(request, action, None)

    def change(request: HttpRequest, key: str) -> dict[str, Any]:
        return act(request, action, key)

    creating = action.subject is None
    operation = create if creating else change
    operation.__doc__ = str(action.done)
    API.post(
        f"/{room}/{action.verb}" if creating else f"/{room}/{{key}}/{action.verb}",
        summary=str(action.words),
        operation_id=action.kind,
        url_name=action.kind,
        tags=[room],
        openapi_extra={
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": body_schema(action)}},
            },
            "responses": {
                200: {"description": "Receipt", "content": {"application/json": {"schema": RECEIPT_SCHEMA}}},
                **{status: REFUSAL | {"description": said} for status, said in REFUSED.items()},
            },
        },
    )(operation)


for _room in ROOMS:
    for _action in _room.actions:
        _add(_action)
