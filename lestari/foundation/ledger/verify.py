"""Verifying: the chain over the sealed events, the columns beside the texts, and the fold against the tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db.models import Model
from django.utils.translation import gettext as _

from lestari.foundation.ledger.canonical import COLUMNS, GENESIS, chained, plain
from lestari.foundation.ledger.models import Cursor, Event
from lestari.foundation.ledger.transactions import snapshot

#: The name under which the fold keeps an event's own region.
_PLACE = "@wilayah"
_COLUMNS = ("serial", "position", "digest", "canonical", *COLUMNS)


@dataclass
class Finding:
    """What the verification saw: faults in words, how far the chain goes, how many events wait for the seal."""

    faults: list[str] = field(default_factory=list)
    position: int = 0
    digest: str = GENESIS
    unsealed: int = 0

    @property
    def head(self) -> str:
        """POSITION:HASH of the last sealed event."""
        return f"{self.position}:{self.digest}"


class Witness(Protocol):
    """What a higher floor knows of the events and compares with tables of its own."""

    def see(self, content: Mapping[str, Any]) -> None:
        """Look at one event's text, in order."""

    def faults(self) -> Iterable[str]:
        """Say what differs, after the last event."""


def verify(records: Mapping[str, type[Model]], head: str = "", witnesses: Sequence[Witness] = ()) -> Finding:
    """Check everything as of one moment. `records` are the models whose fields the fold is compared with.

    `head` (POSITION:HASH, printed on every report) finds a cut-off end.
    """
    finding = Finding()
    folded: dict[tuple[str, str], dict[str, Any]] = {}
    with snapshot():
        for row in _events():
            content = _check_columns(row, finding)
            _check_link(row, finding, head)
            if content is not None:
                _fold(content, row, folded, finding)
                for witness in witnesses:
                    witness.see(content)
        _check_head(finding, head)
        _check_cursors(finding)
        for label, model in records.items():
            _compare(label, model, folded, finding)
        for witness in witnesses:
            finding.faults += witness.faults()
    return finding


def _events() -> Iterator[dict[str, Any]]:
    sealed = Event.objects.exclude(position=None).order_by("position").values(*_COLUMNS)
    tail = Event.objects.filter(position=None).order_by("serial").values(*_COLUMNS)
    yield from sealed.iterator(chunk_size=5000)
    yield from tail.iterator(chunk_size=5000)


def _name(row: Mapping[str, Any]) -> str:
    place = row["position"] if row["position"] is not None else _("belum disegel")
    return _("peristiwa %(place)s (%(kind)s, %(id)s)") % {
        "place": place,
        "kind": row["kind"],
        "id": row["id"],
    }


def _check_columns(row: Mapping[str, Any], finding: Finding) -> dict[str, Any] | None:
    try:
        content: dict[str, Any] = json.loads(row["canonical"])
    except ValueError:
        finding.faults.append(_("%(event)s: teksnya rusak.") % {"event": _name(row)})
        return None
    for name in COLUMNS:
        if plain(row[name]) != content.get(name):
            finding.faults.append(
                _("%(event)s: kolom %(column)s diubah.") % {"event": _name(row), "column": name}
            )
    return content


def _check_link(row: Mapping[str, Any], finding: Finding, head: str) -> None:
    if row["position"] is None:
        finding.unsealed += 1
        return
    if row["position"] != finding.position + 1:
        finding.faults.append(
            _("Peristiwa hilang di antara posisi %(before)s dan %(after)s.")
            % {"before": finding.position, "after": row["position"]}
        )
    if chained(finding.digest, row["position"], row["canonical"]) != row["digest"]:
        finding.faults.append(
            _("%(event)s: segelnya tidak cocok; isi atau urutannya diubah.") % {"event": _name(row)}
        )
    finding.position, finding.digest = row["position"], row["digest"]
    position, _colon, digest = head.partition(":")
    if position == str(finding.position) and digest != finding.digest:
        finding.faults.append(_("Segel posisi %(position)s bukan yang tercetak.") % {"position": position})


def _check_head(finding: Finding, head: str) -> None:
    position = head.partition(":")[0]
    if position and int(position) > finding.position:
        finding.faults.append(
            _("Ujung buku terpotong: tercetak sampai posisi %(printed)s, yang ada sampai %(there)s.")
            % {"printed": position, "there": finding.position}
        )


def _check_cursors(finding: Finding) -> None:
    for cursor in Cursor.objects.filter(position__gt=finding.position):
        finding.faults.append(
            _(
                "Ujung buku terpotong: pengikut “%(name)s” sudah membaca posisi %(read)s, yang ada sampai %(there)s."
            )
            % {"name": cursor.follower, "read": cursor.position, "there": finding.position}
        )


def _fold(
    content: Mapping[str, Any],
    row: Mapping[str, Any],
    folded: dict[tuple[str, str], dict[str, Any]],
    finding: Finding,
) -> None:
    """Each old must be the new before it; afterwards `folded` holds the last new of each record and field."""
    held = folded.setdefault((content["subject_kind"], content["subject"]), {})
    for name, (old, new) in content["changes"].items():
        if held.get(name) != old:
            finding.faults.append(
                _("%(event)s: %(field)s berubah dari %(old)s, padahal sebelumnya %(held)s.")
                % {"event": _name(row), "field": name, "old": old, "held": held.get(name)}
            )
        held[name] = new
    held[_PLACE] = content["region"]


def _compare(
    label: str, model: type[Model], folded: dict[tuple[str, str], dict[str, Any]], finding: Finding
) -> None:
    names: list[str] = list(model.ledger_fields)  # type: ignore[attr-defined]
    attnames = [model._meta.get_field(name).attname for name in names]  # type: ignore[union-attr]
    if any(field.name == "region" for field in model._meta.concrete_fields):  # figures are narrowed by it
        names.append(_PLACE)
        attnames.append("region_id")
    rows = {pk for kind, pk in folded if kind == label}
    for pk, *values in model._base_manager.values_list("pk", *attnames).iterator(chunk_size=5000):
        held = folded.get((label, str(pk)))
        if held is None:
            finding.faults.append(
                _("%(kind)s %(id)s ada di tabel, tetapi tidak ada di buku.") % {"kind": label, "id": pk}
            )
            continue
        rows.discard(str(pk))
        _compare_row(f"{label} {pk}", zip(names, values, strict=True), held, finding)
    for pk in rows:
        if any(value is not None for name, value in folded[label, pk].items() if name != _PLACE):
            finding.faults.append(
                _("%(kind)s %(id)s ada di buku, tetapi hilang dari tabel.") % {"kind": label, "id": pk}
            )


def _compare_row(
    what: str, values: Iterable[tuple[str, Any]], held: Mapping[str, Any], finding: Finding
) -> None:
    for name, value in values:
        if plain(value) != held.get(name):
            finding.faults.append(
                _("%(record)s: %(field)s di tabel %(table)s, menurut buku %(ledger)s.")
                % {"record": what, "field": name, "table": plain(value), "ledger": held.get(name)}
            )
