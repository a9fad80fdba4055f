"""/akun: one's own data, password, sessions and second step."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django_otp import login as second_login

from lestari.foundation.components.deeds import action_view
from lestari.foundation.components.looks import COOKIE, LookForm, look_of
from lestari.foundation.kernel import clock
from lestari.foundation.people import factor as second_step
from lestari.foundation.people.actions import CHANGE_PHONE
from lestari.foundation.people.forms import FactorForm, PasswordForm, ProofForm
from lestari.foundation.people.middleware import ActorRequest
from lestari.foundation.people.models import Token, User
from lestari.foundation.people.queries import assignments_of, tokens_of
from lestari.foundation.people.sign_in import needs_second_step, second_factors


def _me(request: ActorRequest) -> User:
    return User.objects.select_related("region").get(pk=request.user.id)


@never_cache
def account(request: ActorRequest) -> HttpResponse:
    """Show who one is here, and what can be changed."""
    person = _me(request)
    roles = [held for held in assignments_of(person) if held.in_force(clock.today())]
    page = {
        "person": person,
        "roles": roles,
        "factors": second_factors(person),
        "needed": needs_second_step(request),
        "tokens": tokens_of(person),
        "looks": LookForm(initial={"tampilan": look_of(request)}, label_suffix=""),
    }
    return render(request, "people/account.html", page)


@never_cache
def phone(request: ActorRequest) -> HttpResponse:
    """Change one's phone number."""
    person = _me(request)
    return action_view(
        request,
        CHANGE_PHONE,
        person,
        done_url=lambda _receipt: reverse("account"),
        initial={"phone": person.phone_shown},
        context={"back": reverse("account")},
    )


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: ActorRequest) -> HttpResponse:
    """Change one's password; every other session ends, this one stays."""
    person = _me(request)
    form = PasswordForm(request, person, request.POST if request.method == "POST" else None)
    if form.is_valid():
        form.save()
        update_session_auth_hash(request, person)
        messages.success(request, _("Kata sandi diganti. Perangkat lain harus masuk lagi."))
        return redirect("account")
    return render(request, "people/password.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
def look(request: ActorRequest) -> HttpResponse:
    """Choose the look of the pages on this device, for a year."""
    form, answer = LookForm(request.POST), redirect("account")
    if form.is_valid():
        chosen = form.cleaned_data["tampilan"]
        answer.set_cookie(
            COOKIE, chosen, max_age=timedelta(days=365), secure=request.is_secure(), httponly=True
        )
    return answer


@require_POST
def sessions(request: ActorRequest) -> HttpResponse:
    """Sign out everywhere else."""
    person = _me(request)
    _end_other_sessions(request, person)
    messages.success(request, _("Semua perangkat lain sudah keluar."))
    return redirect("account")


@require_POST
def revoke_token(request: ActorRequest, key: str) -> HttpResponse:
    """End one of one's own tokens."""
    if Token.revoke(_me(request), key):
        messages.success(request, _("Token dicabut: program yang memakainya tidak bisa masuk lagi."))
    return redirect("account")


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def factor(request: ActorRequest) -> HttpResponse:
    """Set up the second step, with proof where it takes the place of another; show the backup codes once it works."""
    person = _me(request)
    form = FactorForm(request, person, request.POST if request.method == "POST" else None)
    if form.is_valid():
        device = second_step.set_up(request, person, form.cleaned_data["code"])
        _end_other_sessions(request, person)
        second_login(request, device)
        return _show_codes(request, person)
    key = second_step.pending_key(request)
    page = {
        "form": form,
        "needed": needs_second_step(request),
        "qr": second_step.qr_picture(person, key),
        "secret": second_step.secret_text(key),
        "exists": bool(second_factors(person)),
    }
    return render(request, "people/factor.html", page, status=422 if form.is_bound else 200)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def factor_codes(request: ActorRequest) -> HttpResponse:
    """Make new backup codes for a person whose second step works, with proof."""
    person = _me(request)
    if not second_factors(person):
        return redirect("factor")
    form = ProofForm(request, person, request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _show_codes(request, person)
    return render(
        request, "people/factor_new_codes.html", {"form": form}, status=422 if form.is_bound else 200
    )


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def factor_off(request: ActorRequest) -> HttpResponse:
    """Take the second step away, after the password was typed once more. Administrators keep it."""
    person = _me(request)
    if needs_second_step(request):
        messages.error(request, _("Administrator selalu memakai langkah kedua."))
        return redirect("account")
    form = ProofForm(request, person, request.POST if request.method == "POST" else None)
    if form.is_valid():
        second_step.remove(person)
        messages.success(request, _("Langkah kedua dimatikan."))
        return redirect("account")
    return render(request, "people/factor_off.html", {"form": form}, status=422 if form.is_bound else 200)


def _end_other_sessions(request: HttpRequest, person: User) -> None:
    person.sessions_from = clock.now()
    person.save(update_fields=["sessions_from"])
    update_session_auth_hash(request, person)


def _show_codes(request: HttpRequest, person: User) -> HttpResponse:
    return render(request, "people/factor_codes.html", {"codes": second_step.backup_codes(person)})
