extension Journal {
  /// Whether a directory that exists holds a log, whole or not; nothing is made or changed.
  ///
  /// Throws when the directory cannot be read.
  public static func isKept(in directory: String) throws(JournalError) -> Bool {
    let names = try DiskStorage(reading: directory).names()
    return names.contains { Segment.number(in: $0) != nil }
  }
}
