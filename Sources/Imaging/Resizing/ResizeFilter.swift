/// How a resized picture's pixels are made from the old ones.
public enum ResizeFilter: String, Sendable, Hashable, Codable, CaseIterable {
  /// A weighted mean of the pixels around; when shrinking, of all pixels that fall together (antialiased).
  case bilinear
  /// The one nearest pixel: for masks and labels, where a mean means nothing.
  case nearest
}
