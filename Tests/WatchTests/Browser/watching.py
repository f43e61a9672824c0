"""A running `mien watch`, its page in Chromium, and reports of the same script, for the tools beside this file.

    python -m venv VENV && VENV/bin/pip install playwright==1.65.2        (Debian: apt install chromium)
"""

import atexit
import os
import re
import subprocess
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

SCRIPT = Path(__file__).with_name("study.mien").read_text()

# What the page shows, in the order in which a report shows it.
SHOWN = """() => [...document.querySelectorAll('.block')].map(block => ({
  kind: block.classList[1], state: block.dataset.state, text: block.querySelector('.line code')?.textContent ?? '',
  status: block.querySelector('.state')?.textContent ?? '',
  problem: block.querySelector('pre.failed[role=alert]').hidden ? '' : block.querySelector('pre.failed[role=alert]').textContent,
  content: [...block.querySelector('.content').childNodes].map(node => node.outerHTML ?? node.textContent).join('').trim(),
}))"""

# The same of a report: the words and what came of each cell's statements, without headings, whose names differ.
REPORTED = """() => [...document.querySelectorAll('main > section.words, main > section.cell')].map(cell => {
  const isWords = cell.classList.contains('words');
  return [...cell.children].filter(child => isWords || !/^H\\d$/.test(child.tagName) && !child.classList.contains('code'))
    .map(child => child.outerHTML);
})"""


class Watch:
    """`mien watch` over a script in a folder of its own."""

    def __init__(self, mien, text=SCRIPT, cache=None, name="study.mien", environment={}):
        """Without a text, `name` is that of a lesson that comes with Mien."""
        self.mien = os.path.abspath(mien)
        self.folder = tempfile.mkdtemp(prefix="mien-watch-")
        self.path = name if text is None else os.path.join(self.folder, name)
        self.environment = dict(os.environ, MIEN_CACHE=cache or os.path.join(self.folder, "cache"), **environment)
        if text is not None:
            self.save(text)
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [self.mien, "watch", self.path], stdout=subprocess.PIPE, text=True, env=self.environment)
        atexit.register(self.process.kill)
        self.process.stdout.readline()
        self.address = self.process.stdout.readline().strip()
        self.port = int(re.search(r":(\d+)/", self.address).group(1))
        self.token = self.address.rstrip("/").rsplit("/", 1)[1]

    def stop(self):
        self.process.send_signal(2)
        return self.process.wait(20)

    def save(self, text, in_place=False):
        """As editors save: written in place, or beside it and renamed. Gives the time of the last call."""
        if not in_place:
            Path(self.path + "~").write_text(text)
            os.replace(self.path + "~", self.path)
        else:
            Path(self.path).write_text(text)
        self.text = text
        return time.time()

    def report(self):
        """Runs the script as a person would, with a report. Gives its path and the exit status."""
        out = os.path.join(self.folder, "report.html")
        if os.path.exists(out):
            os.remove(out)
        ran = subprocess.run(
            [self.mien, self.path, "--report", out], env=self.environment, capture_output=True, text=True)
        return out, ran.returncode

    def check(self):
        ran = subprocess.run([self.mien, "check", self.path], env=self.environment, capture_output=True, text=True)
        return set(re.findall(r"error\[(E\d+)\]", ran.stderr))


class Browser:
    def __enter__(self):
        self.playwright = sync_playwright().start()
        self.browser = self.playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        return self

    def __exit__(self, *_):
        self.browser.close()
        self.playwright.stop()

    def open(self, address, width=1280, height=900, scheme="light"):
        context = self.browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        page = context.new_page()
        page.requests, page.errors = [], []
        page.on("request", lambda request: page.requests.append(request.url))
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.goto(address)
        return page


def rest(page, text, seconds=120):
    """Waits until the page shows that text of the script, and nothing runs any more."""
    page.wait_for_function(
        """code => !document.body.classList.contains('busy')
          && [...document.querySelectorAll('.block.code pre.code')].map(part => part.textContent).join('\\n') === code""",
        arg=code_of(text), timeout=seconds * 1000)


def code_of(text):
    """The code of the cells as the page shows it."""
    cells = re.split(r"(?m)^(?=# %%)", text)
    shown = []
    for cell in cells:
        head, _, body = cell.partition("\n")
        if not head.startswith("# %%"):
            head, body = "", cell
        if "[markdown]" in head or not head:
            lines = body.split("\n")
            start = next((i for i, line in enumerate(lines) if line.strip() and not line.startswith("#")), len(lines))
            body = "\n".join(lines[start:])
        body = body.strip("\n")
        if body.strip():
            shown.append(body)
    return "\n".join(shown)
