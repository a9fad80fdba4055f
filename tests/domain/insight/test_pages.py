"""The pages of figures: what they ask, the list behind each, the file, the funnel."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from io import StringIO

import pytest
from django.test import Client

from lestari.domain.commitments.models import Commitment
from lestari.domain.knowledge.models import Innovation
from lestari.foundation.files.models import Attachment
from lestari.foundation.sheets.writing import harmless
from tests.domain.builders import BUDGETED_ON, PUBLISHED_ON, Loop, original, row
from tests.domain.pages import MOST_QUERIES, queries, signed_in, words
from tests.world import CAMPANG, GISTING, KUTA_DALOM, PUGUNG

FUNDED = "/capaian/commitments_dana_desa"
DAY = timedelta(days=1)


@pytest.fixture
def promise(loop: Loop) -> Commitment:
    """A promise of Kuta Dalom that 86.400.000 of Dana Desa pay for."""
    made = loop.planned(loop.innovation(), loop.plan_line())
    loop.fund(made, loop.budget(row(100_000_000))[0], 86_400_000)
    return made


def lines_of(response) -> list[list[str]]:
    text = b"".join(response.streaming_content).decode()
    assert text[0] == "\ufeff"
    return list(csv.reader(StringIO(text[1:])))


def test_each_figure_opens_its_list(loop: Loop, promise: Commitment, client: Client) -> None:
    text = words(client.get("/capaian"))
    assert "Dokumen inovasi terbit 1 dokumen" in text
    assert "Dana Desa untuk komitmen Rp86.400.000" in text

    listed = client.get(f"{FUNDED}?wilayah=18.06&sampai={BUDGETED_ON}")
    assert [(found.code, found.amount) for found in listed.context["rows"]] == [(promise.code, 86_400_000)]
    assert listed.context["value"] == 86_400_000
    assert client.get(listed.context["rows"][0].url).status_code == 200


def test_the_achievements_tell_the_parts_and_the_funnel(
    loop: Loop, promise: Commitment, client: Client
) -> None:
    loop.pledge(promise.innovation, place="Dusun 9")

    response = client.get("/capaian?wilayah=18.06")
    text = words(response)

    parts = "Belanja (rekening 5): Rp86.400.000 Penyertaan modal BUM Desa (rekening 6.2): Rp0"
    assert f"Dana Desa untuk komitmen Rp86.400.000 Untuk 1 komitmen {parts}" in text
    assert "Kartu ide diterima 1 kartu" in text
    assert "50% komitmen masuk APBDes" in text
    assert 'role="img" aria-label="Masuk APBDes: 50% dari 2 komitmen"' in response.content.decode()
    for bar in (*response.context["bars"], response.context["dropped"]):
        assert client.get(bar["url"]).context["page"].paginator.count == bar["count"]
        assert len(lines_of(client.get(bar["file"]))) == 1 + bar["count"]


def test_the_list_of_what_dana_desa_pays_shows_the_parts(
    loop: Loop, promise: Commitment, client: Client
) -> None:
    assert "Belanja (rekening 5): Rp86.400.000 Penyertaan modal BUM Desa (rekening 6.2): Rp0" in words(
        client.get(FUNDED)
    )


def test_an_earlier_day_gives_the_earlier_figure(loop: Loop, promise: Commitment, client: Client) -> None:
    found = [
        client.get(f"/capaian?sampai={day}").context["figures"][1]["value"]
        for day in (BUDGETED_ON - DAY, BUDGETED_ON)
    ]

    assert found == [0, 86_400_000]


def test_the_day_comes_in_three_parts_as_well(loop: Loop, promise: Commitment, client: Client) -> None:
    response = client.get("/capaian?sampai_day=28&sampai_month=12&sampai_year=2025&wilayah=18.06.20.2003")

    assert (response.context["until"], response.context["region"].code) == (date(2025, 12, 28), KUTA_DALOM)
    assert response.context["figures"][1]["value"] == 0


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("sampai=2026-08-12", "Tanggal itu belum tiba; angka di bawah sampai hari ini."),
        ("wilayah=99.99", "Tidak ada wilayah dengan kode 99.99."),
        ("wilayah_words=Sukamakmurabadi", "Tidak ada wilayah “Sukamakmurabadi”."),
        ("wilayah_words=Gisting", "Ada beberapa wilayah bernama itu. Pilih salah satu di bawah."),
    ],
)
def test_what_cannot_be_read_is_said(loop: Loop, client: Client, asked: str, sentence: str) -> None:
    response = client.get(f"/capaian?{asked}")

    assert response.status_code == 200
    assert sentence in words(response)
    assert response.context["region"].code == "18"


def test_one_region_of_that_name_is_found_by_its_name(loop: Loop, client: Client) -> None:
    assert client.get("/capaian?wilayah=&wilayah_words=Kuta+Dalom").context["region"].code == KUTA_DALOM


def test_a_name_typed_beside_the_region_that_is_shown_is_meant(loop: Loop, client: Client) -> None:
    """Without a script the region that is shown stays chosen while another is typed."""
    asked = {"wilayah": "18", "wilayah_words": "campang gisting"}
    assert "Pekon Campang" in words(client.get("/capaian", asked))


def test_one_s_own_area_comes_first(loop: Loop) -> None:
    assert signed_in(loop, "tpid").get("/capaian").context["region"].code == GISTING


def test_the_team_sees_who_recorded_it_and_the_paper(loop: Loop, client: Client) -> None:
    made = loop.planned(loop.innovation(), loop.plan_line())
    line = loop.budget(row(100))[0]
    answers = {"line": line, "amount": 100, "on": BUDGETED_ON, "papers": (original("paper"),)}
    loop.do("commitment.budget", loop.tpid(), made, **answers)

    (public,) = client.get(FUNDED).context["rows"]
    (told,) = signed_in(loop, "tpid").get(FUNDED).context["rows"]

    assert (public.by, public.paper) == ("", "")
    assert public.recorded.date() == date(2026, 8, 11)
    assert told.by == loop.people.user("tpid").name
    assert told.paper.endswith("/asli")
    assert (told.document, told.document_url) == (
        f"APBDes 2026 nomor {line.document.number}",
        f"/anggaran/{KUTA_DALOM}/2026",
    )


def test_an_innovation_that_was_withdrawn_and_put_back_was_recorded_then(loop: Loop, client: Client) -> None:
    innovation = loop.innovation()
    loop.do("innovation.withdraw", loop.tik(), innovation, reason="Usang")
    loop.do("innovation.republish", loop.tik(), innovation, reason="Pulih")

    now = client.get("/capaian/innovations").context["rows"]
    then = client.get(f"/capaian/innovations?sampai={PUBLISHED_ON}").context["rows"]

    assert [found.recorded.date() for found in (*now, *then)] == [date(2026, 8, 11), PUBLISHED_ON]


def test_where_no_paper_proves_a_row_those_who_may_see_papers_are_told(
    loop: Loop, promise: Commitment, client: Client
) -> None:
    papers = list(Attachment.objects.all())
    Attachment.objects.all().delete()  # as a history of 2018 may come in
    pages = [browser.get(FUNDED) for browser in (signed_in(loop, "tpid"), client)]
    elsewhere = signed_in(loop, "tpid", PUGUNG).get(f"{FUNDED}?wilayah=18")
    Attachment.objects.bulk_create(papers)

    assert ["kertas belum ada" in words(page) for page in (*pages, elsewhere)] == [True, False, False]


def test_a_withdrawn_innovation_leads_nowhere_for_the_public(loop: Loop, client: Client) -> None:
    innovation = loop.innovation()
    loop.do("innovation.withdraw", loop.tik(), innovation, reason="Usang")
    then = f"/capaian/innovations?wilayah=18&sampai={PUBLISHED_ON}"

    (public,), (told,) = (browser.get(then).context["rows"] for browser in (client, signed_in(loop, "tik")))

    assert (public.title, public.url) == (innovation.title, "")
    assert told.url == f"/inovasi/{innovation.code}"


IDEAS = "/capaian/ideas?wilayah=18"


def test_the_list_of_cards_leads_to_the_innovation_else_to_the_card_for_its_people(
    loop: Loop, client: Client
) -> None:
    innovation = loop.innovation()
    card = loop.idea(KUTA_DALOM, title="Kopi petik merah", contact="Ibu Sari 0812")
    loop.do("idea.identify", loop.tik(), card)

    pages = [
        browser.get(IDEAS) for browser in (client, signed_in(loop, "tpid"), signed_in(loop, "tpid", PUGUNG))
    ]

    assert [[row.url for row in page.context["rows"]] for page in pages] == [
        [f"/inovasi/{innovation.code}", ""],
        [f"/inovasi/{innovation.code}", f"/ide/{card.code}"],
        [f"/inovasi/{innovation.code}", ""],
    ]
    found = pages[0].context["rows"][1]
    shown = (found.title, found.village, found.field, found.since)
    assert shown == ("Kopi petik merah", "Pekon Kuta Dalom", "Infrastruktur", date(2026, 8, 11))
    assert "Kartu ide diterima: 2 kartu" in words(pages[0])
    for private in ("0812", "Ibu Sari", card.what_was_done, card.result):
        assert all(private not in page.content.decode() for page in pages)


def test_cards_that_are_not_accepted_never_show_their_title(loop: Loop, client: Client) -> None:
    secret = "Rahasia {}"
    cards = {
        end: loop.idea(title=secret.format(end)) for end in ("handed_in", "not_accepted", "void", "back")
    }
    with loop.at(PUBLISHED_ON):
        loop.do("idea.not_accept", loop.tik(), cards["not_accepted"], reason="Belum jelas")
        loop.do("idea.identify", loop.tik(), cards["void"])
        loop.do("idea.identify", loop.tik(), cards["back"])
    loop.do("idea.void", loop.tik(), cards["void"], reason="Salah catat")
    loop.do("idea.reconsider", loop.tik(), cards["back"], reason="Belum lengkap")

    today, then = client.get(IDEAS), client.get(f"{IDEAS}&sampai={PUBLISHED_ON}")
    _head, line = lines_of(client.get(f"/capaian/ideas.csv?wilayah=18&sampai={PUBLISHED_ON}"))

    assert (today.context["value"], then.context["value"]) == (0, 1)
    assert "Rahasia" not in today.content.decode() + then.content.decode() + "".join(line)
    assert "Kartu ini tidak lagi terbuka" in words(then)
    own = signed_in(loop, "tpid").get(f"{IDEAS}&sampai={PUBLISHED_ON}")
    assert "Rahasia back" in words(own)


def test_the_file_holds_the_same_rows_as_the_list(loop: Loop, promise: Commitment, client: Client) -> None:
    asked = f"wilayah=18.06&sampai={BUDGETED_ON}"

    response = client.get(f"{FUNDED}.csv?{asked}")

    head, *lines = lines_of(response)
    assert response["Content-Disposition"] == (
        f'attachment; filename="commitments_dana_desa-18.06-{BUDGETED_ON}.csv"'
    )
    assert head[:7] == ["kode", "judul", "desa", "bidang", "sejak", "rupiah", "rekening"]
    assert [(line[0], *line[2:7]) for line in lines] == [
        (promise.code, "Pekon Kuta Dalom", "Infrastruktur", "2025-12-29", "86400000", "5.3")
    ]


def test_the_file_of_a_step_holds_the_promises_of_its_bar(
    loop: Loop, promise: Commitment, client: Client
) -> None:
    other = loop.pledge(promise.innovation, place="Dusun 9", year=2027)
    asked = "wilayah=18.06&sampai=2026-08-01"

    response = client.get(f"/corong.csv?{asked}&langkah=pledged")
    head, *lines = lines_of(response)

    assert response["Content-Disposition"] == 'attachment; filename="corong-pledged-18.06-2026-08-01.csv"'
    assert head == [
        "kode", "judul", "desa", "bidang", "tahun anggaran", "perkiraan biaya", "keadaan", "sejak", "giliran",
    ]  # fmt: skip
    assert [(line[0], *line[4:]) for line in lines] == [
        (promise.code, "2026", "86400000", "Masuk APBDes", "2025-12-29", "Petugas desa atau TPID"),
        (other.code, "2027", "86400000", "Dijanjikan", "2025-03-11", "Petugas desa atau TPID"),
    ]
    only = lines_of(client.get(f"/corong.csv?{asked}&langkah=pledged&tahun=2027"))[1:]
    still = lines_of(client.get(f"/corong.csv?{asked}"))[1:]
    assert ([line[0] for line in only], [line[0] for line in still]) == (
        [other.code],
        [other.code, promise.code],
    )


def test_the_file_says_the_year_that_a_promise_was_for_then(
    loop: Loop, promise: Commitment, client: Client
) -> None:
    other = loop.pledge(promise.innovation, place="Dusun 9", year=2026)
    loop.back("carry_over", other, date(2026, 8, 1), year=2027)

    then, now = (
        lines_of(client.get(f"/corong.csv?langkah=pledged&sampai={day}"))[-1]
        for day in ("2026-07-31", "2026-08-01")
    )

    assert [(line[0], line[4]) for line in (then, now)] == [(other.code, "2026"), (other.code, "2027")]


def test_a_place_that_is_a_formula_leaves_the_funnel_as_text(
    loop: Loop, promise: Commitment, client: Client
) -> None:
    type(promise).objects.filter(pk=promise.pk).update(what="=1+1")

    _head, line = lines_of(client.get("/corong.csv"))

    assert line[1] == "'=1+1 di Dusun 3"


@pytest.mark.parametrize("text", ["=1+1", "+62", "-5", "@SUM(A1)", "\tx", "\rx", "\nx"])
def test_a_cell_that_a_spreadsheet_would_run_is_harmless(text: str) -> None:
    assert harmless(text) == f"'{text}"


def test_amounts_and_plain_words_stay_what_they_are() -> None:
    assert [harmless(value) for value in (-5, 86_400_000, "Pipa", None)] == [-5, 86_400_000, "Pipa", None]


def test_a_title_that_is_a_formula_leaves_as_text(loop: Loop, client: Client) -> None:
    innovation = loop.innovation()
    Innovation.objects.filter(pk=innovation.pk).update(title='=HYPERLINK("http://x")')

    _head, line = lines_of(client.get("/capaian/innovations.csv"))

    assert line[1] == '\'=HYPERLINK("http://x")'


def test_an_unknown_figure_is_not_there(loop: Loop, client: Client) -> None:
    assert [client.get(f"/capaian/{key}").status_code for key in ("apa", "apa.csv")] == [404, 404]


def test_a_list_has_twenty_rows_a_page(loop: Loop, client: Client) -> None:
    innovation = loop.innovation()
    line = loop.budget(row(10_000))[0]
    plan = loop.plan_line()
    for number in range(21):
        made = loop.planned(innovation, plan, place=f"Dusun {number}")
        loop.fund(made, line, 10)

    first, second = client.get(FUNDED), client.get(f"{FUNDED}?halaman=2")

    assert [len(response.context["rows"]) for response in (first, second)] == [20, 1]
    assert (first.context["value"], first.context["page"].paginator.count) == (210, 21)
    assert queries(client, FUNDED) <= MOST_QUERIES


@pytest.mark.parametrize(
    ("asked", "counts"),
    [
        ("", [3, 1, 1, 0, 0, 0]),
        ("bidang=infrastructure", [2, 1, 1, 0, 0, 0]),
        ("bidang=economy", [1, 0, 0, 0, 0, 0]),
        ("tahun=2027", [1, 0, 0, 0, 0, 0]),
        ("bidang=economy&tahun=2026", [0, 0, 0, 0, 0, 0]),
        (f"wilayah={PUGUNG}", [0, 0, 0, 0, 0, 0]),
    ],
)
def test_each_bar_equals_its_list_under_each_filter(
    loop: Loop, promise: Commitment, client: Client, asked: str, counts: list[int]
) -> None:
    coffee = loop.innovation(CAMPANG, title="Kopi bubuk", field="economy")
    loop.pledge(coffee, year=2027)
    dropped = loop.pledge(promise.innovation, place="Dusun 9")
    loop.back("drop", dropped, date(2026, 8, 1))

    found = client.get(f"/corong?{asked}").context

    assert [bar["count"] for bar in found["bars"]] == counts
    for bar in (*found["bars"], found["dropped"]):
        listed = client.get(bar["url"]).context["page"]
        assert listed.paginator.count == bar["count"]
        assert sum(one.estimated_cost for one in listed.object_list) == bar["cost"]


def test_what_stands_still_says_whose_turn_it_is(loop: Loop, promise: Commitment, client: Client) -> None:
    text = words(client.get("/corong"))

    assert "Masuk APBDes 225 hari Petugas desa atau TPID Rp86.400.000" in text


@pytest.mark.parametrize(
    "page", ["/capaian", "/capaian/innovations", FUNDED, "/capaian/ideas", "/corong", "/corong.csv"]
)
def test_the_pages_ask_no_more_when_they_grow(loop: Loop, promise: Commitment, page: str) -> None:
    browsers = [Client(), signed_in(loop, "tpid"), signed_in(loop, "village_officer", KUTA_DALOM)]
    page += "?wilayah=18"
    before = [queries(browser, page) for browser in browsers]

    line = loop.budget(row(50), code=CAMPANG)[0]
    more = loop.innovation(KUTA_DALOM, title="Kopi bubuk")
    loop.fund(loop.planned(more, loop.plan_line(code=CAMPANG)), line, 50)

    assert [queries(browser, page) for browser in browsers] == before
    assert max(before) <= MOST_QUERIES


@pytest.mark.django_db
def test_counted_villages_have_the_word_of_their_region(client: Client) -> None:
    assert "Kecamatan Gisting · 9 pekon pada hari itu" in words(client.get(f"/capaian?wilayah={GISTING}"))
