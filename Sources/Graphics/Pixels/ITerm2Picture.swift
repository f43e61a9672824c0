import Basics
import Drawing

/// A whole PNG file in one code.
func iTerm2Codes(of raster: Raster, columns: Int) -> String {
  let file = PlainPNG.bytes(Picture(rgb: raster.pixels, width: raster.width, height: raster.height))
  let head = "inline=1;size=\(file.count);width=\(max(1, columns));height=auto;preserveAspectRatio=1"
  return "\u{1B}]1337;File=\(head):\(Base64.text(file))\u{7}"
}
