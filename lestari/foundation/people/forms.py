"""The forms around signing in and one's own account. Those of the actions are made from their entries."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lestari.foundation.people.factor import shown_at
from lestari.foundation.people.models import User
from lestari.foundation.people.sign_in import knows_password, needs_second_step, proves, second_factors

_EMPTY = _("Isi dahulu bagian ini.")
_WRONG_PASSWORD = _("Kata sandi sekarang tidak cocok.")
_WRONG_CODE = _("Kode ini tidak cocok. Tunggu kode berikutnya di aplikasi, lalu tulis lagi.")


def _password(label: Any, autocomplete: str, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        strip=False,
        max_length=200,
        error_messages={"required": _EMPTY},
        widget=forms.PasswordInput({"autocomplete": autocomplete}),
    )


class SignInForm(forms.Form):
    """User name or phone, and password."""

    username = forms.CharField(
        label=_("Nama pengguna atau nomor telepon"),
        max_length=60,
        error_messages={"required": _EMPTY},
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = _password(_("Kata sandi"), "current-password")


def _code(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=20,
        error_messages={"required": _EMPTY},
        widget=forms.TextInput(
            {"autocomplete": "one-time-code", "inputmode": "text", "autocapitalize": "none"}
        ),
    )


class CodeForm(forms.Form):
    """The code of the second step."""

    code = _code(_("Kode"), _("Enam angka dari aplikasi di ponsel Anda, atau satu kode cadangan."))


class NewPasswordForm(forms.Form):
    """A new password, typed twice."""

    new = _password(_("Kata sandi baru"), "new-password", _("Paling sedikit 10 huruf atau angka."))
    again = _password(_("Kata sandi baru, sekali lagi"), "new-password")

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **({"label_suffix": ""} | kwargs))

    def clean_new(self) -> str:
        """Return the password. Raises ValidationError where it is easily guessed."""
        password: str = self.cleaned_data["new"]
        validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        """Return the fields. Raises ValidationError where the two differ."""
        fields = super().clean() or {}
        if fields.get("new") and fields.get("again") and fields["new"] != fields["again"]:
            self.add_error("again", ValidationError(_("Dua kata sandi ini berbeda. Tulis lagi.")))
        return fields

    def save(self) -> None:
        """Set the password; every other session, every token and every earlier link ends."""
        self.user.set_password(self.cleaned_data["new"])
        self.user.save(update_fields=["password", "sessions_from"])


class PasswordForm(NewPasswordForm):
    """Changing one's password: the present one first."""

    present = _password(_("Kata sandi sekarang"), "current-password")
    field_order = ("present", "new", "again")

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.request = request
        super().__init__(*args, **kwargs)

    def clean_present(self) -> str:
        """Return the present password. Raises ValidationError where it is wrong."""
        password: str = self.cleaned_data["present"]
        if not knows_password(self.request, self.user, password):
            raise ValidationError(_WRONG_PASSWORD)
        return password


class ProofForm(forms.Form):
    """What has to be shown before the second step changes: one's password, of administrators a code."""

    present = _password(_("Kata sandi sekarang"), "current-password")

    def __init__(self, request: HttpRequest, user: User, *args: Any, **kwargs: Any) -> None:
        self.request, self.user = request, user
        super().__init__(*args, **({"label_suffix": ""} | kwargs))
        self.by_code = needs_second_step(request)
        if self.by_code:
            self.fields["present"] = _code(
                _("Kode sekarang"), _("Dari ponsel yang terpasang sekarang, atau satu kode cadangan.")
            )

    def clean(self) -> dict[str, Any]:
        """Return the fields. Adds an error where the proof is wrong; a code is tried, and used up, once all else is right."""
        fields = super().clean() or {}
        if "present" in fields and not self.errors and not proves(self.request, self.user, fields["present"]):
            self.add_error("present", _WRONG_CODE if self.by_code else _WRONG_PASSWORD)
        return fields


class FactorForm(ProofForm):
    """The first code of an application that is being set up; with proof where it takes the place of another."""

    code = _code(_("Kode dari aplikasi"), _("Enam angka yang tampil sesudah kunci ini dipasang."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not second_factors(self.user):
            del self.fields["present"]

    def clean_code(self) -> int:
        """Return at which step of time the application shows the code. Raises ValidationError where it is wrong."""
        last = shown_at(self.request, self.cleaned_data["code"])
        if last is None:
            raise ValidationError(
                _("Kode ini tidak cocok. Periksa jam ponsel, lalu tulis kode yang tampil sekarang.")
            )
        return last
