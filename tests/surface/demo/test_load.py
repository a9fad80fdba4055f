from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from lestari.domain.budgets.models import Allocation, PlanDocument
from lestari.domain.bursa.models import Bursa, Card
from lestari.domain.commitments.models import Commitment
from lestari.domain.knowledge.models import IdeaCard, Innovation, InnovationVersion
from lestari.foundation.duties.models import Duty
from lestari.foundation.files.models import Attachment, Original
from lestari.foundation.kernel import clock as kernel_clock
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.ledger.models import Event
from lestari.foundation.ledger.sealer import seal_all
from lestari.foundation.ledger.verify import verify
from lestari.foundation.people.models import User
from lestari.foundation.people.queries import actor_of
from lestari.foundation.people.roles import ROLES
from lestari.foundation.regions.models import Region
from lestari.foundation.workflow import registry
from lestari.foundation.workflow.models import Stay
from lestari.surface.demo.load import load
from lestari.surface.demo.logins import PASSWORD, TOTP_KEY, logins
from lestari.surface.demo.models import DemoMark, is_demo
from lestari.surface.demo.scales import SCALES
from tests.surface.demo.walk import states, walk


@pytest.fixture
def demo(regions: dict[str, Region]) -> Iterator[list[tuple[int, int, str]]]:
    is_demo.cache_clear()
    told: list[tuple[int, int, str]] = []
    load("tiny", lambda done, total, words: told.append((done, total, words)))
    yield told
    is_demo.cache_clear()


def test_tiny_demo_has_every_state_and_a_ledger_that_holds(demo):
    assert states(IdeaCard) == {state.key for state in IdeaCard.flow.states}
    assert states(Commitment) == {state.key for state in Commitment.flow.states}
    assert states(Innovation) == {"captured", "published", "withdrawn"}
    assert states(InnovationVersion) == {"draft", "proposed", "sent_back", "verified", "published"}
    assert states(PlanDocument) == {"in_force", "replaced"}
    assert states(Bursa) == {"closed", "prepared"}
    assert Card.objects.count() == Commitment.objects.count() == 20
    assert set(Event.objects.values_list("whence", flat=True)) == {"demo"}
    seal_all()
    assert verify(registry.RECORDS).faults == []


def test_demo_keeps_time_in_order_and_its_present_around_today(demo):
    today = kernel_clock.today()
    assert Stay.objects.filter(until__lt=F("since")).count() == 0
    assert Stay.objects.filter(since__gt=today).count() == 0
    assert Allocation.objects.filter(since__gt=today).count() == 0
    assert Bursa.objects.get(state="prepared").held_on == today + timedelta(
        days=28 if today.weekday() < 5 else 30
    )
    late = Duty.objects.get(role="tpid", action="commitment.verify", region__code="18.06.20.2002")
    assert late.due == today - timedelta(days=3)
    kinds = Counter(Event.objects.values_list("kind", flat=True))
    assert kinds["commitment.fall_back"] > 0
    assert kinds["commitment.carry_over"] > 0


def test_every_act_is_recorded_on_its_day_and_codes_carry_the_year(demo):
    for event in Event.objects.exclude(kind="people.create_account"):
        assert timezone.localtime(event.recorded_at).date() == event.effective_on
    assert not Stay.objects.exclude(recorded_on=F("since")).exclude(state="void").exists()
    for card in Card.objects.select_related("bursa", "commitment"):
        year = card.bursa.held_on.year
        assert card.commitment.code.startswith(f"K-{year}-")
        assert card.bursa.code.startswith(f"BID-{year}-")


def test_every_role_has_a_login_and_its_grant(demo):
    assert {login.key for login in logins()} == set(ROLES)
    for login in logins():
        user = User.objects.get(username=login.username)
        assert user.check_password(PASSWORD)
        assert [(grant.role, grant.path) for grant in actor_of(user).grants] == [
            (login.key, f"{login.region}.")
        ]
    device = TOTPDevice.objects.get()
    assert (device.user.username, device.key, device.confirmed) == ("administrator", TOTP_KEY, True)


def test_progress_grows_and_the_mark_stands(demo):
    assert [done for done, _total, _words in demo] == sorted(done for done, _total, _words in demo)
    assert demo[-1][0] == demo[-1][1] == len(demo)
    assert DemoMark.objects.get().finished
    assert is_demo()


def test_a_learning_video_is_kept_once_and_hangs_on_published_documents(demo):
    (video,) = Original.objects.filter(kind="video")
    assert (video.mime, video.width, video.height, video.seconds) == ("video/mp4", 480, 270, 7)
    shown = Attachment.objects.filter(purpose="video").values_list("original", "subject")
    assert {original for original, _subject in shown} == {video.pk}
    published = {"published", "withdrawn", "superseded"}
    states = set(
        InnovationVersion.objects.filter(pk__in=[subject for _original, subject in shown]).values_list(
            "state", flat=True
        )
    )
    assert states <= published


def test_second_load_is_refused_and_changes_nothing(demo):
    before = Event.objects.count()
    with pytest.raises(Refused):
        load("tiny")
    assert Event.objects.count() == before


@pytest.mark.long
def test_tanggamus_has_its_size_and_reads_differently(regions, monkeypatch):
    monkeypatch.setitem(SCALES, "tanggamus", replace(SCALES["tanggamus"], photos=2, videos=0))
    is_demo.cache_clear()
    load("tanggamus")
    is_demo.cache_clear()
    assert Innovation.objects.count() == 149
    assert Commitment.objects.count() == 301
    summaries = Innovation.objects.exclude(summary="").values_list("summary", flat=True)
    assert len({tuple(summary.split()[:5]) for summary in summaries}) == len(summaries) == 131
    assert Counter(Bursa.objects.filter(held_on__year__lt=2020).values_list("held_on__year", flat=True)) == {
        2017: 1,
        2018: 7,
        2019: 8,
    }
    assert Stay.objects.filter(until__lt=F("since")).count() == 0
    assert too_much() == {}


#: What a page may ask of the database, and what its HTML may weigh on its way.
QUERIES, BYTES = 12, 18_000


def too_much() -> dict[str, tuple[int, int]]:
    """Return the pages that ask or weigh too much in a whole regency: queries and bytes."""
    return {
        f"{visit.name} {visit.url}": (visit.queries, visit.packed)
        for visit in walk()
        if visit.queries > QUERIES or visit.packed > BYTES
    }
