"""The search index is kept by the worker: it follows within a moment, and whatever befalls it costs no deed and no page."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from lestari.domain.knowledge.models import Innovation
from lestari.foundation.kernel.access import ANONYMOUS, Actor
from lestari.foundation.ledger.sealer import seal_all
from lestari.foundation.regions.newer import Change, apply, take_back
from lestari.foundation.regions.queries import by_code
from lestari.foundation.search.finding import find
from lestari.foundation.search.keeping import Keeper, anew
from lestari.foundation.search.registry import identity
from lestari.foundation.search.shelf import Taken, Unavailable, current, making, position, serving, shelf
from tests.clock import Clock
from tests.databases import OwnDatabase
from tests.domain.builders import Loop
from tests.world import CAMPANG, ELSEWHERE, GISTING, KUTA_DALOM, PUGUNG, People, World

Indexed = Callable[[], None]
#: Seconds after which a test gives up waiting for what takes a fraction of one.
PATIENCE = 30


def found(question: str, actor: Actor = ANONYMOUS) -> list[str]:
    """The ids of what somebody finds."""
    return [hit.id for hit in find(actor, question).hits]


def of(innovation: Innovation) -> str:
    return identity("knowledge.Innovation", innovation.pk)


@pytest.mark.django_db
def test_people_of_the_area_find_drafts_and_cards_others_only_what_is_published(
    loop: Loop, indexed: Indexed
) -> None:
    published = loop.innovation(CAMPANG, title="Turbin sungai")
    draft = loop.draft(KUTA_DALOM)
    loop.write(draft, title="Turbin rahasia")
    card = loop.idea(CAMPANG, title="Turbin dusun")
    indexed()
    hidden = {identity("knowledge.InnovationVersion", draft.pk), identity("knowledge.IdeaCard", card.pk)}
    for actor in (ANONYMOUS, loop.people("tpid", "18.06.11"), loop.people("village_officer", ELSEWHERE)):
        assert found("turbin", actor) == [of(published)]
        assert find(actor, "turbin", facets=("kind",)).facets == {"kind": {"knowledge.Innovation": 1}}
    for actor in (loop.tpid(), loop.tik(), loop.people("province"), loop.people("facilitator", GISTING)):
        assert set(found("turbin", actor)) == {of(published), *hidden}
    assert set(found("turbin", loop.officer(CAMPANG))) == {
        of(published),
        identity("knowledge.IdeaCard", card.pk),
    }
    loop.publish(draft)
    indexed()
    assert set(found("turbin")) == {of(published), identity("knowledge.Innovation", draft.innovation_id)}


@pytest.mark.django_db
def test_contacts_and_numbers_of_minutes_are_found_by_nobody(loop: Loop, indexed: Indexed) -> None:
    loop.innovation(CAMPANG)
    indexed()
    assert found("gotong royong") != []
    assert found("sekretaris") == []
    assert found("140") == []


def test_a_deed_is_found_while_the_worker_runs_and_gone_when_it_is_withdrawn(
    own_database: OwnDatabase, clock: Clock
) -> None:
    loop = Loop(People(World()), clock)
    ended = threading.Event()

    def worker() -> None:
        keeper = Keeper()
        while not ended.wait(0.05):
            seal_all()
            keeper.look()

    def people() -> None:
        try:
            innovation = loop.innovation(CAMPANG, title="Turbin sungai")
            until(lambda: found("turbin") == [of(innovation)])
            loop.do("innovation.withdraw", loop.tik(), innovation, reason="Isinya keliru")
            until(lambda: found("turbin") == [])
        finally:
            ended.set()

    own_database.at_once([worker, people])


def until(holds: Callable[[], bool]) -> None:
    """Ask again and again until it holds."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            if holds():
                return
        except Unavailable:
            pass
    raise AssertionError("it did not come to hold")


def _gone(folder: Path) -> None:
    (shelf() / "current").unlink()


def _another_make(folder: Path) -> None:
    (folder / "make").write_text("older")


def _no_position(folder: Path) -> None:
    (folder / "position").unlink()


def _ahead(folder: Path) -> None:
    (folder / "position").write_text(f"1000000:{'a' * 64}")


def _of_another_database(folder: Path) -> None:
    number = (folder / "position").read_text().partition(":")[0]
    (folder / "position").write_text(f"{number}:{'a' * 64}")


def _garbled(*endings: str) -> Callable[[Path], None]:
    def garble(folder: Path) -> None:
        for file in [file for file in folder.iterdir() if file.name.endswith(endings)]:
            # Another file in its place: this process has the old one mapped, and would be ended were that cut off.
            draft = file.with_name("draft")
            draft.write_bytes(b"\x07" * (file.stat().st_size // 2))
            draft.replace(file)

    return garble


BROKEN = [
    _gone,
    _another_make,
    _no_position,
    _of_another_database,
    _ahead,
    _garbled("meta.json"),
    _garbled(".term", ".idx", ".store"),
    _garbled(".fast", ".fieldnorm", ".pos"),
]


@pytest.mark.django_db
@pytest.mark.parametrize("damage", BROKEN)
def test_a_damaged_index_costs_no_deed_and_is_made_anew(
    loop: Loop, indexed: Indexed, damage: Callable[[Path], None]
) -> None:
    first = loop.innovation(CAMPANG, title="Turbin sungai")
    indexed()
    damage(shelf() / serving())
    forget()
    with contextlib.suppress(Unavailable):
        assert set(found("turbin")) <= {of(first)}
    second = loop.innovation(KUTA_DALOM, title="Turbin angin")
    indexed()
    assert set(found("turbin")) == {of(first), of(second)}


def forget() -> None:
    """Be a process that has not opened the index yet."""
    current.__globals__["_open"].clear()


@pytest.mark.django_db
def test_a_locked_index_is_written_once_it_is_free_though_its_writer_was_killed(
    loop: Loop, indexed: Indexed
) -> None:
    loop.innovation(CAMPANG, title="Turbin sungai")
    indexed()
    before = position(serving())
    program = (
        "import sys, pathlib; from lestari.foundation.search.index import open_index\n"
        f"writer = open_index(pathlib.Path({str(shelf() / serving())!r})).writer(15_000_000, 1)\n"
        "print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        late = loop.innovation(KUTA_DALOM, title="Turbin angin")
        indexed()
        assert (position(serving()), len(found("turbin"))) == (
            before,
            1,
        )  # it waits, and what is there is found
        other.kill()
    indexed()
    assert of(late) in found("turbin")


@pytest.mark.django_db
def test_the_old_index_serves_while_the_new_one_is_made_and_nothing_is_missed(
    loop: Loop, indexed: Indexed
) -> None:
    first = loop.innovation(CAMPANG, title="Turbin sungai")
    indexed()
    old = serving()
    steps = anew()
    next(steps)
    assert (found("turbin"), serving()) == ([of(first)], old)
    meanwhile = loop.innovation(KUTA_DALOM, title="Turbin angin")
    indexed()
    assert set(found("turbin")) == {of(first), of(meanwhile)}
    with pytest.raises(Taken):
        next(anew())
    assert [*steps][-1] is not None
    assert serving() != old
    indexed()
    assert set(found("turbin")) == {of(first), of(meanwhile)}
    assert [folder.name for folder in shelf().iterdir() if folder.is_dir()] == [serving()]


@pytest.mark.django_db
def test_an_index_made_anew_says_what_the_followed_one_said(loop: Loop, indexed: Indexed) -> None:
    indexed()
    pipe = loop.innovation(CAMPANG, title="Turbin sungai")
    loop.pledge(pipe)
    loop.innovation(KUTA_DALOM, title="Kopi bubuk", field="economy")
    loop.draft(KUTA_DALOM)
    indexed()
    facets = ("kind", "field", "topic", "year", "copied", "video", "regency", "village")
    followed = {actor.name: find(actor, "", facets=facets, limit=50) for actor in askers(loop)}
    list(anew())
    for actor in askers(loop):
        made = find(actor, "", facets=facets, limit=50)
        assert (made.total, made.facets) == (followed[actor.name].total, followed[actor.name].facets)


def askers(loop: Loop) -> Iterator[Actor]:
    yield from (ANONYMOUS, loop.tik(), loop.tpid(), loop.officer(CAMPANG))


def test_a_newer_list_of_regions_is_followed_while_the_old_index_serves(
    own_database: OwnDatabase, clock: Clock
) -> None:
    loop = Loop(People(World()), clock)
    first = loop.innovation(CAMPANG, title="Turbin sungai")
    keeper = Keeper()
    seal_all()
    keeper.finish()
    assert (lies_in(GISTING), lies_in(PUGUNG)) == ([of(first)], [])
    village = by_code(CAMPANG)
    moved = [Change("moved", "village", village.pk, CAMPANG, "Campang", f"{PUGUNG}.2060", "Campang")]

    taken = apply(moved, date(2026, 8, 1))
    old = serving()
    assert keeper.look()  # sees it, and begins
    meanwhile = loop.innovation(KUTA_DALOM, title="Turbin angin")
    seal_all()
    with making():  # somebody else makes it at this moment: what serves is followed all the same
        keeper.finish()
    assert (serving(), lies_in(GISTING)) == (old, [of(meanwhile), of(first)])
    keeper.finish()
    assert serving() != old
    assert (lies_in(GISTING), lies_in(PUGUNG)) == ([of(meanwhile)], [of(first)])

    new = serving()
    keeper.finish()
    assert serving() == new  # once is enough
    take_back(taken.pk)
    keeper.finish()
    assert (set(lies_in(GISTING)), lies_in(PUGUNG)) == ({of(first), of(meanwhile)}, [])


def lies_in(district: str) -> list[str]:
    """What is found in a district, the newest first."""
    return [hit.id for hit in find(ANONYMOUS, "", filters={"district": f"{district}."}).hits]


def test_an_index_made_before_the_lists_were_kept_beside_it_is_made_anew_once(
    own_database: OwnDatabase, clock: Clock
) -> None:
    Loop(People(World()), clock).innovation(CAMPANG, title="Turbin sungai")
    seal_all()
    Keeper().finish()
    old = serving()
    (shelf() / old / "tree").unlink()
    Keeper().finish()
    assert serving() != old
