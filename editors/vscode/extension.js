"use strict";
// Runs cells at Mien's own prompt, in a terminal: what is shown there is what the prompt shows. Problems, completion and
// help come from `mien lsp`.
const vscode = require("vscode");
const { start } = require("./client");

const head = /^#\s?%%/;

/** The lines of the cell that holds `line`: from the head before it to the next one. */
function cellRange(document, line) {
  let first = line;
  while (first > 0 && !head.test(document.lineAt(first).text)) first -= 1;
  let last = line + 1;
  while (last < document.lineCount && !head.test(document.lineAt(last).text)) last += 1;
  return new vscode.Range(first, 0, last - 1, document.lineAt(last - 1).text.length);
}

/** The session's terminal, opened when it is first needed. */
function terminal() {
  const open = vscode.window.terminals.find((terminal) => terminal.name === "Mien" && terminal.exitStatus === undefined);
  if (open) return open;
  const program = vscode.workspace.getConfiguration("mien").get("path");
  return vscode.window.createTerminal({ name: "Mien", shellPath: program });
}

function runCell(editor) {
  const text = editor.document.getText(cellRange(editor.document, editor.selection.active.line));
  const lines = text.split(/\r?\n/).filter((line) => line.trim() && !line.trimStart().startsWith("#"));
  if (lines.length === 0) return;
  const window = terminal();
  window.show(true);
  // Bracketed, so that the prompt takes it as one entry.
  window.sendText("\u001b[200~" + lines.join("\n") + "\u001b[201~", true);
}

/** The running server; starting one anew follows a change of its path. */
let server;

async function restart() {
  await server?.dispose();
  const configuration = vscode.workspace.getConfiguration("mien");
  if (!configuration.get("languageServer")) return (server = undefined);
  // Where it cannot be started, that has been told.
  server = await start(vscode, configuration.get("path")).catch(() => undefined);
}

exports.activate = async (context) => {
  context.subscriptions.push(
    vscode.commands.registerTextEditorCommand("mien.runCell", runCell),
    vscode.commands.registerTextEditorCommand("mien.runFile", async (editor) => {
      await editor.document.save();
      const program = vscode.workspace.getConfiguration("mien").get("path");
      const window = vscode.window.createTerminal({ name: "Mien: run", shellPath: program, shellArgs: [editor.document.fileName] });
      window.show(true);
    }),
    vscode.commands.registerCommand("mien.restartServer", restart),
    vscode.workspace.onDidChangeConfiguration((change) => change.affectsConfiguration("mien") && restart()),
  );
  await restart();
};

exports.deactivate = () => server?.dispose();
