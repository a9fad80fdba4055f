"""The way of a promise (DOMAIN §3.6), its season (DOMAIN §5), and the thread that pictures it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from lestari.foundation.people.roles import TPID, VILLAGE_OFFICER
from lestari.foundation.workflow.flow import Flow, State, Step, Waits

#: A duty that comes after its season still leaves this many days.
GRACE = timedelta(days=7)
#: The fiscal year is the calendar year; RKPDes from July to September of the year before, APBDes by its 31 December.
#: (month, day, years from the promised year)
SEASON = {"plan": (9, 30, -1), "budget": (12, 31, -1), "start": (6, 30, 0), "report_done": (12, 31, 0)}
VERIFY_WITHIN = timedelta(days=14)


def season_day(step: str, year: int) -> date:
    """Return the day by which the season wants a step of a promise for that fiscal year."""
    month, day, years = SEASON[step]
    return date(year + years, month, day)


def _by(step: str) -> Callable[[Any, date], date]:
    def due(commitment: Any, came: date) -> date:
        return max(season_day(step, commitment.year), came + GRACE)

    return due


def _verify_by(_commitment: Any, came: date) -> date:
    return came + VERIFY_WITHIN


def _both(action: str, due: Callable[[Any, date], date]) -> tuple[Waits, ...]:
    """Make it the duty of the village's officer, and of the team of the district for the villages that never log in."""
    return (Waits(VILLAGE_OFFICER, action, due), Waits(TPID, action, due))


FLOW = Flow(
    kind="commitment",
    word=_("Komitmen"),
    states=(
        State("pledged", _("Dijanjikan"), knot="plan", waits=_both("commitment.plan", _by("plan")), heading=_("Catat komitmen ini di RKPDes %(year)s")),
        State("planned", _("Masuk RKPDes"), knot="budget", waits=_both("commitment.budget", _by("budget")), heading=_("Catat komitmen ini di APBDes %(year)s")),
        State("budgeted", _("Masuk APBDes"), knot="result", tone="ok", waits=_both("commitment.start", _by("start")), heading=_("Kerjakan pada tahun %(year)s")),
        State("in_progress", _("Dikerjakan"), knot="result", tone="ok", waits=_both("commitment.report_done", _by("report_done")), heading=_("Laporkan bila selesai")),
        State("realised", _("Selesai, menunggu verifikasi"), knot="result", tone="soon", waits=(Waits(TPID, "commitment.verify", _verify_by),), heading=_("Periksa hasilnya di desa")),
        State("verified", _("Terverifikasi"), knot="", tone="ok", heading=_("Sudah terverifikasi")),
        State("dropped", _("Tidak dilanjutkan"), tone="late"),
        State("void", _("Dibatalkan"), tone="late", heading=_("Dibatalkan: salah catat")),
    ),
    steps=(
        Step("commitment.pledge", (), "pledged"),
        Step("commitment.plan", ("pledged",), "planned"),
        Step("commitment.budget", ("planned",), "budgeted"),
        Step("commitment.start", ("budgeted",), "in_progress"),
        Step("commitment.report_done", ("budgeted", "in_progress"), "realised"),
        Step("commitment.verify", ("realised",), "verified"),
        Step("commitment.send_back", ("realised",), "in_progress"),
        Step("commitment.unverify", ("verified",), "realised"),
        Step("commitment.unplan", ("planned",), "pledged"),
        Step("commitment.release", ("budgeted",), "planned"),
        Step("commitment.release", ("budgeted",), "pledged"),
        Step("commitment.fall_back", ("budgeted", "in_progress"), "planned"),
        Step("commitment.fall_back", ("planned", "budgeted", "in_progress"), "pledged"),
        Step("commitment.rise_again", ("planned",), "budgeted"),
        Step("commitment.carry_over", ("pledged", "planned", "budgeted", "in_progress"), "pledged"),
        Step("commitment.drop", ("pledged", "planned", "budgeted", "in_progress"), "dropped"),
        Step("commitment.take_up", ("dropped",), "pledged"),
        Step("commitment.void", ("pledged", "planned", "budgeted", "in_progress", "realised", "dropped"), "void"),
    ),
)  # fmt: skip

#: The six knots of the thread, always in this order.
KNOTS = (
    ("idea", _("Ide")),
    ("document", _("Dokumen")),
    ("bursa", _("Bursa")),
    ("plan", _("RKPDes")),
    ("budget", _("APBDes")),
    ("result", _("Hasil")),
)
#: The way forward, step by step, which is the funnel: a promise counts at each step that it had reached on the day and not lost again.
STEPS = ("pledged", "planned", "budgeted", "in_progress", "realised", "verified")
#: How far the thread is sewn in each state: the index of the knot that is `now` (6: all done).
NOW = {"pledged": 3, "planned": 4, "budgeted": 5, "in_progress": 5, "realised": 5, "verified": 6}
#: The states whose promises fall back when the budget no longer holds them; realised and verified ones keep their state.
FALLS_BACK = frozenset({"budgeted", "in_progress"})
#: Those whose result is there: a revised budget only shrinks their funding.
HOLDS_ON = frozenset({"realised", "verified"})
#: Those for which the APBDes pays.
FUNDED = tuple(state for state in STEPS if state in FALLS_BACK | HOLDS_ON)
#: Those in which its money may be changed by hand: under a verified result it stands, until the verification is taken back.
MONEY_MOVES = tuple(state for state in FUNDED if state != "verified")
#: Those that stand in a line of the RKPDes.
STANDS_IN_PLAN = ("planned", "budgeted", "in_progress", "realised", "verified")
#: Those in which a promise has left the budget by its own way.
WITHOUT_MONEY = ("pledged", "dropped", "void")
