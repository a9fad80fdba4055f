"""The list of promises, the page of one, and the forms of its steps, without a script."""

from __future__ import annotations

from itertools import product

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lestari.domain.commitments import listing
from lestari.domain.commitments.models import Commitment
from lestari.domain.knowledge.models import Innovation
from lestari.foundation.components import records
from lestari.foundation.people.queries import actor_of
from tests.domain.builders import BUDGETED_ON, DONE_ON, YEAR, Loop, row, sent_by_officer
from tests.domain.pages import MOST_QUERIES, queries, signed_in, words
from tests.foundation.files.conftest import upload
from tests.world import CAMPANG, ELSEWHERE, GISTING, KUTA_DALOM, TANGGAMUS

pytestmark = pytest.mark.django_db

WHAT_CHANGES = "Tulis apa yang diubah, karena caranya adopsi. Bila sama dengan aslinya, pilih replikasi."


def codes(client: Client, query: str = "") -> list[str]:
    return sorted(promise.code for promise, _knots in client.get(f"/komitmen{query}").context["rows"])


@pytest.fixture
def promises(loop: Loop) -> list[Commitment]:
    """Pledged for 2026, pledged for 2027, budgeted, dropped, and one voided."""
    innovation, plan = loop.innovation(), loop.plan_line()
    (line,) = loop.budget(row(100))
    pledged, later = loop.pledge(innovation), loop.pledge(innovation, year=2027)
    budgeted, dropped = loop.planned(innovation, plan), loop.planned(innovation, plan)
    voided = loop.pledge(innovation)
    loop.fund(budgeted, line, 100)
    loop.back("drop", dropped, DONE_ON)
    loop.back("void", voided, DONE_ON, by=loop.tpid())
    return [pledged, later, budgeted, dropped, voided]


def test_the_list_is_narrowed_by_each_filter(loop: Loop, promises: list[Commitment]) -> None:
    pledged, later, budgeted, dropped, voided = (promise.code for promise in promises)
    client = signed_in(loop)
    assert codes(client) == sorted([pledged, later, budgeted, dropped])
    assert codes(client, "?keadaan=pledged") == sorted([pledged, later])
    assert codes(client, "?keadaan=pledged&tahun=2027") == [later]
    assert codes(client, "?keadaan=void") == [voided]
    assert codes(client, "?bidang=economy") == []
    assert codes(client, f"?wilayah={GISTING}&bidang=infrastructure&tahun={YEAR}") == sorted(
        [pledged, budgeted, dropped]
    )
    assert codes(client, f"?wilayah={CAMPANG}") == []
    assert codes(client, "?keadaan=x&tahun=x&wilayah=x&bidang=x&halaman=x") == codes(client)


def test_the_list_is_of_ones_area_and_for_the_public_of_everywhere(
    loop: Loop, promises: list[Commitment]
) -> None:
    assert codes(signed_in(loop, code=CAMPANG)) == []
    assert codes(signed_in(loop, "tik", TANGGAMUS)) == codes(Client()) == codes(signed_in(loop))
    assert codes(Client(), "?keadaan=void") == []


def test_filters_say_how_many_they_would_leave(loop: Loop, promises: list[Commitment]) -> None:
    groups = Client().get(f"/komitmen?tahun={YEAR}").context["groups"]
    counts = {
        str(group["heading"]): {option.value: option.count for option, _rest in group["options"]}
        for group in groups
    }
    assert counts == {
        "Keadaan": {"pledged": 1, "budgeted": 1, "dropped": 1},
        "Tahun anggaran": {"2027": 1, "2026": 3},
    }


def test_the_count_of_each_filter_is_that_of_the_list_behind_it(
    loop: Loop, promises: list[Commitment]
) -> None:
    actor = actor_of(loop.tpid())
    kinds = product(["", "infrastructure", "economy"], ["", "pledged", "dropped", "void"], [None, YEAR, 2027])
    for field, state, year in kinds:
        chosen = listing.UNSET | {"field": field, "state": state, "year": year}
        offered = listing.options(actor, chosen)
        for name, options in offered.items():
            for option in options if name != "region" else ():
                value = int(option.value) if name == "year" else option.value
                assert option.count == listing.listed(actor, chosen | {name: value}).count() > 0
    everything = listing.options(actor, listing.UNSET)["state"]
    assert sum(option.count for option in everything) == len(promises) - 1, "voided ones only on demand"


def test_nothing_found_names_the_filter_to_let_go(loop: Loop, promises: list[Commitment]) -> None:
    page = words(Client().get("/komitmen?keadaan=verified&bidang=infrastructure"))
    assert "Lepas saringan Terverifikasi 4 komitmen" in page
    assert "Lepas saringan Infrastruktur" not in page


def test_twenty_stand_on_a_page_and_the_list_asks_the_same(loop: Loop) -> None:
    innovation = loop.innovation()
    loop.pledge(innovation)
    client = signed_in(loop)
    few = queries(client, "/komitmen")
    for number in range(21):
        loop.pledge(innovation, place=f"RT {number}")
    assert (queries(client, "/komitmen"), few <= MOST_QUERIES) == (few, True)
    assert (len(codes(client)), len(codes(client, "?halaman=2"))) == (20, 2)


@pytest.mark.parametrize(
    ("role", "code"), [("", ""), ("village_officer", KUTA_DALOM), ("tpid", GISTING), ("tik", TANGGAMUS)]
)
def test_a_promises_page_asks_little(loop: Loop, promises: list[Commitment], role: str, code: str) -> None:
    client = signed_in(loop, role, code) if role else Client()
    counts = {queries(client, f"/komitmen/{promise.code}") for promise in promises[:4]}
    assert max(counts) <= MOST_QUERIES


def test_the_page_says_what_is_next_until_when_and_what_is_locked(
    loop: Loop, promises: list[Commitment]
) -> None:
    response = signed_in(loop).get(f"/komitmen/{promises[1].code}")
    page = words(response)
    assert "Catat komitmen ini di RKPDes 2027" in page
    assert "Paling lambat Rabu, 30 September 2026. 50 hari lagi." in page
    assert response.context["buttons"].primary.label == "Catat di RKPDes"
    assert [one.label for one in response.context["buttons"].locked] == ["Catat di APBDes"]
    assert [knot.state for knot in response.context["knots"]] == [
        "done",
        "done",
        "done",
        "now",
        "next",
        "next",
    ]


def test_others_see_whose_turn_it_is(loop: Loop, promises: list[Commitment]) -> None:
    response = signed_in(loop, "tik", TANGGAMUS).get(f"/komitmen/{promises[1].code}")
    assert response.context["buttons"].primary is None
    assert "Menunggu" in words(response)


def test_the_thread_is_cut_where_a_promise_was_dropped(loop: Loop, promises: list[Commitment]) -> None:
    knots = Client().get(f"/komitmen/{promises[3].code}").context["knots"]
    assert [knot.state for knot in knots] == ["done", "done", "done", "done", "cut", "next"]


def test_the_first_signing_stays_on_the_thread_when_a_promise_is_carried_over(
    loop: Loop, promises: list[Commitment]
) -> None:
    loop.back("carry_over", promises[0], DONE_ON, year=2027)
    knots = Client().get(f"/komitmen/{promises[0].code}").context["knots"]
    assert knots[2].lines[0].replace("\u00a0", " ") == "11 Mar 2025"


def test_the_thread_keeps_the_dates_of_what_a_revised_budget_left(
    loop: Loop, promises: list[Commitment]
) -> None:
    promise = promises[2]
    line = promise.fundings.get().allocation.line
    loop.revise(line.document, row(99, line=line.pk))
    knots = signed_in(loop).get(f"/komitmen/{promise.code}").context["knots"]
    said = [[text.replace("\u00a0", " ") for text in knot.lines] for knot in knots[3:]]
    assert [knot.state for knot in knots[3:]] == ["done", "now", "next"]
    assert said == [
        ["24 Sep 2025"],
        ["Giliran Anda", "Paling lambat 18 Agu 2026"],
        ["Paling lambat 31 Des 2026"],
    ]


def test_the_thread_keeps_its_dates_when_the_revision_is_voided(
    loop: Loop, promises: list[Commitment]
) -> None:
    promise = promises[2]
    line = promise.fundings.get().allocation.line
    revision = loop.revise(line.document, row(99, line=line.pk))
    loop.do("budgets.void", loop.officer(), revision, reason="Belum disahkan")
    knots = Client().get(f"/komitmen/{promise.code}").context["knots"]
    assert knots[4].lines[0].replace("\u00a0", " ") == "29 Des 2025"


def test_a_voided_promise_is_shown_to_people_only(loop: Loop, promises: list[Commitment]) -> None:
    address = f"/komitmen/{promises[4].code}"
    assert (Client().get(address).status_code, signed_in(loop).get(address).status_code) == (404, 200)


def test_the_public_reads_no_names_in_the_history(loop: Loop, promises: list[Commitment]) -> None:
    address = f"/komitmen/{promises[0].code}"
    name = loop.people.user("village_officer", KUTA_DALOM).name
    assert (name in words(Client().get(address)), name in words(signed_in(loop).get(address))) == (
        False,
        True,
    )


def test_a_step_over_the_line_comes_back_as_filled(loop: Loop, promises: list[Commitment]) -> None:
    promise, (line,) = promises[2], loop.lines(promises[2].fundings.get().allocation.line.document)
    told = {
        "line": str(line.pk), "amount": "Rp 1", "on_day": "2", "on_month": "2", "on_year": "2026",
        "seen": str(promise.version),
    }  # fmt: skip

    response = signed_in(loop).post(f"/komitmen/{promise.code}/add-funding", told)

    assert response.status_code == 422
    assert "Baris ini tinggal memuat Rp0 dari Rp100. Tulis paling banyak Rp0." in words(response)
    assert 'value="Rp 1"' in response.content.decode()


def test_a_line_of_another_village_is_not_offered(loop: Loop, promises: list[Commitment]) -> None:
    foreign = loop.plan_line(code=CAMPANG)
    told = {"line": str(foreign.pk), "on_day": "2", "on_month": "2", "on_year": "2026"}
    response = signed_in(loop).post(f"/komitmen/{promises[0].code}/plan", told)
    assert response.status_code == 422
    assert "Pilihan ini tidak ada di daftar. Pilih lagi." in words(response)


def test_a_step_of_another_state_says_why_not(loop: Loop, promises: list[Commitment]) -> None:
    response = signed_in(loop).get(f"/komitmen/{promises[0].code}/verify")
    assert response.status_code == 403
    response = signed_in(loop).get(f"/komitmen/{promises[0].code}/start")
    assert "Sekarang “Dijanjikan”. Langkah ini dari keadaan “Masuk APBDes”." in words(response)


def test_a_report_that_was_sent_back_is_mended_not_told_anew(loop: Loop, promises: list[Commitment]) -> None:
    budgeted = promises[2]
    loop.report_done(budgeted)
    loop.back("send_back", budgeted, DONE_ON, by=loop.tpid())

    form = signed_in(loop).get(f"/komitmen/{budgeted.code}/report-done").context["form"]

    assert (form["realised_amount"].value(), form["result"].value()) == (85_000_000, "Air mengalir")
    sent = {name: [one.kind for one in form[name].value()] for name in ("photos", "papers")}
    assert sent == {"photos": ["photo"], "papers": ["paper"]}
    page = signed_in(loop).get(f"/komitmen/{budgeted.code}")
    assert [done for done, _words in page.context["needs"]] == [True, True, True]


def test_a_promise_is_made_outside_a_bursa(loop: Loop) -> None:
    innovation = loop.innovation()
    client = signed_in(loop)
    address = f"/komitmen/baru?inovasi={innovation.code}"
    assert f'<option value="{innovation.code}" selected>' in client.get(address).content.decode()

    told = {
        "region": KUTA_DALOM, "innovation": str(innovation.pk), "mode": "adapt", "changes": "Pipa lebih kecil", "place": "Dusun 3 <i>atas</i>",
        "year": "2027", "volume": "1.200,5", "unit": "meter", "estimated_cost": "Rp86.400.000",
        "planned_source": "DD", "responsible": "Kaur Perencanaan",
        "on_day": "11", "on_month": "8", "on_year": "2026", "papers": sent_by_officer(KUTA_DALOM),
    }  # fmt: skip
    without = client.post("/komitmen/baru", told | {"changes": " "})
    assert (without.status_code, without.context["form"].errors) == (422, {"changes": [WHAT_CHANGES]})
    assert "Dusun 3 &lt;i&gt;atas&lt;/i&gt;" in without.content.decode()
    response = client.post("/komitmen/baru", told)

    promise = Commitment.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/komitmen/{promise.code}")
    page = client.get(response["Location"]).content.decode()
    assert "Dusun 3 &lt;i&gt;atas&lt;/i&gt;" in page
    assert "1.200,5 meter" in page


def test_the_history_says_what_money_came_and_went_and_why(loop: Loop) -> None:
    promise = loop.planned(loop.innovation(), loop.plan_line())
    (line,) = loop.budget(row(100_000_000))
    loop.fund(promise, line, 60_000_000)
    loop.back("release", promise, BUDGETED_ON)
    page = words(signed_in(loop).get(f"/komitmen/{promise.code}"))

    assert "Rp60.000.000 dari baris 2.4.01, DD, APBDes 2026." in page
    assert "Tidak lagi Rp60.000.000 dari baris 2.4.01, DD, APBDes 2026. “Musyawarah pekon”" in page
    assert f"Baris RKPDes: {promise.plan_line}." in page
    public = words(Client().get(f"/komitmen/{promise.code}"))
    assert "Rp60.000.000 dari baris" in public
    assert "Musyawarah pekon" not in public.partition("Riwayat")[2]


def test_the_history_of_a_result_tells_of_a_cut_that_leaves_its_state(loop: Loop) -> None:
    promise = loop.planned(loop.innovation(), loop.plan_line())
    (line,) = loop.budget(row(100_000_000))
    loop.fund(promise, line, 60_000_000)
    loop.report_done(promise)
    loop.revise(line.document, row(20_000_000, line=line.pk))

    newest = signed_in(loop).get(f"/komitmen/{promise.code}").context["history"][0]

    assert (newest.kind, newest.states, sorted(newest.told)) == (
        "commitment.fall_back",
        "",
        [
            "Rp20.000.000 dari baris 2.4.01, DD, Perubahan APBDes 2026.",
            "Tidak lagi Rp60.000.000 dari baris 2.4.01, DD, APBDes 2026.",
        ],
    )


def test_the_list_is_that_of_ones_own_regency_and_what_was_chosen_in_the_catalogue(loop: Loop) -> None:
    innovation = loop.innovation()
    there = signed_in(loop, "village_officer", ELSEWHERE)
    option = f'<option value="{innovation.code}"'

    assert option in signed_in(loop).get("/komitmen/baru").content.decode()
    assert option not in there.get("/komitmen/baru").content.decode()
    chosen = there.get(f"/komitmen/baru?inovasi={innovation.code}").content.decode()
    assert f'<optgroup label="{innovation.field_word}">' in chosen
    assert f"{option} selected>" in chosen


def test_of_a_long_list_the_innovation_is_searched_and_nothing_typed_is_lost(
    loop: Loop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "LONGEST", 2)
    pipe, embung, other = loop.innovation(), loop.innovation(title="Embung Rindingan"), loop.innovation()
    client = signed_in(loop)
    page = client.get("/komitmen/baru").content.decode()
    assert 'name="innovation_words"' in page
    assert "<option" not in page.partition('name="innovation_words"')[2].partition('name="mode"')[0]

    several = client.post("/komitmen/baru", {"innovation_words": "pipa", "place": "Dusun 3"})
    assert several.status_code == 422
    text = several.content.decode()
    assert "Ada beberapa yang cocok. Pilih salah satu di bawah." in text
    assert {code for code in (pipe.code, embung.code, other.code) if f'value="{code}"' in text} == {
        pipe.code,
        other.code,
    }
    assert 'value="Dusun 3"' in text

    none = client.post("/komitmen/baru", {"innovation_words": "zzz"}).content.decode()
    assert "Tidak ada yang cocok dengan “zzz”." in none
    found = client.post("/komitmen/baru", {"innovation_words": "embung", "place": "Dusun 3"}).content.decode()
    assert f'value="{embung.code}" checked' in found


def test_the_search_button_offers_what_may_be_copied_and_keeps_what_was_typed(
    loop: Loop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "LONGEST", 0)
    pipe, other, own = loop.innovation(), loop.innovation(), loop.innovation(KUTA_DALOM)
    loop.do("innovation.withdraw", loop.tik(), loop.innovation(), reason="Keliru")
    client, papers = signed_in(loop), sent_by_officer(KUTA_DALOM)
    typed = {"region": KUTA_DALOM, "place": "Dusun 3", "papers": papers, "innovation_cari": "1"}

    several = client.post("/komitmen/baru", typed | {"innovation_words": "pipa"})
    everything = client.post("/komitmen/baru", typed | {"innovation_words": ""})
    nothing = client.post("/komitmen/baru", typed | {"innovation_words": "zzz"})

    assert [page.status_code for page in (several, everything, nothing)] == [200, 200, 200]
    text = several.content.decode()
    assert {one.code for one in (pipe, other, own) if f'value="{one.code}"' in text} == {
        pipe.code,
        other.code,
    }
    assert f"{pipe.title} {pipe.code}" in words(several)
    assert "Ada beberapa yang cocok. Pilih salah satu di bawah." in text
    assert ('value="Dusun 3"' in text, f'name="papers" value="{papers}"' in text) == (True, True)
    assert several.context["form"].errors == {}
    assert f'value="{pipe.code}"' in everything.content.decode()
    assert "Tidak ada yang cocok dengan “zzz”." in nothing.content.decode()
    assert Commitment.objects.count() == 0


def test_a_search_keeps_files_and_names_those_it_cannot_keep(
    loop: Loop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "LONGEST", 0)
    loop.innovation()
    searched = {"innovation_words": "pipa", "innovation_cari": "1"}

    page = signed_in(loop).post("/komitmen/baru", searched | {"papers": upload(b"bukan foto", "kartu.jpg")})

    assert set(page.context["form"].errors) == {"papers"}
    assert "kartu.jpg" in words(page)


def test_the_script_of_the_search_gets_codes_and_words_alone(
    loop: Loop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "LONGEST", 0)
    pipe = loop.innovation()
    client, typed = (
        signed_in(loop),
        {"region": KUTA_DALOM, "innovation_words": "pipa", "innovation_cari": "1"},
    )

    with CaptureQueriesContext(connection) as asked:
        answer = client.post("/komitmen/baru", typed, headers={"accept": "application/json"})

    assert answer.json() == {
        "records": [{"code": pipe.code, "label": pipe.title, "mark": pipe.code}],
        "said": "Satu yang cocok.",
    }
    assert len(asked) <= MOST_QUERIES
    refused = signed_in(loop, "tik").post("/komitmen/baru", typed, headers={"accept": "application/json"})
    assert refused.status_code == 403


def test_of_thousands_those_of_the_own_regency_are_found_first(
    loop: Loop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "LONGEST", 0)
    near = loop.innovation(title="Pipa dari Way Semaka")
    far = Innovation.objects.create(
        region=loop.regions[ELSEWHERE],
        field="economy",
        title="Pipa",
        state="published",
        code="INV-18.10-0001",
    )
    typed = {"region": KUTA_DALOM, "innovation_words": "pipa", "innovation_cari": "1"}

    answer = signed_in(loop).post("/komitmen/baru", typed, headers={"accept": "application/json"})

    assert [one["code"] for one in answer.json()["records"]] == [near.code, far.code]
    far.delete()
