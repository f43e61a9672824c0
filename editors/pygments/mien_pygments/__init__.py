"""A lexer of Mien for Pygments. It knows the grammar, and no stage by name."""

from pygments.lexer import RegexLexer, bygroups, include
from pygments.token import Comment, Keyword, Name, Number, Operator, Punctuation, String, Text

__all__ = ["MienLexer"]

_name = r"[^\W\d]\w*"


class MienLexer(RegexLexer):
    """The first word of a step is a stage (or a variable), a word before ``=`` a parameter."""

    name = "Mien"
    aliases = ["mien"]
    filenames = ["*.mien"]
    mimetypes = ["text/x-mien"]

    tokens = {
        # At the beginning of a statement.
        "root": [
            (r"\s+", Text),
            include("comments"),
            (r"(def)(\s+)(" + _name + ")", bygroups(Keyword, Text, Name.Function), "definition"),
            (r"(set)(\s+)(" + _name + ")", bygroups(Keyword, Text, Name.Builtin), "arguments"),
            (r"(use)\b", Keyword, "arguments"),
            (r"(" + _name + r")(\s*)(=)(?!=)", bygroups(Name.Variable, Text, Operator), "step"),
            (r"\|", Operator, "step"),
            (r"(?=\S)", Text, "step"),
        ],
        "comments": [
            (r"# ?%%.*", Comment.Special),
            (r"##.*", String.Doc),
            (r"#.*", Comment.Single),
        ],
        "definition": [
            (r"[ \t]+", Text),
            (r"\(", Punctuation, "parameters"),
            (r"=", Operator, ("#pop", "step")),
            (r"\n", Text, "#pop"),
            (r".", Text),
        ],
        "parameters": [
            (r"\)", Punctuation, "#pop"),
            (r"(" + _name + r")(\s*)(=)", bygroups(Name.Attribute, Text, Operator)),
            include("values"),
        ],
        # Where a stage or a variable stands.
        "step": [
            (r"[ \t]+", Text),
            include("comments"),
            (r"\n(?=\s*\|)", Text),
            (r"\n", Text, "#pop"),
            (r"\|", Operator),
            (r"(maybe)\b", Keyword),
            (r"_(?!\w)", Name.Variable.Magic, ("#pop", "arguments")),
            (_name, Name.Function, ("#pop", "arguments")),
            (r"[{(\[]", Punctuation, ("#pop", "arguments", "bracket")),
            (r"(?=.)", Text, ("#pop", "arguments")),
        ],
        "arguments": [
            (r"\\\n", Text),
            (r"(\|)(\s*)", bygroups(Operator, Text), ("#pop", "step")),
            (r"\n(?=\s*\|)", Text),
            (r"\n", Text, "#pop"),
            (r"[{(\[]", Punctuation, "bracket"),
            include("values"),
        ],
        # Lines end nothing inside of brackets.
        "bracket": [
            (r"[})\]]", Punctuation, "#pop"),
            (r"[{(\[]", Punctuation, "#push"),
            (r"(\|)(\s*)(" + _name + ")", bygroups(Operator, Text, Name.Function)),
            (r"\s+", Text),
            include("values"),
        ],
        "values": [
            include("comments"),
            (r'"', String, "string"),
            (r"[+-]?\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?(?:%|(?:s|min|h)\b)?", Number),
            (r"\b(yes|no|none)\b", Keyword.Constant),
            (r"\b(and|or|not|by)\b", Operator.Word),
            (r"(" + _name + r")(=)(?!=)", bygroups(Name.Attribute, Operator)),
            (_name, Name),
            (r"\.\.|[=<>!]=|[-+*/<>=|.]", Operator),
            (r"[,:]", Punctuation),
            (r"[^\S\n]+", Text),
            (r".", Text),
        ],
        "string": [
            (r'"', String, "#pop"),
            (r"\\.", String.Escape),
            (r"\{[^}\"\n]*\}", String.Interpol),
            (r'[^"\\{\n]+', String),
            (r"\n", Text, "#pop"),
            (r".", String),
        ],
    }
