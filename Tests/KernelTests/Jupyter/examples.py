"""Scripts as notebooks: each is converted, run by nbclient, and what its cells show compared with what the script prints.

    pip install nbclient nbformat
    mien kernel install --prefix $VIRTUAL_ENV
    python examples.py path/to/mien examples/first.mien …

Each side has a cache of its own, so that neither finds what the other has scored.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

import nbformat
from nbclient import NotebookClient


def words(text):
    """Whatever the width that lines are broken for, and however long a model took to learn."""
    return re.sub(r"\bin\s+[\d.]+\s+m?s\b", "in a while", text).split()


def shown(book):
    """What the cells show of values; what they say of variables, and progress, the script says elsewhere."""
    outputs = [output for cell in book.cells if cell.cell_type == "code" for output in cell.outputs]
    values = [output for output in outputs if output.output_type in ("execute_result", "display_data")]
    return [word for value in values for word in words(value.data.get("text/plain", ""))]


def compare(mien, script):
    with tempfile.TemporaryDirectory() as name:
        book = pathlib.Path(name) / "script.ipynb"
        subprocess.run([mien, "convert", script, book], check=True, capture_output=True)
        folder = script.parent
        # As wide as a notebook's plain text: tables leave out what a page has no room for.
        env = os.environ | {"MIEN_CACHE": f"{name}/script", "COLUMNS": "80"}
        printed = subprocess.run([mien, script.name], cwd=folder, env=env, capture_output=True, text=True, check=True)
        os.environ["MIEN_CACHE"] = f"{name}/notebook"
        run = NotebookClient(
            nbformat.read(book, 4), timeout=1800, kernel_name="mien", resources={"metadata": {"path": str(folder)}}
        ).execute()
        return words(printed.stdout), shown(run)


def main():
    mien = str(pathlib.Path(sys.argv[1]).resolve())
    others = 0
    for path in sys.argv[2:]:
        printed, found = compare(mien, pathlib.Path(path).resolve())
        others += printed != found
        print(f"{path}: {len(found)} words, {'the same' if printed == found else 'NOT the same'}", flush=True)
        for one, other in [(a, b) for a, b in zip(printed, found) if a != b][:3]:
            print("   script:  ", one, "\n   notebook:", other)
    sys.exit(1 if others else 0)


if __name__ == "__main__":
    main()
