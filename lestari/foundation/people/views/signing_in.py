"""/masuk, /keluar and the one-time links."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from lestari.foundation.people import sign_in as signing
from lestari.foundation.people.forms import CodeForm, NewPasswordForm, SignInForm
from lestari.foundation.people.invitations import invited
from lestari.foundation.people.models import User

_NEXT = "next"


def _whereto(request: HttpRequest, given: str | None) -> str:
    safe = (given or "").startswith("/") and url_has_allowed_host_and_scheme(
        given, {request.get_host()}, require_https=request.is_secure()
    )
    return given if given and safe else str(settings.LOGIN_REDIRECT_URL)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; then for the code where a second step is set up."""
    whereto = _whereto(request, request.POST.get(_NEXT) or request.GET.get(_NEXT))
    if request.method == "GET":
        if request.user.is_authenticated:
            return redirect(whereto)
        return render(request, "people/sign_in.html", {"form": SignInForm(label_suffix=""), "next": whereto})
    form = SignInForm(request.POST, label_suffix="")
    if form.is_valid():
        name = signing.identifier(form.cleaned_data["username"])
        user = authenticate(request, username=name, password=form.cleaned_data["password"])
        if isinstance(user, User):
            return _first_step_done(request, user, whereto)
        form.add_error(None, _("Nama pengguna, nomor telepon atau kata sandi tidak cocok."))
    return render(request, "people/sign_in.html", {"form": form, "next": whereto}, status=422)


def _first_step_done(request: HttpRequest, user: User, whereto: str) -> HttpResponse:
    if signing.second_factors(user):
        signing.ask_second_step(request, user)
        request.session[_NEXT] = whereto
        return redirect("sign_in_code")
    signing.enter(request, user)
    return redirect(whereto)


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code of the second step."""
    user = signing.waiting_for_code(request)
    if user is None:
        messages.info(request, _("Masuk lagi dengan nama pengguna dan kata sandi."))
        return redirect("sign_in")
    form = CodeForm(request.POST if request.method == "POST" else None, label_suffix="")
    if form.is_valid():
        device = signing.matching_device(request, user, form.cleaned_data["code"])
        if device is not None:
            whereto = request.session.get(_NEXT, settings.LOGIN_REDIRECT_URL)
            request.session.flush()
            signing.enter(request, user, device)
            return redirect(whereto)
        form.add_error(
            "code", _("Kode ini tidak cocok. Tunggu kode berikutnya di aplikasi, lalu tulis lagi.")
        )
    status = 422 if form.is_bound else 200
    return render(request, "people/sign_in_code.html", {"form": form}, status=status)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Close the session."""
    logout(request)
    return redirect("/")


@never_cache
@sensitive_post_parameters("new", "again")
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Let the holder of a one-time link set a password, and send them on to sign in with it."""
    user = invited(token)
    if user is None:
        return render(request, "people/invitation_over.html", status=410)
    form = NewPasswordForm(user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        form.save()
        logout(request)
        messages.success(request, _("Kata sandi tersimpan. Masuk dengan kata sandi itu."))
        return redirect("sign_in")
    status = 422 if form.is_bound else 200
    return render(request, "people/invitation.html", {"form": form, "person": user}, status=status)
