"""The ways of an idea card, of an innovation, and of each version of its document."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from lestari.foundation.people.roles import TIK, TPID, VILLAGE_OFFICER
from lestari.foundation.workflow.flow import Flow, State, Step, Waits


def _within(days: int) -> Any:
    def due(_record: Any, came: date) -> date:
        return came + timedelta(days=days)

    return due


IDEA_FLOW = Flow(
    kind="idea",
    word=_("Kartu Ide"),
    states=(
        State("handed_in", _("Diserahkan"), knot="idea", waits=(Waits(TIK, "idea.identify", _within(14)),)),
        State(
            "identified",
            _("Teridentifikasi"),
            knot="document",
            waits=(Waits(TPID, "innovation.capture", _within(30)),),
        ),
        State(
            "not_accepted",
            _("Belum diterima"),
            tone="late",
            knot="idea",
            waits=(  # the village's card; the team of the district mends it for villages that never log in
                Waits(VILLAGE_OFFICER, "idea.hand_in_again", _within(30)),
                Waits(TPID, "idea.hand_in_again", _within(30)),
            ),
        ),
        State("captured", _("Didokumentasikan"), tone="ok"),
        State("void", _("Dibatalkan"), tone="late"),
    ),
    steps=(
        Step("idea.hand_in", (), "handed_in"),
        Step("idea.identify", ("handed_in",), "identified"),
        Step("idea.not_accept", ("handed_in",), "not_accepted"),
        Step("idea.hand_in_again", ("not_accepted",), "handed_in"),
        Step("idea.reconsider", ("identified",), "handed_in"),
        Step("innovation.capture", ("identified",), "captured"),
        Step("innovation.discard", ("captured",), "identified"),
        Step("idea.void", ("handed_in", "identified", "not_accepted"), "void"),
    ),
)

INNOVATION_FLOW = Flow(
    kind="innovation",
    word=_("Inovasi"),
    states=(
        State("captured", _("Didokumentasikan")),
        State("published", _("Terbit"), tone="ok"),
        State("withdrawn", _("Ditarik"), tone="late"),
        State("void", _("Dibatalkan"), tone="late"),
    ),
    steps=(
        Step("innovation.capture", (), "captured"),
        Step("innovation.publish", ("captured", "withdrawn"), "published"),
        Step("innovation.withdraw", ("published",), "withdrawn"),
        Step("innovation.republish", ("withdrawn",), "published"),
        Step("innovation.discard", ("captured",), "void"),
    ),
)

VERSION_FLOW = Flow(
    kind="version",
    word=_("Dokumen inovasi"),
    states=(
        State("draft", _("Konsep"), waits=(Waits(TPID, "innovation.propose", _within(60)),)),
        State("proposed", _("Diusulkan"), waits=(Waits(TIK, "innovation.verify", _within(14)),)),
        State(
            "sent_back",
            _("Dikembalikan"),
            tone="late",
            waits=(Waits(TPID, "innovation.propose", _within(14)),),
        ),
        State(
            "verified", _("Terverifikasi"), tone="ok", waits=(Waits(TIK, "innovation.publish", _within(7)),)
        ),
        State("published", _("Terbit"), tone="ok"),
        State("superseded", _("Diganti versi baru")),
        State("discarded", _("Dihapus")),
    ),
    steps=(
        Step("innovation.capture", (), "draft"),
        Step("innovation.revise", (), "draft"),
        Step("innovation.propose", ("draft", "sent_back"), "proposed"),
        Step("innovation.send_back", ("proposed", "verified"), "sent_back"),
        Step("innovation.verify", ("proposed",), "verified"),
        Step("innovation.publish", ("verified",), "published"),
        Step("innovation.publish", ("published",), "superseded"),
        Step("innovation.discard", ("draft", "sent_back"), "discarded"),
    ),
)
