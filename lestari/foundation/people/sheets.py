"""People and their roles by sheets: one row a role."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lestari.foundation.kernel import clock
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.kernel.periods import in_force
from lestari.foundation.people.entries import AccountEntry, RoleEntry
from lestari.foundation.people.models import Assignment, User
from lestari.foundation.people.roles import ROLES
from lestari.foundation.regions.codes import looks_like_code
from lestari.foundation.regions.models import Region
from lestari.foundation.regions.queries import by_code
from lestari.foundation.regions.reading import key_of
from lestari.foundation.sheets.cells import Told
from lestari.foundation.sheets.columns import Column, columns_of
from lestari.foundation.sheets.entries import entry_of
from lestari.foundation.sheets.kinds import Row, SheetKind
from lestari.foundation.sheets.stage import RowRefused, Stage
from lestari.foundation.workflow.inputs import Day, Text

_LONGEST_NAME = 30
_ROLE_WORDS = {
    "operator desa": "village_officer",
    "admin": "administrator",
    "dpmd": "agency",
    "pld": "facilitator",
    "pd": "facilitator",
}

COLUMNS = (
    *columns_of(
        AccountEntry, "name", "username", "phone", "role",
        also={"name": ("nama lengkap", "nama orang"), "username": ("user", "username", "akun"), "phone": ("hp", "no hp", "telepon", "no telepon", "wa"), "role": ("jabatan", "tugas")},
        words={"role": _ROLE_WORDS},
        examples={"name": "Sri Wahyuni", "username": "sri.wahyuni", "phone": "0812-3456-7890", "role": "TPID"},
        optional=("username",),
    ),
    Column("place", _("Wilayah tugas"), Text(max=100), ("wilayah", "kode wilayah", "tempat tugas", "kecamatan", "desa"), needed=True, example="18.06.20", hint=_("Kode wilayah, atau namanya bila hanya satu")),
    Column("on", _("Mulai tanggal"), Day(), ("sejak", "mulai", "tmt"), hint=_("Untuk peran tambahan; bila kosong, hari ini")),
)  # fmt: skip


def fetch(stage: Stage, rows: Sequence[Row]) -> None:
    """Ask for the accounts that these rows name, with their roles."""
    book = stage.book
    names = {_username(row) for row in rows}
    people = book.locked(
        User, User.objects.filter(username__in=names).order_by("pk").values_list("pk", flat=True)
    )
    book.know(User, "username", names)
    book.know(Assignment, "user_id", [one.pk for one in people])


def play(stage: Stage, rows: Sequence[Row]) -> None:
    """Open an account for a person who has none, with the role; else give the role, if it is not held."""
    for row in rows:
        place = _place(stage, row)
        people = stage.book.rows(User, username=_username(row))
        if not people:
            entry = entry_of(
                row, AccountEntry, region=place, username=_username(row), phone=row.text("phone")
            )
            stage.do(row, "people.create_account", None, entry)
        else:
            _give(stage, row, people[0], place)


def _give(stage: Stage, row: Row, person: User, place: Region) -> None:
    row.record = person
    if key_of(person.name) != key_of(row.text("name")):
        words = _now("Nama pengguna “%(user)s” sudah dipakai %(name)s. Tulis nama pengguna lain.")
        raise RowRefused(
            row, Refused(words % {"user": person.username, "name": person.name}, field="username")
        )
    if not person.is_active:
        row.doubts.append(("username", _now("Akun ini ditutup.")))
    held = stage.book.rows(Assignment, user_id=person.pk)
    if any(one.until is None and (one.role, one.region_id) == (row["role"], place.pk) for one in held):
        return
    told: Told | None = row["on"]
    entry = RoleEntry(role=row["role"], place=place, on=told.day if told else clock.today())
    stage.do(row, "people.assign", person, entry, told)


def _username(row: Row) -> str:
    """Return the user name that a row tells, or one made of the name: sri.wahyuni."""
    told = row.text("username").strip().lower()
    return told or key_of(row.text("name")).replace(" ", ".")[:_LONGEST_NAME].strip(".")


def _place(stage: Stage, row: Row) -> Region:
    text = row.text("place")
    key = ("place", text, row["role"])
    if key not in stage.memo:
        try:
            stage.memo[key] = (
                by_code(text) if looks_like_code(text) or text.upper() == "ID" else _named(text, row["role"])
            )
        except Refused as refused:
            raise RowRefused(row, Refused(str(refused), field="place")) from None
    found: Region = stage.memo[key]
    return found


def _named(text: str, role: str) -> Region:
    """Return the region of this name on a level on which the role is held. Raises Refused."""
    words = key_of(text).split()
    bare = " ".join(words[1:] if words and words[0] in {*Region.WORDS, "kab", "kec", "prov"} else words)
    levels = ROLES[role].levels
    found = list(
        Region.objects.filter(key__in=(" ".join(words), bare), level__in=levels, until=None).select_related(
            "parent__parent"
        )[:5]
    )
    if len(found) == 1:
        return found[0]
    if found:
        told = _now("Ada beberapa wilayah bernama “%(text)s”: %(shown)s. Tulis kodenya.")
        raise Refused(told % {"text": text[:60], "shown": "; ".join(one.placed for one in found)})
    told = _now("Tidak ada wilayah bernama “%(text)s” untuk peran %(role)s. Tulis kodenya.")
    raise Refused(told % {"text": text[:60], "role": ROLES[role].word})


def exported(people: Sequence[User]) -> Iterator[Sequence[Any]]:
    """Yield a row for each role that is held today; one without a role is left out, since it would not come in again."""
    today = clock.today()
    held = Assignment.objects.filter(in_force(today), user__in=[one.pk for one in people]).select_related(
        "region"
    )
    roles: dict[Any, list[Assignment]] = {}
    for one in held.order_by("since", "pk"):
        roles.setdefault(one.user_id, []).append(one)
    for person in people:
        for one in roles.get(person.pk, ()):
            yield (
                person.name,
                person.username,
                person.phone_shown,
                one.role_word,
                one.region.code,
                one.since,
            )


SHEET = SheetKind(
    key="people",
    word=_("Orang dan peran"),
    hint=_("Akun baru dengan perannya, atau peran tambahan bagi akun yang ada"),
    columns=COLUMNS,
    first="people.create_account",
    play=play,
    fetch=fetch,
    group=_username,
    in_village=False,
    undo={"people.create_account": "people.deactivate"},
    rows=exported,
)
