"""The addresses of signing in, of one's account and of people."""

from __future__ import annotations

from django.urls import path

from lestari.foundation.people.views import account, people, signing_in

urlpatterns = [
    path("masuk", signing_in.sign_in, name="sign_in"),
    path("masuk/kode", signing_in.sign_in_code, name="sign_in_code"),
    path("keluar", signing_in.sign_out, name="sign_out"),
    path("undangan/<str:token>", signing_in.invitation, name="invitation"),
    path("akun", account.account, name="account"),
    path("akun/telepon", account.phone, name="account_phone"),
    path("akun/kata-sandi", account.password, name="account_password"),
    path("akun/tampilan", account.look, name="account_look"),
    path("akun/keluar-lain", account.sessions, name="account_sessions"),
    path("akun/token/<str:key>/cabut", account.revoke_token, name="account_token_revoke"),
    path("akun/langkah-kedua", account.factor, name="factor"),
    path("akun/langkah-kedua/kode-cadangan", account.factor_codes, name="factor_codes"),
    path("akun/langkah-kedua/matikan", account.factor_off, name="factor_off"),
    path("orang", people.people, name="people"),
    path("orang.<ending:ending>", people.people_file, name="people-file"),
    path("orang/baru", people.new_person, name="person_new"),
    path("orang/<str:username>", people.person, name="person"),
    path("orang/<str:username>/<str:verb>", people.person_action, name="person_action"),
]
