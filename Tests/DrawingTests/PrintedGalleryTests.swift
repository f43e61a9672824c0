import Basics
import Drawing
import Foundation
import Printing
import Testing

/// The gallery as PNG and PDF. Where `MIEN_GALLERY` names a folder, every picture of it is written there, for a person to
/// look at; otherwise one of each kind is drawn, with the names that need most fonts.
@Suite struct PrintedGalleryTests {
  private static let folder = ProcessInfo.processInfo.environment["MIEN_GALLERY"]

  @Test(arguments: Gallery.kinds)
  func picturesArePrinted(_ kind: String) throws {
    let classes = Self.folder == nil ? [7] : [2, 7, 12]
    let names = Self.folder == nil ? [Gallery.Names.eastAsian] : Gallery.Names.allCases
    for count in classes {
      for sort in names {
        let chart = Gallery(classes: count, names: sort).chart(kind)
        let scene = ChartLayout.scene(of: chart, on: .page, width: 480)
        let pdf = try Printer().pdf(scene)
        #expect(pdf.starts(with: Array("%PDF-".utf8)))
        let image = try Printer().pixels(scene, dotsPerInch: 96)
        #expect(image.width == 480 && image.height == Int(scene.height.rounded(.up)))
        // Something is drawn, on what is left white.
        let inked = stride(from: 0, to: image.pixels.count, by: 3).count { image.pixels[$0] < 128 }
        #expect(inked > 200 && inked < image.width * image.height)
        guard let folder = Self.folder else { continue }
        let name = "\(folder)/\(kind)-\(count)-\(sort.rawValue)"
        try Data(pdf).write(to: URL(filePath: "\(name).pdf"))
        let picture = Picture(rgb: image.pixels, width: image.width, height: image.height)
        try Data(PlainPNG.bytes(picture)).write(to: URL(filePath: "\(name).png"))
      }
    }
  }
}
