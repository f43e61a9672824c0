import Basics
import Plans

/// What colours Mien in JupyterLab, as an extension that JupyterLab takes as it is: no Node, no package, nothing to build.
///
/// A kernel can only name a language; JupyterLab 4 colours those that an extension has made known to its editor.
/// Source: JupyterLab's documentation, "Prebuilt extensions", and CodeMirror 6's of `StreamLanguage`.
enum NotebookHighlighting {
  /// By which JupyterLab knows it, and the name of its folder.
  static let name = "mien-highlighting"

  /// Its files, with paths below its folder.
  static let files: [(path: String, text: String)] = [
    ("package.json", package.text + "\n"), (script, program),
  ]

  private static let script = "static/mien.js"

  private static let package: JSONValue = .object([
    "name": .string(name), "version": .string(mienVersion), "description": .string("Colours Mien in cells and files."),
    "license": .string("Apache-2.0"),
    "jupyterlab": .object([
      "extension": .boolean(true),
      "_build": .object(["load": .string(script), "extension": .string("./extension")]),
    ]),
  ])

  private static let program = #"""
    // Colours Mien in JupyterLab's cells and files. It knows the grammar, and no stage by name: the first word of a step is one.
    (() => {
      const name = /^[\p{L}_][\p{L}\p{N}_]*/u;
      const number = /^\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?(?:%|(?:s|min|h)\b)?/;
      const mode = {
        name: "mien",
        startState: () => ({ isStep: true, depth: 0 }),
        token(stream, state) {
          if (stream.sol() && state.depth === 0) state.isStep = true;
          if (stream.eatSpace()) return null;
          if (stream.peek() === "#") { stream.skipToEnd(); return "comment"; }
          if (stream.match(/^"(?:[^"\\]|\\.)*"?/)) { state.isStep = false; return "string"; }
          if (stream.match(number)) { state.isStep = false; return "number"; }
          if (stream.match(name)) {
            const word = stream.current();
            const isFirst = state.isStep;
            const isNamed = stream.match(/^\s*=(?!=)/, false);
            state.isStep = /^(?:maybe|def)$/.test(word);
            if (isNamed) return isFirst && state.depth === 0 ? "variableName.definition" : "propertyName";
            if (isFirst && /^(?:def|set|use|maybe)$/.test(word)) return "keyword";
            if (/^(?:and|or|not|by)$/.test(word)) return "operatorKeyword";
            if (/^(?:yes|no|none)$/.test(word)) return "atom";
            return isFirst ? "variableName.function" : "variableName";
          }
          const sign = stream.next();
          if ("{[(".includes(sign)) { state.depth += 1; return "bracket"; }
          if ("}])".includes(sign)) { state.depth = Math.max(0, state.depth - 1); return "bracket"; }
          if (sign === "|" || sign === "=" && state.depth === 0 && stream.peek() !== "=") state.isStep = true;
          return "operator";
        },
        languageData: { commentTokens: { line: "#" }, closeBrackets: { brackets: ["(", "[", "{", '"'] } },
      };
      let shared = {};
      const module = async name => (await Object.values(shared[name])[0].get())();
      const extension = async () => {
        const { IEditorLanguageRegistry } = await module("@jupyterlab/codemirror");
        const { LanguageSupport, StreamLanguage } = await module("@codemirror/language");
        const activate = (_, languages) => languages.addLanguage({
          name: "mien", displayName: "Mien", mime: ["text/x-mien"], extensions: ["mien"],
          support: new LanguageSupport(StreamLanguage.define(mode)),
        });
        return { __esModule: true, default: { id: "mien-highlighting:plugin", autoStart: true, requires: [IEditorLanguageRegistry], activate } };
      };
      window._JUPYTERLAB = window._JUPYTERLAB || {};
      window._JUPYTERLAB["mien-highlighting"] = {
        init: scope => { shared = scope; },
        get: async () => { const made = await extension(); return () => made; },
      };
    })();

    """#
}
