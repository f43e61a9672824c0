import Testing

@testable import FaceAlignment

@Suite struct MarkupTreeTests {
  private func tree(_ text: String) throws -> MarkupTree { try MarkupTree(Array(text.utf8)) }

  private func damage(_ text: String) -> String? {
    do { _ = try tree(text) } catch let damage as MarkupTree.Damage { return damage.reason } catch {}
    return nil
  }

  @Test func elementsAreFoundByNameAndInOrder() throws {
    let tree = try tree("<?xml version=\"1.0\"?><!-- <b>->--><a id=\"1\">\n<b> 1 -2.5e1\n</b><c/><b>x</b></a>\n")
    #expect(tree.nameText(of: 0) == "a" && tree.children(of: 0).map { tree.nameText(of: $0) } == ["b", "c", "b"])
    #expect(tree.child("b", of: 0).flatMap(tree.numbers) == [1, -25])
    #expect(tree.children(of: 0).last.map { tree.text(of: $0) } == "x")
    #expect(tree.children(of: 0).last.flatMap { tree.numbers(of: $0) } == nil && tree.child("d", of: 0) == nil)
  }

  @Test(arguments: [
    ("", "no XML"), ("words", "no XML"), ("<a", "inside a tag"), ("<a><!-- b -", "inside a comment"),
    ("<a><b></a>", "closed that was not open"), ("<a><b></b>", "before <a> is closed"), ("</a>", "not open"),
    ("<a></a><b></b>", "more than one root"), ("<a>< ></a>", "no name"), ("<", "inside a comment"),
  ])
  func damageIsTold(text: String, reason: String) {
    #expect(damage(text)?.contains(reason) == true, "\(damage(text) ?? "taken")")
  }

  @Test func nestingHasALimit() {
    #expect(damage(String(repeating: "<a>", count: 100_000))?.contains("deep") == true)
  }
}
