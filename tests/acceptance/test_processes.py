"""The programs of an installation: where they listen, how they die, how they are brought back."""

import json
import os
import signal
import socket
import subprocess
from pathlib import Path

import pytest

from benchmarks.installation import ROOT, Installation, free_port, wait_until
from bot.commands.programs import Ports, programs
from bot.privacy import Keys
from bot.settings import Settings

LISTENING = "0A"


def test_every_program_listens_on_loopback_alone(installation):
    addresses = listening([installation.pid, *(child.pid for child in installation.children())])

    assert {port for _, port in addresses} == set(installation.ports().values())
    assert {address for address, _ in addresses} <= {"127.0.0.1", "::1"}


def test_an_open_host_opens_the_gateway_alone(monkeypatch, tmp_path):
    monkeypatch.setenv("JAWAB_HOST", "0.0.0.0")
    settings = Settings(data_dir=tmp_path)
    ports = Ports(gateway=1, backend=2, actions=3, rasa=4)
    described = programs(settings, Keys(b"k" * 32), ports, tmp_path / "model.tar.gz")

    told = {p.name for p in described if "0.0.0.0" in (*p.environment.values(), *p.command)}
    assert told == {"gateway"}
    assert {p.health_url.split("/")[2].split(":")[0] for p in described} == {"127.0.0.1"}


@pytest.mark.parametrize("name", ["gateway", "actions", "backend"])
def test_a_killed_program_is_started_again_and_it_is_said(installation, meet, name):
    before = len(installation.lines)
    killed = installation.kill(name)
    installation.wait_until_said(f"{name} ended (signal SIGKILL)", after=before)
    installation.wait_until_said(f"{name} answers again", after=before)

    running = installation.child(name)
    state = json.loads((installation.data_dir / "run" / "up.json").read_text("utf-8"))
    assert running.pid != killed.pid
    assert state["pids"][name] == running.pid
    assert meet("fr").ask("quels papiers pour un extrait de naissance ?")["outcome"] == "answered"


def test_a_message_that_met_a_dead_backend_is_answered_once_it_is_back(installation, meet):
    visitor = meet("fr")
    visitor.ask("bonjour")
    before = len(installation.lines)
    installation.kill("backend")
    message = visitor.say("quels papiers pour un extrait de naissance ?")
    answer = visitor.answer(message)
    installation.wait_until_said("backend answers again", after=before)

    assert (answer["outcome"], answer["card"]["aspect"]) == ("answered", "documents")
    answered = [e.data["in_reply_to"] for e in visitor.whole_talk() if e.kind == "message"]
    assert answered.count(message) == 1


def test_doctor_finds_a_running_installation_well(installation):
    done = jawab(installation, "doctor")

    assert done.returncode == 0, done.stdout
    assert "a whole turn answers" in done.stdout


def test_a_port_in_use_is_told_in_one_line(installation, tmp_path):
    done = jawab(Installation(tmp_path, installation.port), "up")

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith(f"jawab: port {installation.port} is in use.")


def test_a_data_folder_in_use_is_told_in_one_line(installation, meet):
    done = jawab(Installation(installation.data_dir, free_port()), "up")

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert f"{installation.data_dir} is in use" in done.stderr
    assert installation.ports()["gateway"] == installation.port


def test_the_data_folder_is_found_from_any_folder(installation, tmp_path):
    """Programs run in the project's folder, whatever folder the operator stands in."""
    told = Settings(data_dir=Path("here"))
    ports = Ports(gateway=1, backend=2, actions=3, rasa=4)
    folder = str(Path("here").resolve())
    described = programs(told, Keys(b"k" * 32), ports, tmp_path)

    given = {p.name: p.environment.get("JAWAB_DATA_DIR") for p in described}
    assert given == {"gateway": folder, "backend": folder, "rasa": None, "actions": None}


def test_ctrl_c_while_starting_ends_everything(begin):
    starting = begin()
    starting.wait_until_said("backend answers")
    children = starting.children()

    assert starting.end(signal.SIGINT) == 130
    assert len(children) == 4
    assert [child for child in children if child.is_alive()] == []


def test_no_program_outlives_a_killed_parent(begin):
    starting = begin()
    starting.wait_until_said("gateway answers")
    children = starting.children()
    os.kill(starting.pid, signal.SIGKILL)

    assert len(children) == 4
    assert wait_until(lambda: not any(child.is_alive() for child in children), 20)


def jawab(installation, *arguments):
    return subprocess.run(
        [str(ROOT / "jawab"), *arguments],
        env=installation.variables(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def listening(pids):
    """Addresses and ports that these processes listen on, by the inodes of their sockets."""
    inodes = {inode for pid in pids for inode in socket_inodes(pid)}
    found = set()
    for name, family in (("tcp", socket.AF_INET), ("tcp6", socket.AF_INET6)):
        for line in Path(f"/proc/net/{name}").read_text("utf-8").splitlines()[1:]:
            fields = line.split()
            if fields[3] == LISTENING and fields[9] in inodes:
                address, port = fields[1].split(":")
                found.add((readable(address, family), int(port, 16)))
    return found


def socket_inodes(pid):
    files = [fd for fd in Path(f"/proc/{pid}/fd").iterdir() if fd.is_symlink()]
    links = [str(fd.readlink()) for fd in files]
    return {link[8:-1] for link in links if link.startswith("socket:[")}


def readable(address, family):
    """The kernel writes words of four bytes, each in the machine's own order."""
    raw = bytes.fromhex(address)
    words = [raw[i : i + 4][::-1] for i in range(0, len(raw), 4)]
    return socket.inet_ntop(family, b"".join(words))
