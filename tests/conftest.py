"""For every test: no setting of the machine, no way out to a network.

Read by Rasa's environment too (Python 3.10, other packages): the standard library and pytest only.
"""

import os
from collections.abc import Iterator

import pytest

LOOPBACK = ["127.0.0.1", "127.0.0.2", "::1", "localhost"]
# Where the public sets for measuring lie: a setting of the tests, not of a program.
KEPT = {"JAWAB_SHARED"}


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of this machine reaches a test."""
    for name in [name for name in os.environ if name.startswith("JAWAB_")]:
        if name not in KEPT:
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _no_network() -> Iterator[None]:
    """A test that asks for a host outside this machine fails; it does not hang."""
    try:
        from pytest_socket import enable_socket, socket_allow_hosts
    except ImportError:
        yield
        return
    socket_allow_hosts(LOOPBACK, allow_unix_socket=True)
    yield
    enable_socket()
    _allow_hosts_again()


def _allow_hosts_again() -> None:
    from pytest_socket import _remove_restrictions

    _remove_restrictions()
