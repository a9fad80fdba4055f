"""A document as its pages show it: section by section with the verifiers' remarks, what is still missing, what is next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from lestari.domain.knowledge.innovations import EDITABLE, incomplete, waiting_in
from lestari.domain.knowledge.models import InnovationVersion
from lestari.domain.knowledge.remarks import Remark, remarks_of
from lestari.domain.knowledge.sentences import NEXT_OF_DOCUMENT
from lestari.domain.knowledge.template import SECTIONS, Answer
from lestari.foundation.components.pages import Button, Buttons
from lestari.foundation.kernel.access import Actor

#: How the kinds of the actions begin that save a section; its key follows.
SAVE = "innovation.save_"


@dataclass(frozen=True)
class Shown:
    """One section of a version: what it says, whether it is whole, what verifiers remarked; `waits` while the last remark does."""

    key: str
    word: str | Promise
    required: bool
    filled: bool
    answers: list[Answer]
    remarks: list[Remark]
    waits: bool

    @property
    def short(self) -> list[Answer]:
        """The answers that stand in a list of facts."""
        return [answer for answer in self.answers if not answer.is_long]

    @property
    def ready(self) -> bool:
        """Say whether nothing is left to do here."""
        return not self.waits and (self.filled or not self.required)

    @property
    def link(self) -> str:
        """What stands on the button to its form."""
        words = _("Sunting: %(section)s") if self.filled or self.answers else _("Isi: %(section)s")
        return words % {"section": self.word}

    @property
    def need(self) -> str:
        """What stands in the list of what is needed before proposing."""
        return (
            _("%(section)s: jawab catatan pemeriksa") % {"section": self.word}
            if self.waits
            else str(self.word)
        )


def sections_of(version: InnovationVersion, actor: Actor) -> list[Shown]:
    """Return a version section by section; the remarks of its verifiers are for people of the area."""
    kept = version.remarks if actor.covers(version.region.path) else []
    remarks = remarks_of(kept)
    waiting = waiting_in(version) if kept else set()
    return [
        Shown(
            section.key,
            section.word,
            section.required,
            section.filled(version.content),
            section.answers(version.content, in_public=not actor.signed_in),
            [one for one in remarks if one.section == section.key],
            section.key in waiting,
        )
        for section in SECTIONS
    ]


@dataclass(frozen=True)
class ToSection(Button):
    """The button that leads to the next section with something left to do."""

    words: str = ""

    @property
    def label(self) -> str:
        """Which section it is."""
        return self.words


def next_step(version: InnovationVersion, sections: list[Shown], every: Buttons) -> dict[str, Any]:
    """Return what the box of the next step shows: what is needed, and the way to the next section until all is there.

    Sections have their own links in the page; the others of `every` stay.
    """
    saves = {b.action.kind.removeprefix(SAVE): b for b in every.others if b.action.kind.startswith(SAVE)}
    primary = every.primary
    others = [b for b in every.others if not b.action.kind.startswith(SAVE)]
    locked = [b for b in every.locked if not b.action.kind.startswith(SAVE)]
    left = [section for section in sections if not section.ready]
    if primary and left and saves:
        locked = [Button(primary.action, primary.url, False, incomplete(version)), *locked]
        to = saves[left[0].key]
        primary = ToSection(to.action, to.url, True, words=left[0].link)
    needs = [(section.ready, section.need) for section in sections if section.required or section.waits]
    return {
        "buttons": Buttons(primary, others, locked),
        "may_edit": bool(saves),
        "heading": NEXT_OF_DOCUMENT.get(version.state, version.state_word),
        "needs": needs if version.state in EDITABLE else [],
    }
