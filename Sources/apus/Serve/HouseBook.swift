import ApusGateway

/// What the venue's directory holds besides the log and the keys: what owners keep here, and what the operator says.
enum HouseBook {
  /// Sub-accounts and preferences, written by the venue.
  static let profilesName = "profiles.json"
  /// A list of announcements, written by the operator; read when the venue starts.
  static let announcementsName = "announcements.json"

  /// The profiles of a directory, kept there from now on.
  static func profiles(_ directory: String) throws(FileError) -> Profiles {
    let path = "\(directory)/\(profilesName)"
    let bytes = Files.exists(path) ? try Files.read(path) : Array(#"{"subaccounts":[],"preferences":{}}"#.utf8)
    let profiles = Profiles(bytes) { bytes in
      do throws(FileError) {
        try Files.replace(path, with: bytes, mode: 0o600)
        return true
      } catch {
        StandardError.say("\(error.description)")
        return false
      }
    }
    guard let profiles else { throw FileError("\(path) does not hold profiles") }
    return profiles
  }

  /// The announcements of a directory; none where there is no file of them.
  static func announcements(_ directory: String) throws(FileError) -> [Announcement] {
    let path = "\(directory)/\(announcementsName)"
    guard Files.exists(path) else { return [] }
    guard let list = Announcement.list(try Files.read(path)) else {
      throw FileError("\(path) is not a list of objects with title and content")
    }
    return list
  }
}
