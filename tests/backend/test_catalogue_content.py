"""A mistake in a content file is one clear error that names the file and the id."""

from pathlib import Path
from typing import Any

import pytest

from backend.catalogue.content import read_catalogue
from backend.errors import ContentError
from backend.offices.content import read_directory
from tests.backend.factories import Content, procedure, source, wording


def test_content_in_order_is_read(content: Content) -> None:
    catalogue = read_catalogue(content.folder)

    assert [entry.id for entry in catalogue.procedures] == ["family_booklet"]
    assert catalogue.words["office", "town_hall"].ary_latn == "x"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"documents": ["tail_of_a_fish"]}, "document.tail_of_a_fish is not in the vocabulary"),
        ({"fees": [{"amount_mad": -1}]}, "fees.0.amount_mad"),
        ({"fees": [{"amount_mad": "75"}]}, "fees.0.amount_mad"),
        ({"fees": [{"amount_mad": True}]}, "fees.0.amount_mad"),
        ({"fees": [{"amount_mad": float("inf")}]}, "fees.0.amount_mad"),
        ({"fees": [{"amount_mad": 5, "condition": "rain"}]}, "condition.rain is not in"),
        ({"delays": [{"amount": 0, "unit": "days", "nature": "usual"}]}, "delays.0.amount"),
        ({"delays": [{"amount": 2, "unit": "moons", "nature": "usual"}]}, "delays.0.unit"),
        ({"validity": [{"amount": 1.5, "unit": "years"}]}, "validity.0.amount"),
        ({"office": "castle"}, "office.castle is not in the vocabulary"),
        ({"note": "nothing"}, "note.nothing is not in the vocabulary"),
        ({"steps": ["go_there", "go_there"]}, "stands twice"),
        ({"online": ["nowhere"]}, "link.nowhere is not in the vocabulary"),
        ({"online": [{"name": "x", "url": "https://x.example"}]}, "online.0"),
        ({"fees": [{"amount_mad": 5, "what": "gold"}]}, "fee.gold is not in the vocabulary"),
        ({"topic": "gossip"}, "topic"),
        ({"review_months": 0}, "review_months"),
        ({"valid_from": "2026-02-30"}, "valid_from"),
        ({"valid_from": "2026-03-02", "valid_to": "2026-03-01"}, "valid_from is after valid_to"),
        ({"checked_on": "2026-13"}, "checked_on"),
        ({"feees": []}, "feees"),
        ({"sources": [source("rumour")]}, "sources.0.kind"),
        ({"sources": [source("press")], "standing": {"fee": "stated"}}, "needs a source"),
        ({"names": {"fr": ["x"], "ar": ["x"], "ary": ["x"]}}, "names.ary-Latn"),
    ],
)
def test_a_wrong_procedure_is_named(content: Content, changes: dict[str, Any], told: str) -> None:
    content.procedures(procedure(**changes))

    with pytest.raises(ContentError) as caught:
        read_catalogue(content.folder)

    assert "municipal.yml: family_booklet: " in str(caught.value)
    assert told in str(caught.value)


@pytest.mark.parametrize("language", ["fr", "ar", "ary", "ary-Latn"])
@pytest.mark.parametrize("text", [None, "", " "])
def test_a_wording_without_a_language_is_named(
    content: Content, language: str, text: str | None
) -> None:
    words: dict[str, str | None] = {**wording(), language: text}
    if text is None:
        del words[language]
    content.write("vocabulary/step.yml", {"go_there": words})

    with pytest.raises(ContentError, match=rf"step\.yml: go_there: {language}: "):
        read_catalogue(content.folder)


@pytest.mark.parametrize(("text", "fits"), [("ا" * 20, True), ("ا" * 21, False)])
def test_a_label_fits_on_a_button(content: Content, text: str, fits: bool) -> None:
    content.write("vocabulary/procedure.yml", {"family_booklet": {**wording(), "ar": text}})

    if fits:
        assert read_catalogue(content.folder).words["procedure", "family_booklet"].ar == text
    else:
        with pytest.raises(ContentError, match=r"family_booklet: ar: 21 characters"):
            read_catalogue(content.folder)


@pytest.mark.parametrize("url", [None, "javascript:alert(1)", "www.example.ma"])
def test_a_link_without_a_good_address_is_named(content: Content, url: str | None) -> None:
    more = {} if url is None else {"url": url}
    content.write("vocabulary/link.yml", {"example": wording() | more})

    with pytest.raises(ContentError, match=r"link\.yml: example: url: "):
        read_catalogue(content.folder)


def test_a_document_that_is_a_paper_nobody_knows_is_named(content: Content) -> None:
    words = {"photos": {**wording(), "papers": ["selfie"]}, "proxy": wording()}
    content.write("vocabulary/document.yml", words)

    with pytest.raises(ContentError, match=r"document\.photos: paper\.selfie is not there"):
        read_catalogue(content.folder)


def test_an_id_that_stands_in_two_files_is_refused(content: Content) -> None:
    content.write("procedures/again.yml", {"procedures": [procedure()]})

    with pytest.raises(ContentError, match="family_booklet: this id stands"):
        read_catalogue(content.folder)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("vocabulary/step.yml", "a: {fr: x}\na: {fr: y}\n", "'a' stands twice"),
        ("vocabulary/steps.yml", "{}\n", "no such kind"),
        ("vocabulary/note.yml", "- a\n", "a mapping is expected"),
        ("procedures/municipal.yml", "procedures: {}\n", "a list of entries is expected"),
        ("procedures/municipal.yml", "procedures: [\n", "municipal.yml"),
        ("procedures/municipal.yml", "procedures: []\n", "no procedure found"),
    ],
)
def test_a_broken_file_is_named(content: Content, name: str, text: str, told: str) -> None:
    (content.folder / name).write_text(text, encoding="utf-8")

    with pytest.raises(ContentError, match=told):
        read_catalogue(content.folder)


def test_a_missing_kind_is_named(content: Content) -> None:
    (content.folder / "vocabulary" / "note.yml").unlink()

    with pytest.raises(ContentError, match=r"note\.yml: no such file"):
        read_catalogue(content.folder)


def test_a_date_stays_as_it_was_typed(content: Content) -> None:
    path: Path = content.folder / "procedures" / "municipal.yml"
    text = path.read_text(encoding="utf-8").replace("dated: 2026-02", "dated: 2026-02-27")
    path.write_text(text.replace("dated: '2026-02'", "dated: 2026-02-27"), encoding="utf-8")

    sources = read_catalogue(content.folder).procedures[0].sources

    assert [entry.dated for entry in sources] == ["2026-02-27", "2026-02-27"]


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("town", {"offices": [{"id": "castle", "kind": "x", "confirmed": True}]}, "castle"),
        ("town", {"offices": [{"id": "town_hall", "kind": "x"}]}, "town_hall: confirmed"),
        ("contacts", {"contacts": [{"id": "fire", "number": "one five"}]}, "fire: number"),
        ("contacts", {"contacts": [{"id": "fire", "number": 15}]}, "fire: number"),
        ("calendar", {"calendar": [{"id": "feast", "kind": "party"}]}, "feast: kind"),
    ],
)
def test_a_wrong_office_is_named(
    content: Content, name: str, data: dict[str, Any], told: str
) -> None:
    content.write(f"offices/{name}.yml", data)
    words = read_catalogue(content.folder).words

    with pytest.raises(ContentError, match=told):
        read_directory(content.folder, words)


def test_a_contact_label_fits_on_a_button(content: Content) -> None:
    contact = {"id": "fire", "number": "15", "label": wording("y" * 21), "standing": "reported"}
    content.write("offices/contacts.yml", {"contacts": [contact]})

    with pytest.raises(ContentError, match="fire: fr: 21 characters"):
        read_directory(content.folder, read_catalogue(content.folder).words)
