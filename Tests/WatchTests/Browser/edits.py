"""A hundred edits of a script, some of them wrong; at each rest the page equals what `--report` gives.

    python edits.py path/to/mien [edits] [seed]
"""

import random
import re
import sys

from watching import REPORTED, SHOWN, Browser, Watch, rest

MISTAKES = [
    ("| smote", "| smotte"), ("pca k", "pca"), ("base = people", "base = peple"), ("(1 + 1)", "(1 + )"),
    ("cv 3", "cv x"), ("kernel = \"rbf\"", "kernel = \"rbf"), ("| sort macro_f1", "| sort"), ("logreg", "logreg C=-1"),
]


def edited(text, chance):
    """One edit as a person might make it."""
    kind = chance.choice(["k", "k", "kernel", "n", "sweep", "swap", "add", "drop", "words", "folds"])
    lines = text.split("\n")
    if kind == "k":
        return replaced(text, r"(?m)^k = \d+", f"k = {chance.randrange(10, 61, 5)}")
    if kind == "kernel":
        return replaced(text, r'(?m)^kernel = "\w+"', f'kernel = "{chance.choice(["rbf", "linear"])}"')
    if kind == "n":
        return replaced(text, r"faces n=\d+", f"faces n={chance.randrange(200, 320, 20)}")
    if kind == "sweep":
        return replaced(text, r"pca \{[^}]*\}", f"pca {{{chance.randrange(5, 15)}, {chance.randrange(15, 30)}}}")
    if kind == "folds":
        return replaced(text, r"cv \d", f"cv {chance.randrange(2, 5)}")
    if kind == "words":
        return replaced(text, r"what is not \w+", f"what is not {chance.choice(['stays', 'rests', 'waits'])}")
    if kind == "swap":
        at = next(i for i, line in enumerate(lines) if line.startswith(("base = ", "fair = ")))
        lines[at], lines[at + 1] = lines[at + 1], lines[at]
        return "\n".join(lines)
    if kind == "add":
        return text + f"\n# %% Added {chance.randrange(9)}\n({chance.randrange(99)} + 1)\n"
    if kind == "drop" and "# %% Added" in text:
        return text[:text.rindex("\n# %% Added")]
    return text + "\n"


def replaced(text, pattern, by):
    return re.sub(pattern, lambda _: by, text, count=1)


def compare(page, watch, report_page):
    """What differs; nothing where the page is what the report is."""
    out, status = watch.report()
    report_page.goto("file://" + out)
    reported = [part for cell in report_page.evaluate(REPORTED) for part in cell]
    shown = [block for block in page.evaluate(SHOWN) if block["kind"] != "code"]
    differences = [f"{b['text']}: {b['state']} {b['problem']}" for b in shown if b["state"] != "current"]
    # Words are several elements in a report's section, and one block here.
    ours, theirs = normal("".join(block["content"] for block in shown)), normal("".join(reported))
    if ours != theirs:
        at = next((i for i, (x, y) in enumerate(zip(ours, theirs)) if x != y), min(len(ours), len(theirs)))
        around = slice(max(0, at - 80), at + 80)
        differences.append(f"page  …{ours[around]}…\n  report…{theirs[around]}…")
    if status != 0:
        differences.append(f"the script ends with {status}")
    return differences


def normal(text):
    return re.sub(r"\s+", " ", re.sub(r' id="part-[\d-]+"', "", text)).replace("> <", "><")


def main():
    mien, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 100
    chance = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    watch = Watch(mien)
    failures = wrong = 0
    try:
        with Browser() as browser:
            page, report_page = browser.open(watch.address), browser.browser.new_page()
            good = watch.text
            for number in range(count):
                in_place = chance.random() < 0.5
                if chance.random() < 0.3:
                    mistake = chance.choice([m for m in MISTAKES if m[0] in good] or MISTAKES[:1])
                    watch.save(good.replace(*mistake, 1), in_place)
                    rest(page, watch.text)
                    said = {code for block in page.evaluate(SHOWN) for code in codes(block["problem"])}
                    missing = watch.check() - said
                    wrong += 1
                    if missing:
                        failures += 1
                        print(f"edit {number}: {mistake}: the page does not say {missing}")
                    continue
                good = edited(good, chance)
                watch.save(good, in_place)
                rest(page, good)
                differences = compare(page, watch, report_page)
                if differences:
                    failures += 1
                    print(f"edit {number}:", *differences, sep="\n  ")
            outside = [url for url in page.requests if not url.startswith((watch.address, "data:"))]
            print(f"{count} edits, {wrong} of them wrong: {failures} differences; "
                  f"{len(outside)} requests elsewhere; {len(page.errors)} errors of the page {page.errors[:2]}")
    finally:
        print("status", watch.stop())
    sys.exit(1 if failures or outside else 0)


def codes(text):
    return re.findall(r"error\[(E\d+)\]", text)


if __name__ == "__main__":
    main()
