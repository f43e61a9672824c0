"""An edit every second while something long runs: what is still wanted is not stopped, what is not is, at once; and how long
a script of a thousand statements takes.

    python every_second.py path/to/mien
"""

import sys
import time

from watching import SHOWN, Browser, Watch, rest

LONG = """# %% Long
people = faces n=6000 subjects=200
long = people | lbp | {LONG} | cv 10

# %% Short
x = 1
(x + 1)
"""


def main():
    watch = Watch(sys.argv[1], LONG.replace("{LONG}", "svm rbf C=3"))
    with Browser() as browser:
        page = browser.open(watch.address)
        page.wait_for_function("() => document.querySelector('[data-state=running]')", timeout=20_000)
        began = time.time()
        stopped = 0
        for second in range(20):
            watch.save(watch.text.replace(f"x = {second + 1}\n", f"x = {second + 2}\n"))
            time.sleep(1)
            blocks = {block["text"].split(" ")[0]: block for block in page.evaluate(SHOWN) if block["kind"] == "output"}
            stopped += "stopped" in blocks["long"]["status"]
            if blocks["long"]["state"] == "current":
                print(f"the long cell was done after {time.time() - began:.1f} s, with {second + 1} edits meanwhile")
                break
        rest(page, watch.text)
        print(f"it was stopped {stopped} times;", [(b["text"], b["status"]) for b in page.evaluate(SHOWN) if b["text"]])
        # Now it is the long one that is edited.
        times = []
        for c in (4, 5, 6, 7, 8):
            watch.save(LONG.replace("{LONG}", f"svm rbf C={c}"))
            page.wait_for_function(
                "c => [...document.querySelectorAll('[data-state=running] code')].some(x => x.textContent.includes('C=' + c))",
                arg=c, timeout=20_000)
            time.sleep(0.5)
            saved = watch.save(LONG.replace("{LONG}", f"svm rbf C={c} + nonsense"))
            page.wait_for_function("() => !document.body.classList.contains('busy')", timeout=20_000)
            times.append(time.time() - saved)
        print("stopped and told in", " ".join(f"{t * 1000:.0f}" for t in times), "ms")
        watch.save("# %% Many\n" + "".join(f"v{i} = {i}\n(v{i} * 2)\n" for i in range(500)))
        rest(page, watch.text)
        times = []
        for i in range(10):
            saved = watch.save(watch.text.replace(f"v250 = {250 + i}\n", f"v250 = {251 + i}\n"))
            rest(page, watch.text)
            times.append(time.time() - saved)
        print("a thousand statements, one changed: all shown in", " ".join(f"{t * 1000:.0f}" for t in times), "ms")
    print("status", watch.stop())


if __name__ == "__main__":
    main()
