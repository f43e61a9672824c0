/// A way in which terminals take pictures of pixels. Which one a terminal has, it is asked (`CommandLine`); nothing here
/// knows of terminals by their names.
public enum PixelProtocol: String, Sendable, CaseIterable {
  /// Kitty's graphics protocol (sw.kovidgoyal.net/kitty/graphics-protocol).
  case kitty
  /// iTerm2's inline images (iterm2.com/documentation-images.html).
  case iTerm2
  /// DEC's sixels (VT340).
  case sixel

  /// The control codes that draw a picture where the cursor is, the cursor then being on the last line that the picture
  /// covers.
  ///
  /// Cost: one pass over the pixels, for sixels one for each 250 of its colours.
  /// - Parameter columns: how many cells it is wide; sixels are as wide as their pixels.
  public func codes(of raster: Raster, columns: Int) -> String {
    switch self {
    case .kitty: kittyCodes(of: raster, columns: columns)
    case .iTerm2: iTerm2Codes(of: raster, columns: columns)
    case .sixel: sixelCodes(of: raster)
    }
  }
}
