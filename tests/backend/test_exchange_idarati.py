"""The State's portal, played by examples in the form that a third party described."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from click.testing import CliRunner, Result

from backend.catalogue.content import Procedure
from backend.cli import main
from backend.errors import PortalUnavailable
from backend.exchange import commands
from backend.exchange.draft import compare, delay_of, draft, price_of
from backend.exchange.idarati import PAGES_MAX, Idarati
from backend.exchange.yaml_files import write_folder
from tests.backend.exchange_samples import full_bundle, words
from tests.backend.factories import TOKEN

URL = "https://portal.example/api/informational"
TODAY = date(2026, 11, 26)
Handler = Callable[[httpx.Request], httpx.Response]

DETAIL: dict[str, Any] = {
    "id": "a1",
    "locale": "fr",
    "title": "Demande d'un certificat de résidence",
    "description": "<p>Le demandeur   se présente&nbsp;en personne.</p>",
    "price": "20 DH",
    "delay": "3 jours",
    "averageDelay": None,
    "receivingAdministrations": [{"id": 1, "title": "Commissariat"}],
    "deliveringAdministrations": [],
    "administrationInCharge": {"id": 9, "title": "DGSN"},
    "downloadableForms": [{"title": "Formulaire", "url": "https://x.example/f.pdf"}],
    "webSiteUrl": "https://www.dgsn.example",
    "validityDurationInDays": 90,
    "hasComplementStep": True,
}
DOCUMENTS: list[Any] = [
    {"id": 3, "title": "عقد الكراء", "section": {"title": "ب", "sort": 1}, "sort": 0},
    {"id": 2, "title": "Deux photos d'identité", "section": {"title": "أ", "sort": 0}, "sort": 2},
    {"id": 1, "title": "d FR", "section": {"title": "أ", "sort": 0}, "sort": 1},
    {"id": 4, "title": "", "section": None},
    "odd",
]
# The sample's `paper_a`, told as people write: letters of another size are the same words.
KNOWN_ID = "paper_a"


def answers(**paths: Any) -> Handler:
    """A portal that gives these answers by the end of the path."""

    def handle(request: httpx.Request) -> httpx.Response:
        end = request.url.path.removeprefix("/api/informational/")
        for path, answer in paths.items():
            if end == path.replace("__", "/"):
                return (
                    answer
                    if isinstance(answer, httpx.Response)
                    else httpx.Response(200, json=answer)
                )
        return httpx.Response(404, text="<html>nothing</html>")

    return handle


def portal(handler: Handler) -> Idarati:
    return Idarati(URL, transport=httpx.MockTransport(handler))


def example(detail: Any = DETAIL, documents: Any = DOCUMENTS) -> Idarati:
    return portal(answers(procedures__a1=detail, procedures__a1__documents=documents))


def drafted(detail: Any = DETAIL, documents: Any = DOCUMENTS) -> dict[str, Any]:
    text = draft(example(detail, documents).sheet("a1"), TODAY, words())
    assert text.startswith("# Draft from idarati.ma, read on 2026-11-26")
    tree: dict[str, Any] = yaml.safe_load(text)
    return tree


def test_a_search_reads_all_pages_each_procedure_once() -> None:
    asked: list[tuple[str, str, str]] = []

    def handle(request: httpx.Request) -> httpx.Response:
        query = request.url.params
        asked.append((query["title"], query["size"], query["page"]))
        page = int(query["page"])
        content = [{"id": f"p{page}", "title": f"T{page}"}, {"id": "same"}, {"title": "no id"}, 7]
        return httpx.Response(200, json={"content": content, "totalElements": 6, "totalPages": 3})

    found = portal(handle).search("acte & naissance")

    assert [one.id for one in found] == ["p0", "same", "p1", "p2"]
    assert asked == [("acte & naissance", "100", page) for page in ("0", "1", "2")]


def test_an_empty_result_is_an_empty_list() -> None:
    empty = {"content": [], "totalElements": 0, "totalPages": 0}

    assert portal(answers(procedures__search=empty)).search("x") == []


def test_a_page_that_comes_again_and_again_ends_the_search() -> None:
    count = 0

    def handle(_request: httpx.Request) -> httpx.Response:
        nonlocal count
        count += 1
        return httpx.Response(200, json={"content": [{"id": 1}], "totalPages": 9999})

    assert len(portal(handle).search("x")) == 1
    assert count == 2


def test_a_search_without_end_is_ended() -> None:
    count = 0

    def handle(_request: httpx.Request) -> httpx.Response:
        nonlocal count
        count += 1
        return httpx.Response(200, json={"content": [{"id": count}], "totalPages": 9999})

    portal(handle).search("x")

    assert count == PAGES_MAX


def _timeout(_request: httpx.Request) -> httpx.Response:
    raise httpx.ReadTimeout("slow")


def _no_network(_request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("no route")


@pytest.mark.parametrize(
    ("handler", "expected"),
    [
        (_timeout, "did not answer in time"),
        (_no_network, "can not be reached"),
        (lambda _: httpx.Response(503, text="<html>maintenance</html>"), "status 503"),
        (lambda _: httpx.Response(302, headers={"Location": "/login"}), "status 302"),
        (
            lambda _: httpx.Response(200, html="<html>Bonjour</html>"),
            "answered with text/html; charset=utf-8, not with JSON",
        ),
        (lambda _: httpx.Response(200, text=""), "not with JSON"),
        (lambda _: httpx.Response(200, json=[]), "was expected|not as expected"),
        (lambda _: httpx.Response(200, json={"content": None}), "was expected"),
        (lambda _: httpx.Response(200, text="[" * 100_000), "not with JSON"),
    ],
)
def test_whatever_comes_instead_is_told_in_one_line(handler: Handler, expected: str) -> None:
    with pytest.raises(PortalUnavailable, match=expected) as caught:
        portal(handler).search("x")

    assert "\n" not in str(caught.value)
    assert "html>" not in str(caught.value)


def test_an_unknown_procedure_is_told() -> None:
    with pytest.raises(PortalUnavailable, match="status 404"):
        example().procedure("other")


def test_an_id_can_not_lead_to_another_address() -> None:
    asked: list[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.raw_path.decode())
        return httpx.Response(200, json=DETAIL)

    portal(handle).procedure("../admin?x=1")

    assert asked == ["/api/informational/procedures/..%2Fadmin%3Fx%3D1"]


def test_papers_come_in_the_order_of_their_sections() -> None:
    found = example().documents("a1")

    assert [one.title for one in found] == ["d FR", "Deux photos d'identité", "عقد الكراء"]


@pytest.mark.parametrize(
    "detail",
    [
        {"id": 1},
        dict.fromkeys(DETAIL),
        {**DETAIL, "price": {"amount": 1}, "receivingAdministrations": "x", "title": ["t"]},
        {**DETAIL, "price": 20, "delay": 3.5, "administrationInCharge": 5},
    ],
)
def test_fields_that_are_missing_or_odd_are_no_crash(detail: dict[str, Any]) -> None:
    sheet = example(detail, []).sheet("a1")

    assert yaml.safe_load(draft(sheet, TODAY, {}))["procedure"]["id"]
    assert len(compare(full_bundle().procedures[0], sheet)) == 3


def test_a_draft_says_what_could_be_mapped() -> None:
    tree = drafted()

    procedure = tree["procedure"]
    assert procedure["id"] == "demande_d_un_certificat_de_residence"
    assert procedure["names"] == {"fr": ["Demande d'un certificat de résidence"]}
    assert procedure["documents"] == [
        KNOWN_ID,
        "deux_photos_d_identite",
        "demande_d_un_certificat_de_residence_paper_3",
    ]
    assert procedure["fees"] == [{"amount_mad": 20}]
    assert procedure["delays"] == [{"amount": 3, "unit": "days"}]
    assert procedure["validity"] == [{"amount": 90, "unit": "days"}]
    assert procedure["sources"] == [
        {
            "title": "idarati.ma - Demande d'un certificat de résidence",
            "url": f"{URL}/procedures/a1",
            "dated": "2026-11-26",
            "kind": "official",
        }
    ]
    assert procedure["checked_on"] == "2026-11"
    assert tree["portal"]["price"] == "20 DH"
    assert tree["portal"]["description"] == "Le demandeur se présente en personne."
    assert tree["portal"]["receiving"] == ["Commissariat"]


def test_a_draft_has_words_for_what_is_new_and_lists_the_languages_that_lack() -> None:
    tree = drafted()

    name = tree["procedure"]["id"]
    assert tree["words"]["document"] == {
        "deux_photos_d_identite": {"fr": "Deux photos d'identité"},
        f"{name}_paper_3": {"ar": "عقد الكراء"},
    }
    assert tree["words"]["link"] == {f"{name}_site": {"url": "https://www.dgsn.example"}}
    for line in (
        "procedure.names.ar",
        "words.document.deux_photos_d_identite: ar, ary, ary-Latn",
        f"words.document.{name}_paper_3: fr, ary, ary-Latn",
        f"words.link.{name}_site: fr, ar, ary, ary-Latn",
        "procedure.delays.nature: usual, at_most, legal or deadline",
        "procedure.office: see portal.receiving, portal.delivering",
        "procedure.steps",
    ):
        assert line in tree["missing"]


def test_a_title_in_arabic_is_a_name_in_arabic() -> None:
    tree = drafted({**DETAIL, "title": "طلب شهادة السكنى"})

    assert tree["procedure"]["names"] == {"ar": ["طلب شهادة السكنى"]}
    assert tree["procedure"]["id"] == "idarati_procedure"


def test_what_is_not_plainly_said_is_not_guessed() -> None:
    tree = drafted({**DETAIL, "price": "20 DH ou 50 DH selon le cas", "delay": "Selon le dossier"})

    assert {"fees", "delays"}.isdisjoint(tree["procedure"])
    assert "procedure.fees: see portal.price" in tree["missing"]
    assert tree["portal"]["price"] == "20 DH ou 50 DH selon le cas"


def test_an_address_that_is_none_is_no_link() -> None:
    assert "online" not in drafted({**DETAIL, "webSiteUrl": "javascript:alert(1)"})["procedure"]


def test_a_completed_draft_is_a_procedure() -> None:
    procedure = drafted()["procedure"]
    procedure["names"] |= {language: ["x"] for language in ("ar", "ary", "ary-Latn")}
    procedure["office"] = "police_station"
    procedure["delays"][0]["nature"] = "at_most"

    assert Procedure.model_validate(procedure).documents[0].id == KNOWN_ID


def test_a_draft_takes_no_id_that_is_taken() -> None:
    assert drafted({**DETAIL, "title": "Full"})["procedure"]["id"] == "full_2"


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("20 DH", 20),
        ("12,50 dirhams", 12.5),
        ("Gratuit", 0),
        ("مجاني", 0),
        ("50 درهم", 50),
        ("75", 75),
        ("20 DH ou 50 DH", None),
        ("à partir de 20 DH", None),
        ("-20", None),
        ("", None),
        (None, None),
    ],
)
def test_a_price_is_read_only_where_it_is_the_whole_text(
    text: str | None, price: float | None
) -> None:
    assert price_of(text) == price


@pytest.mark.parametrize(
    ("text", "delay"),
    [
        ("3 jours", (3, "days")),
        ("10 jours ouvrables", (10, "working_days")),
        ("2 mois", (2, "months")),
        ("24 heures", (24, "hours")),
        ("15 يوما", (15, "days")),
        ("3", None),
        ("3 à 5 jours", None),
        (None, None),
    ],
)
def test_a_delay_is_read_only_where_it_is_the_whole_text(
    text: str | None, delay: tuple[int, str] | None
) -> None:
    assert delay_of(text) == delay


def test_a_comparison_sets_ours_beside_theirs() -> None:
    ours = full_bundle().procedures[0].model_copy(update={"delays": []})
    sheet = example({**DETAIL, "price": "30 DH"}).sheet("a1")

    found = {one.aspect: (one.ours, one.theirs, one.verdict) for one in compare(ours, sheet)}

    assert found == {
        "fee": ("0 MAD, 75.5 MAD", "30 DH", "differs"),
        "delay": ("nothing known", "3 jours", "to be judged"),
        "documents": ("3", "3", "same"),
    }


def test_one_of_our_prices_being_theirs_is_for_people_to_judge() -> None:
    ours = full_bundle().procedures[0]

    verdict = compare(ours, example({**DETAIL, "price": "Gratuit"}).sheet("a1"))[0].verdict

    assert verdict == "to be judged"


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, database_url: str, tmp_path: Path) -> None:
    """A catalogue, and no portal."""
    monkeypatch.setenv("JAWAB_BACKEND_TOKEN", TOKEN)
    monkeypatch.setenv("JAWAB_DATABASE_URL", database_url)
    write_folder(full_bundle(), tmp_path / "in")
    assert run("import", str(tmp_path / "in")).exit_code == 0


@pytest.fixture
def switched_on(environment: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The portal's address is set, and the example answers there."""
    listed = {"content": [{"id": "a1", "title": "T", "administrationTitle": "DGSN"}]}
    handler = answers(
        procedures__search=listed, procedures__a1=DETAIL, procedures__a1__documents=DOCUMENTS
    )
    monkeypatch.setenv("JAWAB_IDARATI_URL", f"{URL}/")
    transport = httpx.MockTransport(handler)
    monkeypatch.setattr(commands, "Idarati", partial(Idarati, transport=transport))
    return iter(())


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["content", *arguments])


@pytest.mark.usefixtures("environment")
@pytest.mark.parametrize(
    "arguments", [("search", "acte"), ("draft", "a1"), ("compare", "full", "a1")]
)
def test_the_portal_is_off_until_its_address_is_set(arguments: tuple[str, ...]) -> None:
    result = run("idarati", *arguments)

    assert result.exit_code == 1
    assert "JAWAB_IDARATI_URL" in result.output
    assert "terms" in result.output


@pytest.mark.usefixtures("switched_on")
def test_the_commands_search_draft_and_compare(tmp_path: Path) -> None:
    assert run("idarati", "search", "acte").output == "a1  T (DGSN)\n"
    assert yaml.safe_load(run("idarati", "draft", "a1").output)["missing"]
    assert "fee: differs\n  ours:   0 MAD, 75.5 MAD\n  theirs: 20 DH\n" in (
        run("idarati", "compare", "full", "a1").output
    )


@pytest.mark.usefixtures("switched_on")
def test_a_draft_goes_into_a_new_file_and_never_into_the_catalogue(tmp_path: Path) -> None:
    before = run("audit", "--json", "--limit", "1000").output

    first = run("idarati", "draft", "a1", "--to", str(tmp_path / "draft.yml"))
    second = run("idarati", "draft", "a1", "--to", str(tmp_path / "draft.yml"))

    assert (first.exit_code, second.exit_code) == (0, 1)
    assert yaml.safe_load((tmp_path / "draft.yml").read_text("utf-8"))["procedure"]
    assert run("audit", "--json", "--limit", "1000").output == before
    assert json.loads(before.splitlines()[0])["action"] == "import"


@pytest.mark.usefixtures("switched_on")
def test_the_whole_portal_is_not_asked_for() -> None:
    assert run("idarati", "search", " a ").exit_code == 2


@pytest.mark.usefixtures("environment")
def test_a_wrong_address_is_a_wrong_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAWAB_IDARATI_URL", "idarati.ma")

    assert "JAWAB_IDARATI_URL" in run("idarati", "search", "acte").output
