"""A lesson on the page: from its first words to its end, by buttons and by the keyboard, on two pages at once.

    python lesson.py path/to/mien folder-for-the-pictures
"""

import sys
import tempfile
from pathlib import Path

from watching import Browser, Watch


def rested(page):
    page.wait_for_function("() => !document.body.classList.contains('busy')", timeout=60_000)


def enter(page, text):
    page.fill("#entry", text)
    page.press("#entry", "Enter")
    page.wait_for_function("() => document.getElementById('entry').value === ''", timeout=10_000)
    page.wait_for_timeout(100)
    rested(page)


def press(page, label):
    page.click(f"#lesson button:text-is('{label}')")
    page.wait_for_timeout(100)
    rested(page)


def told(page):
    return page.inner_text("#blocks")


def main():
    folder = Path(sys.argv[2])
    folder.mkdir(exist_ok=True)
    state = {"XDG_STATE_HOME": tempfile.mkdtemp()}
    watch = Watch(sys.argv[1], name="tutorial", text=None, environment=state)
    with Browser() as browser:
        one, two = browser.open(watch.address), browser.open(watch.address, 400, 900, "dark")
        rested(one)
        assert "Step 2" not in told(one) and "A line is an experiment" in told(one)
        press(one, "Go on")
        press(one, "Go on")
        assert "Step 3" in told(one)
        press(one, "Hint")
        assert "a bar is the sign" in told(one)
        enter(one, "lbp | people")
        assert "error[E0206]" in told(one) and "The data come first" in told(one)
        enter(one, "people | lbp")
        enter(one, "people | lbp | knn")
        assert "Step 5" in told(one)
        press(one, "b")
        assert "That is pca" in told(one).replace("`", "")
        rested(two)
        two.wait_for_timeout(300)
        print("two pages show the same:", one.inner_html("#blocks") == two.inner_html("#blocks"))
        one.screenshot(path=folder / "lesson-1280-light.png")
        two.screenshot(path=folder / "lesson-400-dark.png")
        wide = two.evaluate("document.documentElement.scrollWidth - innerWidth")
        press(two, "a")
        enter(two, "people | lbp | knn 1")
        press(one, "c")
        press(one, "Go on")
        assert 'it is "six"' in told(one)
        one.close()
        watch.stop()
        watch.start()
        one = browser.open(watch.address)
        rested(one)
        assert "Going on at part" in told(one) and "Step 8" in told(one)
        for line in ("grid | sort macro_f1", "why base", "people | lbp | svm"):
            enter(one, line)
        assert "Done: 8 of 8 points" in told(one), told(one)[-600:]
        print("played to its end; wider than the window by", wide, "; the form is gone:",
              one.evaluate("document.getElementById('lesson').hidden"))
        one.screenshot(path=folder / "lesson-end.png")
    print("status", watch.stop())


if __name__ == "__main__":
    main()
