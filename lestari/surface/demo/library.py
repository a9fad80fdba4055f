"""The scenes of ideas and documents: cards handed in, identified or not, documented, verified, published, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from lestari.domain.knowledge.ideas import IdeaAgain, IdeaEntry
from lestari.domain.knowledge.innovations import OnDay
from lestari.domain.knowledge.models import IdeaCard, Innovation, InnovationVersion
from lestari.domain.knowledge.template import (
    Identity,
    Lessons,
    Minutes,
    Participants,
    Pictures,
    Problem,
    Remarks,
    Resources,
    Results,
    Solution,
)
from lestari.foundation.files.actions import attached
from lestari.foundation.regions.models import Region
from lestari.foundation.workflow.inputs import Reason
from lestari.surface.demo import generic, names
from lestari.surface.demo.album import CARD, Album
from lestari.surface.demo.cast import Cast
from lestari.surface.demo.kinds import KINDS
from lestari.surface.demo.kinds.kind import Kind
from lestari.surface.demo.stage import Stage
from lestari.surface.demo.texts import IdeaText, InnovationText, write_idea, write_innovation

#: The district to which the demo's logins belong.
FIRST = "18.06.20"
#: How far a card or its document has come; each later word includes the earlier ones.
IDEA_ENDS = ("handed_in", "identified", "not_accepted", "again", "void")
DOCUMENT_ENDS = ("draft", "proposed", "sent_back", "verified", "published", "withdrawn", "revised")


@dataclass
class Story:
    """One card, and what came of it: `end` is one of the words above, `day` the day on which the card was handed in.

    `ended` is the day of the last step, for what is unfinished: its deadline counts from there.
    """

    kind: Kind
    village: Region
    day: date
    end: str
    card: IdeaCard | None = None
    text: InnovationText | None = None
    innovation: Innovation | None = None
    version: InnovationVersion | None = None
    last: date | None = None
    ended: date | None = None


class Library:
    """Plays the stories of ideas and documents, one scene for each step."""

    def __init__(self, stage: Stage, cast: Cast, album: Album, district_of: dict[str, str]) -> None:
        self.stage, self.cast, self.album, self.rng = stage, cast, album, stage.rng
        self.district_of = district_of
        self.kind_of: dict[UUID, Kind] = {}
        self._begun: set[str] = set()

    def play(self, stories: Sequence[Story]) -> None:
        """Play all stories from the card to where each ends."""
        for story in stories:
            self._hand_in(story)
        self.stage.end("Kartu ide")
        for story in stories:
            self._answer(story)
        self.stage.end("Identifikasi")
        self._again([story for story in stories if story.end == "again"])
        told = [story for story in stories if story.end in DOCUMENT_ENDS]
        self._write([story for story in told if story.text])
        for ends, step in (
            (DOCUMENT_ENDS[2:], self._judge),
            (DOCUMENT_ENDS[4:], self._publish),
            (DOCUMENT_ENDS[5:], self._after),
        ):
            for story in told:
                if story.end in ends:
                    step(story)
            self.stage.end("Dokumen inovasi")

    def _hand_in(self, story: Story) -> None:
        village, year = story.village, story.day.year - self.rng.randint(1, 2)
        district = self.district_of[village.code]
        idea = write_idea(self.rng, story.kind, village.title, max(2015, year), district)
        if story.end in DOCUMENT_ENDS:
            story.text = write_innovation(
                self.rng, story.kind, village.title, max(2015, year), district, begun=self._begun
            )
        actor = self.cast.maker(village)
        entry = IdeaEntry(
            **_idea_fields(idea, story.text),
            region=village,
            on=story.day,
            photos=self.album.some_photos(self.rng, story.kind.field, 2),
            papers=() if village.code in self.cast.officers else self.album.paper(CARD),
        )
        story.card = self.stage.do("idea.hand_in", actor, None, entry)
        story.last = story.day

    def _answer(self, story: Story) -> None:
        if story.end == "handed_in":
            return
        day = self._step(story, "answer", 4, 13)
        if story.end in ("not_accepted", "again"):
            why = Reason(reason=_said(story, self.rng.choice(generic.NOT_ACCEPTED)))
            self.stage.do("idea.not_accept", self.cast.tik, story.card, why, on=day)
        elif story.end == "void":
            why = Reason(reason=_said(story, self.rng.choice(generic.VOIDED[:1])))
            self.stage.do("idea.void", self.cast.maker(story.village), story.card, why, on=day)
        else:
            self.stage.do("idea.identify", self.cast.tik, story.card, on=day)

    def _again(self, stories: Sequence[Story]) -> None:
        for story in stories:
            idea = write_idea(
                self.rng,
                story.kind,
                story.village.title,
                max(2015, story.day.year - 1),
                self.district_of[story.village.code],
            )
            day = self._step(story, "again", 8, 20)
            assert story.card
            files = attached([story.card.pk]).get(story.card.pk, [])
            entry = IdeaAgain(
                **_idea_fields(idea, None),
                photos=[one.original for one in files if one.purpose == "photo"],
                papers=[one.original for one in files if one.purpose == "paper"],
            )
            self.stage.do("idea.hand_in_again", self.cast.maker(story.village), story.card, entry, on=day)
        self.stage.end("Kartu diserahkan lagi")

    def _write(self, stories: Sequence[Story]) -> None:
        """Capture, write every section, and propose what is to go on."""
        for story in stories:
            self.stage.do(
                "innovation.capture",
                self.cast.team(story.village),
                story.card,
                on=self._step(story, "capture", 3, 20),
            )
        by_idea = {innovation.idea_id: innovation for innovation in self.stage.added(Innovation)}
        versions = {version.innovation_id: version for version in self.stage.added(InnovationVersion)}
        for story in stories:
            assert story.card
            story.innovation = by_idea[story.card.pk]
            story.version = versions[story.innovation.pk]
            self.kind_of[story.innovation.pk] = story.kind
        self.stage.end("Dokumen dimulai")
        for story in stories:
            self._write_sections(story)
            if story.end != "draft":
                day = self._step(story, "propose", 10, 40)
                self.stage.do("innovation.propose", self.cast.team(story.village), story.version, on=day)
        self.stage.end("Dokumen ditulis")

    def _write_sections(self, story: Story) -> None:
        assert story.text
        day = self._step(story, "write", 4, 20)
        number = names.minutes_number(self.rng, day.year)
        entries = _sections(replace(story.text, minutes_number=number, minutes_date=day))
        if story.end == "draft":
            entries = entries[: self.rng.randint(2, 6)]
        else:
            photos = self.album.some_photos(self.rng, story.kind.field, 3)
            entries.append(("pictures", Pictures(photos=photos)))
        for key, entry in entries:
            self.stage.do(
                f"innovation.save_{key}", self.cast.team(story.village), story.version, entry, on=day
            )

    def _judge(self, story: Story) -> None:
        day = self._step(story, "judge", 3, 12)
        if story.end == "sent_back":
            remarks = Remarks(
                results=self.rng.choice(generic.SENT_BACK[:1]),
                solution=self.rng.choice(generic.SENT_BACK[2:3]),
            )
            self.stage.do("innovation.send_back", self.cast.second_tik, story.version, remarks, on=day)
        else:
            self.stage.do("innovation.verify", self.cast.second_tik, story.version, OnDay(on=day))

    def _publish(self, story: Story) -> None:
        day = self._step(story, "publish", 1, 6)
        self.stage.do("innovation.publish", self.cast.tik, story.version, OnDay(on=day))

    def _after(self, story: Story) -> None:
        """Withdraw, or begin a new version; the instance that was published is read anew."""
        assert story.innovation
        innovation = Innovation.objects.select_related("region").get(pk=story.innovation.pk)
        if story.end == "withdrawn":
            day = self._step(story, "after", 200, 700)
            why = Reason(reason=self.rng.choice(generic.WITHDRAWN))
            self.stage.do("innovation.withdraw", self.cast.tik, innovation, why, on=day)
        else:
            day = self.stage.later(self.stage.today, -40, -5)
            self.stage.do("innovation.revise", self.cast.team(story.village), innovation, on=day)

    def _step(self, story: Story, step: str, least: int, most: int) -> date:
        """Return the day of a step: so long after the one before; the last step of what is unfinished on its own day."""
        assert story.last
        day = self.stage.later(story.last, least, most)
        if story.ended:
            day = story.ended if _UNFINISHED[story.end].last == step else min(day, story.ended)
        story.last = max(story.last, day)
        return story.last


def _idea_fields(idea: IdeaText, text: InnovationText | None) -> dict[str, Any]:
    contact = f"{idea.contact_name}, {idea.contact_phone}"
    return {
        "field": idea.field,
        "title": text.title if text else idea.title,
        "what_was_done": text.summary if text else idea.what_was_done,
        "since_year": text.year_started if text else idea.since_year,
        "result": text.result if text else idea.result,
        "contact": contact,
    }


def _sections(text: InnovationText) -> list[tuple[str, object]]:
    """Return the template's sections in order, but for the photos."""
    return [
        (
            "identity",
            Identity(
                title=text.title,
                field=text.field,
                topic=text.topic,
                year_started=text.year_started,
                summary=text.summary,
            ),
        ),
        ("problem", Problem(problem=text.problem)),
        ("solution", Solution(solution=text.solution, novelty=text.novelty, steps=text.steps)),
        (
            "participants",
            Participants(
                institutions=text.participants,
                men=text.men,
                women=text.women,
                poor=text.poor,
                disabled=text.disabled,
            ),
        ),
        ("resources", Resources(materials=text.materials, cost=text.cost, cost_sources=text.cost_sources)),
        ("results", Results(result=text.result, before_after=text.before_after)),
        (
            "lessons",
            Lessons(
                success=text.success,
                failure=text.trouble,
                recommendation=text.lessons,
                requirements=text.requirements,
            ),
        ),
        (
            "minutes",
            Minutes(
                minutes_number=text.minutes_number,
                minutes_on=text.minutes_date,
                author=text.author,
                contact=f"{text.contact_name} ({text.contact_office}), {text.contact_phone}",
            ),
        ),
    ]


def _said(story: Story, sentence: str) -> str:
    return sentence.format(word=story.village.word)


@dataclass(frozen=True)
class Unfinished:
    """How long ago a story that goes on began and had its last step, in days: at least and at most."""

    last: str
    began: tuple[int, int]
    ended: tuple[int, int]


#: What waits today: some deadlines are over, some near.
_UNFINISHED = {
    "handed_in": Unfinished("", (2, 22), (2, 22)),
    "identified": Unfinished("answer", (48, 60), (2, 36)),
    "not_accepted": Unfinished("answer", (50, 80), (5, 40)),
    "again": Unfinished("again", (50, 70), (1, 16)),
    "void": Unfinished("answer", (80, 400), (60, 70)),
    "draft": Unfinished("capture", (90, 130), (12, 66)),
    "proposed": Unfinished("propose", (110, 150), (1, 18)),
    "sent_back": Unfinished("judge", (120, 170), (1, 17)),
    "verified": Unfinished("judge", (120, 170), (1, 9)),
}


def plan(
    stage: Stage, villages: Sequence[Region], counts: Mapping[str, int], near: frozenset[str]
) -> list[Story]:
    """Draw the stories: so many of each end, the oldest first.

    Nine of ten published documents are of 2017 to 2019; what is unfinished began in the last weeks, mostly in villages of `near`,
    the first of each sort in the first district of these.
    """
    rng, first = stage.rng, date(2017, 1, 9)
    known = [village for village in villages if village.code in near]
    ends = [end for end, count in counts.items() for _ in range(count)]
    out = counts["published"] + counts["withdrawn"] + counts["revised"]
    stories: list[Story] = []
    for number, end in enumerate(ends):
        kind, village, ended = KINDS[number % len(KINDS)], rng.choice(villages), None
        if end in _UNFINISHED:
            began, ended = (stage.today - timedelta(days=rng.randint(*days)) for days in _days(end))
            here = [one for one in known if one.code.startswith(FIRST)]
            village = rng.choice(here if here and ends[number - 1] != end else known)
        else:
            share = (number * 17 % out) / out
            began = first + timedelta(days=int(900 * share**1.35) + rng.randint(0, 25))
            if end == "published" and share > 0.9:
                began = stage.today - timedelta(days=rng.randint(120, 700))
        stories.append(Story(kind=kind, village=village, day=began, end=end, ended=ended))
    return sorted(stories, key=lambda story: story.day)


def _days(end: str) -> tuple[tuple[int, int], tuple[int, int]]:
    return _UNFINISHED[end].began, _UNFINISHED[end].ended
