"""Walking through the pages as people do: who looks at which screen, what they press and write, what they then read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw
from playwright.sync_api import ConsoleMessage, Locator, Page, Response, expect

from lestari.foundation.kernel.dates import MONTHS
from lestari.foundation.people.models import User
from lestari.foundation.workflow import registry
from tests.browser.conftest import DESK, PHONE, SIZES, Live
from tests.clock import Clock
from tests.world import PASSWORD

#: What the browser itself notes of an answer that is no 200; the walker judges the answers.
_NOTED = "Failed to load resource"
_OPENS, _REFUSES = HTTPStatus.OK, HTTPStatus.UNPROCESSABLE_ENTITY
_CODES = re.compile(r"/[A-Z]+-[\w.-]+|/18[\d.]*|/\d{4}$")
#: Records whose page changes its look on the way.
_LOOKS_BY_STATE = ("/komitmen/*", "/bursa/*", "/dokumen/*")
#: How many groups of questions come after the one that a phone shows.
_STEPS_LEFT = """form => {
  const steps = [...form.querySelectorAll(".step")];
  return steps.length - 1 - steps.findIndex(step => !step.hidden);
}"""
#: How many groups of questions lie between the one that a phone shows and the one with this field.
_STEPS_AWAY = """field => {
  const steps = [...field.closest("form").querySelectorAll(".step")];
  return steps.indexOf(field.closest(".step")) - steps.findIndex(step => !step.hidden);
}"""
#: The state in which a page shows its record.
_STATE = """() =>
  document.querySelector("main .kicker + h1 + p .tag, main .kicker .tag, #langkah")?.textContent.replace(/ [0-9]+/, "") ?? "" """
#: A file that is chosen on the own device.
File = dict[str, Any]


@dataclass(frozen=True)
class Place:
    """A region as it is asked for: what is typed, and the choice that is then offered (empty: none is)."""

    typed: str
    offered: str = ""


def photo(name: str, colour: str = "gainsboro") -> File:
    """A small real JPEG from a telephone, which shows its name: the same picture twice would be one file."""
    picture = Image.new("RGB", (640, 480), colour)
    ImageDraw.Draw(picture).text((80, 120), name, "black")
    content = BytesIO()
    picture.save(content, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": content.getvalue()}


class Walk:
    """The site on phones, with JavaScript or without: the day that it is, and which pages were looked at."""

    def __init__(
        self, live: Live, clock: Clock, axe: Callable[[Page], list[str]], *, javascript: bool
    ) -> None:
        self.live, self.clock, self.axe, self.javascript = live, clock, axe, javascript
        self.faults: dict[str, list[str]] = {}
        self._seen: set[str] = set()

    def on(self, year: int, month: int, day: int) -> date:
        """It is another day now, for everybody."""
        today = date(year, month, day)
        self.clock.set(today)
        return today

    def public(self) -> Walker:
        """Somebody without an account."""
        return Walker(self)

    def person(self, role: str, code: str = "") -> Walker:
        """The person who holds a role, signed in already."""
        walker = Walker(self, self.live.people.user(role, code))
        walker.open("/tugas")
        return walker

    def signing_in(self, role: str, code: str = "") -> Walker:
        """The person who holds a role, who signs in through the page."""
        user = self.live.people.user(role, code)
        walker = self.public()
        walker.open("/masuk")
        walker.write({"Nama pengguna atau nomor telepon": user.username, "Kata sandi": PASSWORD})
        walker.press("Masuk")
        assert walker.path == "/tugas"
        return walker

    def look(self, page: Page, kind: str, width: int) -> None:
        """See that nothing scrolls sideways; with JavaScript hold each kind of page once to axe too, on a phone and at a desk."""
        if not self.javascript or kind in self._seen:
            self._measure(page, kind, width)
            return
        self._seen.add(kind)
        for each in (PHONE, DESK):
            self.resize(page, each)
            self._measure(page, kind, each)
            if found := self.axe(page):
                self.faults.setdefault(f"{kind} at {each}", []).extend(found)
        self.resize(page, width)

    def resize(self, page: Page, width: int) -> None:
        """Show a page on a phone or at a desk, and let its script see that."""
        page.set_viewport_size(SIZES[width])
        if self.javascript:
            page.evaluate("() => new Promise(requestAnimationFrame)")

    def _measure(self, page: Page, kind: str, width: int) -> None:
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            self.faults.setdefault(f"{kind} at {width}", []).append(f"{wide} pixels wide")


class Walker:
    """One person in front of one screen."""

    def __init__(self, walk: Walk, user: User | None = None) -> None:
        self.walk, self.width = walk, PHONE
        self.page = walk.live.page(user, width=PHONE, javascript=walk.javascript)
        self.page.on("response", self._answered)
        self.page.on("console", self._complains)
        self._status = 0
        self._sent: list[list[str]] = []

    @contextmanager
    def at_desk(self) -> Iterator[None]:
        """Sit down at a desk for a while."""
        self._turn_to(DESK)
        yield
        self._turn_to(PHONE)

    # Getting about

    @property
    def path(self) -> str:
        """The address of the page, without the site's."""
        return self.page.url.removeprefix(self.walk.live.url)

    def open(self, path: str, status: int = _OPENS) -> None:
        """Open an address that one knows."""
        self.page.goto(path)
        self._arrived(status)

    def tasks(self) -> None:
        """Go to what waits for oneself."""
        self.menu("Tugas")

    def menu(self, words: str) -> None:
        """Choose from the menu, which a phone has folded."""
        header = self.page.locator("header")
        if self.width == PHONE:
            header.locator("summary").click()
        self._click(header.get_by_role("link", name=words, exact=True))

    def press(self, words: str, *, within: Locator | None = None, status: int | None = _OPENS) -> None:
        """Press the one button or link of the page (or of a part of it) that says so."""
        place = within or self.page.locator("main")
        for folded in place.locator("details.further:not([open]) > summary").all():
            folded.click()
        button = place.get_by_role("button", name=words, exact=True)
        self._click(button.or_(place.get_by_role("link", name=words, exact=True)), status)

    def unfold(self, words: str) -> None:
        """Unfold what a phone has folded."""
        self.page.locator("main summary").get_by_text(words, exact=True).click()

    def next(self, words: str) -> None:
        """Press the first button beneath what is next on a record, which says so."""
        assert self.offers()[0] == words
        self.press(words, within=self.page.locator("main .actions"))

    def task(self, title: str) -> Locator:
        """One of the tasks, by the title of its record."""
        return self.page.locator("article.task", has=self.page.get_by_role("heading", name=title, exact=True))

    def begin(self, title: str, words: str) -> None:
        """Begin a task from the list of what waits for oneself: its button leads to the form."""
        self.tasks()
        self.press(words, within=self.task(title))

    def do(self, words: str, answers: dict[str, Any] | None = None) -> None:
        """Fill the form that is open and send it with the button that repeats the deed's words."""
        self.send(words, answers)
        self.saved(words)

    def warned(self, words: str, answers: dict[str, Any], *sentences: str) -> None:
        """Fill the form and press its button: nothing is done yet, but the page says what else would change."""
        self.send(words, answers)
        self._arrived()
        assert self.read(self.page.locator("main .note.warn[role=alert]")) == " ".join(
            [
                "Belum tersimpan. Bila disimpan, ini ikut berubah:",
                *sentences,
                "Tekan sekali lagi tombol di bawah bila memang demikian.",
            ]
        )
        self._keeps_what_was_sent()

    def send(self, words: str, answers: dict[str, Any] | None = None) -> None:
        """Fill the form, press its button, and remember what was in it."""
        self.write(answers or {})
        if self._in_steps():
            self._step(self.page.locator("main form").evaluate(_STEPS_LEFT))
        self._sent = self.filled()
        self.press(words, status=None)

    def mistake(
        self,
        words: str,
        answers: dict[str, Any],
        errors: dict[str, str | tuple[str, ...]],
        *,
        kept: tuple[str, ...] = (),
    ) -> None:
        """Send the form with something wrong in it; it comes back with these errors."""
        self.send(words, answers)
        self._refused(errors, kept)

    def download(self, words: str) -> bytes:
        """Follow a link to a file."""
        with self.page.expect_download() as coming:
            self.page.locator("main").get_by_role("link", name=words, exact=True).click()
        return coming.value.path().read_bytes()

    # Filling a form

    def field(self, label: str) -> Locator:
        """The field with this label."""
        words = re.compile(rf"^\s*{re.escape(label)}(\s+boleh kosong)?\s*$")
        own = self.page.locator("label, legend").filter(has_text=words)
        return self.page.locator("main .field").filter(has=own).last

    def write(self, answers: dict[str, Any]) -> None:
        """Answer questions of the form, each by its label."""
        in_steps = self._in_steps()
        for label, answer in answers.items():
            field = self.field(label)
            if in_steps:
                self._step(field.evaluate(_STEPS_AWAY))
            self._write(field, answer)

    def _in_steps(self) -> bool:
        """Say whether the form shows one group of questions a screen: a long one, on a phone, with JavaScript."""
        return self.page.locator("main form:has([data-said]:not([hidden]))").count() > 0

    def _step(self, away: int) -> None:
        """Go so many groups of questions on, or back."""
        said = self.page.locator("main [data-said]")
        button = self.page.get_by_role("button", name="Lanjut" if away > 0 else "Sebelumnya", exact=True)
        for _step in range(abs(away)):
            before = self.read(said)
            button.click()
            assert re.fullmatch(r"Langkah \d dari \d", self.read(said))
            assert self.read(said) != before

    def _write(self, field: Locator, answer: Any) -> None:
        if isinstance(answer, date):
            field.get_by_label("Hari", exact=True).fill(str(answer.day))
            field.get_by_label("Bulan", exact=True).select_option(label=MONTHS[answer.month - 1])
            field.get_by_label("Tahun", exact=True).fill(str(answer.year))
        elif isinstance(answer, Place):
            self._find(field, answer)
        elif isinstance(answer, tuple):
            field.locator("input[type=file]").set_input_files(list(answer))
        elif isinstance(answer, list):
            self._lines(answer)
        elif isinstance(answer, dict):
            for choice, ticked in answer.items():
                field.get_by_label(choice, exact=True).set_checked(ticked)
        else:
            match field.evaluate("field => field.querySelector('input, select, textarea').type"):
                case "radio":
                    field.get_by_label(answer, exact=True).check()
                case "select-one":
                    field.locator("select").select_option(label=answer)
                case _:
                    field.locator("input, textarea").fill(answer)

    def _lines(self, rows: list[dict[str, str]]) -> None:
        """Fill the lines of a plan or a budget, from the first on; what a row does not name stays."""
        for number, row in enumerate(rows, start=1):
            for column, answer in row.items():
                cell = self.page.get_by_label(f"{column}, baris {number}", exact=True)
                if not cell.count():
                    self._more_rows()
                if column in {"Rekening", "Sumber"}:
                    cell.select_option(label=answer)
                else:
                    cell.fill(answer)

    def _more_rows(self) -> None:
        more = self.page.get_by_role("button", name="Tambah baris")
        if self.walk.javascript:
            more.click()
        else:
            self._click(more)

    def _find(self, field: Locator, place: Place) -> None:
        """Look for a region: with JavaScript the choices come while one types, without it with the form's answer."""
        offered = field.get_by_label(place.offered, exact=True)
        if not place.offered or not offered.count():
            field.get_by_label("Cari nama atau kode wilayah", exact=True).fill(place.typed)
            if not place.offered or not self.walk.javascript:
                return
        offered.check()

    # Reading

    def section(self, heading: str) -> Locator:
        """The part of the page beneath this heading."""
        return self.page.locator(
            "main section", has=self.page.get_by_role("heading", name=heading, exact=True)
        )

    @staticmethod
    def read(place: Locator) -> str:
        """What is written there, white space made one."""
        return " ".join(place.inner_text().split())

    def heading(self) -> str:
        """The page's own heading."""
        return self.read(self.page.locator("main h1"))

    def text(self) -> str:
        """What stands on the page."""
        return self.read(self.page.locator("main"))

    def sees(self, *texts: str) -> None:
        """Find all this on the page."""
        text = self.text()
        assert [missing for missing in texts if missing not in text] == [], text

    def misses(self, *texts: str) -> None:
        """Find none of this on the page."""
        text = self.text()
        assert [found for found in texts if found in text] == [], text

    def offers(self) -> list[str]:
        """What may be pressed on the page of a record: the buttons beneath what is next."""
        return self.page.locator("main .actions > .button").all_inner_texts()

    def history(self) -> list[str]:
        """The sentences of the history, newest first, without their moments."""
        turns = self.page.locator("ol.history > li").evaluate_all(
            "turns => turns.map(li => [...li.querySelectorAll('p:not(.hint)')].map(p => p.innerText).join(' '))"
        )
        return [" ".join(turn.split()) for turn in turns]

    def knots(self) -> list[str]:
        """The knots of the thread, each with its state in words."""
        words = self.page.locator("ol.path:not(.strip-only) .word").all_text_contents()
        return [" ".join(word.split()) for word in words]

    def row(self, words: str) -> str:
        """The row of a table or a list of facts in which these words stand first."""
        return self.read(self.page.locator("main").locator("tr, dl > div, p.figure").filter(has_text=words))

    def pictures(self) -> int:
        """How many photos the page shows; each must really come."""
        photos = self.page.locator("main .photos img")
        for one in photos.all():
            one.scroll_into_view_if_needed()
            expect(one).to_have_js_property("complete", True)
            assert one.evaluate("img => img.naturalWidth") > 0
        return photos.count()

    def papers(self) -> int:
        """How many papers the history shows; each must really come."""
        links = self.page.locator("ol.history").get_by_role("link", name=re.compile("^Lihat kertas"))
        for one in links.all():
            assert self.page.request.get(one.get_attribute("href") or "").ok
        return links.count()

    def _refused(self, errors: dict[str, str | tuple[str, ...]], kept: tuple[str, ...]) -> None:
        """The form came back: each sentence near its field and in the summary, and all that was typed still there.

        `kept`: the names of the files that were accepted. The label '' is for the form as a whole.
        """
        said = {label: (told,) if isinstance(told, str) else told for label, told in errors.items()}
        self._arrived(_REFUSES)
        near = {label: self.read(self.field(label).locator(".error").first) for label in errors if label}
        assert near == {label: " ".join(told) for label, told in said.items() if label}, near
        summary = self.page.locator("main .note.bad")
        lines = [self.read(one) for one in summary.locator("li").all()]
        every = [f"{key}: {why}" if key else why for key, told in said.items() for why in told]
        assert sorted(lines) == sorted(every), lines
        wrong = f"Ada {len(errors)} isian yang perlu diperbaiki"
        heading = self.read(summary.locator("h2"))
        assert heading == ("Belum tersimpan" if list(errors) == [""] else wrong), heading
        self._keeps_what_was_sent()
        there = [self.read(one) for one in self.page.locator("main .kept li > span").all()]
        assert there == list(kept), there

    def saved(self, words: str) -> None:
        """The deed was done; the page says so, with the code of its record."""
        self._arrived()
        note = self.read(self.page.locator("main .note.good"))
        done = "|".join(re.escape(str(one.done)) for one in registry.ACTIONS.values() if one.words == words)
        assert re.fullmatch(rf"Tersimpan\. Anda ({done}) \([A-Z]+-[\d.]+-\d+(-v\d+)?\)\.", note), note

    # Below all this

    def _click(self, button: Locator, status: int | None = _OPENS) -> None:
        with self.page.expect_navigation():
            button.filter(visible=True).click()
        if status is not None:
            self._arrived(status)

    def _arrived(self, status: int = _OPENS) -> None:
        assert self._status == status, self.text()
        self.walk.look(self.page, self._kind(status), self.width)

    def _kind(self, status: int) -> str:
        """Name the kind of a page: its address without codes, a record's with its state; what was refused by its room."""
        path = _CODES.sub("/*", self.path.partition("?")[0]).partition("/save-")[0]
        if status >= HTTPStatus.BAD_REQUEST:
            return f"/{path.split('/')[1]} {status}"
        return f"{path} {self.page.evaluate(_STATE)}".strip() if path in _LOOKS_BY_STATE else path

    def _turn_to(self, width: int) -> None:
        self.walk.resize(self.page, width)
        self.width = width

    def _keeps_what_was_sent(self) -> None:
        now = self.filled()
        assert [pair for pair in self._sent if pair not in now] == []

    def _answered(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self._status = response.status

    def _complains(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(_NOTED):
            self.walk.faults.setdefault("console", []).append(message.text)

    def filled(self) -> list[list[str]]:
        """Return what is typed and chosen in the form, files left out."""
        pairs: list[list[str]] = self.page.locator("main form[method=post]").evaluate(
            """form => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && value
                 && !["csrfmiddlewaretoken", "act", "seen", "yakin"].includes(name))"""
        )
        return pairs
