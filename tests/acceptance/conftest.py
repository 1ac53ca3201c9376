"""One installation serves most tests here: Rasa's start takes longer than all of them."""

from collections.abc import Callable, Iterator

import pytest

from benchmarks.installation import Installation, free_port, wait_until
from benchmarks.visitor import Visitor
from tests.postgresql import postgresql_server, postgresql_url  # noqa: F401  # fixtures

Meet = Callable[[str], Visitor]


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """`./jawab up` in a data folder of its own; ended as an operator's system would."""
    installation = Installation(tmp_path_factory.mktemp("var"), free_port())
    installation.start()
    try:
        installation.wait_until_answers()
        yield installation
    finally:
        children = installation.children()
        code = installation.end()
    assert len(children) >= 4
    assert [child for child in children if child.is_alive()] == []
    assert code == 0
    assert installation.lines[-1] == "ended"


@pytest.fixture
def begin(tmp_path, installation: Installation) -> Iterator[Callable[[], Installation]]:
    """Start a second installation that is not waited for; whatever is left of it is killed."""
    begun: list[Installation] = []

    def start() -> Installation:
        begun.append(Installation(tmp_path / "var", free_port()))
        begun[-1].start()
        return begun[-1]

    yield start
    for one in begun:
        one.end()
        assert wait_until(one.has_ended, 30)


@pytest.fixture
def meet(installation: Installation) -> Iterator[Meet]:
    """Begin sessions of the web channel."""
    met: list[Visitor] = []

    def begin_session(language: str) -> Visitor:
        met.append(Visitor(installation.url, language))
        return met[-1]

    yield begin_session
    for visitor in met:
        visitor.close()
