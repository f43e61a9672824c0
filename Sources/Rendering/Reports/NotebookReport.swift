import Basics
import Drawing
import Graphics
import Plans

/// A report as a Jupyter notebook (nbformat 4.5) with its outputs.
public struct NotebookReport: Sendable {
  public init() {}

  public func text(of report: Report) -> String {
    var cells = [markdown("# " + MarkdownEscaping.escaped(report.title), "title")]
    var count = 0
    for (index, cell) in report.cells.enumerated() {
      let title = cell.title.isEmpty ? "" : "## " + MarkdownEscaping.escaped(cell.title) + "\n\n"
      switch cell.content {
      case .text(let text): cells.append(markdown(title + text, "cell-\(index + 1)"))
      case .code(let code, let outputs):
        if !title.isEmpty { cells.append(markdown("## " + MarkdownEscaping.escaped(cell.title), "title-\(index + 1)")) }
        count += 1
        cells.append(
          .object([
            "cell_type": .string("code"), "id": .string("cell-\(index + 1)"),
            "metadata": .object([] as [JSONValue.Member]),
            "execution_count": .integer(count), "source": lines(code),
            "outputs": .array(outputs.map { output($0) }),
          ]))
      }
    }
    for document in report.ending {
      let text = "## \(Report.endingTitle(document))\n\n" + MarkdownText(place: { _ in nil }).text(of: document)
      cells.append(markdown(text, document.kind))
    }
    let language: JSONValue = .object([
      "name": .string("mien"), "file_extension": .string(".mien"), "mimetype": .string("text/x-mien"),
      "version": .string(mienVersion),
    ])
    let kernel: JSONValue = .object([
      "name": .string("mien"), "display_name": .string("Mien"), "language": .string("mien"),
    ])
    let notebook = JSONValue.object([
      "cells": .array(cells),
      "metadata": .object(["kernelspec": kernel, "language_info": language]), "nbformat": .integer(4),
      "nbformat_minor": .integer(5),
    ])
    return terminalSafeJSON(notebook.text) + "\n"
  }

  private func markdown(_ text: String, _ id: String) -> JSONValue {
    .object([
      "cell_type": .string("markdown"), "id": .string(id), "metadata": .object([] as [JSONValue.Member]),
      "source": lines(text),
    ])
  }

  /// Lines with their ends, as notebooks keep texts.
  private func lines(_ text: String) -> JSONValue {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return .strings(lines.enumerated().map { $0.offset == lines.count - 1 ? $0.element : $0.element + "\n" })
  }

  private func output(_ output: Report.Output) -> JSONValue {
    switch output {
    case .shown(let value):
      return .object([
        "output_type": .string("display_data"), "metadata": .object([] as [JSONValue.Member]),
        "data": .object(forms(of: value)),
      ])
    case .bound(let name, let value):
      return .object([
        "output_type": .string("stream"), "name": .string("stdout"),
        "text": lines("\(name): \(TerminalText(style: .plain).summary(of: value.payload))\n"),
      ])
    case .failed(let message):
      let first = message.split(separator: "\n").first.map(String.init) ?? ""
      return .object([
        "output_type": .string("error"), "ename": .string("failed"), "evalue": .string(first),
        "traceback": .strings(message.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)),
      ])
    }
  }

  private func forms(of value: PlanValue) -> [JSONValue.Member] {
    let document = value.payload.document
    var forms: [JSONValue.Member] = [
      .init(name: "text/plain", value: lines(printable(Renderer().text(of: value))))
    ]
    if case .custom(let block)? = document.blocks.first, document.blocks.count == 1, let chart = block.chart {
      // A picture alone is a picture, not a page with one.
      let scene = ChartLayout.scene(of: chart, on: .page, width: Chart.usualWidth)
      forms.append(
        .init(name: MediaType.svg.name, value: lines(SVGText(colors: .fixed(.light)).text(of: scene, isWhole: false))))
    } else {
      forms.append(.init(name: MediaType.html.name, value: lines(HTMLText().text(of: document))))
    }
    return forms
  }
}
