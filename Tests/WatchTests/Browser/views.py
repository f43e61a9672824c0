"""Screenshots to look at, wide and narrow, light and dark; sliders, keys, and two pages that show the same.

    python views.py path/to/mien folder-for-the-pictures
"""

import sys
import time
from pathlib import Path

from watching import Browser, Watch, rest

BROKEN = "base = people | lbp | pca k | svmm kernel"


def main():
    folder = Path(sys.argv[2])
    folder.mkdir(exist_ok=True)
    watch = Watch(sys.argv[1])
    with Browser() as browser:
        pages = {(width, scheme): browser.open(watch.address, width, 900, scheme)
                 for width in (1280, 400) for scheme in ("light", "dark")}
        for (width, scheme), page in pages.items():
            rest(page, watch.text)
            page.evaluate("document.querySelector('.why:not([hidden])').open = true")
            page.screenshot(path=folder / f"page-{width}-{scheme}.png", full_page=True)
        watch.save(watch.text.replace("base = people | lbp | pca k | svm kernel", BROKEN))
        for (width, scheme), page in pages.items():
            rest(page, watch.text)
            page.screenshot(path=folder / f"broken-{width}-{scheme}.png", full_page=True)
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            print(width, scheme, "wider than the window by", wide)
        watch.save(watch.text.replace(BROKEN, "base = people | lbp | pca k | svm kernel"))
        one, two = pages[1280, "light"], pages[400, "dark"]
        rest(one, watch.text)
        one.evaluate("""() => { const input = document.querySelector('input[type=range]'); input.value = 45;
          input.dispatchEvent(new Event('input')); input.dispatchEvent(new Event('change')); }""")
        time.sleep(0.5)
        watch.text = Path(watch.path).read_text()
        print("the slider is in the file:", "k = 45          #| 10..60 by 5" in watch.text)
        one.select_option("select", "linear")
        time.sleep(0.5)
        watch.text = Path(watch.path).read_text()
        print("the choice is in the file:", 'kernel = "linear"  #|' in watch.text)
        rest(one, watch.text)
        rest(two, watch.text)
        same = one.inner_html("#blocks") == two.inner_html("#blocks")
        print("two pages show the same:", same)
        for key in "jjjw":
            one.keyboard.press(key)
        print("keys reach", one.evaluate("document.activeElement.id"))
        one.keyboard.press("?")
        print("help is open:", one.evaluate("document.getElementById('help').open"))
        one.screenshot(path=folder / "help.png")
    print("status", watch.stop())


if __name__ == "__main__":
    main()
