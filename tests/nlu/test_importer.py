"""Our reader of training data gives Rasa what Rasa's own would."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.importers.rasa import RasaFileImporter
from small_training_set import small_blocks, write_project

from nlu.importer import JawabImporter, TrainingMessage, UnreadableMessages

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_project(tmp_path, small_blocks())


def test_messages_are_those_that_rasas_own_reader_finds(project: Path) -> None:
    given = (str(project / "config.yml"), str(project / "domain.yml"), [str(project / "data")])
    ours, theirs = JawabImporter(*given).get_nlu_data(), RasaFileImporter(*given).get_nlu_data()
    read = [sorted(str(one.data) for one in data.intent_examples) for data in (ours, theirs)]
    assert read[0] == read[1]
    assert len(read[0]) > 20


def test_a_messages_digest_tells_all_of_it(project: Path) -> None:
    first, second = (
        JawabImporter(training_data_paths=str(project / "data")).get_nlu_data().intent_examples[:2]
    )
    assert first.fingerprint() != second.fingerprint()
    other = TrainingMessage.build(first.get("text"), first.get("intent"), intent_metadata={"x": 1})
    assert other.fingerprint() != first.fingerprint()


def test_rules_are_still_read(project: Path) -> None:
    given = (str(project / "config.yml"), str(project / "domain.yml"), [str(project / "data")])
    steps = JawabImporter(*given).get_stories().story_steps
    assert [one.block_name for one in steps] == [
        one.block_name for one in RasaFileImporter(*given).get_stories().story_steps
    ]
    assert steps


def test_the_configuration_names_it(root: Path) -> None:
    made = TrainingDataImporter.load_from_config(str(root / "config.yml"), training_data_paths=[])
    assert isinstance(made.importer._importer._importers[0], JawabImporter)


@pytest.mark.parametrize(
    "content",
    [
        "nlu: [",
        "- a list",
        "nlu:\n- intent: greet\n",
        "nlu:\n- examples: |\n    - salam\n",
        b"\xff",
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, content: str | bytes) -> None:
    file = tmp_path / "broken.yml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(UnreadableMessages, match=r"broken\.yml"):
        JawabImporter(training_data_paths=str(tmp_path)).get_nlu_data()
