"""A real browser before a live server and a running worker, and what no page may ever do."""

import os
import shutil
import threading
import time
from pathlib import Path

import pytest
from django.db import connections
from django.urls import reverse
from django.utils.module_loading import autodiscover_modules
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import expect, sync_playwright

from accounts.models import User
from flows.effects.outbox import keep_due
from flows.effects.sweeps import beat, run_due_sweeps
from flows.gateways import mailbox
from home.demo import people
from tests import two_databases
from tests.accounts.people import PASSWORD, token_of
from tests.journeys import demo_data

# Playwright keeps an event loop in this thread; the database is used between its calls, not in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# Without a window of its own the browser costs half.
BROWSERS = ["chromium-headless-shell", "chromium", "google-chrome"]
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
]  # fmt: skip
AXE = (Path(__file__).parents[1] / "vendor/axe.min.js").read_text(encoding="utf-8")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What Chromium asks of itself, its PDF viewer among it.
OWN_SCHEMES = ("data:", "blob:", "about:", "chrome:", "chrome-extension:")
PATIENCE = 60  # seconds a page or a message may take on a busy machine


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.journey)


# With the package: the browser's event loop must not outlive it, other tests have loops of their own.
@pytest.fixture(scope="package")
def browser():
    if not CHROMIUM:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("Chromium is missing")
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def demo(transactional_db, django_db_setup):
    """The demo's offices, procedures, people and pages; no dossiers yet."""
    copy = django_db_setup
    copy.restore(copy.filled(demo_data.name(), demo_data.load))


@pytest.fixture(autouse=True)
def worker(request, live_server, settings):
    """Server and worker as in production: mail leaves through the outbox, into the mailbox."""
    if "demo" in request.fixturenames:
        request.getfixturevalue("demo")  # before anybody reads the database
    settings.EMAIL_BACKEND = "flows.effects.mail.OutboxEmailBackend"
    settings.BASE_URL = settings.WAGTAILADMIN_BASE_URL = live_server.url
    shutil.rmtree(settings.MESSAGES_DIR, ignore_errors=True)
    stop = threading.Event()

    def work():
        autodiscover_modules("sweeps")
        while not stop.wait(0.5):
            run_due_sweeps()
            while keep_due():
                pass
            beat()
        connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    yield
    stop.set()
    thread.join()


@pytest.fixture
def message():
    """`message(to, containing=…)`: the newest such message's text, once the worker has sent it."""

    def wait_for(to: str, containing: str = "") -> str:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            for found in mailbox.read(to):
                if containing in found["body"] or containing in found["subject"]:
                    return found["body"]
            time.sleep(0.2)
        raise AssertionError(f"no message to {to} containing {containing!r}")

    return wait_for


@pytest.fixture
def visitor(browser, live_server, request):
    """`visitor()`: a page in a browser of somebody's own; at the end no page has misbehaved.

    Misbehaving: asking another host, breaking the content policy, a script error, a server error.
    """
    contexts, wrong = [], []
    # Security keys know a site by its name alone.
    ours = (live_server.url, live_server.url.replace("127.0.0.1", "localhost"))

    def open_page(**options):
        context = browser.new_context(
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            **{
                "base_url": live_server.url,
                "viewport": {"width": 1280, "height": 900},
                **options,
            },
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        page.on("request", lambda asked: _note_stranger(asked.url))
        page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
        page.on("console", lambda line: _note_line(line))
        page.on("response", lambda answer: _note_answer(answer))
        return page

    def _note_stranger(url: str):
        if not url.startswith((*ours, *OWN_SCHEMES)):
            wrong.append(f"third party: {url}")

    def _note_line(line):
        # What axe itself tries has no address; what a page does bears that of the page.
        if "Content Security Policy" in line.text and line.location["url"]:
            wrong.append(f"policy at {line.location['url']}: {line.text}")

    def _note_answer(answer):
        if answer.status >= 500:
            wrong.append(f"{answer.status}: {answer.url}")

    yield open_page
    for context in contexts:
        context.close()
    assert not wrong


@pytest.fixture
def page(visitor):
    return visitor()


@pytest.fixture
def phone(visitor):
    """A page as on a small telephone."""
    return visitor(viewport={"width": 375, "height": 740}, has_touch=True)


@pytest.fixture
def staff_page(visitor):
    """`staff_page(user)`: this member of staff, signed in with both factors, in an own browser."""

    def enter(user, at: str = "/quan-tri/", password: str = PASSWORD, **options):
        page = visitor(**options)
        TOTPDevice.objects.filter(user=user).update(last_t=-1)
        page.goto(f"{reverse('two_factor:login')}?next={at}")
        page.locator("[name=auth-username]").fill(user.username)
        page.locator("[name=auth-password]").fill(password)
        page.locator("main form [type=submit]").first.click()
        page.locator("[name=token-otp_token]").fill(token_of(user))
        page.locator("main form [type=submit]").first.click()
        page.wait_for_url(f"**{at}")
        return page

    return enter


@pytest.fixture
def colleague(staff_page):
    """`colleague(username)`: somebody of the demo's staff, signed in."""

    def enter(username: str, at: str = "/quan-tri/", **options):
        user = User.objects.get(username=username)
        return staff_page(user, at, password=people.PASSWORD, **options)

    return enter


@pytest.fixture
def faults(request):
    """`faults(page)`: what axe finds against WCAG 2.2 A and AA, one line each.

    A page looks alike on either database: what is walked on both, axe reads on the first.
    """
    is_walked_again = os.environ.get(two_databases.SIDE) == "second" and not (
        two_databases.is_for_one(request.node)
    )

    def run(page) -> list[str]:
        if is_walked_again:
            return []
        page.evaluate(AXE)
        found = page.evaluate(
            "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", WCAG
        )
        return [
            f"{rule['id']}: {node['target']} {node['failureSummary']}"
            for rule in found["violations"]
            for node in rule["nodes"]
        ]

    return run
