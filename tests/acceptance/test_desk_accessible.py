"""Every page that is pictured, on a small desk screen and on a phone, against what of WCAG 2.2 AA can be measured (无障碍)."""

# ruff: noqa: F401, F811 - a fixture is imported by its name, and asked for by it

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browsing import browser, new_context
from tests.needs import REPOSITORY
from tests.screen_pictures import DESK, PHONE, Screen, desk_of, offices

pytestmark = [pytest.mark.chromium, pytest.mark.long]

MEASURE = (REPOSITORY / "tests" / "data" / "accessible.js").read_text("utf-8")
NARROW = (320, 844)
"""What is left of 1280 pixels at four times the size (1.4.10)."""
SIZES = (DESK, PHONE, NARROW)
FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  const all = [...document.querySelectorAll('*')];
  return {place: all.indexOf(one), seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    within: box.bottom > 0 && box.top < window.innerHeight, said: one.outerHTML.slice(0, 90)};
}"""
RADIOS = """[...document.querySelectorAll('input[type=radio]')].map(one => [...document.querySelectorAll('*')].indexOf(one))"""
"""Of a choice only one is reached with Tab, the others with the arrows."""
REACHABLE = """[...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
  .filter(one => one.checkVisibility({checkVisibilityCSS: true}) && !one.disabled)
  .map(one => [...document.querySelectorAll('*')].indexOf(one))"""


@dataclass
class Found:
    """What was wrong on the pages (发现的问题): measured, gone through by keyboard, asked for from elsewhere."""

    pages: int = 0
    measured: list[str] = field(default_factory=list)
    by_keyboard: list[str] = field(default_factory=list)
    from_outside: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Found:
    """Go through all pages that are pictured, each as its person."""
    made = [*offices(tmp_path_factory.mktemp("pages"), [])]  # before Playwright keeps a loop in this thread
    browser: Browser = request.getfixturevalue("browser")
    found = Found()
    for root, screens in made:
        with desk_of(root) as address, ExitStack() as all_closed:
            people: dict[str, Page] = {}
            for screen in {(one.login, one.address): one for one in screens}.values():
                if screen.login not in people:
                    context = all_closed.enter_context(new_context(browser, base_url=address, locale="zh-CN"))
                    people[screen.login] = _entered(context, screen.login, found, address)
                page = people[screen.login]
                page.goto(screen.address)
                found.pages += 1
                found.measured += [f"{screen.name} {said}" for said in _measured(page)]
                found.by_keyboard += [f"{screen.name} {said}" for said in _gone_through(page)]
    return found


def _entered(context: BrowserContext, login: str, found: Found, address: str) -> Page:
    page = context.new_page()
    page.on(
        "request", lambda request: None if request.url.startswith(address) else found.from_outside.append(request.url)
    )
    page.goto("/")
    if login:
        page.click(f"button[value={login}]")
    return page


def _measured(page: Page) -> Iterator[str]:
    """Measure a page, all that is folded away opened, on each size of screen."""
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for more in page.query_selector_all("details"):
            more.evaluate("one => { one.open = true }")
        yield from (f"{width}: {said}" for said in page.evaluate(MEASURE))


def _gone_through(page: Page) -> Iterator[str]:
    """Go through a page with Tab."""
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    page.evaluate("document.activeElement.blur()")
    missed, before = set(page.evaluate(REACHABLE)) - set(page.evaluate(RADIOS)), -1
    for _ in range(len(missed) * 5 + 20):  # a day has three fields and a calendar
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUSED)
        if here is None or here["place"] < before:
            break
        missed.discard(here["place"])
        if not here["seen"]:
            yield f"2.4.7 one does not see that one is at {here['said']}"
        if not here["within"]:
            yield f"2.4.11 one is out of sight at {here['said']}"
        before = here["place"]
    yield from (f"2.1.1, 2.4.3 the {place}th element is not reached in its order" for place in sorted(missed))


def test_every_page_meets_what_of_wcag_can_be_measured_on_a_desk_a_phone_and_four_times_enlarged(found: Found) -> None:
    assert "\n".join(found.measured) == ""
    assert found.pages > 70, "the pages that docs/screens shows"


def test_every_page_is_gone_through_by_keyboard_in_its_order_and_one_sees_where_one_is(found: Found) -> None:
    assert "\n".join(found.by_keyboard) == ""


def test_no_page_asks_for_anything_from_elsewhere(found: Found) -> None:
    assert "\n".join(found.from_outside) == ""
