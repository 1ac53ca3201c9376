"""Whether a paper is on the list of a procedure."""

from typing import Any

import httpx
import pytest

from backend.catalogue.content import DocumentWording, PaperWording, Procedure
from backend.catalogue.life import LifeState
from backend.catalogue.papers import PaperChecked, check_paper, papers_of
from backend.entries import Wording, Words
from tests.backend.factories import Content, FixedClock, Load, procedure, wording

WORDS: Words = {
    ("document", "photos"): DocumentWording.model_validate({**wording(), "papers": ["photo"]}),
    ("document", "proxy"): DocumentWording.model_validate(
        {**wording(), "papers": ["power_of_attorney", "cin"]}
    ),
    ("step", "photos"): Wording.model_validate(wording()),
}
PHOTOS = {"kind": "document", "id": "photos", "condition": None}
PROXY = {"kind": "document", "id": "proxy", "condition": "by_another"}


def checked(name: str, life: LifeState | None = None, **changes: object) -> PaperChecked:
    """The verdict on a paper for the sample procedure with some fields changed."""
    asked = Procedure.model_validate(procedure(**changes))
    paper = PaperWording.model_validate({**wording(), "law": "law_on_copies"})
    return check_paper(name, paper, asked, life or LifeState(), WORDS)


VERDICTS: dict[str, tuple[str, str, list[dict[str, Any]]]] = {
    "a line of the list": ("photo", "listed", [PHOTOS]),
    "a line with a condition": ("cin", "listed", [PROXY]),
    "no line": ("birth_certificate", "not_listed", []),
    "the id of a line is no paper": ("photos", "not_listed", []),
}


@pytest.mark.parametrize(("name", "verdict", "lines"), VERDICTS.values(), ids=VERDICTS)
def test_a_paper_is_on_the_list_or_not(
    name: str, verdict: str, lines: list[dict[str, Any]]
) -> None:
    found = checked(name)

    assert (found.paper, found.procedure, found.verdict) == (name, "family_booklet", verdict)
    assert [line.model_dump() for line in found.documents] == lines


def test_every_line_that_may_be_the_paper_is_told() -> None:
    words: Words = {**WORDS, ("document", "proxy"): WORDS["document", "photos"]}
    asked = Procedure.model_validate(procedure())
    paper = PaperWording.model_validate(wording())

    found = check_paper("photo", paper, asked, LifeState(), words)

    assert [line.id for line in found.documents] == ["photos", "proxy"]


@pytest.mark.parametrize("name", ["photo", "birth_certificate"])
def test_a_verdict_names_the_source_of_the_list_the_law_and_the_office(name: str) -> None:
    found = checked(name)

    assert found.source is not None and found.source.title == "A official"
    assert (found.law, found.office) == ("law_on_copies", "town_hall")


UNKNOWN: dict[str, tuple[LifeState, dict[str, Any]]] = {
    "no list": (LifeState(), {"documents": []}),
    "a draft": (LifeState(state="draft"), {}),
    "off": (LifeState(state="off"), {}),
    "its list off": (LifeState(off=frozenset({"documents"})), {}),
    "expired": (LifeState(expired="2026-11-25"), {}),
}


@pytest.mark.parametrize("name", ["photo", "birth_certificate"])
@pytest.mark.parametrize(("life", "changes"), UNKNOWN.values(), ids=UNKNOWN)
def test_without_a_list_that_is_shown_nothing_is_claimed(
    life: LifeState, changes: dict[str, Any], name: str
) -> None:
    found = checked(name, life, **changes)

    assert (found.verdict, found.documents, found.source) == ("unknown", [], None)
    assert (found.law, found.office) == ("law_on_copies", "town_hall")


def test_another_aspect_that_is_off_does_not_matter() -> None:
    assert checked("photo", LifeState(off=frozenset({"fee"}))).verdict == "listed"


@pytest.mark.parametrize(
    ("document", "papers"),
    [("proxy", ["power_of_attorney", "cin"]), ("nothing", [])],
)
def test_a_line_may_be_several_papers_or_none(document: str, papers: list[str]) -> None:
    assert papers_of(document, WORDS) == papers


@pytest.fixture
def papers(content: Content) -> None:
    """Documents that are papers, and a paper of which a law speaks."""
    lines = {"photos": {**wording(), "papers": ["photo"]}, "proxy": wording()}
    content.write("vocabulary/document.yml", lines)
    known = {"photo": {**wording(), "law": "family_booklet"}, "cin": wording("CIN")}
    content.write("vocabulary/paper.yml", known)


@pytest.mark.usefixtures("papers")
async def test_it_is_asked_over_http(load: Load, client: httpx.AsyncClient) -> None:
    await load()
    path = "/v1/catalogue/papers"

    photo = (await client.get(f"{path}/photo?procedure=family_booklet")).json()
    cin = (await client.get(f"{path}/cin?procedure=family_booklet")).json()

    assert (photo["verdict"], photo["documents"]) == ("listed", [PHOTOS])
    assert (photo["law"], photo["source"]["standing"]) == ("family_booklet", "stated")
    assert (cin["verdict"], cin["documents"], cin["law"]) == ("not_listed", [], None)


@pytest.mark.usefixtures("papers")
async def test_the_day_of_the_clock_counts(
    load: Load, content: Content, client: httpx.AsyncClient, clock: FixedClock
) -> None:
    content.procedures(procedure(valid_to="2026-11-25"))
    await load()

    found = (await client.get("/v1/catalogue/papers/photo?procedure=family_booklet")).json()

    assert found["verdict"] == "unknown"


REFUSED = {
    "no such paper": ("papyrus?procedure=family_booklet", 404, "unknown_entry"),
    "no such procedure": ("photo?procedure=nothing", 404, "unknown_procedure"),
    "no procedure named": ("photo", 422, "invalid_request"),
    "a NUL as the paper": ("%00?procedure=family_booklet", 404, "unknown_entry"),
    "a NUL as the procedure": ("photo?procedure=%00", 404, "unknown_procedure"),
}


@pytest.mark.parametrize(("path", "status", "code"), REFUSED.values(), ids=REFUSED)
async def test_what_is_not_there_is_told(
    load: Load, client: httpx.AsyncClient, path: str, status: int, code: str
) -> None:
    await load()

    response = await client.get(f"/v1/catalogue/papers/{path}")

    assert (response.status_code, response.json()["code"]) == (status, code)
