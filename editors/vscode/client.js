"use strict";
// A client of `mien lsp`: starts it, tells it of documents, and hands its answers to the editor. Small on purpose: with no
// package to install, the folder is the extension.
const { spawn } = require("child_process");

/** JSON-RPC over the streams of a process. */
class Connection {
  /** `dispose` says that it is over; `onEnd` is called where it ends by itself. */
  constructor(process, onNotification, onEnd) {
    this.process = process;
    this.onNotification = onNotification;
    this.waiting = new Map();
    this.count = 0;
    this.received = Buffer.alloc(0);
    process.stdout.on("data", (chunk) => this.receive(chunk));
    process.stdin.on("error", () => {});
    const end = (reason) => {
      for (const { reject } of this.waiting.values()) reject(new Error(reason));
      this.waiting.clear();
      if (!this.isOver) onEnd(reason);
      this.isOver = true;
    };
    process.on("error", (error) => end(error.message));
    process.on("exit", (code) => end(`mien lsp ended with status ${code}`));
  }

  send(message) {
    if (this.isOver) return;
    const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
    this.process.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    this.process.stdin.write(body);
  }

  notify(method, params) {
    this.send({ method, params });
  }

  /** The result; `token` is the editor's, by which it withdraws the question. */
  request(method, params, token) {
    if (this.isOver) return Promise.resolve(null);
    const id = ++this.count;
    this.send({ id, method, params });
    token?.onCancellationRequested(() => this.notify("$/cancelRequest", { id }));
    return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
  }

  receive(chunk) {
    this.received = Buffer.concat([this.received, chunk]);
    for (;;) {
      const end = this.received.indexOf("\r\n\r\n");
      if (end < 0) return;
      const length = Number(/content-length: *(\d+)/i.exec(this.received.toString("latin1", 0, end))[1]);
      if (this.received.length < end + 4 + length) return;
      const message = JSON.parse(this.received.toString("utf8", end + 4, end + 4 + length));
      this.received = this.received.subarray(end + 4 + length);
      if (message.method) {
        this.onNotification(message.method, message.params);
      } else {
        const question = this.waiting.get(message.id);
        this.waiting.delete(message.id);
        if (message.error) question?.reject(new Error(message.error.message));
        else question?.resolve(message.result);
      }
    }
  }

  async end() {
    if (this.isOver) return;
    await this.request("shutdown").catch(() => {});
    this.notify("exit");
    this.isOver = true;
  }
}

/** The editor's types of what the server's answers say. */
function converters(vscode) {
  const range = (r) => new vscode.Range(r.start.line, r.start.character, r.end.line, r.end.character);
  const uri = (text) => vscode.Uri.parse(text);
  const edit = (e) => new vscode.TextEdit(range(e.range), e.newText);
  return {
    range,
    edit,
    location: (place) => place && new vscode.Location(uri(place.uri), range(place.range)),
    diagnostic(d) {
      // The protocol counts kinds from 1, the editor from 0, in one order.
      const found = new vscode.Diagnostic(range(d.range), d.message, d.severity - 1);
      found.code = d.code;
      found.source = d.source;
      found.relatedInformation = d.relatedInformation?.map(
        (related) => new vscode.DiagnosticRelatedInformation(this.location(related.location), related.message),
      );
      return found;
    },
    completion(item) {
      const offered = new vscode.CompletionItem(item.label, item.kind - 1);
      offered.detail = item.detail;
      offered.range = range(item.textEdit.range);
      offered.insertText = item.textEdit.newText;
      return offered;
    },
    symbol(s) {
      const symbol = new vscode.DocumentSymbol(s.name, "", s.kind - 1, range(s.range), range(s.selectionRange));
      symbol.children = (s.children ?? []).map((child) => this.symbol(child));
      return symbol;
    },
    renaming(result) {
      const edits = new vscode.WorkspaceEdit();
      for (const [file, changes] of Object.entries(result?.changes ?? {})) edits.set(uri(file), changes.map(edit));
      return edits;
    },
  };
}

/** Providers of the editor that ask the server. */
function providers(vscode, connection, to) {
  const selector = { language: "mien" };
  const at = (document, position) => ({
    textDocument: { uri: document.uri.toString() },
    position: { line: position.line, character: position.character },
  });
  const ask = (method, params, token) => connection.request(`textDocument/${method}`, params, token);
  const languages = vscode.languages;
  return [
    languages.registerHoverProvider(selector, {
      async provideHover(document, position, token) {
        const found = await ask("hover", at(document, position), token);
        return found && new vscode.Hover(new vscode.MarkdownString(found.contents.value), to.range(found.range));
      },
    }),
    languages.registerCompletionItemProvider(
      selector,
      {
        async provideCompletionItems(document, position, token) {
          const found = await ask("completion", at(document, position), token);
          return new vscode.CompletionList((found?.items ?? []).map(to.completion), found?.isIncomplete ?? false);
        },
      },
      ...["|", " ", '"', "/", ".", "=", "{", "("],
    ),
    languages.registerDefinitionProvider(selector, {
      provideDefinition: async (document, position, token) =>
        to.location(await ask("definition", at(document, position), token)),
    }),
    languages.registerReferenceProvider(selector, {
      async provideReferences(document, position, context, token) {
        const found = await ask("references", { ...at(document, position), context }, token);
        return (found ?? []).map(to.location);
      },
    }),
    languages.registerDocumentSymbolProvider(selector, {
      async provideDocumentSymbols(document, token) {
        const found = await ask("documentSymbol", { textDocument: { uri: document.uri.toString() } }, token);
        return (found ?? []).map((symbol) => to.symbol(symbol));
      },
    }),
    languages.registerDocumentFormattingEditProvider(selector, {
      async provideDocumentFormattingEdits(document, options, token) {
        const found = await ask("formatting", { textDocument: { uri: document.uri.toString() }, options }, token);
        return (found ?? []).map(to.edit);
      },
    }),
    languages.registerRenameProvider(selector, {
      async prepareRename(document, position, token) {
        const found = await ask("prepareRename", at(document, position), token);
        if (!found) throw new Error("Only variables and stages made by def can be renamed.");
        return { range: to.range(found.range), placeholder: found.placeholder };
      },
      provideRenameEdits: async (document, position, newName, token) =>
        to.renaming(await ask("rename", { ...at(document, position), newName }, token)),
    }),
  ];
}

/** What the server should know of the editor. */
function introduction(folder) {
  return {
    processId: process.pid,
    rootUri: folder?.uri.toString() ?? null,
    capabilities: { textDocument: { documentSymbol: { hierarchicalDocumentSymbolSupport: true } } },
  };
}

/**
 * Starts the server and keeps it told of every Mien document. What it gives back ends it.
 * `program` is the path of mien.
 */
async function start(vscode, program) {
  const to = converters(vscode);
  const folder = vscode.workspace.workspaceFolders?.[0];
  const server = spawn(program, ["lsp"], { cwd: folder?.uri.fsPath, stdio: ["pipe", "pipe", "ignore"] });
  const problems = vscode.languages.createDiagnosticCollection("mien");
  const connection = new Connection(
    server,
    (method, params) => {
      if (method !== "textDocument/publishDiagnostics") return;
      problems.set(vscode.Uri.parse(params.uri), params.diagnostics.map((found) => to.diagnostic(found)));
    },
    (reason) => vscode.window.showWarningMessage(`Mien: ${reason}. Is mien.path (${program}) the program, and is it built?`),
  );
  await connection.request("initialize", introduction(folder));
  connection.notify("initialized", {});
  const open = (document) => {
    if (document.languageId !== "mien") return;
    const { version } = document;
    connection.notify("textDocument/didOpen", {
      textDocument: { uri: document.uri.toString(), languageId: "mien", version, text: document.getText() },
    });
  };
  const name = (document) => ({ uri: document.uri.toString(), version: document.version });
  const listeners = [
    vscode.workspace.onDidOpenTextDocument(open),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (document.languageId !== "mien" || contentChanges.length === 0) return;
      // The editor gives the changes of one moment from the end to the beginning, so that none moves another.
      const place = ({ line, character }) => ({ line, character });
      const changes = contentChanges.map(({ range, text }) => ({
        range: { start: place(range.start), end: place(range.end) },
        text,
      }));
      connection.notify("textDocument/didChange", { textDocument: name(document), contentChanges: changes });
    }),
    vscode.workspace.onDidSaveTextDocument((document) => {
      if (document.languageId === "mien") connection.notify("textDocument/didSave", { textDocument: name(document) });
    }),
    vscode.workspace.onDidCloseTextDocument((document) => {
      if (document.languageId === "mien") connection.notify("textDocument/didClose", { textDocument: name(document) });
    }),
  ];
  vscode.workspace.textDocuments.forEach(open);
  const registered = [...listeners, ...providers(vscode, connection, to), problems];
  return {
    async dispose() {
      for (const one of registered) one.dispose();
      await connection.end();
    },
  };
}

module.exports = { start };
