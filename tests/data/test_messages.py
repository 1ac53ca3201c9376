"""The four catalogues say the same things, and say what the code asks them for."""

from __future__ import annotations

import ast
import io
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
import yaml
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.domain.language import CATALOGUE_FOLDERS, LANGUAGES, Language
from tests.factories import ROOT, catalogues

CODE = [ROOT / "bot", ROOT / "actions"]
UNITS = ("days", "working_days", "hours", "weeks", "months", "years", "dirhams")
# Intents whose button has a name of its own, or that are no button without a procedure.
MOVES = {"repeat", "back", "start_again"}
NO_LABEL = {"track_request", "talk_to_human", "ask_procedure", "nlu_fallback"} | MOVES
# Worded ahead of the code that will say them; whoever says them takes them off this list.
NUMBERS = (0, 1, 2, 3, 11, 100)


def folder(language: Language) -> Path:
    return ROOT / "locales" / CATALOGUE_FOLDERS[language] / "LC_MESSAGES"


@cache
def catalogue(language: Language) -> Catalog:
    # Babel knows no `ary`: its plural forms are those of `ar`, as in the Makefile.
    with (folder(language) / "jawab.po").open("rb") as file:
        return read_po(file, locale="fr" if language == "fr" else "ar", abort_invalid=True)


@cache
def messages(language: Language) -> dict[str, Message]:
    return {_key(message): message for message in catalogue(language) if message.id}


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def forms(message: Message) -> tuple[str, ...]:
    """All wordings of a message: one, or one a plural form."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


KEYS = sorted(messages("fr"))


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    found: Language = request.param
    return found


def test_every_language_has_the_same_messages(language: Language) -> None:
    assert sorted(messages(language)) == KEYS


def test_no_message_is_empty_or_doubtful(language: Language) -> None:
    empty = [key for key, m in messages(language).items() if not all(map(str.strip, forms(m)))]

    assert empty == []
    assert [key for key, message in messages(language).items() if message.fuzzy] == []


def test_a_message_has_the_same_placeholders_as_in_french(language: Language) -> None:
    different = [
        key
        for key, message in messages(language).items()
        if not message.pluralizable
        and placeholders(message.string) != placeholders(messages("fr")[key].string)
    ]

    assert different == []


def test_a_counted_message_may_leave_its_number_out_only_where_the_word_says_it(
    language: Language,
) -> None:
    """Arabic has words for one and two of a thing, and a form for none."""
    wrong = [
        (key, place)
        for key, message in messages(language).items()
        if message.pluralizable
        for place, form in enumerate(forms(message))
        if placeholders(form) - {"n"} or ("n" not in placeholders(form) and place > 2)
    ]

    assert wrong == []


def test_a_language_has_all_its_plural_forms(language: Language) -> None:
    expected = 2 if language == "fr" else 6
    counted = {key: len(forms(m)) for key, m in messages(language).items() if m.pluralizable}

    assert counted == {f"unit.{unit}": expected for unit in UNITS}


PLURAL_FORM = {"fr": (0, 0, 1, 1, 1, 1), "ar": (0, 1, 2, 3, 5, 4)}


@pytest.mark.parametrize("unit", UNITS)
def test_a_number_takes_the_form_of_its_language(language: Language, unit: str) -> None:
    written = forms(messages(language)[f"unit.{unit}"])
    places = PLURAL_FORM["fr" if language == "fr" else "ar"]

    counted = [catalogues().count(language, f"unit.{unit}", n) for n in NUMBERS]

    expected = [written[place] for place in places]
    assert counted == [form.format(n=n) for form, n in zip(expected, NUMBERS, strict=True)]


def letters(text: str) -> set[str]:
    """The scripts of a text, without addresses, placeholders and names of languages."""
    plain = re.sub(r"\{\w+\}|https?://\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:ma|org)\b", "", text)
    return {unicodedata.name(sign).split()[0] for sign in plain if sign.isalpha()}


# Names a language in its own script, so that whoever reads only that one finds it.
MIXED = {"change_language"}


@pytest.mark.parametrize(
    ("languages", "script"),
    [(("ar", "ary"), "ARABIC"), (("fr", "ary-Latn"), "LATIN")],
    ids=["arabic", "latin"],
)
def test_a_message_is_written_in_the_script_of_its_language(languages, script: str) -> None:
    other = [
        (language, key)
        for language in languages
        for key in sorted(set(KEYS) - MIXED)
        for form in forms(messages(language)[key])
        if letters(form) - {script}
    ]

    assert other == []


def test_the_compiled_catalogue_is_the_one_that_is_written(language: Language) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(language))

    assert (folder(language) / "jawab.mo").read_bytes() == compiled.getvalue(), "make locales"


# --- what the code says ---


@cache
def trees() -> list[ast.Module]:
    files = [file for root in CODE for file in sorted(root.rglob("*.py"))]
    files = [file for file in files if "commands" not in file.parts]  # they speak to operators
    return [ast.parse(file.read_text("utf-8")) for file in files]


def nodes() -> Iterator[ast.AST]:
    for tree in trees():
        yield from ast.walk(tree)


# Where a message key stands among the arguments of a call.
_PLACES = {"say": 0, "words.text": 0, "contact": 0, "self._ask_again": 1}


def said() -> Iterator[ast.expr]:
    """Whatever stands where a message key is wanted."""
    for node in nodes():
        if isinstance(node, ast.Call):
            yield from (keyword.value for keyword in node.keywords if keyword.arg == "say")
            place = _PLACES.get(ast.unparse(node.func))
            if place is not None and len(node.args) > place:
                yield node.args[place]
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "intro":
            yield node.value


def constants() -> set[str]:
    return {n.value for n in nodes() if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def dynamic() -> set[str]:
    """Keys that are put together while the program runs."""
    intents = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))["intents"]
    names = {next(iter(i)) if isinstance(i, dict) else i for i in intents} - NO_LABEL
    return (
        {f"choice.{name}" for name in names}
        | {f"unit.{unit}" for unit in UNITS}
        | {f"paper_check.{verdict}" for verdict in ("listed", "not_listed", "unknown")}
        | {f"delay.{nature}" for nature in ("usual", "at_most", "legal", "deadline")}
    )


def test_every_message_that_the_code_says_is_there() -> None:
    # `card`, `request` and `contact` are made of several messages, see `compose`.
    keys = {n.value for n in said() if isinstance(n, ast.Constant) and isinstance(n.value, str)}

    assert (
        sorted(keys - {"card", "request", "contact", "paper_checked", "notice"} - set(KEYS)) == []
    )
    assert len(keys) > 40


def test_every_message_that_is_put_together_is_there() -> None:
    assert sorted(dynamic() - set(KEYS)) == []


def test_every_message_that_is_there_is_said() -> None:
    assert set(KEYS) - constants() - dynamic() == set()
