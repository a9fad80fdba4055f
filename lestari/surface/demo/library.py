"""The scenes of ideas and documents: cards handed in, identified or not, documented, verified, published, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
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
from lestari.foundation.files.models import Attachment, Original
from lestari.foundation.regions.models import Region
from lestari.foundation.workflow.inputs import Reason
from lestari.foundation.workflow.models import Record
from lestari.surface.demo import generic, names
from lestari.surface.demo.album import CARD, Album
from lestari.surface.demo.cast import Cast
from lestari.surface.demo.kinds import KINDS
from lestari.surface.demo.kinds.kind import Kind
from lestari.surface.demo.plot import Plot
from lestari.surface.demo.stage import Stage
from lestari.surface.demo.texts import IdeaText, InnovationText, write_idea, write_innovation

#: How far a card's document has come; each later word includes the earlier ones.
DOCUMENT_ENDS = ("draft", "proposed", "sent_back", "verified", "published", "lately", "withdrawn", "revised")


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


#: How many of the teams add a photo of their own to those that came with the card.
_ADDS = 0.4


class Library:
    """Plays the stories of ideas and documents, each from the card to where it ends."""

    def __init__(self, stage: Stage, cast: Cast, album: Album, district_of: dict[str, str]) -> None:
        self.stage, self.cast, self.album, self.rng = stage, cast, album, stage.rng
        self.district_of = district_of
        self.kind_of: dict[UUID, Kind] = {}
        self._begun: set[str] = set()
        self._published = 0

    def play(self, stories: Sequence[Story]) -> None:
        """Play all stories; those whose document is out by then first join the menu."""
        for story in stories:
            self._hand_in(story)
            self._answer(story)
            if story.end == "again":
                self._again(story)
            if story.text:
                self._write(story)
                self._judge(story)
        self.stage.end("dokumen inovasi")

    def _hand_in(self, story: Story) -> None:
        village = story.village
        about = (self.rng, story.kind, village.title, self._began(story), self.district_of[village.code])
        if story.end in DOCUMENT_ENDS:
            story.text = write_innovation(*about, begun=self._begun)
        entry = IdeaEntry(
            **_idea_fields(story.text or write_idea(*about)),
            region=village,
            on=story.day,
            photos=self.album.some_photos(self.rng, story.kind.field, 2),
            papers=() if village.code in self.cast.officers else self.album.paper(CARD),
        )
        story.card = self.stage.do("idea.hand_in", self.cast.maker(village), None, entry)
        story.last = story.day

    def _began(self, story: Story) -> int:
        """Return the year in which a village began what it tells of."""
        return max(2015, story.day.year - self.rng.randint(1, 2))

    def _answer(self, story: Story) -> None:
        if story.end == "handed_in":
            return
        day = self._step(story, "answer", 4, 13)
        tik = self.cast.tik(story.village)
        if story.end in ("not_accepted", "again"):
            why = Reason(reason=_said(story, self.rng.choice(generic.NOT_ACCEPTED)))
            self.stage.do("idea.not_accept", tik, story.card, why, on=day)
        elif story.end == "void":
            why = Reason(reason=_said(story, self.rng.choice(generic.VOIDED[:1])))
            self.stage.do("idea.void", self.cast.maker(story.village), story.card, why, on=day)
        else:
            self.stage.do("idea.identify", tik, story.card, on=day)

    def _again(self, story: Story) -> None:
        assert story.card
        village = story.village
        idea = write_idea(
            self.rng, story.kind, village.title, self._began(story), self.district_of[village.code]
        )
        entry = IdeaAgain(
            **_idea_fields(idea),
            photos=self._hanging(story.card, "photo"),
            papers=self._hanging(story.card, "paper"),
        )
        day = self._step(story, "again", 8, 20)
        self.stage.do("idea.hand_in_again", self.cast.maker(village), story.card, entry, on=day)

    def _hanging(self, record: Record, purpose: str) -> list[Original]:
        """Return what hangs on a record for a purpose."""
        rows = self.stage.rows(Attachment, subject=record.pk)
        return [self.album.originals[row.original_id] for row in rows if row.purpose == purpose]

    def _write(self, story: Story) -> None:
        """Capture, write every section, and propose what is to go on."""
        assert story.card
        team = self.cast.team(story.village)
        self.stage.do("innovation.capture", team, story.card, on=self._step(story, "capture", 3, 20))
        (story.innovation,) = self.stage.rows(Innovation, idea_id=story.card.pk)
        (story.version,) = self.stage.rows(InnovationVersion, innovation_id=story.innovation.pk)
        self.kind_of[story.innovation.pk] = story.kind
        self._write_sections(story)
        if story.end != "draft":
            day = self._step(story, "propose", 10, 40)
            self.stage.do("innovation.propose", team, story.version, on=day)

    def _write_sections(self, story: Story) -> None:
        assert story.text
        day = self._step(story, "write", 4, 20)
        number = names.minutes_number(self.rng, day.year)
        entries = _sections(replace(story.text, minutes_number=number, minutes_date=day))
        if story.end == "draft":
            entries = entries[: self.rng.randint(2, 6)]
        else:
            assert story.version
            taken_along = self._hanging(story.version, "photo")
            more = self.album.some_photos(self.rng, story.kind.field, 1) if self.rng.random() < _ADDS else ()
            photos = list(dict.fromkeys((*taken_along, *more)))
            entries.append(("pictures", Pictures(photos=photos, videos=self._video(story))))
        for key, entry in entries:
            self.stage.do(
                f"innovation.save_{key}", self.cast.team(story.village), story.version, entry, on=day
            )

    def _video(self, story: Story) -> tuple[Original, ...]:
        """Return the video of a document: every eighth of those that are published has one, the first among them."""
        if story.end not in DOCUMENT_ENDS[4:]:
            return ()
        self._published += 1
        return self.album.video(story.kind.field) if self._published % 8 == 1 else ()

    def _judge(self, story: Story) -> None:
        """Verify, publish and take further what goes so far."""
        if story.end in DOCUMENT_ENDS[:2]:
            return
        day = self._step(story, "judge", 3, 12)
        second = self.cast.second_tik(story.village)
        if story.end == "sent_back":
            remarks = Remarks(
                results=self.rng.choice(generic.SENT_BACK[:1]),
                solution=self.rng.choice(generic.SENT_BACK[2:3]),
            )
            self.stage.do("innovation.send_back", second, story.version, remarks, on=day)
            return
        self.stage.do("innovation.verify", second, story.version, OnDay(on=day))
        if story.end != "verified":
            day = self._step(story, "publish", 1, 6)
            self.stage.do("innovation.publish", self.cast.tik(story.village), story.version, OnDay(on=day))
        if story.end == "withdrawn":
            assert story.last
            day = max(self.stage.later(story.last, 200, 700), AFTERWARDS)
            why = Reason(reason=self.rng.choice(generic.WITHDRAWN))
            tik = self.cast.tik(story.village)
            self.stage.do("innovation.withdraw", tik, story.innovation, why, on=day)
        if story.end == "revised":
            day = self.stage.later(self.stage.today, -40, -5)
            self.stage.do("innovation.revise", self.cast.team(story.village), story.innovation, on=day)

    def _step(self, story: Story, step: str, least: int, most: int) -> date:
        """Return the day of a step: so long after the one before; the last step of what is unfinished on its own day."""
        assert story.last
        day = self.stage.later(story.last, least, most)
        if story.ended:
            day = story.ended if _UNFINISHED[story.end].last == step else min(day, story.ended)
        story.last = max(story.last, day)
        return story.last


def _idea_fields(text: IdeaText | InnovationText) -> dict[str, Any]:
    if isinstance(text, InnovationText):
        told = {"what_was_done": text.summary, "since_year": text.year_started}
    else:
        told = {"what_was_done": text.what_was_done, "since_year": text.since_year}
    contact = f"{text.contact_name}, {text.contact_phone}"
    return {"field": text.field, "title": text.title, "result": text.result, "contact": contact, **told}


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


#: Since when what goes on is no history any more: what was withdrawn had been in force when the programme ended.
AFTERWARDS = date(2020, 1, 13)
#: The first day on which a card was handed in, and in how many days the last whose document was out by the programme's end.
_FIRST, _DAYS = date(2017, 1, 9), 900


def plan(stage: Stage, villages: Sequence[Region], plot: Plot, near: frozenset[str]) -> list[Story]:
    """Draw the stories of a regency: so many of each end, the oldest first.

    What was published, withdrawn or revised is of 2017 to 2019, ever more of it from year to year; "lately" is published in the last two
    years. What is unfinished began in the last weeks in villages of `near`, the first of each sort in the home district.
    """
    rng, counts = stage.rng, plot.documents
    known = [village for village in villages if village.code in near]
    home = [village for village in known if village.code.startswith(f"{plot.home}.")]
    ends = [end for end, count in counts.items() for _ in range(count)]
    out = sum(counts.get(end, 0) for end in ("published", "withdrawn", "revised"))
    stories: list[Story] = []
    for number, end in enumerate(ends):
        kind, village, ended = KINDS[number % len(KINDS)], rng.choice(villages), None
        if end in _UNFINISHED:
            began, ended = (stage.today - timedelta(days=rng.randint(*days)) for days in _days(end))
            village = rng.choice(home if ends[number - 1] != end else known)
        elif end == "lately":
            began = stage.today - timedelta(days=rng.randint(120, 700))
        else:
            share = (number * 17 % out) / out
            began = _FIRST + timedelta(days=int(_DAYS * share**0.8) + rng.randint(0, 25))
        stories.append(Story(kind=kind, village=village, day=began, end=end, ended=ended))
    return sorted(stories, key=lambda story: story.day)


def _days(end: str) -> tuple[tuple[int, int], tuple[int, int]]:
    return _UNFINISHED[end].began, _UNFINISHED[end].ended
