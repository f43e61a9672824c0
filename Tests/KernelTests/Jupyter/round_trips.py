"""Odd notebooks there and back by `mien convert`, each script opened by Jupytext as well.

    pip install nbformat jupytext
    python round_trips.py path/to/mien
"""

import copy
import json
import pathlib
import subprocess
import sys
import tempfile

import jupytext
import nbformat

KERNEL = {"kernelspec": {"name": "mien", "display_name": "Mien", "language": "mien"}}


def nb(cells, minor=5, meta=KERNEL, **more):
    return {"cells": cells, "metadata": meta, "nbformat": 4, "nbformat_minor": minor, **more}


def cell(kind, source, minor=5, **more):
    made = {"cell_type": kind, "metadata": {}, "source": source}
    if minor >= 5:
        made["id"] = f"c{abs(hash((kind, str(source))))}"
    if kind == "code":
        made |= {"execution_count": None, "outputs": []}
    return made | more


png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
books = {
 "empty": nb([]),
 "one": nb([cell("code", "x = 1")]),
 "lists": nb([cell("code", ["x = 1\n", "\n", "x | report"]), cell("markdown", ["# A\n", "text"])]),
 "minor0": nb([cell("code", "x = 1", 0), cell("markdown", "a", 0)], 0),
 "minor2-no-meta": nb([cell("code", "faces | lbp", 2)], 2, {}),
 "attachment": nb([cell("markdown", "![a](attachment:a.png)", attachments={"a.png": {"image/png": png}})]),
 "raw": nb([cell("raw", "\\section{x}", metadata={"format": "text/latex"}), cell("raw", ""), cell("code", "1")]),
 "outputs": nb([cell("code", "1", execution_count=3, outputs=[{"output_type": "execute_result", "execution_count": 3, "metadata": {"a": [1, 2.5, None]}, "data": {"text/plain": ["1\n", "2"], "image/png": png}}, {"output_type": "stream", "name": "stderr", "text": "w\r\n"}, {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["\u001b[31mred"]}])]),
 "tags": nb([cell("code", "1", metadata={"tags": ["a b", "ü"], "collapsed": True, "jupyter": {"source_hidden": True}}), cell("markdown", "t", metadata={"slideshow": {"slide_type": "slide"}})]),
 "heads-inside": nb([cell("code", "x = 1\n# %% not a cell\ny = 2"), cell("markdown", "# %% [markdown]\ntext\n# %%")]),
 "crlf": nb([cell("code", "x = 1\r\ny = 2\r\n"), cell("markdown", "a\r\n\r\nb")]),
 "blank-ends": nb([cell("code", "\n\nx = 1\n\n\n"), cell("markdown", "\n\n"), cell("code", "   \n"), cell("code", "")]),
 "comment-cells": nb([cell("code", "# only a comment"), cell("code", "## documentation\ndef f = lbp"), cell("markdown", "#tight\n##\n- # x")]),
 "unicode": nb([cell("code", "x = \"\u0430\U0001F600 \u202e \u0000?\""), cell("markdown", "é\u2028\u2029\x0b\x0c")]),
 "python": nb([cell("code", "%matplotlib inline\nimport os\n!ls\nfor i in range(3):\n    print(i)"), cell("code", "%%bash\necho '# %%'")], meta={"kernelspec": {"name": "python3", "display_name": "P", "language": "python"}, "language_info": {"name": "python", "version": "3.11"}, "widgets": {"x": {"state": {}}}}),
 "double-ids": nb([cell("code", "1", id="same"), cell("code", "2", id="same"), cell("markdown", "3", id="same")]),
 "big-numbers": nb([cell("code", "1", metadata={"a": 12345678901234567890, "b": 1e300, "c": -0.0, "d": 0.1})], orphan={"deep": [[[[1]]]]}),
 "long": nb([cell("code" if i % 3 else "markdown", f"x{i} = {i}\n" * (i % 5)) for i in range(300)]),
 "quotes": nb([cell("markdown", '"""\n\'\'\'\n```mien\nfaces\n```\n\\n \\'), cell("code", 'x = "\\"#\\{"')]),
}
v3 = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": "old"}, "worksheets": [{"cells": [
  {"cell_type": "heading", "level": 2, "metadata": {}, "source": "Title"},
  {"cell_type": "code", "collapsed": False, "input": "x = 1\nx", "language": "python", "metadata": {}, "prompt_number": 4, "outputs": [{"output_type": "pyout", "prompt_number": 4, "text": "1", "metadata": {}}, {"output_type": "pyerr", "ename": "E", "evalue": "v", "traceback": []}]},
  {"cell_type": "markdown", "metadata": {}, "source": "m"}], "metadata": {}}]}
books["version3"] = v3


def plain(value):
    """With texts that are lists of lines as one text: both spellings mean the same."""
    if isinstance(value, dict):
        return {key: joined(key, plain(inner)) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list) else value


def joined(key, value):
    is_text = isinstance(value, list) and all(isinstance(line, str) for line in value)
    if key == "source" or (is_text and value and key not in ("tags", "traceback")):
        return "".join(value)
    return value


def there_and_back(mien, folder, name, book):
    """What came back, and the script between."""
    path, script, back = folder / f"{name}.ipynb", folder / f"{name}.mien", folder / f"{name}.back.ipynb"
    path.write_text(json.dumps(book, ensure_ascii=name != "unicode"))
    subprocess.run([mien, "convert", path, script, "--outputs"], check=True, capture_output=True)
    subprocess.run([mien, "convert", script, back], check=True, capture_output=True)
    return json.loads(back.read_text()), script.read_bytes().decode()


def main():
    mien = str(pathlib.Path(sys.argv[1]).resolve())
    lost = []
    with tempfile.TemporaryDirectory() as name:
        for title, book in books.items():
            found, script = there_and_back(mien, pathlib.Path(name), title, book)
            if title == "version3":
                expected = json.loads(nbformat.writes(nbformat.convert(nbformat.from_dict(copy.deepcopy(book)), 4)))
                sides = [[(c["cell_type"], "".join(c["source"])) for c in side["cells"]] for side in (found, expected)]
            else:
                sides = [plain(found), plain(book)]
            opened = jupytext.reads(script, fmt={"extension": ".r", "format_name": "percent"})
            # Every cell, and the last one that holds what a script cannot say.
            if sides[0] != sides[1] or len(opened.cells) < len(found["cells"]):
                lost.append(title)
    print(f"{len(books)} notebooks there and back; not the same: {', '.join(lost) or 'none'}")
    sys.exit(1 if lost else 0)


if __name__ == "__main__":
    main()
