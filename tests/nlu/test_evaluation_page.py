"""The report as a page: whole, escaped, on its own, readable without colours."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from labelled import ASK, label, one, parse, report

from nlu.evaluation.markup import element, joined
from nlu.evaluation.page import SECTIONS, page

VOID = frozenset(("meta",))
EVIL = "<script>alert('1')</script> & \"quoted\""
SURE_AND_WRONG = parse(ASK, "b", aspect="fee")
MESSAGES = [
    one(label(ASK, "a", text=EVIL, aspect="fee"), SURE_AND_WRONG),
    one(label("out_of_scope", text="كرة القدم", language="ar"), parse(None, language="ar")),
    one(label("greet", text="salam", language="ary-Latn"), parse("greet", language="ary-Latn")),
]


class Tree(HTMLParser):
    """Which tags are open where, which ids exist, what is linked and read aloud."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.closed_wrongly: list[str] = []
        self.directions: list[tuple[str | None, str]] = []
        self.attributes: set[str] = set()
        self._direction: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.attributes |= set(given)
        self.ids += [given["id"]] if given.get("id") else []
        self.links += [given["href"]] if given.get("href") else []
        self._direction = given.get("dir")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open.pop() != tag:
            self.closed_wrongly.append(tag)

    def handle_data(self, data: str) -> None:
        self.directions.append((self._direction, data))


@pytest.fixture(scope="module")
def html() -> str:
    earlier = report([one(label(ASK, "a", text=EVIL, aspect="fee"), parse(ASK, "a"))])
    return page(report(MESSAGES, before=earlier), sentences=True)


@pytest.fixture(scope="module")
def tree(html: str) -> Tree:
    return Tree(html)


def test_every_tag_is_closed_where_it_was_opened(tree: Tree) -> None:
    assert (tree.open, tree.closed_wrongly) == ([], [])


def test_every_section_is_there_linked_and_can_be_closed(tree: Tree) -> None:
    assert tree.ids == list(SECTIONS)
    assert tree.links == [f"#{name}" for name in SECTIONS]
    assert tree.tags.count("details") == tree.tags.count("summary") >= len(SECTIONS)


def test_nothing_runs_and_nothing_is_loaded(html: str, tree: Tree) -> None:
    assert not {"script", "link", "img", "iframe", "object"} & set(tree.tags)
    assert not [name for name in tree.attributes if name.startswith("on") or name == "src"]
    assert "url(" not in html
    assert "http" not in html


def test_a_message_is_shown_as_text_whatever_is_in_it(html: str, tree: Tree) -> None:
    assert "<script" not in html
    assert ("auto", EVIL) in tree.directions


def test_each_sentence_finds_its_own_direction(tree: Tree) -> None:
    assert ("auto", "كرة القدم") in tree.directions


def test_sentences_are_left_out_and_it_says_why() -> None:
    earlier = report([one(label(ASK, "a", text=EVIL, aspect="fee"), parse(ASK, "a"))])
    html = page(report(MESSAGES, own=False, before=earlier), sentences=False)
    assert "must not be read by accident" in html
    assert "alert" not in html
    assert "كرة القدم" not in html


def test_what_misses_its_limit_is_said_in_words_not_by_colour_alone(html: str) -> None:
    assert "✗ missed" in html
    assert "✓ kept" in html
    assert "Right at once · French: 0.0 %, must be ≥ 80 %" in html


def test_the_head_names_model_data_and_date(html: str) -> None:
    for fact in ("m1", "d" * 16, "2026-11-25 10:00 UTC", "3 of ours"):
        assert f"<dd>{fact}</dd>" in html


def test_changes_since_the_earlier_report_are_shown(html: str) -> None:
    assert "0 newly right, 1 newly wrong" in html
    assert "100.0 → 0.0" in html


def test_the_worst_confusions_come_with_their_sentences() -> None:
    other = one(label("greet", text="bonsoir"), parse("thank"))
    html = page(report([*MESSAGES, other]), sentences=True)
    worst = html[html.index('id="confusions"') : html.index('id="intents"')]
    assert [part[:10] for part in worst.split("<h3>")[1:]] == ["ask_proced", "greet → th"]
    assert "bonsoir" in worst.split("<h3>")[2]
    assert "bonsoir" not in worst.split("<h3>")[1]


def test_without_an_earlier_report_it_says_so() -> None:
    assert "no earlier report" in page(report(MESSAGES), sentences=True)


def test_the_plots_are_named_for_who_cannot_see_them(html: str) -> None:
    drawn = re.findall(r'<svg class="plot" role="img"[^>]*><title>([^<]+)</title>', html)
    assert len(drawn) == 5  # three languages with messages, all of them, calibration
    assert drawn[-1] == "Being right over confidence"


def test_a_set_without_mistakes_has_a_page_too() -> None:
    html = page(report([MESSAGES[2]]), sentences=True)
    assert "No confident mistake." in html
    assert Tree(html).open == []


def test_markup_escapes_all_that_it_did_not_make() -> None:
    made = element("p", "<b>", element("i", "&"), title='"')
    assert made == '<p title="&quot;">&lt;b&gt;<i>&amp;</i></p>'
    assert joined("a<" + made) != "a<" + made
