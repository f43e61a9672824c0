"""From saving a script to the page that marks what it touches, and to the results of cells whose stages are cached.

    python latency.py path/to/mien [rounds]
"""

import statistics
import sys
import time

from watching import Browser, Watch, rest

# Notes when a block is first marked, and when the last result has come, on the clock that Python has too.
OBSERVE = """line => {
  window.times = {};
  const now = () => (performance.timeOrigin + performance.now()) / 1000;
  window.observer?.disconnect();
  window.observer = new MutationObserver(() => {
    const states = [...document.querySelectorAll('.block.output')].map(block => block.dataset.state);
    if (!window.times.marked && states.some(state => state !== 'current')) window.times.marked = now();
    // Where results are there as soon as the mark would be, the page goes on to them at once.
    const isThere = !document.body.classList.contains('busy') && document.getElementById('blocks').textContent.includes(line);
    if (isThere && !window.times.rested) { window.times.rested = now(); window.times.marked ??= window.times.rested; }
  });
  window.observer.observe(document.body, { subtree: true, attributes: true, childList: true, characterData: true });
}"""


def measured(watch, page, text):
    page.evaluate(OBSERVE, next(line for line in text.split("\n") if line.startswith("k = ")))
    saved = watch.save(text)
    page.wait_for_function("() => window.times.rested", timeout=60_000)
    times = page.evaluate("() => window.times")
    rest(page, text)
    return (times["marked"] - saved) * 1000, (times["rested"] - saved) * 1000


def told(name, pairs):
    for what, values in (("marked", [p[0] for p in pairs]), ("all shown", [p[1] for p in pairs])):
        ordered = sorted(values)
        print(f"{name}, {what}: median {statistics.median(ordered):.0f} ms, "
              f"95 % {ordered[int(len(ordered) * 0.95)]:.0f} ms, worst {ordered[-1]:.0f} ms ({len(ordered)} saves)")


def main():
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    values = range(10, 60, 5)
    watch = Watch(sys.argv[1])
    variant = lambda k: watch_text.replace("k = 30", f"k = {k}")
    watch_text = watch.text
    with Browser() as browser:
        page = browser.open(watch.address)
        rest(page, watch.text)
        new = []
        for k in values:
            if k != 30:
                new.append(measured(watch, page, variant(k)))
                time.sleep(0.1)
        told("values that never ran", new)
        page.close()
        watch.stop()
        # A new process: nothing is kept in memory, all stages are in the cache on the disk.
        watch.start()
        page = browser.open(watch.address)
        rest(page, watch.text)
        cached, order = [], [k for k in values if k != 55] + [30]
        for k in order:
            cached.append(measured(watch, page, variant(k)))
            time.sleep(0.1)
        told("stages cached on the disk", cached)
        back = [measured(watch, page, variant(values[i % len(values)])) for i in range(rounds)]
        told("values that were shown before", back)
    watch.stop()


if __name__ == "__main__":
    main()
