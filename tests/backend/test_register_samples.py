"""The made-up requests: valid, marked, repeatable, and never in the way of a real one."""

from datetime import timedelta

import httpx
import pytest

from backend.catalogue.content import read_words
from backend.clock import local_date
from backend.database import Database
from backend.errors import ContentError
from backend.register import service
from backend.register.samples import Sample, load_samples, read_samples
from tests.backend.factories import NOW, ROOT, FixedClock

PATH = ROOT / "data" / "samples" / "requests.yml"


@pytest.fixture
def samples() -> list[Sample]:
    """The file of the repository, checked against the repository's vocabulary."""
    return read_samples(PATH, "ESS", read_words(ROOT / "data" / "vocabulary"))


async def load(database: Database, samples: list[Sample], clock: FixedClock) -> None:
    """What the command does."""
    async with database.write() as session:
        await load_samples(session, samples, clock())


async def test_each_sample_opens_with_its_code_and_is_marked(
    client: httpx.AsyncClient, database: Database, samples: list[Sample], clock: FixedClock
) -> None:
    await load(database, samples, clock)

    for sample in samples:
        body = {"reference": sample.reference, "secret": sample.code, "asker": "visitor"}
        verified = await client.post("/v1/requests/verify", json=body)
        found = (await client.get(f"/v1/requests/{sample.reference}")).json()
        assert verified.json() == {"verified": True}
        assert (found["sample"], found["status"]) == (True, sample.history[-1].status)


def test_samples_show_different_states(samples: list[Sample]) -> None:
    states = {sample.history[-1].status for sample in samples}

    assert len(samples) >= 8
    assert len(states) == len(samples)
    assert len({sample.code for sample in samples}) == len(samples)


async def test_loading_again_makes_them_fresh(
    database: Database, samples: list[Sample], clock: FixedClock
) -> None:
    await load(database, samples, clock)
    clock.advance(timedelta(days=30))
    await load(database, samples, clock)

    async with database.read() as session:
        assert await service.count(session) == len(samples)
        row = await service.existing(session, samples[0].reference)
    newest = samples[0].history[-1].days_ago
    assert row.since == NOW + timedelta(days=30 - newest)
    assert len(row.history) == len(samples[0].history)


async def test_one_sample_is_past_its_legal_delay(
    database: Database, samples: list[Sample], clock: FixedClock
) -> None:
    await load(database, samples, clock)

    async with database.read() as session:
        rows = [await service.existing(session, sample.reference) for sample in samples]
    late = [row for row in rows if row.legal_due and row.legal_due < local_date(NOW)]
    assert [row.status for row in late] == ["in_progress"]


async def test_a_real_request_is_never_replaced(
    database: Database, samples: list[Sample], clock: FixedClock
) -> None:
    await load(database, samples, clock)
    async with database.write() as session:
        (await service.existing(session, samples[0].reference)).sample = False

    with pytest.raises(ContentError, match="is a real request"):
        await load(database, samples, clock)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("ESS-7K3M-9QXT-W", "ESS-7K3M-9QXT-X", "check letter"),
        ("sample: true", "sample: false", "sample"),
        ("service: business_licence", "service: moon", "no service"),
        ("next_step: bring_papers", "next_step: fly", "next_step.fly"),
        ("premises_photo]", "moon_photo]", "document.moon_photo"),
        ("days_ago: 12", "days_ago: 2", "oldest to newest"),
    ],
)
def test_a_wrong_sample_is_named(
    tmp_path_factory: pytest.TempPathFactory, old: str, new: str, told: str
) -> None:
    path = tmp_path_factory.mktemp("samples") / "requests.yml"
    text = PATH.read_text(encoding="utf-8")
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(ContentError, match=told):
        read_samples(path, "ESS", read_words(ROOT / "data" / "vocabulary"))
