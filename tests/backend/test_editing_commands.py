"""The commands on content, as staff type them."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from click.testing import CliRunner, Result

from backend import command
from backend.catalogue.index import INDEX_FILE
from backend.cli import main
from backend.editing import commands
from tests.backend.factories import (
    TOKEN,
    Content,
    FixedClock,
    day_off,
    office,
    procedure,
    wording,
)

pytestmark = pytest.mark.parametrize("empty_database_url", ["sqlite"], indirect=True)
BOOKLET = "family_booklet"
FOUR = ["--fr", "Fermé", "--ar", "مغلق", "--ary", "مسدود", "--ary-latn", "msdoud"]


def run(*arguments: str, fails: int = 0) -> str:
    """Run one command under `content`; its output, after a look at its exit code."""
    result: Result = CliRunner().invoke(main, ["content", *arguments])
    assert result.exit_code == fails, result.output
    assert "Traceback" not in result.output
    return result.output


@pytest.fixture(autouse=True)
def _loaded(
    monkeypatch: pytest.MonkeyPatch, database_url: str, content: Content, clock: FixedClock
) -> None:
    """A small catalogue, loaded; it is half past midnight in Morocco; the account is Amina's."""
    monkeypatch.setenv("JAWAB_BACKEND_TOKEN", TOKEN)
    monkeypatch.setenv("JAWAB_DATABASE_URL", database_url)
    monkeypatch.setenv("JAWAB_CONTENT_DIR", str(content.folder))
    monkeypatch.setenv("LOGNAME", "amina")
    monkeypatch.setattr(command, "utc_now", clock)
    monkeypatch.setattr(commands, "utc_now", clock)
    loaded = CliRunner().invoke(main, ["load"])
    assert loaded.exit_code == 0, loaded.output


def write(name: str, data: object) -> str:
    """A YAML file with this in it."""
    Path(name).write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return name


def audit(*options: str) -> list[dict[str, Any]]:
    """What is written down, newest first."""
    return [json.loads(line) for line in run("audit", "--json", *options).splitlines()]


def found() -> list[str]:
    """The procedures that the index names."""
    return [one["id"] for one in json.loads(Path("var", INDEX_FILE).read_bytes())["procedures"]]


COMMANDS = [
    [],
    *(["list"], ["show"], ["edit"], ["state"], ["due"], ["word"], ["audit"]),
    *(["directory"], ["directory", "show"], ["directory", "set"], ["directory", "withdraw"]),
    *(["notice"], ["notice", "list"], ["notice", "put"], ["notice", "end"]),
]


@pytest.mark.parametrize("name", COMMANDS, ids=" ".join)
def test_every_command_explains_itself(name: list[str]) -> None:
    usage, _, rest = run(*name, "--help").strip().partition("\n\n")

    assert usage.startswith(" ".join(("Usage: main content", *name)))
    assert rest.strip().startswith(tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    assert not rest.strip().startswith("Options:")


def test_every_command_is_in_the_list_above() -> None:
    def names(group: click.Group, path: list[str]) -> list[list[str]]:
        below = [(found, [*path, name]) for name, found in group.commands.items()]
        nested = [names(found, here) for found, here in below if isinstance(found, click.Group)]
        return [*(here for _, here in below), *(one for inner in nested for one in inner)]

    of_exchange = {"export", "import", "idarati"}
    here = [path for path in names(commands.content, []) if path[0] not in of_exchange]
    assert sorted(here) == sorted(COMMANDS[1:])


def test_all_answers_are_listed() -> None:
    assert run("list").split() == [
        *(BOOKLET, "published", "content", "checked", "2026-11,", "again", "2027-05-01")
    ]

    run("state", BOOKLET, "off", "--aspect", "fee")
    run("edit", write("dear.yml", procedure(owner="urbanism")))

    assert run("list").rstrip().endswith("again 2027-05-01 (off: fee) edited")
    assert "urbanism" in run("list", "--state", "published")
    assert run("list", "--state", "draft") == ""


def test_one_answer_is_shown_as_it_may_be_written() -> None:
    run("state", BOOKLET, "off", "--aspect", "delay")

    first, _, rest = run("show", BOOKLET).partition("\n")

    assert first == "# state: published; switched off: delay"
    assert yaml.safe_load(rest)["fees"][1]["amount_mad"] == 12.5
    assert "no procedure has this id" in run("show", "nothing", fails=1)


def test_what_is_shown_can_be_edited_and_written_back() -> None:
    shown = run("show", BOOKLET)
    file = Path("answer.yml")

    file.write_text(shown, encoding="utf-8")
    assert run("edit", str(file)) == f"{BOOKLET}: unchanged\n"
    file.write_text(shown.replace("amount_mad: 75", "amount_mad: 80"), encoding="utf-8")
    assert run("edit", str(file), "--why", "new tariff") == f"{BOOKLET}: changed\n"

    assert "amount_mad: 80" in run("show", BOOKLET)
    [row] = audit()
    assert (row["actor"], row["action"], row["reason"]) == ("amina", "edit", "new tariff")


def test_an_edit_is_found_at_once() -> None:
    run("word", "procedure", "other", *FOUR)
    run("edit", write("other.yml", procedure(id="other")))

    assert found() == [BOOKLET, "other"]


WRONG_FILES = {
    "an id without words": (yaml.safe_dump(procedure(steps=["fly"])), "step.fly is not in"),
    "a field that there is not": (yaml.safe_dump(procedure(feees=[])), "feees"),
    "no mapping": ("- a\n", "a mapping is expected"),
    "no yaml": ("a: [\n", "answer.yml"),
    "a key twice": ("id: a\nid: b\n", "'id' stands twice"),
}


@pytest.mark.parametrize(("text", "told"), WRONG_FILES.values(), ids=WRONG_FILES)
def test_a_wrong_file_changes_nothing(text: str, told: str) -> None:
    Path("answer.yml").write_text(text, encoding="utf-8")

    assert told in run("edit", "answer.yml", fails=1)
    assert audit() == []
    assert "does not exist" in run("edit", "nowhere.yml", fails=2)


def test_an_answer_is_switched_and_found_no_longer() -> None:
    assert run("state", BOOKLET, "off", "--why", "wrong") == f"{BOOKLET}: off\n"
    assert found() == []
    assert run("state", BOOKLET, "published") == f"{BOOKLET}: published\n"
    assert found() == [BOOKLET]

    assert [(row["action"], row["reason"]) for row in audit()] == [
        ("published", None),
        ("off", "wrong"),
    ]


def test_one_aspect_is_switched() -> None:
    assert run("state", BOOKLET, "off", "--aspect", "fee") == f"{BOOKLET} fee: off\n"
    assert "switched off: fee" in run("show", BOOKLET)
    assert found() == [BOOKLET]

    run("state", BOOKLET, "published", "--aspect", "fee")
    assert "switched off: none" in run("show", BOOKLET)


STATES = {
    "an aspect as a draft": ((BOOKLET, "draft", "--aspect", "fee"), 1, "a whole procedure"),
    "no such procedure": (("nothing", "off"), 1, "no procedure has this id"),
    "no such state": ((BOOKLET, "lost"), 2, "'lost' is not one of"),
    "no such aspect": ((BOOKLET, "off", "--aspect", "smell"), 2, "'smell' is not one of"),
}


@pytest.mark.parametrize(("arguments", "code", "told"), STATES.values(), ids=STATES)
def test_a_wrong_switch_changes_nothing(arguments: tuple[str, ...], code: int, told: str) -> None:
    assert told in run("state", *arguments, fails=code)
    assert audit() == []


def test_what_is_due_is_told(clock: FixedClock) -> None:
    assert run("due") == "nothing is due\n"

    clock.now = datetime.fromisoformat("2027-05-01T00:00+00:00")
    assert "to be checked since 2027-05-01 (checked 2026-11, published)" in run("due")
    assert BOOKLET in run("due", "--owner", "content")
    assert run("due", "--owner", "urbanism") == "nothing is due\n"


def test_an_expired_answer_is_due() -> None:
    run("edit", write("old.yml", procedure(valid_to="2026-11-25")))

    assert "expired on 2026-11-25" in run("due")


def test_a_wording_is_shown_and_changed() -> None:
    assert yaml.safe_load(run("word", "step", "go_there")) == wording()

    assert run("word", "step", "go_there", "--fr", "Allez-y") == "step.go_there: changed\n"
    assert run("word", "step", "go_there", "--fr", "Allez-y") == "step.go_there: unchanged\n"

    assert yaml.safe_load(run("word", "step", "go_there")) == {**wording(), "fr": "Allez-y"}
    [row] = audit("--kind", "step")
    assert (row["before"]["fr"], row["after"]["fr"]) == ("x", "Allez-y")


def test_a_new_wording_needs_four_languages() -> None:
    assert "options: step.fly: " in run("word", "step", "fly", *FOUR[:-2], fails=1)

    assert run("word", "step", "fly", *FOUR, "--why", "asked for") == "step.fly: changed\n"
    assert yaml.safe_load(run("word", "step", "fly"))["ary-Latn"] == "msdoud"


def test_a_link_has_an_address() -> None:
    run("word", "link", "example", "--url", "https://new.example")

    assert yaml.safe_load(run("word", "link", "example"))["url"] == "https://new.example"


WORDS = {
    "of no kind": (("rumour", "x"), "no such kind"),
    "not there": (("step", "nothing"), "step.nothing is not there"),
    "a change of no kind": (("rumour", "x", *FOUR), "no such kind"),
    "under no good id": (("step", "Go There", *FOUR), "is no id"),
    "too long for a button": (("aspect", "fee", "--fr", "x" * 21), "21 characters"),
    "an address of a step": (("step", "go_there", "--url", "https://x.example"), "url"),
    "no address": (("link", "example", "--url", "javascript:x"), "url"),
}


@pytest.mark.parametrize(("arguments", "told"), WORDS.values(), ids=WORDS)
def test_wrong_words_change_nothing(arguments: tuple[str, ...], told: str) -> None:
    assert told in run("word", *arguments, fails=1)
    assert audit() == []


def directory() -> dict[str, list[dict[str, Any]]]:
    """All of the directory, as it is printed."""
    shown: dict[str, list[dict[str, Any]]] = yaml.safe_load(run("directory", "show"))
    return shown


def test_the_directory_is_shown_set_and_withdrawn() -> None:
    assert [one["id"] for one in directory()["offices"]] == ["town_hall"]
    file = write("office.yml", office())

    assert run("directory", "set", "office", file) == "office town_hall: changed\n"
    assert run("directory", "set", "office", file) == "office town_hall: unchanged\n"
    assert directory()["offices"][0]["hours"] == office()["hours"]

    assert run("directory", "withdraw", "office", "town_hall") == "office town_hall: withdrawn\n"
    told = run("directory", "withdraw", "office", "town_hall", fails=1)
    assert "there is no office town_hall" in told
    assert directory()["offices"] == []
    assert [row["action"] for row in audit("--kind", "office")] == ["withdraw", "edit"]


@pytest.mark.parametrize("kind", ["office", "contact", "calendar"])
def test_what_the_directory_shows_can_be_set(kind: str) -> None:
    run("directory", "set", "calendar", write("day.yml", day_off()))
    listed = {"office": "offices", "contact": "contacts", "calendar": "calendar"}[kind]
    [entry] = directory()[listed]

    assert run("directory", "set", kind, write("again.yml", entry)).endswith(": unchanged\n")


ENTRIES = {
    "an office without a name": ("office", office(id="castle"), "office.castle is not in"),
    "a day in two ways": ("calendar", day_off(last="2026-11-18", first="x"), "first"),
    "an office as a contact": ("contact", office(), "entry: "),
}


@pytest.mark.parametrize(("kind", "entry", "told"), ENTRIES.values(), ids=ENTRIES)
def test_a_wrong_entry_changes_nothing(kind: str, entry: dict[str, Any], told: str) -> None:
    assert told in run("directory", "set", kind, write("entry.yml", entry), fails=1)
    assert audit() == []


def test_a_notice_is_put_up_for_some_hours_and_ended(clock: FixedClock) -> None:
    assert run("notice", "list") == "no notice\n"

    told = run("notice", "put", "flood", *FOUR, "--hours", "3")
    assert told == "flood: 2026-11-26 00:30 – 2026-11-26 03:30\n"
    assert run("notice", "list").splitlines() == [
        "flood: on, before all answers, 2026-11-26 00:30 – 2026-11-26 03:30",
        "  Fermé",
    ]

    clock.advance(timedelta(minutes=30))
    assert run("notice", "end", "flood") == "flood: ended\n"
    assert "flood: over, before all answers, 2026-11-26 00:30 – 2026-11-26 01:00" in run(
        "notice", "list"
    )
    assert [row["action"] for row in audit("--kind", "notice")] == ["end", "put up"]


def test_a_notice_goes_from_a_moment_to_another_in_the_towns_time() -> None:
    run(
        *("notice", "put", "strike", *FOUR, "--instead", "--procedure", BOOKLET),
        *("--from", "2026-12-01T08:00", "--to", "2026-12-02T18:00"),
    )

    told = run("notice", "list")
    assert f"strike: to come, instead {BOOKLET}, 2026-12-01 08:00 – 2026-12-02 18:00" in told
    assert audit()[0]["after"]["starts_at"] == "2026-12-01T07:00:00Z"


def test_a_moment_may_name_its_zone() -> None:
    run("notice", "put", "strike", *FOUR, "--to", "2026-12-02T18:00Z")

    assert audit()[0]["after"]["ends_at"] == "2026-12-02T18:00:00Z"


NOTICES = {
    "without an end": ((*FOUR,), 2, "give --to, or --hours"),
    "with two ends": ((*FOUR, "--to", "2026-12-02", "--hours", "3"), 2, "give --to, or --hours"),
    "over before now": ((*FOUR, "--to", "2026-11-20T08:00"), 1, "it ends before it starts"),
    "no moment": ((*FOUR, "--to", "tomorrow"), 2, "'tomorrow' is no moment"),
    "no hour": ((*FOUR, "--hours", "0"), 2, "--hours"),
    "in three languages": ((*FOUR[:-2], "--hours", "3"), 2, "--ary-latn"),
    "an empty text": ((*FOUR[:-1], " ", "--hours", "3"), 1, "text.ary_latn"),
    "on nothing": ((*FOUR, "--hours", "3", "--procedure", "nothing"), 1, "the id nothing"),
}


@pytest.mark.parametrize(("arguments", "code", "told"), NOTICES.values(), ids=NOTICES)
def test_a_wrong_notice_is_not_put_up(arguments: tuple[str, ...], code: int, told: str) -> None:
    assert told in run("notice", "put", "flood", *arguments, fails=code)
    assert run("notice", "list") == "no notice\n"


def test_ending_no_notice_is_told() -> None:
    assert "no notice has this id" in run("notice", "end", "flood", fails=1)


def test_the_audit_says_who_did_what_and_why() -> None:
    assert run("audit") == "nothing was changed yet\n"
    assert run("audit", "--json") == ""

    run("state", BOOKLET, "off", "--why", "wrong")
    run("--as", "brahim", "word", "step", "go_there", "--fr", "Allez-y")

    assert run("audit").splitlines() == [
        "2026-11-26 00:30 brahim: edit step go_there",
        "2026-11-26 00:30 amina: off procedure family_booklet — wrong",
    ]
    assert run("audit", "--limit", "1").count("\n") == 1
    assert run("audit", "--subject", "go_there").count("\n") == 1


def test_the_audit_as_json_has_what_was_before_and_after() -> None:
    run("state", BOOKLET, "off", "--why", "wrong")

    [row] = audit("--kind", "procedure", "--subject", BOOKLET)

    assert row == {
        "id": 1,
        "at": "2026-11-25 23:30:00+00:00",
        "actor": "amina",
        "action": "off",
        "kind": "procedure",
        "subject": BOOKLET,
        "before": {"state": "published", "off_aspects": []},
        "after": {"state": "off", "off_aspects": []},
        "reason": "wrong",
    }


def test_a_long_name_is_cut_to_what_the_audit_holds() -> None:
    run("--as", "x" * 100, "state", BOOKLET, "off")

    assert audit()[0]["actor"] == "x" * 80


def test_without_tables_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAWAB_DATABASE_URL", "sqlite:///empty.sqlite3")

    assert "did `migrate` run?" in run("list", fails=1)
