/// Words that carry no topic.
public enum StopWords {
  /// Function words of English: articles, pronouns, prepositions, conjunctions, auxiliaries, and what is left of
  /// contractions; lower case.
  public static let english: Set<String> = Set(
    """
    a an the this that these those some any each every either neither no none all both half several few many much more
    most less least own other another such same enough
    i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself she her hers
    herself it its itself they them their theirs themselves one ones oneself who whom whose which what whatever whoever
    whichever somebody someone something anybody anyone anything nobody nothing everybody everyone everything
    about above across after against along among amongst around as at before behind below beneath beside besides between
    beyond by despite down during except for from in inside into like near of off on onto out outside over past per
    since through throughout till to toward towards under underneath until up upon via with within without
    and but or nor so yet if then else than because although though while whereas whether unless when whenever where
    wherever why how however therefore thus hence moreover furthermore
    am is are was were be been being do does did doing done have has had having can could may might must shall should
    will would ought
    not never only just also too very quite rather almost already always again ever even here there now once often still
    well perhaps together further
    can't cannot couldn't didn't doesn't don't hadn't hasn't haven't he'd he'll he's i'd i'll i'm i've isn't it's let's
    aren't mustn't she'd she'll she's shouldn't that's there's they'd they'll they're they've wasn't we'd we'll we're
    we've weren't what's won't wouldn't you'd you'll you're you've
    """.split(whereSeparator: \.isWhitespace).map(String.init))

  /// Reads more, one or several a line; what follows `#` is a remark.
  public static func parse(_ text: String) -> Set<String> {
    Set(
      text.split(whereSeparator: \.isNewline).flatMap { line in
        line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace).map { $0.lowercased() }
      })
  }
}
