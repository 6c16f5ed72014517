extension String {
  /// Whether it shows as it is in a list, a log or a terminal: no control characters, and none that turn the line around.
  public var isLegible: Bool {
    // What turns a line around lies beyond ASCII, where nearly no name goes.
    unicodeScalars.allSatisfy { !$0.isControl && ($0.isASCII || !$0.properties.isBidiControl) }
  }
}

extension Unicode.Scalar {
  /// Unicode's control characters: there are no others.
  var isControl: Bool { value < 0x20 || (0x7F...0x9F).contains(value) }
}
