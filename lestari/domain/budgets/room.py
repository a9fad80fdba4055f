"""The manifest of the budgets room."""

from __future__ import annotations

from lestari.domain.budgets.actions import ACTIONS
from lestari.domain.budgets.forms import LinesForm
from lestari.domain.budgets.models import Allocation, BudgetLine, PlanDocument
from lestari.domain.budgets.queries import describe_documents
from lestari.domain.budgets.sheets import SHEET
from lestari.foundation.kernel.access import anyone, signed_in
from lestari.foundation.rooms import Room

ROOM = Room(
    name="budgets",
    actions=ACTIONS,
    records=(PlanDocument, BudgetLine, Allocation),
    subjects={PlanDocument: describe_documents},
    sheets=(SHEET,),
    forms={"budgets.enter": LinesForm, "budgets.revise": LinesForm},
    pages={
        "budget": anyone(),
        "budget-file": anyone(),
        "budget-documents-file": anyone(),
        "budget-document": anyone(),
        "budget-document-file": anyone(),
        "budget-new": signed_in(),
        "budget-action": signed_in(),
    },
)
