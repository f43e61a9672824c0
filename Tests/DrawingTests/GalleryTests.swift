import Basics
import Drawing
import Foundation
import FoundationXML
import Testing

/// Each kind of chart, with few and many classes and names that are short, long and wide, on pages and in terminals.
@Suite struct GalleryTests {
  static let galleries = [2, 7, 12].flatMap { classes in
    Gallery.Names.allCases.map { Gallery(classes: classes, names: $0) }
  }
  static let media: [(Medium, Double)] = [(.page, 640), (.page, 320), (.cells, 60), (.cells, 120)]

  @Test(arguments: Gallery.kinds)
  func noTextLiesOverAnother(_ kind: String) {
    for gallery in Self.galleries {
      for (medium, width) in Self.media {
        let scene = ChartLayout.scene(of: gallery.chart(kind), on: medium, width: width)
        let name = "\(kind), \(gallery.classes) \(gallery.names) names, \(medium.isCells ? "cells" : "page") \(width)"
        #expect(!scene.texts.isEmpty)
        #expect(scene.overlaps.isEmpty, "\(name): \(scene.overlaps.prefix(3))")
        let outside = scene.texts.filter {
          $0.box.x < -0.01 || $0.box.maxX > scene.width + 0.01 || $0.box.y < 0 || $0.box.maxY > scene.height + 0.01
        }
        #expect(outside.isEmpty, "\(name): \(outside.map(\.text).prefix(3)) beyond the edge")
      }
    }
  }

  @Test(arguments: Gallery.kinds)
  func everySVGIsValidXMLAndTheSameEachTime(_ kind: String) {
    for gallery in Self.galleries {
      let chart = gallery.chart(kind)
      let text = SVGText().text(of: ChartLayout.scene(of: chart, on: .page, width: 640))
      #expect(text == SVGText().text(of: ChartLayout.scene(of: chart, on: .page, width: 640)))
      #expect(XMLParser(data: Data(text.utf8)).parse(), "\(kind), \(gallery.classes) \(gallery.names) names")
    }
  }

  @Test(arguments: Gallery.kinds)
  func terminalsGetNoLineThatIsTooWide(_ kind: String) {
    for gallery in Self.galleries {
      for (width, isASCII) in [(60, false), (120, false), (60, true)] {
        let scene = ChartLayout.scene(of: gallery.chart(kind), on: .cells, width: Double(width))
        let lines = CellCanvas(scene, isASCII: isASCII, isColored: false).lines
        #expect(lines.allSatisfy { displayWidth($0) <= width })
        if isASCII, gallery.names != .eastAsian { #expect(lines.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } }) }
      }
    }
  }

  @Test func theCheckFindsTextsThatOverlap() {
    var scene = ChartLayout.scene(of: Gallery(classes: 2, names: .short).chart("bars"), on: .page, width: 640)
    guard let text = scene.texts.first else { return }
    scene.shapes.append(.text(text))
    #expect(scene.overlaps.count == 1)
  }
}

extension Scene {
  /// Pairs of texts that share room.
  var overlaps: [String] {
    let texts = texts
    return texts.indices.flatMap { i in
      texts[(i + 1)...].filter { $0.box.overlaps(texts[i].box) }.map { "'\(texts[i].text)' and '\($0.text)'" }
    }
  }
}
