import Basics
import Testing

@testable import CommandLine

@Suite struct ManualPageTests {
  private static let description = #"""
    {"command": {"commandName": "tool", "abstract": "A tool.", "discussion": "One. Two `x`.\n\na: 1\n.b: …",
      "arguments": [
        {"kind": "positional", "valueName": "file", "isRepeating": true, "abstract": "'A' file."},
        {"kind": "option", "valueName": "number", "names": [{"kind": "short", "name": "s"}, {"kind": "long", "name": "seed"}],
          "abstract": "A \\ seed.", "defaultValue": "1"},
        {"kind": "flag", "valueName": "hidden", "names": [], "shouldDisplay": false}],
      "subcommands": [
        {"commandName": "data", "abstract": "Sets.", "subcommands": [
          {"commandName": "add", "abstract": "Adds one.", "arguments": [
            {"kind": "flag", "valueName": "help", "names": [{"kind": "long", "name": "help"}], "abstract": "Help."}]},
          {"commandName": "help"}]}]}}
    """#

  @Test func everyDeclarationHasItsPlace() throws {
    let description = try JSONValue(parsing: Array(Self.description.utf8))
    #expect(
      ManualPage(of: description).text(date: "May 1, 2026") == """
        .Dd May 1, 2026
        .Dt TOOL 1
        .Os
        .Sh NAME
        .Nm tool
        .Nd A tool
        .Sh SYNOPSIS
        .Nm
        .Op Ar option ...
        .Op Ar file
        .Nm
        .Ar command
        .Op Ar argument ...
        .Sh DESCRIPTION
        One.
        Two \\fBx\\fR.
        .Bd -unfilled -offset indent
        a: 1
        \\&.b: \\[u2026]
        .Ed
        .Sh OPTIONS
        .Bl -tag -width Ds
        .It Ar file ...
        \\&'A' file.
        .It Fl s , Fl -seed Ar number
        A \\e seed.
        Default: 1.
        .El
        .Sh COMMANDS
        .Ss tool data
        Sets.
        .Ss tool data add
        Adds one.

        """)
  }
}
