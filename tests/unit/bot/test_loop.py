"""Loops that go on whatever happens, and the nudges that wake them."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest

from bot.channels.web.listeners import StreamListeners
from bot.wake import Wake, WakeByKey
from bot.workers import loop
from tests.integration.serving import eventually

BUSY = True


class Work:
    """Does what it is told, one thing a call; then there is nothing to do."""

    def __init__(self, *steps: bool | Exception) -> None:
        self.steps = list(steps)
        self.calls = 0

    async def __call__(self) -> bool:
        self.calls += 1
        step = self.steps.pop(0) if self.steps else False
        if isinstance(step, Exception):
            raise step
        return step


async def runs(work: Callable[[], Awaitable[bool]], wake: Wake, until: Callable[[], bool]) -> None:
    """Run the loop until something holds, and end it as the gateway does."""
    task = asyncio.create_task(loop.run_forever(work, wake, "tests"))
    await eventually(until)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    assert task.cancelled()


@pytest.fixture(autouse=True)
def _no_rest(monkeypatch) -> None:
    monkeypatch.setattr(loop, "TROUBLE_SECONDS", 0.0)
    monkeypatch.setattr(loop, "LOOK_SECONDS", 60.0)


async def test_a_loop_does_all_that_is_there_without_resting() -> None:
    work = Work(BUSY, BUSY, BUSY)

    await runs(work, Wake(), lambda: work.calls >= 4)

    assert work.steps == []


async def test_a_loop_goes_on_after_an_error_and_logs_its_kind_alone(caplog) -> None:
    work = Work(RuntimeError("canari"), BUSY)

    await runs(work, Wake(), lambda: work.calls >= 3)

    assert caplog.messages == ["tests: RuntimeError"]


async def test_a_nudge_wakes_a_loop_that_rests() -> None:
    work, wake = Work(), Wake()

    task = asyncio.create_task(runs(work, wake, lambda: work.calls >= 2))
    await eventually(lambda: work.calls == 1)
    wake.notify()

    await task


async def test_a_loop_looks_by_itself_now_and_then(monkeypatch) -> None:
    monkeypatch.setattr(loop, "LOOK_SECONDS", 0.01)
    work = Work()

    await runs(work, Wake(), lambda: work.calls >= 3)


async def test_a_nudge_before_the_rest_is_not_lost() -> None:
    wake = Wake()
    wake.notify()

    async with asyncio.timeout(5):
        await wake.wait(60)


async def test_a_nudge_reaches_every_listener_of_its_key_alone() -> None:
    wakes = WakeByKey()
    mine, also_mine, other = wakes.listen("a"), wakes.listen("a"), wakes.listen("b")

    wakes.notify("a")

    states = [wake._event.is_set() for wake in (mine, also_mine, other)]
    assert states == [True, True, False]


async def test_nothing_is_kept_of_listeners_that_have_left() -> None:
    wakes = WakeByKey()
    first, second = wakes.listen("a"), wakes.listen("a")

    wakes.leave("a", first)
    wakes.leave("a", second)
    wakes.notify("a")

    assert dict(wakes._listeners) == {}


async def test_the_dots_are_shown_once_and_end_with_the_answer() -> None:
    listeners = StreamListeners()
    listeners.typing("a")
    shown = [listeners.take_typing("a"), listeners.take_typing("a")]
    listeners.typing("a")
    listeners.wake("a")

    assert [*shown, listeners.take_typing("a")] == [True, False, False]
