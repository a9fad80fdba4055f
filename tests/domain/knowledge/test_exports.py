"""The documents and the cards of one's area go out as files; the cards come in again."""

from __future__ import annotations

from lestari.domain.knowledge.models import InnovationVersion
from tests.domain.builders import Loop
from tests.domain.pages import signed_in, words
from tests.sheets import checked, doubts, queries_out, refused, rows_out, written
from tests.world import CAMPANG, ELSEWHERE, KUTA_DALOM

HEAD = ["Kode", "Dokumen", "Desa", "Kode desa", "Bidang", "Versi", "Keadaan"]


def test_the_documents_of_the_area_go_out_in_the_state_that_is_chosen(loop: Loop) -> None:
    draft = loop.draft()
    loop.write(draft, title="=Pipa")
    published = InnovationVersion.objects.get(innovation=loop.innovation(KUTA_DALOM))
    tpid = signed_in(loop, "tpid")
    at_work = [draft.code, "=Pipa", "Pekon Campang", CAMPANG, "Infrastruktur", 1, "Konsep"]
    out = [published.code, published.title, "Pekon Kuta Dalom", KUTA_DALOM, "Infrastruktur", 1, "Terbit"]
    assert rows_out(tpid, "/dokumen.xlsx") == [HEAD, at_work]
    assert rows_out(tpid, "/dokumen.csv") == [HEAD, [draft.code, "'=Pipa", *map(str, at_work[2:])]]
    assert rows_out(tpid, "/dokumen.xlsx?keadaan=published") == [HEAD, out]
    assert rows_out(signed_in(loop, "tik", "18.10"), "/dokumen.xlsx") == [HEAD]
    page = tpid.get("/dokumen?keadaan=published")
    assert "Unduh Excel Unduh CSV" in words(page)
    assert 'href="/dokumen.xlsx?keadaan=published"' in page.content.decode()
    few = queries_out(tpid, "/dokumen.csv")
    for _number in range(3):
        loop.draft()
    assert (queries_out(tpid, "/dokumen.csv"), len(rows_out(tpid, "/dokumen.csv"))) == (few, 5)


def test_the_cards_of_the_area_come_in_again_without_a_change(loop: Loop) -> None:
    loop.idea(title="=Pipa", what_was_done="- Memasang pipa\n- Memasang bak")
    loop.do("idea.identify", loop.tik(), loop.idea(KUTA_DALOM, title="Kebun kopi"))
    loop.idea(ELSEWHERE, by=loop.people("village_officer", ELSEWHERE))
    tpid = signed_in(loop, "tpid")
    for ending in ("csv", "xlsx"):
        content = b"".join(tpid.get(f"/ide.{ending}"))  # type: ignore[call-overload]
        sheet = checked("ideas", content, loop.people.user("tpid"), name=f"ide.{ending}")
        assert (sheet.counts, refused(sheet), doubts(sheet)) == ({"left": 2, "skipped": 0}, [], [])
    assert len(rows_out(tpid, "/ide.csv?keadaan=identified")) == 2


def test_the_catalogue_comes_in_again_and_leaves_a_new_version_at_work_alone(loop: Loop) -> None:
    innovation = loop.innovation()
    loop.do("innovation.revise", loop.tpid(), innovation)
    draft = innovation.versions.get(number=2)
    loop.do("innovation.save_problem", loop.tpid(), draft, problem="Mata air mengering.")
    people = loop.people.user("tpid"), loop.people.user("tik")
    for ending in ("csv", "xlsx"):
        content = b"".join(signed_in(loop, "tpid").get(f"/katalog.{ending}"))  # type: ignore[call-overload]
        sheet = written("innovations", content, *people, name=f"katalog.{ending}")
        assert (sheet.counts, refused(sheet), doubts(sheet)) == ({"left": 1, "skipped": 0}, [], [])
    draft.refresh_from_db()
    assert (draft.state, draft.content["problem"]) == ("draft", "Mata air mengering.")
