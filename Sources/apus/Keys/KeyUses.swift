import ApusAPI
import ApusGateway

/// When and from where each key was used last: a file that only the running venue writes.
enum KeyUses {
  /// Reads the uses of a directory; none when nothing was written yet.
  static func read(_ directory: String) throws(FileError) -> [String: KeyUse] {
    let path = "\(directory)/\(KeyStore.usesName)"
    guard Files.exists(path) else { return [:] }
    let bytes = try Files.read(path)
    do throws(JSONRefusal) {
      if case .object(let all) = try JSONReader.read(bytes) { return Dictionary(all.members.compactMap(use)) { $1 } }
    } catch { return begun(anew: path, "\(error.reason.rawValue) at byte \(error.offset)") }
    return begun(anew: path, "it is no object")
  }

  // Nothing depends on it, so a venue that was trusted with it starts without.
  private static func begun(anew path: String, _ reason: String) -> [String: KeyUse] {
    StandardError.say("\(path) holds no uses of keys (\(reason)): when each was used last is not known any more.")
    return [:]
  }

  /// Writes them in place of all before.
  static func write(_ uses: [String: KeyUse], _ directory: String) throws(FileError) {
    var writer = JSONWriter()
    writer.beginObject()
    for (id, use) in uses.sorted(by: { $0.key < $1.key }) {
      writer.name(id)
      writer.beginObject()
      writer.member("time", timestamp: use.time)
      writer.member("address", use.address)
      writer.endObject()
    }
    writer.endObject()
    try Files.replace("\(directory)/\(KeyStore.usesName)", with: writer.bytes, mode: 0o600)
  }

  private static func use(_ member: JSONObject.Member) -> (String, KeyUse)? {
    guard case .object(let object) = member.value, let time = object["time"].flatMap({ TimeReader.milliseconds($0) }),
      case .string(let address)? = object["address"]
    else { return nil }
    return (member.name, KeyUse(time: time, address: address))
  }
}
