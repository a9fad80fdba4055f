"""The room's pages: the public catalogue, an innovation, and the lists and forms of the people who work."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lestari.domain.knowledge.models import IdeaCard, InnovationVersion
from lestari.domain.knowledge.template import SECTIONS
from lestari.foundation.files.models import Attachment
from lestari.foundation.files.store import keep
from lestari.foundation.people.models import Assignment
from tests.domain.builders import PUBLISHED_ON, Loop, original
from tests.domain.pages import MOST_QUERIES, queries, signed_in, words
from tests.foundation.files.conftest import picture, upload, video
from tests.world import CAMPANG, KUTA_DALOM, PRINGSEWU

pytestmark = pytest.mark.django_db


@pytest.fixture
def enter(loop: Loop) -> Callable[..., Client]:
    """Sign in the person who holds a role."""
    return partial(signed_in, loop)


def primary_of(page) -> tuple[str, str]:
    """Return what stands on the one primary button of a page, and where it leads."""
    (found,) = re.findall(r'<a class="button primary" href="([^"]+)">([^<]+)</a>', page.content.decode())
    return unescape(found[1]), found[0]


def test_words_of_a_search_are_shown_as_text(loop: Loop, client: Client) -> None:
    page = client.get("/katalog", {"q": "<script>alert(1)</script>"})
    assert "<script>alert" not in page.content.decode()


def test_innovation_shows_its_version_in_words(loop: Loop, client: Client) -> None:
    version = loop.draft()
    loop.write(version)
    answers = {name: version.content[name] for name in ("minutes_number", "author", "contact")}
    loop.do(
        "innovation.save_minutes",
        loop.tpid(),
        version,
        **answers,
        minutes_on=PUBLISHED_ON,
        video="https://contoh.id/v",
        licence="CC BY 4.0",
    )
    photo = original()
    loop.do("innovation.save_pictures", loop.tpid(), version, photos=(photo,), captions="Bak penampung")
    innovation = loop.publish(version)
    page = client.get(f"/inovasi/{innovation.code}")
    text = words(page)
    shown = ("Infrastruktur", "Rp86.400.000", "19 Agustus 2024", "CC BY 4.0: bebas dipakai", "Bak penampung")
    assert [word for word in shown if word not in text] == []
    assert [key for key in ("infrastructure", str(photo.pk), "2024-08-19") if key in text] == []
    assert 'href="https://contoh.id/v"' in page.content.decode()


def test_whom_to_call_is_for_people_with_an_account(
    loop: Loop, client: Client, enter: Callable[..., Client]
) -> None:
    url, contact = f"/inovasi/{loop.innovation().code}", "Narahubung Sekretaris pekon"
    assert contact not in words(client.get(url))
    assert contact in words(enter("tik", PRINGSEWU).get(url))


def test_hostile_text_of_a_document_is_shown_as_text(loop: Loop, client: Client) -> None:
    innovation = loop.innovation(title="<img src=x onerror=alert(1)>")
    for url in (f"/inovasi/{innovation.code}", "/katalog"):
        assert "<img src=x" not in client.get(url).content.decode()


def test_public_finds_only_what_is_published(loop: Loop, client: Client) -> None:
    published, draft = loop.innovation(CAMPANG), loop.draft(KUTA_DALOM)
    assert client.get(f"/inovasi/{published.code}").status_code == 200
    assert client.get(f"/inovasi/{draft.innovation.code}").status_code == 404
    loop.do("innovation.withdraw", loop.tik(), published, reason="Mata air mengering")
    assert client.get(f"/inovasi/{published.code}").status_code == 404
    for url in ("/ide", "/dokumen", "/ide/baru", f"/dokumen/{draft.code}"):
        assert client.get(url)["Location"].startswith("/masuk?next="), url


def test_pages_of_another_regency_are_not_found(loop: Loop, enter: Callable[..., Client]) -> None:
    draft = loop.draft(CAMPANG)
    card, stranger = draft.innovation.idea, enter("tik", PRINGSEWU)
    codes = (f"/ide/{card.code}", f"/dokumen/{draft.code}", f"/inovasi/{draft.innovation.code}")
    acts = (
        f"/ide/{card.code}/void",
        f"/dokumen/{draft.code}/verify",
        f"/inovasi/{draft.innovation.code}/withdraw",
    )
    assert [url for url in codes if stranger.get(url).status_code != 404] == []
    assert [url for url in acts if stranger.post(url, {"reason": "x"}).status_code != 404] == []
    assert [url for url in codes if enter("tik").get(url).status_code != 200] == []


def test_who_may_not_hears_that_and_not_what_their_form_lacks(
    loop: Loop, enter: Callable[..., Client]
) -> None:
    answer = enter("facilitator").post(f"/ide/{loop.idea().code}/not-accept", {"reason": ""})
    assert answer.status_code == 403
    assert answer.context["form"].errors == {
        "__all__": ["Peran Anda tidak melakukan langkah ini. Yang dapat: TIK."]
    }


def test_pledge_is_offered_to_those_who_may(loop: Loop, client: Client, enter: Callable[..., Client]) -> None:
    url = f"/inovasi/{loop.innovation().code}"
    offers = {
        role: "Buat komitmen" in words(enter(role).get(url))
        for role in ("village_officer", "tpid", "tik", "province")
    }
    assert offers == {"village_officer": True, "tpid": True, "tik": False, "province": False}
    assert "Buat komitmen" not in words(client.get(url))


def test_a_village_reads_why_it_does_not_pledge_to_copy_itself(
    loop: Loop, enter: Callable[..., Client]
) -> None:
    url = f"/inovasi/{loop.innovation(CAMPANG).code}"
    offers = {
        code: enter("village_officer", code).get(url).context["pledge"] for code in (CAMPANG, KUTA_DALOM)
    } | {"tpid": enter("tpid").get(url).context["pledge"]}
    own = "Inovasi ini dari desa itu sendiri. Pilih inovasi desa lain."
    assert {who: (one.allowed, one.because) for who, one in offers.items()} == {
        CAMPANG: (False, own),
        KUTA_DALOM: (True, ""),
        "tpid": (True, ""),
    }
    page = enter("village_officer", CAMPANG).get(url)
    assert f"Buat komitmen: belum bisa {own}" in words(page)
    assert "/komitmen/baru" not in page.content.decode()


def test_who_also_works_for_another_village_pledges_for_that_one(loop: Loop) -> None:
    innovation, person = loop.innovation(CAMPANG), loop.people.user("village_officer", CAMPANG)
    Assignment.objects.create(
        user=person, role="village_officer", region=loop.regions[KUTA_DALOM], since=PUBLISHED_ON
    )
    page = signed_in(loop, "village_officer", CAMPANG).get(f"/inovasi/{innovation.code}")
    assert page.context["pledge"].allowed


def test_versions_are_linked_for_the_area_only(
    loop: Loop, client: Client, enter: Callable[..., Client]
) -> None:
    innovation = loop.innovation()
    loop.do("innovation.revise", loop.tpid(), innovation)
    url = f"/inovasi/{innovation.code}"
    first = f"/dokumen/{innovation.versions.get(number=1).code}"
    linked = [
        first in page.content.decode() for page in (enter("tpid").get(url), enter("tik", PRINGSEWU).get(url))
    ]
    assert linked == [True, False]
    assert first not in client.get(url).content.decode()


def test_version_at_work_is_known_to_the_area_only(
    loop: Loop, client: Client, enter: Callable[..., Client]
) -> None:
    innovation = loop.innovation()
    loop.do("innovation.revise", loop.tpid(), innovation)
    url = f"/inovasi/{innovation.code}"
    seen = {
        name: ([v.number for v in page.context["versions"]], "memulai versi baru" in words(page).lower())
        for name, page in {
            "public": client.get(url),
            "other regency": enter("tik", PRINGSEWU).get(url),
            "tpid": enter("tpid").get(url),
        }.items()
    }
    assert seen == {"public": ([1], False), "other regency": ([1], False), "tpid": ([2, 1], True)}


def test_title_and_summary_stand_once(loop: Loop, client: Client) -> None:
    text = words(client.get(f"/inovasi/{loop.innovation(title='Pipa gravitasi Semaka').code}"))
    body = text.split("Inovasi INV-18.06-0001", 1)[1]
    assert (body.count("Pipa gravitasi Semaka"), body.count("Air bersih sampai ke 214 rumah")) == (1, 1)


def test_idea_is_handed_in_by_form(loop: Loop, enter: Callable[..., Client]) -> None:
    officer = enter("village_officer", CAMPANG)
    told = {
        "region": CAMPANG,
        "field": "economy",
        "title": "Kopi bubuk",
        "what_was_done": "Menyangrai",
        "since_year": "2019",
        "result": "40 kg",
        "on": "2026-08-10",
    }
    wrong = officer.post("/ide/baru", {**told, "since_year": "2031"})
    assert wrong.status_code == 422
    assert wrong.context["form"]["title"].value() == "Kopi bubuk"
    assert list(wrong.context["form"].errors) == ["since_year"]
    assert IdeaCard.objects.count() == 0
    done = officer.post("/ide/baru", told)
    assert (done.status_code, done["Location"]) == (302, "/ide/I-2026-0001")
    assert IdeaCard.objects.get().title == "Kopi bubuk"


def test_second_click_hands_in_once(loop: Loop, enter: Callable[..., Client]) -> None:
    officer = enter("village_officer", CAMPANG)
    form = officer.get("/ide/baru").context["form"]
    told = {
        "act": str(form["act"].value()),
        "region": CAMPANG,
        "field": "economy",
        "title": "Kopi bubuk",
        "what_was_done": "Menyangrai",
        "since_year": "2019",
        "result": "40 kg",
        "on": "2026-08-10",
    }
    answers = [officer.post("/ide/baru", told)["Location"] for _click in range(2)]
    assert answers == ["/ide/I-2026-0001", "/ide/I-2026-0001"]
    assert IdeaCard.objects.count() == 1


def test_village_finds_its_card_that_was_not_accepted_among_its_tasks(
    loop: Loop, enter: Callable[..., Client]
) -> None:
    card, officer = loop.idea(title="Pipa air"), enter("village_officer", CAMPANG)
    loop.do("idea.not_accept", loop.tik(), card, reason="Ini masih rencana")
    (task,) = officer.get("/tugas").context["tasks"]
    assert (task["title"], task["action_url"]) == ("Pipa air", f"/ide/{card.code}/hand-in-again")
    page = words(officer.get(f"/ide/{card.code}"))
    assert "Alasan belum diterima Ini masih rencana" in page
    assert "Paling lambat Kamis, 10 September 2026. 30 hari lagi. Giliran Anda." in page


def test_card_is_handed_in_again_in_a_form_that_says_why_and_holds_what_it_told(
    loop: Loop, enter: Callable[..., Client]
) -> None:
    photo, officer = original(), enter("village_officer", CAMPANG)
    card = loop.idea(title="Pipa air", photos=(photo,))
    loop.do("idea.not_accept", loop.tik(), card, reason="Ini masih rencana")
    page = officer.get(f"/ide/{card.code}/hand-in-again")
    form = page.context["form"]
    assert "Alasan belum diterima Ini masih rencana" in words(page)
    assert [form[name].value() for name in ("title", "field", "since_year", "photos")] == [
        "Pipa air",
        "infrastructure",
        2016,
        [photo],
    ]
    assert "papers" in form.fields


def test_document_shows_what_is_filled(loop: Loop, enter: Callable[..., Client]) -> None:
    version = loop.draft()
    loop.do("innovation.save_problem", loop.tpid(), version, problem="Air jauh")
    page = enter("tpid").get(f"/dokumen/{version.code}")
    assert [s.key for s in page.context["sections"] if s.filled] == ["problem"]
    links = set(re.findall(rf"/dokumen/{version.code}/(save-[a-z]+)", page.content.decode()))
    assert links == {f"save-{section.key}" for section in SECTIONS}


def test_section_has_its_own_form_with_what_it_holds_and_the_remark(
    loop: Loop, enter: Callable[..., Client]
) -> None:
    version = loop.draft()
    loop.write(version)
    with loop.at(PUBLISHED_ON):
        loop.do("innovation.propose", loop.tpid(), version)
        loop.do("innovation.send_back", loop.tik(), version, minutes="Tanggalnya keliru")
    tpid, url = enter("tpid"), f"/dokumen/{version.code}/save-minutes"
    page = tpid.get(url)
    assert page.context["form"]["minutes_number"].value() == "140/07/2024"
    remark = "Catatan pemeriksa, putaran 1, 19 Agustus 2024 Tanggalnya keliru"
    assert f"Berita acara dan narahubung {remark} Belum dijawab" in words(page)
    values = {
        "minutes_number": "141/07/2024",
        "minutes_on": "2024-06-04",
        "author": "Tim",
        "contact": "Sekretaris",
    }
    sent = {**values, "seen": page.context["form"]["seen"].value()}
    assert tpid.post(url, sent)["Location"] == f"/dokumen/{version.code}"
    version.refresh_from_db()
    assert version.content["minutes_on"] == "2024-06-04"
    for reader in (tpid, enter("tik"), enter("village_officer", CAMPANG)):
        answered = f"{remark} ✓ Dijawab: bagian ini disimpan lagi 11 Agustus 2026"
        assert answered in words(reader.get(f"/dokumen/{version.code}"))


def test_history_and_message_name_the_section_that_was_written(
    loop: Loop, enter: Callable[..., Client]
) -> None:
    version, tpid = loop.draft(), enter("tpid")
    done = tpid.post(f"/dokumen/{version.code}/save-problem", {"problem": "Air jauh"}, follow=True)
    (message,) = done.context["messages"]
    assert "bagian Masalah" in str(message)
    assert "menyunting bagian Masalah." in words(done)


def test_photo_that_somebody_else_sent_is_shown_in_the_sections_form(
    loop: Loop, enter: Callable[..., Client], settings, tmp_path
) -> None:
    settings.DATA = tmp_path
    version, photo = loop.draft(), keep(upload(picture()), loop.tpid())
    loop.do("innovation.save_pictures", loop.tpid(), version, photos=(photo,))
    facilitator = enter("facilitator")
    page = facilitator.get(f"/dokumen/{version.code}/save-pictures").content.decode()
    (shown,) = re.findall(r'<img src="(/berkas/[^"]+)"', page)
    answer = facilitator.get(shown)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert b"".join(answer)[8:12] == b"WEBP"


def test_video_is_on_the_public_page_once_it_is_published(
    loop: Loop, client: Client, enter: Callable[..., Client], settings, tmp_path
) -> None:
    settings.DATA = tmp_path
    version, tpid = loop.draft(), enter("tpid")
    loop.write(version)
    sent = {"videos": [upload(video(), "pipa.mp4"), upload(b"bukan video", "rusak.mp4")]}
    page = tpid.post(f"/dokumen/{version.code}/save-pictures", sent)
    assert "Berkas “rusak.mp4” bukan video yang dapat diputar." in words(page)
    (kept,) = re.findall(r'type="hidden" name="videos" value="([^"]+)"', page.content.decode())
    saved = tpid.post(f"/dokumen/{version.code}/save-pictures", {"videos": kept})
    assert (saved.status_code, saved["Location"]) == (302, f"/dokumen/{version.code}")
    assert "Video 0:01, 0,1 MB" in words(tpid.get(f"/dokumen/{version.code}"))
    (hanging,) = Attachment.objects.filter(subject=version.pk)
    assert (hanging.purpose, str(hanging.original_id)) == ("video", kept)
    addresses = (hanging.full_url, hanging.url("320"))
    assert [client.get(address).status_code for address in addresses] == [404, 404]

    page = client.get(f"/inovasi/{loop.publish(version).code}")
    (tag,) = re.findall(r"<video [^>]+>", page.content.decode())
    assert tag == (
        f'<video controls preload="none" src="{hanging.full_url}" poster="{hanging.url("320")}" '
        'width="64" height="36" aria-label="Video 0:01, 0,1\xa0MB">'
    )
    assert "Video 0:01, 0,1 MB · Unduh" in words(page)
    assert "media-src 'self'" in page["Content-Security-Policy"]
    assert all(b"".join(client.get(address)) for address in addresses)


def test_remarks_are_for_people_of_the_area(loop: Loop, client: Client, enter: Callable[..., Client]) -> None:
    version = loop.draft()
    loop.write(version)
    with loop.at(PUBLISHED_ON):
        loop.do("innovation.propose", loop.tpid(), version)
        loop.do("innovation.send_back", loop.tik(), version, minutes="Tanggalnya keliru")
        loop.write(version)
    innovation = loop.publish(version)
    stranger, url = enter("tik", PRINGSEWU), f"/dokumen/{version.code}"
    assert "Tanggalnya keliru" in words(enter("tpid").get(url))
    for page in (
        stranger.get(url),
        stranger.get(f"/inovasi/{innovation.code}"),
        client.get(f"/inovasi/{innovation.code}"),
    ):
        assert page.status_code == 200
        assert "Tanggalnya keliru" not in words(page)


def test_next_step_of_a_draft_leads_to_what_is_missing(loop: Loop, enter: Callable[..., Client]) -> None:
    version, tpid = loop.draft(), enter("tpid")
    url = f"/dokumen/{version.code}"
    loop.write(version, without=("lessons", "minutes"))
    page = tpid.get(url)
    assert [word for done, word in page.context["needs"] if not done] == [
        "Pelajaran dan saran",
        "Berita acara dan narahubung",
    ]
    assert [done for done, _word in page.context["needs"]].count(True) == 6
    assert primary_of(page) == ("Isi: Pelajaran dan saran", f"{url}/save-lessons")
    lacks = "Belum lengkap: Pelajaran dan saran, Berita acara dan narahubung. Isi dahulu, lalu ajukan."
    assert f"Ajukan verifikasi: belum bisa {lacks}" in words(page)
    assert tpid.get(f"{url}/propose")["Location"] == url
    loop.write(version)
    page = tpid.get(url)
    assert primary_of(page) == ("Ajukan verifikasi", f"{url}/propose")
    assert "belum bisa" not in words(page)


def test_next_step_of_what_was_sent_back_leads_to_the_remark(
    loop: Loop, enter: Callable[..., Client]
) -> None:
    version, tpid = loop.draft(), enter("tpid")
    url = f"/dokumen/{version.code}"
    loop.write(version)
    loop.do("innovation.propose", loop.tpid(), version)
    loop.do("innovation.send_back", loop.tik(), version, pictures="Foto sebelum mana?")
    page = tpid.get(url)
    assert primary_of(page) == ("Isi: Foto, video, dan lampiran", f"{url}/save-pictures")
    assert page.context["needs"][-1] == (False, "Foto, video, dan lampiran: jawab catatan pemeriksa")
    waits = "Catatan pemeriksa belum dijawab: Foto, video, dan lampiran. Perbaiki dan simpan bagian itu, lalu ajukan."
    assert f"Ajukan verifikasi: belum bisa {waits}" in words(page)
    assert tpid.get(f"{url}/propose")["Location"] == url
    refused = tpid.post(f"{url}/propose")
    assert (refused.status_code, refused.context["form"].non_field_errors()) == (422, [waits])
    api = tpid.post(f"/api/v1/innovation/{version.code}/propose", "{}", content_type="application/json")
    assert (api.status_code, api.json()) == (422, {"errors": {"": [waits]}})

    loop.do("innovation.save_pictures", loop.tpid(), version)
    assert primary_of(tpid.get(url)) == ("Ajukan verifikasi", f"{url}/propose")
    assert tpid.post(f"{url}/propose")["Location"] == url


def test_page_of_sending_back_shows_what_is_judged(loop: Loop, enter: Callable[..., Client]) -> None:
    version = loop.draft()
    loop.write(version)
    loop.do("innovation.propose", loop.tpid(), version)
    text = words(enter("tik").get(f"/dokumen/{version.code}/send-back"))
    shown = "Masalah Lihat isi bagian ini Masalah sebelumnya Warga mengambil air dua kilometer dari rumah. Catatan: Masalah"
    assert shown in text
    assert "Rp86.400.000" in text


def test_withdrawn_innovation_says_so_of_its_version_too(loop: Loop, enter: Callable[..., Client]) -> None:
    innovation, tik = loop.innovation(), enter("tik")
    url = f"/inovasi/{innovation.code}"
    asked = words(tik.get(f"{url}/withdraw"))
    assert "Mulai hari ini inovasi ini hilang dari menu dan katalog" in asked
    assert "Komitmen yang menirunya tetap berjalan" in asked
    assert "Inovasi ini dapat diterbitkan lagi." in asked
    loop.do("innovation.withdraw", loop.tik(), innovation, reason="Mata air mengering")
    assert "Versi 1 DOK-18.06-0001: Ditarik" in words(tik.get(url))
    version = innovation.versions.get()
    assert "Terbit" not in words(tik.get(f"/dokumen/{version.code}")).split("Riwayat")[0].split("versi 1")[1]
    loop.do("innovation.republish", loop.tik(), innovation, reason="Mengalir lagi")
    assert "Ditarik" not in words(tik.get(f"/dokumen/{version.code}")).split("Riwayat")[0].split("versi 1")[1]


def test_history_names_the_section_that_was_written(loop: Loop, enter: Callable[..., Client]) -> None:
    version = loop.draft()
    loop.write(version, without=tuple(section.key for section in SECTIONS if section.key != "problem"))

    assert "Tpid Gisting menyunting bagian Masalah." in words(enter("tpid").get(f"/dokumen/{version.code}"))


def test_propose_by_form_names_what_is_missing(loop: Loop, enter: Callable[..., Client]) -> None:
    version = loop.draft()
    loop.write(version, without=("lessons",))
    page = enter("tpid").post(f"/dokumen/{version.code}/propose")
    assert page.status_code == 422
    assert "Belum lengkap: Pelajaran dan saran. Isi dahulu, lalu ajukan." in words(page)


def test_page_of_an_action_one_may_not_says_why_and_who_can(loop: Loop, enter: Callable[..., Client]) -> None:
    version = loop.draft()
    loop.write(version)
    with loop.at(PUBLISHED_ON):
        loop.do("innovation.propose", loop.tpid(), version)
    page = enter("tpid").get(f"/dokumen/{version.code}/verify")
    assert page.status_code == 403
    assert "Peran Anda tidak melakukan langkah ini." in words(page)
    assert page.context["verdict"].who == ("tik",)


def test_lists_take_as_many_queries_for_many_as_for_few(
    loop: Loop, client: Client, enter: Callable[..., Client]
) -> None:
    tpid = enter("tpid")
    pages = [
        (client, "/katalog"),
        (tpid, "/katalog?wilayah=18.06&bidang=infrastructure&tahun=2016"),
        (tpid, "/ide"),
        (tpid, "/dokumen"),
    ]

    def one_more(code: str) -> None:
        version = loop.draft(code)
        loop.write(version)
        loop.do("innovation.save_pictures", loop.tpid(), version, photos=(original(),))
        loop.publish(version)
        loop.draft(code)

    one_more(CAMPANG)
    few = [queries(who, url) for who, url in pages]
    for _number in range(4):
        one_more(KUTA_DALOM)
        one_more(CAMPANG)
    assert [queries(who, url) for who, url in pages] == few
    assert [(url, count) for (_who, url), count in zip(pages, few, strict=True) if count > MOST_QUERIES] == []


def test_record_pages_stay_within_their_queries(
    loop: Loop, client: Client, enter: Callable[..., Client]
) -> None:
    innovation, tpid = loop.innovation(), enter("tpid")
    version, card = InnovationVersion.objects.get(), innovation.idea
    counts = {
        "innovation, public": queries(client, f"/inovasi/{innovation.code}"),
        "innovation": queries(tpid, f"/inovasi/{innovation.code}"),
        "document": queries(tpid, f"/dokumen/{version.code}"),
        "idea": queries(tpid, f"/ide/{card.code}"),
    }
    assert {page: count for page, count in counts.items() if count > MOST_QUERIES} == {}


def opened(client: Client, address: str) -> dict[str, str]:
    """Return what a form carries along hidden when it is opened."""
    form = client.get(address).context["form"]
    return {name: str(form[name].value()) for name in ("seen", "act")}


def test_the_second_to_save_a_section_sees_what_the_first_wrote_beside_their_own(
    loop: Loop, enter: Callable[..., Client]
) -> None:
    version, first, second = loop.draft(), enter("tpid"), enter("tpid")
    loop.write(version)
    address = f"/dokumen/{version.code}/save-lessons"
    same = {"success": "Gotong royong", "requirements": "Mata air"}
    sent = {**same, **opened(second, address), "failure": "Pipa pecah", "recommendation": "Ukur dahulu"}
    theirs = {**same, "failure": "Pompa macet\nlalu dijual", "recommendation": "Ukur dahulu"}
    assert first.post(address, theirs | opened(first, address)).status_code == 302

    conflict = second.post(address, sent)
    assert conflict.status_code == 409
    fields = conflict.context["form"].fields
    told = {name: field.meanwhile for name, field in fields.items() if hasattr(field, "meanwhile")}
    assert told == {"failure": "Pompa macet\nlalu dijual"}
    assert "Yang tersimpan sekarang Pompa macet lalu dijual Pipa pecah" in words(conflict)
    version.refresh_from_db()
    assert version.content["failure"] == "Pompa macet\nlalu dijual"

    knowing = str(conflict.context["form"]["seen"].value())
    assert second.post(address, sent | {"seen": knowing}).status_code == 302
    version.refresh_from_db()
    assert version.content["failure"] == "Pipa pecah"


def test_two_who_edit_different_sections_do_not_meet(loop: Loop, enter: Callable[..., Client]) -> None:
    version, first, second = loop.draft(), enter("tpid"), enter("tpid")
    loop.write(version)
    results, lessons = (f"/dokumen/{version.code}/save-{key}" for key in ("results", "lessons"))
    mine = {"success": "Rembuk", "recommendation": "Ukur dahulu", **opened(second, lessons)}
    theirs = {"result": "Air mengalir", "before_after": "2 jam menjadi 1 menit", **opened(first, results)}
    assert first.post(results, theirs).status_code == 302
    assert second.post(lessons, mine).status_code == 302
    version.refresh_from_db()
    assert (version.content["success"], version.content["result"]) == ("Rembuk", "Air mengalir")


def test_a_section_saved_after_the_document_went_on_is_too_late(
    loop: Loop, enter: Callable[..., Client]
) -> None:
    version, tpid = loop.draft(), enter("tpid")
    loop.write(version)
    address = f"/dokumen/{version.code}/save-problem"
    sent = {"problem": "Air jauh", **opened(tpid, address)}
    loop.do("innovation.propose", loop.tpid(), version)
    assert tpid.post(address, sent).status_code == 409


def test_a_card_tells_all_that_is_wrong_at_once(loop: Loop, enter: Callable[..., Client]) -> None:
    officer = enter("village_officer")
    typed = {
        "region": KUTA_DALOM,
        "field": "economy",
        "title": "Kopi bubuk",
        "what_was_done": "Menjual kopi bubuk.",
        "since_year": "2030",
        "result": "Laku.",
        "on": "2026-12-31",
    }
    photo = SimpleUploadedFile("foto.jpg", b"bukan foto", "image/jpeg")
    refused = officer.post("/ide/baru", {**typed, "photos": photo})
    assert refused.status_code == 422
    errors = refused.context["form"].errors
    assert set(errors) == {"since_year", "on", "photos"}
    assert errors["since_year"] == ["Kartu Ide menceritakan yang sudah dilakukan. Tahun 2030 belum tiba."]
    api = officer.post("/api/v1/idea/hand-in", typed, content_type="application/json")
    assert (api.status_code, set(api.json()["errors"])) == (422, {"since_year", "on"})


def test_a_card_for_another_area_is_told_with_what_else_is_wrong(
    loop: Loop, enter: Callable[..., Client]
) -> None:
    refused = enter("village_officer").post("/ide/baru", {"region": CAMPANG, "since_year": "2030"})
    assert refused.status_code == 422
    errors = refused.context["form"].errors
    assert "wilayah" in errors["region"][0]
    assert errors["title"] == ["Isi dahulu bagian ini."]


def test_photos_have_the_same_numbers_in_the_history_as_on_the_page(
    loop: Loop, enter: Callable[..., Client]
) -> None:
    one, two, three = original(), original(), original()
    card = loop.idea(photos=(one, two, three))

    context = enter("village_officer", CAMPANG).get(f"/ide/{card.code}").context

    assert [photo.original for photo in context["photos"]] == [one, two, three]
    assert [photo.original for photo in context["history"][0].photos] == [one, two, three]


def test_a_card_in_pdf_is_not_called_a_photo(loop: Loop, enter: Callable[..., Client]) -> None:
    scan, photo = original("paper"), original()
    card = loop.idea(by=loop.tpid(), papers=(scan, photo))

    page = words(enter("tpid").get(f"/ide/{card.code}"))

    assert "Kertas Lihat kartu (PDF) Kertas Lihat foto kartu" in page
