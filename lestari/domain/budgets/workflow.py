"""The way of a plan document: in force, replaced by a revision, or void because it was entered by mistake."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lestari.foundation.workflow.flow import Flow, State, Step

FLOW = Flow(
    kind="plan_document",
    word=_("Dokumen anggaran"),
    states=(
        State("in_force", _("Berlaku"), tone="ok"),
        State("replaced", _("Diganti perubahan")),
        State("void", _("Dibatalkan"), tone="late"),
    ),
    steps=(
        Step("budgets.enter", (), "in_force"),
        Step("budgets.revise", (), "in_force"),
        Step("budgets.revise", ("in_force",), "replaced"),
        Step("budgets.void", ("in_force",), "void"),
        Step("budgets.void", ("replaced",), "in_force"),
    ),
)
