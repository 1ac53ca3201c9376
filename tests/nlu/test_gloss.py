"""Darija word by word in French: what is written onto a word, and what must not be guessed."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from nlu.digests import PACKAGE, understanding_digest
from nlu.text import gloss as glossing
from nlu.text.gloss import LEXICON, gloss, lines, word_gloss
from nlu.text.message import Said, readable, said
from nlu.text.normalise import normalise, words
from nlu.text.script import is_arabic_letter

# Small enough to work out by hand. `in` and `ar` are traps: they look like what is left of
# wfin and wdar when one sign too many is taken off.
SMALL = """\
maison	دار	dar
pluie	ار	ar
dans	في	in
papiers	وراق	wra9
passeport	باسبور	passport
carte	كارط	carte
document		acte
je veux	بغيت	bghit
je sais	عرفت	3reft
il y a	كاين	kayn
apporter	نجيب	njib
où	فين	fin
fille	بنت	bent
tu	نت	ent
travail	خدمه	khedma
demander	طلب	tleb
étudiant	طالب	taleb
est-ce que	واش	wach
ne pas	ما	ma
-	راه	rah
"""


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The small lexicon in the place of ours."""
    file = tmp_path / "darija.tsv"
    file.write_text(SMALL, "utf-8")
    monkeypatch.setattr(glossing, "LEXICON", file)
    forget()
    yield
    monkeypatch.undo()
    forget()


def forget() -> None:
    glossing._lexicon.cache_clear()
    word_gloss.cache_clear()


def same(french: str, *spellings: str, why: str) -> object:
    return pytest.param(french, spellings, id=why)


def check(french: str, spellings: tuple[str, ...]) -> None:
    assert {one: gloss(normalise(one)) for one in spellings} == dict.fromkeys(spellings, french)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("french", "spellings"),
    [
        same("maison", "الدار", "ldar", "eldar", "aldar", why="article"),
        same("maison", "ودار", "wdar", "oudar", why="and"),
        same("maison", "فدار", "فالدار", "fdar", "fldar", "feldar", why="in"),
        same("maison", "بدار", "بالدار", "bdar", "bldar", why="with"),
        same("maison", "لدار", "للدار", "ldar", why="to"),
        same("maison", "ددار", "دالدار", "ddar", "dldar", why="of"),
        same("maison", "وفالدار", "وبالدار", "wfldar", "wbeldar", why="and-in-the"),
        same("document", "l'acte", "d'acte", "L’acte", why="french-article-with-apostrophe"),
    ],
)
def test_what_is_written_before_a_word_is_taken_off(
    french: str, spellings: tuple[str, ...]
) -> None:
    check(french, spellings)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("french", "spellings"),
    [
        same("papiers", "وراق", "wra9", why="waw-of-the-root"),
        same("est-ce que", "واش", "wach", why="no-negation-where-the-word-is-known"),
        same("où", "وفين", "wfin", why="and-where-is-not-and-in-in"),
        same("je veux", "وبغيت", "wbghit", why="and-i-want-has-the-ba-of-the-verb"),
        same("carte", "وكارط", "wcarte", why="and-card-has-the-kaf-of-the-noun"),
        same("fille", "وبنتها", "wbentha", why="and-her-daughter-has-the-ba-of-the-noun"),
        same("passeport", "باسبور", "الباسبور", "lpassport", why="ba-of-a-loan"),
    ],
)
def test_letters_of_the_word_itself_stay(french: str, spellings: tuple[str, ...]) -> None:
    check(french, spellings)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("french", "spellings"),
    [
        same("ne pas je veux", "مابغيتش", "mabghitch", "mabghitsh", why="ma-and-sh-written-on"),
        same("ne pas je veux", "مبغيتش", "mbghitch", why="short-m"),
        same("ne pas je veux", "بغيتش", "bghitch", why="sh-alone"),
        same("ne pas ne pas je veux", "ما بغيتش", "ma bghitch", why="ma-as-a-word-of-its-own"),
        same("ne pas il y a", "ماكاينش", "makaynch", why="there-is-no"),
        same("ne pas je sais", "ماعرفتهاش", "ma3refthach", why="her-inside"),
        same("ne pas je sais", "معرفتوش", "m3reftouch", why="him-inside"),
    ],
)
def test_negation_is_written_around_the_verb(french: str, spellings: tuple[str, ...]) -> None:
    check(french, spellings)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("french", "spellings"),
    [
        same("maison", "دارها", "darha", why="her"),
        same("maison", "دارهم", "دارهوم", "darhom", why="their"),
        same("maison", "دارنا", "darna", why="our"),
        same("maison", "داركم", "darkom", why="your-plural"),
        same("maison", "دارك", "dark", why="your"),
        same("maison", "داره", "دارو", "darh", "daro", "darou", why="his"),
        same("apporter", "نجيبلي", "نجيبليا", "njibli", "njiblia", why="to-me"),
        same("maison", "فدارنا", "fdarna", "بدارهم", "bdarhom", why="before-and-after"),
    ],
)
def test_what_is_written_after_a_word_is_taken_off(french: str, spellings: tuple[str, ...]) -> None:
    check(french, spellings)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("french", "spellings"),
    [
        same("apporter", "غنجيب", "غانجيب", "ghanjib", why="future"),
        same("apporter", "غنجيبها", "ghanjibha", why="future-with-object"),
        same("apporter", "كنجيب", why="present"),
    ],
)
def test_future_and_present_are_signs_before_the_verb(
    french: str, spellings: tuple[str, ...]
) -> None:
    check(french, spellings)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("french", "spellings"),
    [
        same("travail", "khdma", "khadma", "5dma", "lkhedema", "خدما", why="vowels-written-or-not"),
        same("je veux", "bghet", "b4it", "beghite", why="gh-and-4"),
        same("carte", "karta", "lkarta", "lacarte", "كارت", "لاكارط", why="french-c-is-k"),
        same("passeport", "passeport", "paspor", "lpaseport", "باسبورت", why="p-is-b-in-arabic"),
        same("apporter", "njibb", "nejib", why="doubled-letter"),
    ],
)
def test_an_unseen_spelling_is_known_by_its_consonants(
    french: str, spellings: tuple[str, ...]
) -> None:
    check(french, spellings)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    "word",
    [
        pytest.param("talib", id="t-l-b-is-asking-and-a-student"),
        pytest.param("tolab", id="t-l-b-in-another-spelling"),
        pytest.param("دور", id="two-consonants-are-shared-by-too-many"),
        pytest.param("door", id="two-consonants-in-latin"),
    ],
)
def test_consonants_that_do_not_tell_are_not_guessed(word: str) -> None:
    assert gloss(normalise(word)) == word


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("mairie", id="french-word"),
        pytest.param("مشمش", id="sh-at-the-end-of-a-noun"),
        pytest.param("zzxqv", id="nonsense"),
        pytest.param("2026", id="year"),
        pytest.param("318 75", id="figures"),
        pytest.param("0ref0", id="masked-reference"),
        pytest.param("x7", id="letter-and-figure"),
        pytest.param("👍", id="sign"),
        pytest.param("привет 你好 ⵣⵓⵍ", id="other-scripts"),
    ],
)
def test_unknown_words_and_figures_are_kept(text: str) -> None:
    assert gloss(normalise(text)) == text


@pytest.mark.usefixtures("small")
def test_words_that_say_nothing_and_punctuation_are_left_out() -> None:
    assert gloss(normalise("راه الباسبور راه ، واش ؟")) == "passeport est-ce que"
    assert gloss(normalise("rah !!")) == ""
    assert gloss("") == ""


def test_a_reference_stays_one_word_between_glosses() -> None:
    assert gloss(readable("fin wsel ESS-7K2M-9QX4-A ?")).split()[-1] == "0ref0"


# With our own lexicon: the sentences that both scripts must bring to one and the same French.
@pytest.mark.parametrize(
    ("arabic", "latin"),
    [
        ("شنو الوراق ديال الباسبور", "chno lwra9 dyal lpassport"),
        ("شنو هي الوثائق ديال شهادة السكنى؟", "chnou hiya lwata2iq dial chahadat sokna ?"),
        ("شحال كيكلف عقد الازدياد", "ch7al kaykellef 3a9d lizdiyad"),
        ("بغيت نجدد لاكارط", "bghit njeded lacarte"),
        ("فين نجيب شهادة السكنى", "fin njib chahadat sokna"),
        ("معنديش الباسبور", "ma3ndich lpassport"),
        ("ودابا شنو ندير؟", "wdaba chno ndir ?"),
        ("شكرا بزاف", "chokran bzaf"),
    ],
)
def test_both_scripts_meet_in_french(arabic: str, latin: str) -> None:
    french = gloss(normalise(arabic))
    assert french == gloss(normalise(latin))
    assert not any(map(is_arabic_letter, french))


@pytest.mark.parametrize(
    ("language", "french"),
    [("ary-Latn", "maison"), ("ary", "maison"), ("fr", "dar"), ("ar", "")],
    ids=["arabizi-is-glossed", "darija-is-glossed", "french-is-itself", "encoder-knows-arabic"],
)
def test_the_french_of_a_message_depends_on_its_language(language: str, french: str) -> None:
    text = "دار" if language == "ary" else "dar"
    assert said(text, language) == Said(text, french)


# The file itself.


@pytest.fixture(scope="module")
def rows() -> list[list[str]]:
    return [line.split("\t") for line in LEXICON.read_text("utf-8").split("\n")[:-1]]


@pytest.fixture(scope="module")
def forms(rows: list[list[str]]) -> list[str]:
    return [form for row in rows for column in row[1:] if column for form in column.split(",")]


def test_each_line_is_french_arabic_forms_and_latin_forms(rows: list[list[str]]) -> None:
    assert [row for row in rows if len(row) != 3] == []
    assert [row for row in rows if not any(row[1:])] == []
    assert [
        arabic for _, arabic, _ in rows if any(c.isascii() and c.isalnum() for c in arabic)
    ] == []
    assert [latin for _, _, latin in rows if any(map(is_arabic_letter, latin))] == []


def test_no_gloss_is_empty_and_none_stands_twice(rows: list[list[str]]) -> None:
    assert [row[0] for row in rows if not row[0] or row[0] != row[0].strip()] == []
    assert [french for french, times in Counter(row[0] for row in rows).items() if times > 1] == []


def test_no_form_stands_twice(forms: list[str]) -> None:
    assert [form for form, times in Counter(forms).items() if times > 1] == []


def test_every_form_is_one_word_in_the_form_that_is_looked_up(forms: list[str]) -> None:
    assert [form for form in forms if words(normalise(form)) != [form]] == []


def test_every_form_gives_the_french_of_its_line(forms: list[str]) -> None:
    read = {form: french for french, form in lines()}
    assert list(read) == forms
    assert [form for form in forms if word_gloss(form) != read[form]] == []


def test_a_changed_lexicon_is_a_changed_understanding(tmp_path: Path) -> None:
    package = tmp_path / "nlu"
    for folder in ("text", "model", "components"):
        shutil.copytree(PACKAGE / folder, package / folder)
    for name in ("decision.py", "found.py"):
        shutil.copy(PACKAGE / name, package)
    before = understanding_digest(package)
    with (package / "text" / LEXICON.name).open("a", encoding="utf-8") as lexicon:
        lexicon.write("pluie\tشتا\tchta\n")
    assert understanding_digest(package) != before
