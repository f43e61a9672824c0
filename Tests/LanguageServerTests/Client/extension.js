// The extension's client (`editors/vscode/client.js`) over a stand-in of the editor, against the program:
//     node extension.js .build/debug/mien
"use strict";
const assert = require("assert");
const path = require("path");
const { start } = require("../../../editors/vscode/client");

class Place {
  constructor(...numbers) {
    this.numbers = numbers;
    // As the editor's own ranges do, which would be written as a list.
    [this.start, this.end] = [{ line: numbers[0], character: numbers[1] }, { line: numbers[2], character: numbers[3] }];
  }
  toJSON() {
    return [this.start, this.end];
  }
}

function record(...names) {
  return class {
    constructor(...values) {
      names.forEach((name, index) => (this[name] = values[index]));
    }
  };
}

/** As much of the editor as the client uses. */
function editor(text) {
  const providers = {};
  const listeners = {};
  const problems = new Map();
  const disposable = { dispose() {} };
  const listen = (name) => (listener) => ((listeners[name] = listener), disposable);
  const provide = (name) => (_, provider) => ((providers[name] = provider), disposable);
  const document = {
    languageId: "mien", version: 1, uri: { toString: () => "file:///tmp/study.mien" }, text,
    getText: () => document.text,
  };
  const vscode = {
    Range: Place, Location: record("uri", "range"), TextEdit: record("range", "newText"), Hover: record("text", "range"),
    MarkdownString: record("value"), Diagnostic: record("range", "message", "severity"),
    DiagnosticRelatedInformation: record("location", "message"), CompletionItem: record("label", "kind"),
    CompletionList: record("items", "isIncomplete"),
    DocumentSymbol: record("name", "detail", "kind", "range", "selectionRange"),
    WorkspaceEdit: class { changes = new Map(); set(uri, edits) { this.changes.set(uri, edits); } },
    Uri: { parse: (text) => text },
    window: { showWarningMessage: (text) => (vscode.warning = text) },
    workspace: {
      workspaceFolders: undefined, textDocuments: [document],
      onDidOpenTextDocument: listen("open"), onDidChangeTextDocument: listen("change"),
      onDidSaveTextDocument: listen("save"), onDidCloseTextDocument: listen("close"),
    },
    languages: {
      createDiagnosticCollection: () => ({ set: (uri, found) => problems.set(uri, found), dispose() {} }),
      registerHoverProvider: provide("hover"), registerCompletionItemProvider: provide("completion"),
      registerDefinitionProvider: provide("definition"), registerReferenceProvider: provide("references"),
      registerDocumentSymbolProvider: provide("symbols"), registerDocumentFormattingEditProvider: provide("formatting"),
      registerRenameProvider: provide("rename"),
    },
  };
  return { vscode, providers, listeners, problems, document };
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function main(program) {
  const { vscode, providers, listeners, problems, document } = editor("base = faces 40 | lbp | svm rfb\nbase | \n");
  const client = await start(vscode, program);
  const at = (line, character) => [document, { line, character }];
  while (!problems.has("file:///tmp/study.mien")) await pause(20);
  const [first] = problems.get("file:///tmp/study.mien");
  assert.deepStrictEqual([first.code, first.severity], ["E0011", 0]);
  document.text = "base = faces 40 | lbp | svm rbf\nbase | \n";
  listeners.change({ document: { ...document, version: 2 }, contentChanges: [{ range: new Place(0, 28, 0, 31), text: "rbf" }] });
  const offered = await providers.completion.provideCompletionItems(...at(1, 7));
  assert(offered.items.some((item) => item.label === "confusion" && item.kind === 2));
  const hover = await providers.hover.provideHover(...at(0, 25));
  assert(hover.text.value.includes("svm"));
  listeners.change({ document: { ...document, version: 3 }, contentChanges: [{ range: new Place(1, 4, 1, 7), text: "" }] });
  const place = await providers.definition.provideDefinition(...at(1, 2));
  assert.deepStrictEqual(place.range.numbers, [0, 0, 0, 4]);
  assert.strictEqual((await providers.references.provideReferences(...at(1, 2), { includeDeclaration: true })).length, 2);
  assert.strictEqual((await providers.symbols.provideDocumentSymbols(document))[0].name, "base");
  const edits = await providers.rename.provideRenameEdits(...at(1, 2), "b");
  assert.strictEqual(edits.changes.get("file:///tmp/study.mien").length, 2);
  assert.deepStrictEqual(await providers.formatting.provideDocumentFormattingEdits(document, {}), []);
  await assert.rejects(providers.rename.prepareRename(...at(0, 9)));
  await client.dispose();
  assert.strictEqual(vscode.warning, undefined);

  const missing = editor("");
  await assert.rejects(start(missing.vscode, "/nowhere/mien"));
  assert(missing.vscode.warning.includes("mien.path"));
  console.log("the extension's client: problems, completion, hover, names, outline, formatting and renaming are as they should be");
}

main(path.resolve(process.argv[2]));
