"""One browser for the widget's tests; a gateway and a page for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from .fake_gateway import FakeGateway, serve
from .screen import Screen

_BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# A machine that is busy with other things answers late.
PATIENCE_MS: Final = 10_000
DESKTOP: Final = {"width": 1280, "height": 800}


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Start Chromium of this machine; the tests are skipped where there is none."""
    found = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if found is None:
        pytest.skip("no Chromium on this machine")
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def gateway() -> Iterator[FakeGateway]:
    """Serve a gateway on a port of this machine."""
    gateway = FakeGateway()
    with serve(gateway):
        yield gateway


@pytest.fixture
def viewport() -> dict[str, Any]:
    """Give options of the browser's window; tests override it by parametrising."""
    return {"viewport": DESKTOP}


@pytest.fixture
def context(browser: Browser, viewport: dict[str, Any]) -> Iterator[BrowserContext]:
    """Open a browser profile of its own."""
    context = browser.new_context(**viewport)
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """Open an empty page."""
    return context.new_page()


@pytest.fixture
def screen(gateway: FakeGateway, page: Page) -> Iterator[Screen]:
    """Give the visitor's screen; whatever the page complains about fails the test."""
    screen = Screen(page, gateway)
    yield screen
    assert screen.problems == []
