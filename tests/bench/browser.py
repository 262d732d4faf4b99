"""A Chromium page that times a choice in a list until the map is painted, and counts the bytes it cost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LIMIT_MS = 60_000
SETTLE_MS = 400

# Both variants: two animation frames after the change is in the page, so that pixels are on the screen.
CLOCK = """
window.cadres = () => [...document.querySelectorAll('iframe')].map(f => f.contentDocument).filter(Boolean);
window.peints = () => Math.max(0, ...cadres().map(d => d.documentElement?.dataset ?? {})
    .map(marques => marques.ancien ? 0 : Number(marques.peint || 0)));
window.traces = () => cadres().map(d => d.querySelector('.leaflet-overlay-pane')).filter(Boolean)
    .map(p => p.getElementsByTagName('path')).find(p => p.length && !p[0].dataset.ancien);
window.chronometre = (fini, images) => {
  window.duree = null;
  addEventListener('keydown', () => {
    const debut = performance.now();
    const rendu = n => n ? requestAnimationFrame(() => rendu(n - 1)) : (window.duree = performance.now() - debut);
    const voir = () => fini() ? rendu(images) : requestAnimationFrame(voir);
    requestAnimationFrame(voir);
  }, { capture: true, once: true });
};
"""
ARM_FAST = "() => { const avant = peints(); chronometre(() => peints() > avant, 0); }"
ARM_NEW_MAP = """() => {
  for (const d of cadres()) d.documentElement.dataset.ancien = '1';
  chronometre(() => peints() > 0, 0);
}"""
ARM_NAIVE = """n => {
  for (const d of cadres()) for (const p of d.getElementsByTagName('path')) p.dataset.ancien = '1';
  chronometre(() => (traces()?.length ?? 0) >= n, 2);
}"""
FAST_PAINTED = "() => peints() > 0"
NAIVE_PAINTED = "n => (traces()?.length ?? 0) >= n"


@dataclass
class Traffic:
    """Bytes exchanged by one page: WebSocket payloads both ways, HTTP answers as received (compressed, no cache)."""

    total: int = 0

    def follow(self, page: Page) -> None:
        """Start counting on ``page``, its frames included."""
        session = page.context.new_cdp_session(page)
        session.on("Network.webSocketFrameReceived", self._frame)
        session.on("Network.webSocketFrameSent", self._frame)
        session.on("Network.loadingFinished", lambda event: self._add(int(event["encodedDataLength"])))
        session.send("Network.enable")

    def _frame(self, event: dict) -> None:
        response = event["response"]
        payload = response["payloadData"]
        self._add(len(payload) * 3 // 4 if response["opcode"] == 2 else len(payload.encode()))

    def _add(self, size: int) -> None:
        self.total += size


@dataclass(frozen=True, slots=True)
class Change:
    """What one change of indicator cost."""

    milliseconds: float
    kilobytes: float


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run Chromium without a window."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@contextmanager
def visit(browser: Browser, url: str) -> Iterator[tuple[Page, Traffic]]:
    """Open ``url`` in a new profile (empty cache), bytes counted from the start."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR")
    context.add_init_script(CLOCK)
    page = context.new_page()
    page.set_default_timeout(LIMIT_MS)
    traffic = Traffic()
    traffic.follow(page)
    page.goto(url)
    yield page, traffic
    context.close()


def choose(
    page: Page, traffic: Traffic, box: str, option: str, arm: str, paths: int = 0, *, view_ms: int = SETTLE_MS
) -> Change:
    """Pick ``option`` in the list ``box`` with the keyboard; time from the Enter key to the painted map.

    The entry stays in view for ``view_ms`` before the key: the time of a reader, or none.
    Raises playwright TimeoutError when nothing is painted within LIMIT_MS.
    """
    page.bring_to_front()
    before = traffic.total  # what is asked for ahead, while the entry is in view, counts too
    choices = page.get_by_role("combobox", name=box, exact=True)
    choices.focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(option)
    page.get_by_role("option", name=option, exact=True).wait_for()
    page.wait_for_timeout(view_ms)
    page.evaluate(arm, paths)
    page.keyboard.press("Enter")
    page.wait_for_function("() => window.duree !== null")
    page.wait_for_timeout(SETTLE_MS)
    if choices.input_value() != option:
        raise RuntimeError(f"« {option} » n'a pas été choisi dans « {box} » : {choices.input_value()}")
    return Change(page.evaluate("window.duree"), (traffic.total - before) / 1000)
