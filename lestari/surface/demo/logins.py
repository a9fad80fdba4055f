"""With which names one can look around in the demo. Everybody has the same password; the administrator has a second step."""

from __future__ import annotations

from base64 import b32decode
from dataclasses import dataclass

from lestari.foundation.people.roles import (
    ADMINISTRATOR,
    AGENCY,
    FACILITATOR,
    PROVINCE,
    TIK,
    TPID,
    VILLAGE_OFFICER,
)

PASSWORD = "padi-menguning"  # noqa: S105 - known to everybody: the accounts live in a demo only
#: The administrator's second step, for any authenticator application. Known to everybody, like the password.
TOTP_SECRET = "LESTARIDEMORAHASIADIKETAHUISEMUA"  # noqa: S105
TOTP_KEY = b32decode(TOTP_SECRET).hex()


@dataclass(frozen=True, kw_only=True)
class Login:
    """One account to look around with. `role` says in words who it is, `key` and `region` (a code) what it may do where."""

    username: str
    name: str
    key: str
    region: str
    role: str
    password: str = PASSWORD


LOGINS: tuple[Login, ...] = (
    Login(
        username="campang",
        name="Suparman Widodo",
        key=VILLAGE_OFFICER.key,
        region="18.06.20.2002",
        role="village officer, Pekon Campang",
    ),
    Login(
        username="tpid.gisting",
        name="Sri Wahyuni",
        key=TPID.key,
        region="18.06.20",
        role="TPID, Kecamatan Gisting",
    ),
    Login(
        username="tik.tanggamus",
        name="Herman Efendi",
        key=TIK.key,
        region="18.06",
        role="TIK, Kabupaten Tanggamus",
    ),
    Login(
        username="dinas.tanggamus",
        name="Nurhayati Hakim",
        key=AGENCY.key,
        region="18.06",
        role="agency (Dinas PMD), Kabupaten Tanggamus",
    ),
    Login(
        username="pendamping",
        name="Asep Kurnia",
        key=FACILITATOR.key,
        region="18.06.20",
        role="facilitator, Kecamatan Gisting",
    ),
    Login(
        username="provinsi",
        name="Ni Made Ariani",
        key=PROVINCE.key,
        region="18",
        role="secretariat, Provinsi Lampung",
    ),
    Login(
        username="ahli.lampung",
        name="Ratna Juwita",
        key=FACILITATOR.key,
        region="18",
        role="facilitator (tenaga ahli), Provinsi Lampung",
    ),
    Login(
        username="administrator",
        name="Fauzi Iskandar",
        key=ADMINISTRATOR.key,
        region="18",
        role=f"administrator; second step: put {TOTP_SECRET} into an authenticator application",
    ),
)


def logins() -> tuple[Login, ...]:
    """Return the accounts to look around with, one for each role."""
    return LOGINS
