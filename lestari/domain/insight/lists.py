"""The list behind a figure: one row a record, with its paper, and who did it when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from lestari.domain.insight.figures import Figure
from lestari.domain.knowledge.fields import FIELD_WORDS
from lestari.foundation.regions.models import Region


@dataclass(frozen=True)
class Row:
    """One row behind a figure."""

    code: str
    title: str
    url: str
    village: str
    field: str
    since: date | None
    amount: int | None = None
    line: str = ""
    document: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the row as programs read it."""
        return {
            "code": self.code,
            "title": self.title,
            "village": self.village,
            "field": self.field,
            "since": self.since.isoformat() if self.since else None,
            "amount": self.amount,
            "document": self.document,
        }


@dataclass(frozen=True)
class List:
    """The list behind a figure, lazily read."""

    figure: Figure
    rows: QuerySet[Any]
    count: int

    def page(self, number: int, size: int) -> list[Row]:
        """Return one page of rows."""
        start = (max(number, 1) - 1) * size
        return [row_of(self.figure, found) for found in self.rows[start : start + size]]

    def all(self) -> Iterator[Row]:
        """Return every row, streamed."""
        return (row_of(self.figure, found) for found in self.rows.iterator(chunk_size=2000))


def list_of(figure: Figure, region: Region, until: date) -> List:
    """Return the list behind a figure."""
    rows = figure.rows(region, until)
    if figure.key == "innovations":
        rows = rows.select_related("region")
    else:
        rows = rows.select_related(
            "line__document", "funding__commitment__innovation", "funding__commitment__region"
        )
    return List(figure, rows, rows.count())


def row_of(figure: Figure, found: Any) -> Row:
    """Return a record of a figure's list as a row."""
    if figure.key == "innovations":
        return Row(
            found.code,
            found.title,
            f"/inovasi/{found.code}",
            found.region.title,
            str(found.field_word),
            found.published_on,
        )
    commitment = found.funding.commitment
    return Row(
        commitment.code,
        commitment.title,
        f"/komitmen/{commitment.code}",
        commitment.region.title,
        str(FIELD_WORDS[commitment.field]),
        found.since,
        found.amount,
        f"{found.line.activity}, {found.line.account}, {found.line.source}",
        f"{found.line.document.title} {found.line.document.number}",
    )
