import Rendering

/// The page itself: a frame without content, its style and its script. What the script of a person says comes by the
/// stream of news alone.
enum PageFiles {
  /// Nil where there is no such file.
  static func response(to path: String) -> HTTPResponse? {
    switch path {
    case "": HTTPResponse(200, type: "text/html; charset=utf-8", PackageResources.page_html)
    case "page.css":
      HTTPResponse(200, type: "text/css; charset=utf-8", Array(pageStyle.utf8) + [10] + PackageResources.page_css)
    case "page.js":
      HTTPResponse(
        200, type: "text/javascript; charset=utf-8", Array(sortingScript.utf8) + [10] + PackageResources.page_js)
    default: nil
    }
  }
}
