"""The way of a bursa."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from lestari.foundation.people.roles import TIK, TPID
from lestari.foundation.workflow.flow import Flow, State, Step, Waits


def _on_its_day(bursa: Any, _came: date) -> date:
    day: date = bursa.held_on
    return day


def _hosts(action: str) -> tuple[Waits, ...]:
    """Make it the duty of the district's team, and of the regency's, who alone hosts a bursa of the whole regency."""
    return (Waits(TPID, action, _on_its_day), Waits(TIK, action, _on_its_day))


FLOW = Flow(
    kind="bursa",
    word=_("Bursa"),
    states=(
        State("prepared", _("Disiapkan"), knot="bursa", waits=_hosts("bursa.open")),
        State("open", _("Dibuka"), tone="turn", knot="bursa", waits=_hosts("bursa.close")),
        State("closed", _("Ditutup"), tone="ok"),
        State("cancelled", _("Dibatalkan"), tone="late"),
    ),
    steps=(
        Step("bursa.set_up", (), "prepared"),
        Step("bursa.open", ("prepared",), "open"),
        Step("bursa.close", ("open",), "closed"),
        Step("bursa.reopen", ("closed",), "open"),
        Step("bursa.cancel", ("prepared", "open"), "cancelled"),
    ),
)
