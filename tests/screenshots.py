"""Make the README's pictures of the site: `python tests/screenshots.py`. Needs Chromium with chromedriver.

With the documents' texts on hand, the wording stays out of the pictures: the site is
made without them.
"""

from __future__ import annotations

import base64
import shutil
import sys
import tempfile
import time
from pathlib import Path

from politikgraf.project import Project
from politikgraf.site import write_site
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

TARGET = Path(__file__).resolve().parents[1] / "docs" / "screenshots"
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--hide-scrollbars",
)
WAIT = 1.2

# Name, page, width and height, dark, and where to scroll to.
PICTURES = (
    ("overview", "index.html", 1280, 1400, False, ""),
    (
        "overview-cell",
        "index.html#c=early-intervention&m=lyngby-taarbaek",
        1280,
        960,
        False,
        "tr[data-c='early-intervention']",
    ),
    ("network", "netvaerk.html", 1280, 1160, False, ""),
    ("network-dark", "netvaerk.html", 1280, 1160, True, ""),
    ("compare", "sammenlign.html#k=glostrup,lyngby-taarbaek", 1280, 960, False, ""),
    ("concept", "begreb/language.html", 1280, 1100, False, ""),
    ("telephone", "index.html", 390, 844, False, ""),
)


def main() -> int:
    """Make every picture; 1 when there is no browser."""
    browser = next((p for p in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if p), None)
    driver_path = shutil.which("chromedriver")
    if not browser or not driver_path:
        print(
            "no Chromium with chromedriver on this machine: apt-get install chromium chromium-driver", file=sys.stderr
        )
        return 1
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for flag in FLAGS:
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service(driver_path))
    try:
        with tempfile.TemporaryDirectory() as folder:
            site = Path(folder) / "site"
            write_site(Project.here(), target=site)
            TARGET.mkdir(parents=True, exist_ok=True)
            for name, page, width, height, dark, focus in PICTURES:
                picture(driver, site, page, (width, height), dark, focus, TARGET / f"{name}.png")
                print(TARGET / f"{name}.png")
    finally:
        driver.quit()
    return 0


def picture(
    driver: webdriver.Chrome, site: Path, page: str, size: tuple[int, int], dark: bool, focus: str, target: Path
) -> None:
    """Save what a page shows in a window of some size."""
    width, height = size
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
    path, _, state = page.partition("#")
    driver.get("about:blank")
    driver.get((site / path).as_uri() + (f"#{state}" if state else ""))
    time.sleep(WAIT)
    if focus:
        driver.execute_script(
            "document.querySelector(arguments[0]).scrollIntoView({block: 'center', behavior: 'instant'})", focus
        )
        time.sleep(0.3)
    target.write_bytes(base64.b64decode(driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})["data"]))


if __name__ == "__main__":
    sys.exit(main())
