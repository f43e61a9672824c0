"""A real client (pygls) over standard input and output of `mien lsp`.

    pip install pygls==2.1.1
    python drive.py .build/release/mien            # everything; figures are printed

Every golden error stands where `mien check` and the golden text say; random edits leave server and client with the same
text and the server alive; answers on a script of 1,000 lines come in time. Timings are told, never judged.
"""

import asyncio
import json
import os
import pathlib
import random
import re
import statistics
import subprocess
import sys
import time

from lsprotocol import types as t
from pygls.lsp.client import LanguageClient

GOLDENS = pathlib.Path(__file__).resolve().parents[2] / "InterpreterTests" / "Fixtures" / "errors"
EDITS = int(os.environ.get("EDITS", "2000"))


class Client(LanguageClient):
    """Keeps what is published until somebody asks."""

    def __init__(self) -> None:
        super().__init__("drive", "1")
        self.published: asyncio.Queue[t.PublishDiagnosticsParams] = asyncio.Queue()

        @self.feature(t.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def keep(params: t.PublishDiagnosticsParams) -> None:
            self.published.put_nowait(params)


async def connect(mien: str, root: pathlib.Path) -> Client:
    client = Client()
    await client.start_io(mien, "lsp")
    nesting = t.DocumentSymbolClientCapabilities(hierarchical_document_symbol_support=True)
    capabilities = t.ClientCapabilities(
        text_document=t.TextDocumentClientCapabilities(document_symbol=nesting),
        general=t.GeneralClientCapabilities(position_encodings=[t.PositionEncodingKind.Utf16]),
    )
    await client.initialize_async(t.InitializeParams(capabilities=capabilities, root_uri=root.as_uri()))
    client.initialized(t.InitializedParams())
    return client


def opened(client: Client, uri: str, text: str) -> None:
    item = t.TextDocumentItem(uri=uri, language_id="mien", version=1, text=text)
    client.text_document_did_open(t.DidOpenTextDocumentParams(text_document=item))


async def published(client: Client, uri: str, version: int) -> list[t.Diagnostic]:
    """What is told of that version of a document."""
    while True:
        found = await asyncio.wait_for(client.published.get(), 60)
        if found.uri == uri and found.version == version:
            return list(found.diagnostics)


def characters(line: str, units: int) -> int:
    """A column in UTF-16 units as a column in code points."""
    return len(line.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore"))


def places(diagnostics: list[t.Diagnostic], text: str) -> set[tuple[str, int, int]]:
    lines = re.split(r"\r\n|\n|\r", text)
    return {
        (d.code, d.range.start.line + 1, characters(lines[d.range.start.line], d.range.start.character) + 1)
        for d in diagnostics
    }


def checked(mien: str, text: str, folder: pathlib.Path) -> set[tuple[str, int, int]]:
    """The same as `mien check` tells it; of other files, nothing."""
    done = subprocess.run([mien, "check", "-", "--format", "json"], input=text, capture_output=True, text=True, cwd=folder)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return {(d["code"], d["line"], d["column"]) for part in found for d in part["diagnostics"]}


async def golden_errors(mien: str) -> None:
    client = await connect(mien, GOLDENS)
    told = silent = 0
    for script in sorted(GOLDENS.glob("*.mien")):
        text = script.read_text()
        opened(client, script.as_uri(), text)
        found = places(await published(client, script.as_uri(), 1), text)
        drawn = re.findall(
            r"(?:error|warning|note)\[(E\d{4})\].*\n *┌─ .*?:(\d+):(\d+)", script.with_suffix(".txt").read_text()
        )
        golden = {(code, int(line), int(column)) for code, line, column in drawn}
        if found:
            assert found == golden, (script.name, found, golden)
            told += 1
        else:
            assert not checked(mien, text, GOLDENS), script.name
            silent += 1
    await leave(client)
    print(f"golden errors: {told} told where the prompt draws them; {silent} arise only when a stage runs")


async def leave(client: Client) -> None:
    await client.shutdown_async(None)
    client.exit(None)
    await client.stop()


def long_script(lines: int) -> str:
    out = ["# %% Data", 'faces_a = faces 400 subjects=20', "def mine(k=5, kernel=rbf) = pca k | svm kernel"]
    number = 0
    while len(out) < lines:
        number += 1
        out += [
            f"# %% Study {number}", f"base{number} = faces_a | lbp | pca {{20, 50}} | {{skip, smote}} | svm rbf",
            f"fair{number} = faces_a | lbp", "  | scale", f"  | mine k={number % 30 + 2}", f"compare fair{number} fair{number}",
            f"x{number} = (fair{number}.macro_f1 * {number})", f"# näxt: 😀 {number}",
            f"base{number} | sort macro_f1 | top 3",
        ]
    return "\n".join(out[:lines]) + "\n"


PIECES = [
    " | ", "svm rfb", "pca 50", "{", "}", "(", ")", "\n", "é", "😀", '"', "=", "faces 40", "def f(k=3) = pca k", "use \"x.mien\"\n",
    "# %% cell\n", "[1, 2]", " 10..50 by 10", "..", "x = ", "base1", "why base2\n", "\r\n", "\r", "set seed 7\n", "compare ", "\t", "#", "\\",
]


class Mirror:
    """The document as the client has it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.version = 1

    def position(self, offset: int) -> t.Position:
        before = re.split(r"\r\n|\n|\r", self.text[:offset])
        if offset and self.text[offset - 1 : offset + 1] == "\r\n":
            before = before[:-1]
        return t.Position(line=len(before) - 1, character=len(before[-1].encode("utf-16-le")) // 2)

    def edit(self, start: int, end: int, new: str) -> t.TextDocumentContentChangePartial:
        change = t.TextDocumentContentChangePartial(
            range=t.Range(start=self.position(start), end=self.position(end)), text=new
        )
        self.text = self.text[:start] + new + self.text[end:]
        return change

    def inside_line_end(self, offset: int) -> bool:
        return self.text[offset - 1 : offset + 1] == "\r\n"


async def ask(client: Client, uri: str, kind: int, place: t.Position):
    document = t.TextDocumentIdentifier(uri=uri)
    match kind:
        case 0:
            return await client.text_document_hover_async(t.HoverParams(text_document=document, position=place))
        case 1:
            return await client.text_document_completion_async(t.CompletionParams(text_document=document, position=place))
        case 2:
            return await client.text_document_definition_async(t.DefinitionParams(text_document=document, position=place))
        case 3:
            return await client.text_document_document_symbol_async(t.DocumentSymbolParams(text_document=document))
        case 4:
            options = t.FormattingOptions(tab_size=4, insert_spaces=True)
            return await client.text_document_formatting_async(
                t.DocumentFormattingParams(text_document=document, options=options)
            )
        case 5:
            return await client.text_document_references_async(
                t.ReferenceParams(text_document=document, position=place, context=t.ReferenceContext(include_declaration=True))
            )
        case 6:
            return await client.text_document_prepare_rename_async(
                t.PrepareRenameParams(text_document=document, position=place)
            )


NAMES = ["hover", "completion", "definition", "symbols", "formatting", "references", "prepareRename"]


def changed(client: Client, uri: str, mirror: Mirror, changes: list) -> None:
    mirror.version += 1
    client.text_document_did_change(
        t.DidChangeTextDocumentParams(
            text_document=t.VersionedTextDocumentIdentifier(uri=uri, version=mirror.version), content_changes=changes
        )
    )


async def random_edits(mien: str, folder: pathlib.Path) -> None:
    client = await connect(mien, folder)
    uri = (folder / "edited.mien").as_uri()
    mirror = Mirror(long_script(60))
    opened(client, uri, mirror.text)
    generator = random.Random(20)
    compared = 0
    for number in range(EDITS):
        changes = []
        for _ in range(generator.choice([1, 1, 1, 2])):
            start = generator.randrange(len(mirror.text) + 1)
            end = min(len(mirror.text), start + generator.choice([0, 0, 0, 1, 2, 5, 40]))
            if mirror.inside_line_end(start) or mirror.inside_line_end(end):
                continue
            changes.append(mirror.edit(start, end, generator.choice(PIECES) if generator.random() < 0.8 else ""))
        if not changes:
            continue
        changed(client, uri, mirror, changes)
        place = mirror.position(generator.randrange(len(mirror.text) + 1))
        await ask(client, uri, generator.randrange(7), place)
        if number % 50 == 49:
            found = places(await published(client, uri, mirror.version), mirror.text)
            # A lone carriage return ends a line in the protocol and none at the prompt: codes are compared there.
            expected = checked(mien, mirror.text, folder)
            if "\r" in mirror.text.replace("\r\n", ""):
                assert sorted(f[0] for f in found) == sorted(e[0] for e in expected), (number, found ^ expected)
            else:
                assert found == expected, (number, found ^ expected)
            compared += 1
            if len(mirror.text) > 6000 or number % 400 == 399:
                changed(client, uri, mirror, [t.TextDocumentContentChangeWholeDocument(text=long_script(60))])
                mirror.text = long_script(60)
    assert client._server is not None and client._server.returncode is None
    await leave(client)
    print(f"random edits: {EDITS}, a question after each; compared with `mien check` {compared} times: the same")


async def latency(mien: str, folder: pathlib.Path) -> None:
    client = await connect(mien, folder)
    uri = (folder / "long.mien").as_uri()
    mirror = Mirror(long_script(1000))
    start = time.perf_counter()
    opened(client, uri, mirror.text)
    assert not await published(client, uri, 1)
    print(f"1,000 lines, {len(mirror.text)} bytes: opened and checked in {1000 * (time.perf_counter() - start):.0f} ms (120 of them rest)")
    generator = random.Random(7)
    times: dict[str, list[float]] = {name: [] for name in NAMES}
    for number in range(210):
        # A letter is typed in the middle, then one question comes: nothing is known of the new text.
        offset = mirror.text.index("\n", generator.randrange(len(mirror.text) // 2, len(mirror.text) * 9 // 10))
        changed(client, uri, mirror, [mirror.edit(offset, offset, " | re" if number % 2 else "")])
        word = mirror.text.rfind("fair", 0, generator.randrange(len(mirror.text) // 2, len(mirror.text)))
        place = mirror.position(offset + 5) if number % 7 == 1 and number % 2 else mirror.position(word + 2)
        begin = time.perf_counter()
        await ask(client, uri, number % 7, place)
        times[NAMES[number % 7]].append(1000 * (time.perf_counter() - begin))
        if number % 2:
            changed(client, uri, mirror, [mirror.edit(offset, offset + 5, "")])
    for name, values in times.items():
        values.sort()
        print(f"  {name:14} median {statistics.median(values):5.1f} ms, largest {values[-1]:5.1f} ms of {len(values)}")
    delays = []
    for number in range(20):
        offset = mirror.text.index("\n", 18000 + 200 * number)
        changed(client, uri, mirror, [mirror.edit(offset, offset, " " * (number + 1))])
        begin = time.perf_counter()
        await published(client, uri, mirror.version)
        delays.append(1000 * (time.perf_counter() - begin))
    print(f"  problems       median {statistics.median(delays):5.1f} ms after a change, largest {max(delays):5.1f} ms")
    await leave(client)


def main() -> None:
    mien = str(pathlib.Path(sys.argv[1]).resolve())
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name).resolve()
        parts = sys.argv[2:] or ["goldens", "edits", "latency"]
        if "goldens" in parts:
            asyncio.run(golden_errors(mien))
        if "edits" in parts:
            asyncio.run(random_edits(mien, folder))
        if "latency" in parts:
            asyncio.run(latency(mien, folder))


if __name__ == "__main__":
    main()
