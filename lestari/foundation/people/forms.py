"""The forms around signing in and one's own account. Those of the actions are made from their entries."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lestari.foundation.people.models import User

_EMPTY = _("Isi dahulu bagian ini.")


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


class CodeForm(forms.Form):
    """The code of the second step."""

    code = forms.CharField(
        label=_("Kode"),
        help_text=_("Enam angka dari aplikasi di ponsel Anda, atau satu kode cadangan."),
        max_length=20,
        error_messages={"required": _EMPTY},
        widget=forms.TextInput(
            {"autocomplete": "one-time-code", "inputmode": "text", "autocapitalize": "none"}
        ),
    )


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

    def clean_present(self) -> str:
        """Return the present password. Raises ValidationError where it is wrong."""
        password: str = self.cleaned_data["present"]
        if not self.user.check_password(password):
            raise ValidationError(_("Kata sandi sekarang tidak cocok."))
        return password


class ProofForm(forms.Form):
    """One's password once more, before something is taken away."""

    present = _password(_("Kata sandi sekarang"), "current-password")

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **({"label_suffix": ""} | kwargs))

    clean_present = PasswordForm.clean_present
