"""What the API says when it cannot do what was asked: one shape, in Indonesian, whatever went wrong.

`{"errors": {"until": ["Tanggal tidak terbaca. …"]}}`: sentences by the field they belong to, "" for the whole.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from lestari.foundation.components.pages import why_not
from lestari.foundation.kernel.errors import NotAllowed, Refused
from lestari.surface.api.schemas import UNKNOWN
from lestari.surface.web.errors import cannot_save, stands_still

_log = logging.getLogger("django.request")

#: What a value of an address must look like, by the kind of fault that was found in it (pydantic's words).
_FAULTS: dict[str, str | Promise] = {
    "date": gettext_lazy("Tanggal tidak terbaca. Tulis misalnya 2019-12-31."),
    "int": gettext_lazy("Tulis bilangan bulat, misalnya 1."),
    "greater": gettext_lazy("Tulis bilangan bulat mulai dari 1."),
    "less": gettext_lazy("Angka ini terlalu besar."),
    "missing": gettext_lazy("Isi dahulu bagian ini."),
}
_UNREADABLE = gettext_lazy("Bagian ini tidak terbaca. Periksa isinya.")


def answer(errors: Mapping[str, Sequence[str]], status: int) -> JsonResponse:
    """Return the one shape of a refusal."""
    return JsonResponse({"errors": errors}, status=status)


def unknown(names: Sequence[str]) -> Refused:
    """Return the refusal of parts that nothing asks for."""
    return Refused(errors={name: [UNKNOWN] for name in names})


def speak(api: NinjaAPI) -> None:
    """Make the API answer every fault in the one shape."""
    api.add_exception_handler(Refused, _refused)
    api.add_exception_handler(NotAllowed, _not_allowed)
    api.add_exception_handler(ValidationError, _not_read)
    api.add_exception_handler(AuthenticationError, _not_signed_in)
    api.add_exception_handler(HttpError, _other)
    api.add_exception_handler(Http404, _not_there)
    api.add_exception_handler(RequestDataTooBig, _too_big)
    api.add_exception_handler(SuspiciousOperation, _broken_body)
    api.add_exception_handler(MultiPartParserError, _broken_body)
    api.add_exception_handler(Exception, _our_fault)


def _refused(_request: HttpRequest, error: Any) -> HttpResponse:
    return answer(error.errors, error.status)


def _not_allowed(_request: HttpRequest, error: Any) -> HttpResponse:
    """Say why, and who can."""
    return answer({"": [why_not(error)]}, error.status)


def _not_read(_request: HttpRequest, error: Any) -> HttpResponse:
    """Name each value of the address that could not be read."""
    errors: dict[str, list[str]] = {}
    for fault in error.errors:
        kind = str(fault["type"]).split("_", 1)[0]
        errors.setdefault(str(fault["loc"][-1]), []).append(str(_FAULTS.get(kind, _UNREADABLE)))
    return answer(errors, 422)


def _not_signed_in(_request: HttpRequest, _error: Any) -> HttpResponse:
    said = _("Anda belum masuk. Masuk dahulu, atau kirim kunci API pada kepala “Authorization: Bearer …”.")
    response = answer({"": [said]}, 401)
    response["WWW-Authenticate"] = "Bearer"
    return response


def _other(_request: HttpRequest, error: Any) -> HttpResponse:
    return answer({"": [_("Kiriman ini tidak dapat diterima.")]}, error.status_code)


def _not_there(_request: HttpRequest, _error: Any) -> HttpResponse:
    return answer({"": [_("Tidak ada yang beralamat begini. Daftarnya di /api/v1/openapi.json.")]}, 404)


def _too_big(_request: HttpRequest, _error: Any) -> HttpResponse:
    return answer({"": [_("Kiriman ini terlalu besar. Kirim foto dan kertas lewat /api/v1/files.")]}, 413)


def _broken_body(_request: HttpRequest, _error: Any) -> HttpResponse:
    return answer({"": [_("Isi kiriman tidak terbaca. Kirim lagi.")]}, 422)


def _our_fault(request: HttpRequest, error: Any) -> HttpResponse:
    _log.error("Internal Server Error: %s", request.path, exc_info=error)
    if stands_still(error):
        return answer({"": [cannot_save()]}, 503)
    return answer({"": [_("Ada kesalahan pada Lestari, bukan pada kiriman Anda. Coba lagi nanti.")]}, 500)


def unknown_address(request: HttpRequest, **_rest: Any) -> HttpResponse:
    """Say that there is nothing at this address of the API."""
    return _not_there(request, None)


def with_words(view: Callable[..., Any]) -> Callable[..., Any]:
    """Return the view of an operation, with words where it was called by a wrong method."""

    @wraps(view)
    def spoken(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = view(request, *args, **kwargs)
        if response.status_code != 405:  # noqa: PLR2004
            return response
        allowed = response["Allow"]
        said = answer({"": [_("Alamat ini dipanggil dengan %(allowed)s.") % {"allowed": allowed}]}, 405)
        said["Allow"] = allowed
        return said

    return spoken
