import CWebP

/// Decodes a WebP, lossy or lossless; of an animation the first frame, on its canvas. Always colour, as WebP has no
/// grey; alpha is laid over white.
/// - Throws: `ImagingError`.
func decodeWebP(_ bytes: UnsafeRawBufferPointer) throws -> Image {
  let file = bytes.bindMemory(to: UInt8.self)
  var features = WebPBitstreamFeatures()
  switch WebPGetFeatures(file.baseAddress, file.count, &features) {
  case VP8_STATUS_OK: break
  case VP8_STATUS_NOT_ENOUGH_DATA: throw ImagingError.truncated(.webp)
  case VP8_STATUS_UNSUPPORTED_FEATURE: throw ImagingError.unsupported(.webp, variant: "a feature that libwebp lacks")
  default: throw ImagingError.damaged(.webp, detail: "its header contradicts itself")
  }
  let (width, height) = (Int(features.width), Int(features.height))
  try checkSize(.webp, width: width, height: height)
  // The length that a RIFF file claims; what stands behind it is not part of the picture.
  if let length = ByteOrderReader(bytes: bytes, isBigEndian: false).number(UInt32.self, at: 4),
    Int(length) + 8 > bytes.count
  {
    throw ImagingError.truncated(.webp)
  }
  if features.has_animation != 0 { return try firstFrame(file, width: width, height: height) }
  let channels = features.has_alpha != 0 ? 4 : 3
  let pixels = try decodedPixels(file, width: width, height: height, channels: channels)
  return Image(
    width: width, height: height, channels: 3,
    pixels: channels == 4 ? laidOverWhite(pixels, channels: 4) : pixels)
}

private func decodedPixels(
  _ file: UnsafeBufferPointer<UInt8>, width: Int, height: Int, channels: Int
) throws -> [UInt8] {
  let count = width * height * channels
  return try [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
    let stride = Int32(width * channels)
    let decode = channels == 4 ? WebPDecodeRGBAInto : WebPDecodeRGBInto
    guard decode(file.baseAddress, file.count, buffer.baseAddress, count, stride) != nil else {
      throw ImagingError.damaged(.webp, detail: "its pixels cannot be read")
    }
    initialized = count
  }
}

/// The first frame, where it lies on a canvas that is white elsewhere.
private func firstFrame(_ file: UnsafeBufferPointer<UInt8>, width: Int, height: Int) throws -> Image {
  var data = WebPData(bytes: file.baseAddress, size: file.count)
  guard let demuxer = WebPDemuxInternal(&data, 0, nil, WEBP_DEMUX_ABI_VERSION) else {
    throw ImagingError.damaged(.webp, detail: "its frames cannot be told apart")
  }
  defer { WebPDemuxDelete(demuxer) }
  var frame = WebPIterator()
  guard WebPDemuxGetFrame(demuxer, 1, &frame) != 0 else {
    throw ImagingError.damaged(.webp, detail: "it has no frame")
  }
  defer { WebPDemuxReleaseIterator(&frame) }
  let (frameWidth, frameHeight) = (Int(frame.width), Int(frame.height))
  let (left, top) = (Int(frame.x_offset), Int(frame.y_offset))
  guard frame.complete != 0 else { throw ImagingError.truncated(.webp) }
  guard frameWidth > 0, frameHeight > 0, left >= 0, top >= 0, left + frameWidth <= width, top + frameHeight <= height
  else { throw ImagingError.damaged(.webp, detail: "a frame lies outside of its canvas") }
  let fragment = UnsafeBufferPointer(start: frame.fragment.bytes, count: frame.fragment.size)
  let pixels = laidOverWhite(
    try decodedPixels(fragment, width: frameWidth, height: frameHeight, channels: 4), channels: 4)
  var canvas = [UInt8](repeating: 255, count: width * height * 3)
  for row in 0..<frameHeight {
    let start = ((top + row) * width + left) * 3
    canvas.replaceSubrange(
      start..<start + frameWidth * 3, with: pixels[row * frameWidth * 3..<(row + 1) * frameWidth * 3])
  }
  return Image(width: width, height: height, channels: 3, pixels: canvas)
}
