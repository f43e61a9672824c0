import Drawing

/// Pixels in pieces of at most 4,096 letters, as the protocol asks; `q=2` because nobody would read an answer.
func kittyCodes(of raster: Raster, columns: Int) -> String {
  let letters = Array(Base64.text(raster.pixels).utf8)
  let size = 4096
  var codes = ""
  codes.reserveCapacity(letters.count + letters.count / size * 16)
  for start in stride(from: 0, to: letters.count, by: size) {
    let end = min(start + size, letters.count)
    let isFirst = start == 0
    let more = end < letters.count ? 1 : 0
    let head =
      isFirst ? "a=T,f=24,s=\(raster.width),v=\(raster.height),c=\(max(1, columns)),q=2,m=\(more)" : "m=\(more)"
    codes += "\u{1B}_G\(head);" + String(decoding: letters[start..<end], as: UTF8.self) + "\u{1B}\\"
  }
  return codes
}
