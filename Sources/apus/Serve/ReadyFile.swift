import ApusAPI

/// Where a running venue is and how to sign in, for the programs that started it.
enum ReadyFile {
  /// Puts the file in place whole, readable by its owner alone, since it holds secrets.
  static func write(_ path: String, host: String, port: Int, keys: KeyStore) throws(FileError) {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("restURL", "http://\(host):\(port)")
    writer.member("realtimeURL", "ws://\(host):\(port)/realtime")
    writer.name("accounts")
    writer.beginArray()
    for key in keys.shown {
      writer.beginObject()
      writer.member("name", key.owner)
      writer.member("apiKey", key.id)
      writer.member("apiSecret", key.secret)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    try Files.replace(path, with: writer.bytes, mode: 0o600)
  }
}
