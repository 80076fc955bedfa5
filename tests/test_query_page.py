"""The query page in a real browser, with the keyboard alone."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import servers

webdriver = (
    pytest.importorskip("selenium.webdriver")
    if os.environ.get("CI") != "true"
    else __import__("selenium.webdriver").webdriver
)

from selenium.common.exceptions import WebDriverException  # noqa: E402
from selenium.webdriver.chrome.options import Options  # noqa: E402
from selenium.webdriver.chrome.service import Service  # noqa: E402
from selenium.webdriver.common.action_chains import ActionChains  # noqa: E402
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402
from selenium.webdriver.remote.webdriver import WebDriver  # noqa: E402
from selenium.webdriver.support.ui import WebDriverWait  # noqa: E402

pytestmark = pytest.mark.browser
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--window-size=1200,1600")


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with servers.politikgraf(tmp_path_factory.mktemp("served"), "--timeout", "5") as url:
        yield url


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebDriver]:
    binary, driver = shutil.which("chromium") or shutil.which("google-chrome"), shutil.which("chromedriver")
    if not binary or not driver:
        servers.missing("Chromium with chromedriver", "apt-get install chromium chromium-driver")
    options = Options()
    options.binary_location = str(binary)
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    browser = webdriver.Chrome(options=options, service=Service(str(driver)))
    try:
        yield browser
    finally:
        browser.quit()


def press(browser: WebDriver, *keys: str) -> None:
    ActionChains(browser).send_keys(*keys).perform()


def tab_to(browser: WebDriver, id_or_class: str) -> None:
    """Press Tab until something with this id or class has the focus."""
    for _ in range(40):
        press(browser, Keys.TAB)
        focused = browser.switch_to.active_element
        if id_or_class in (focused.get_attribute("id"), *(focused.get_attribute("class") or "").split()):
            return
    raise AssertionError(f"Tab never comes to {id_or_class}")


def wait_for(browser: WebDriver, selector: str, text: str) -> None:
    """Wait until the first element that a CSS selector finds says a text: the page before may hold such an element too."""

    def found(browser: WebDriver) -> bool:
        return text in browser.find_element(By.CSS_SELECTOR, selector).text

    seen = WebDriverWait(browser, 10, ignored_exceptions=[WebDriverException])
    seen.until(found, f"{selector} never says {text!r}")


def test_the_page_works_by_keyboard(browser: WebDriver, url: str) -> None:
    browser.get(url + "/query?lang=en")
    press(browser, Keys.TAB)
    assert browser.switch_to.active_element.get_attribute("class") == "skip"
    tab_to(browser, "question")
    press(browser, "Which concepts do all")
    press(browser, Keys.TAB, Keys.ENTER)
    wait_for(browser, "h2", "Which concepts do all the municipalities speak of?")
    tab_to(browser, "main")
    press(browser, Keys.ENTER)
    wait_for(browser, "#answer-title", "rows")
    assert browser.find_elements(By.CSS_SELECTOR, "#answer tbody tr a")
    assert browser.switch_to.active_element.get_attribute("id") == "answer"


def test_run_answers_the_question_that_is_chosen(browser: WebDriver, url: str) -> None:
    browser.get(url + "/query?lang=en")
    tab_to(browser, "question")
    press(browser, "Which concepts do all")
    tab_to(browser, "main")
    press(browser, Keys.ENTER)
    wait_for(browser, "#answer-title", "rows")
    assert browser.find_element(By.CSS_SELECTOR, "h2").text == "Which concepts do all the municipalities speak of?"


def test_own_query_colours_and_mistakes(browser: WebDriver, url: str) -> None:
    browser.get(url + "/query?lang=da")
    tab_to(browser, "sparql")
    ActionChains(browser).key_down(Keys.CONTROL).send_keys("a").key_up(Keys.CONTROL).perform()
    press(browser, "SELECT * { ?s ?p }")
    colours = {e.get_attribute("class") for e in browser.find_elements(By.CSS_SELECTOR, ".colours span")}
    assert colours == {"word", "variable"}
    ActionChains(browser).key_down(Keys.CONTROL).send_keys(Keys.ENTER).key_up(Keys.CONTROL).perform()
    wait_for(browser, "#answer .alarm", "linje 1, tegn 12")
    tab_to(browser, "mistake")
    press(browser, Keys.ENTER)
    editor = browser.switch_to.active_element
    assert editor.get_attribute("id") == "sparql" and editor.get_property("selectionStart") == 11
    press(browser, "?x ?y ?z . ?a ")
    ActionChains(browser).key_down(Keys.CONTROL).send_keys(Keys.ENTER).key_up(Keys.CONTROL).perform()
    wait_for(browser, "#answer-title", "500+")
    link = browser.find_element(By.CSS_SELECTOR, "#answer tbody a[href^='/']")
    name = link.text
    link.send_keys(Keys.ENTER)
    wait_for(browser, "#content h1", name)


def test_nothing_is_fetched_from_elsewhere_and_nothing_is_blocked(browser: WebDriver, url: str) -> None:
    browser.get_log("performance"), browser.get_log("browser")
    for path in ("/query?lang=da&question=shared-by-all&run=1", "/municipality/glostrup", "/"):
        browser.get(url + path)
    asked = [
        message["params"]["request"]["url"]
        for entry in browser.get_log("performance")
        if (message := json.loads(entry["message"])["message"])["method"] == "Network.requestWillBeSent"
    ]
    assert asked and not [a for a in asked if not a.startswith((url, "data:", "blob:"))]
    assert not [
        e for e in browser.get_log("browser") if e["level"] == "SEVERE" or "Content Security Policy" in e["message"]
    ]


@pytest.mark.parametrize("width", [360, 1200])
def test_nothing_is_wider_than_the_window(browser: WebDriver, url: str, width: int, tmp_path: Path) -> None:
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    )
    for path in (
        "/query?lang=da",
        "/query?lang=da&question=shared-by-all&run=1",
        "/concept/play",
        "/data/glostrup-2025/s012",
    ):
        browser.get(url + path)
        assert browser.execute_script("return document.documentElement.scrollWidth") <= width, path


def test_on_a_phone_every_cell_stands_beside_the_name_of_its_column(browser: WebDriver, url: str) -> None:
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 390, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    )
    browser.get(url + "/query?lang=en&question=shared-by-all&run=1")
    cells = browser.find_elements(By.CSS_SELECTOR, "#answer tbody tr:first-child td")
    assert len(cells) == 6 and all(cell.get_attribute("data-name") for cell in cells)
    for cell in cells:
        assert cell.rect["x"] >= 0 and cell.rect["x"] + cell.rect["width"] <= 390
    assert browser.find_element(By.CSS_SELECTOR, ".download").rect["y"] < cells[0].rect["y"]
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
