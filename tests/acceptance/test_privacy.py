"""What must not be written anywhere is searched for as bytes: databases, their logs, log files."""

import stat
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = yaml.safe_load((ROOT / "data" / "samples" / "requests.yml").read_text("utf-8"))
REQUEST = SAMPLES["requests"][1]
# An ordinary word of the same messages, which has to be found: else the search proves nothing.
WITNESS = "pamplemousse"
CIN, CARD = "BK739154", "4539 1488 0343 6467"
TYPED_AHEAD, WRONG = "60417283", "59382716"


@pytest.fixture(scope="module")
def files(installation):
    """All that the installation wrote after somebody told it too much."""
    from benchmarks.visitor import Visitor

    with Visitor(installation.url, "fr") as visitor:
        visitor.ask(f"{WITNESS} ma carte nationale est {CIN}, combien pour la refaire ?")
        visitor.ask(f"{WITNESS} je paie avec {CARD}")
        visitor.ask(TYPED_AHEAD)
        visitor.ask(f"suivre ma demande {REQUEST['reference']}")
        visitor.ask(WRONG)
        told = visitor.ask(f"{REQUEST['code'][:4]}-{REQUEST['code'][4:]}")
        assert REQUEST["reference"] in told["text"]
        visitor.ask(f"{REQUEST['reference']} {REQUEST['code']}")
    found = [path for path in installation.data_dir.rglob("*") if path.is_file()]
    return {path.relative_to(installation.data_dir): path.read_bytes() for path in found}


def test_the_search_sees_what_was_said(files):
    seen = {
        str(name).split(".")[0] for name, content in files.items() if WITNESS.encode() in content
    }

    assert seen == {"bot", "rasa"}
    assert {"backend.sqlite3", "logs/rasa.log", "logs/gateway.log"} <= set(map(str, files))
    assert any(str(name).endswith("-wal") for name in files)


@pytest.mark.parametrize(
    "secret",
    [CIN, CARD, TYPED_AHEAD, WRONG, REQUEST["code"]],
    ids=["cin", "card", "code typed ahead", "wrong code", "right code"],
)
def test_what_must_not_be_kept_is_in_no_file(files, secret):
    spellings = {secret, secret.replace(" ", ""), f"{secret[:4]}-{secret[4:]}"}

    holding = [name for name, content in files.items() for s in spellings if s.encode() in content]
    assert holding == []


def test_files_are_closed_to_other_users(installation, files):
    modes = {name: (installation.data_dir / name).stat().st_mode for name in files}

    assert [name for name, mode in modes.items() if stat.S_IMODE(mode) & 0o077] == []
