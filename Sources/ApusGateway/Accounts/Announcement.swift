public import ApusAPI

/// Something the operator tells everybody.
public struct Announcement: Equatable, Sendable {
  /// What is told.
  public let row: AnnouncementRow
  /// Whether everybody who is signed in should be told at once.
  public let isUrgent: Bool

  /// Reads a list of objects with `title` and `content`, and `link`, `date` and `urgent` where they apply; nil when
  /// it is none. They are numbered from 1 in their order.
  public static func list(_ bytes: [UInt8]) -> [Announcement]? {
    let value: JSONValue
    do throws(JSONRefusal) { value = try JSONReader.read(bytes) } catch { return nil }
    guard case .array(let values) = value else { return nil }
    var list: [Announcement] = []
    for value in values {
      guard case .object(let object) = value, let announcement = Announcement(object, list.count + 1) else {
        return nil
      }
      list.append(announcement)
    }
    return list
  }

  private init?(_ object: JSONObject, _ number: Int) {
    guard case .string(let title)? = object["title"], case .string(let content)? = object["content"] else { return nil }
    var row = AnnouncementRow(id: Int64(number))
    row.title = title
    row.content = content
    if case .string(let link)? = object["link"] { row.link = link }
    row.date = object["date"].flatMap(TimeReader.milliseconds)
    self.row = row
    isUrgent = object["urgent"] == .bool(true)
  }

  /// The same for who is signed in.
  var notification: NotificationRow {
    var row = NotificationRow(id: row.id, date: row.date ?? 0, title: row.title ?? "", body: row.content ?? "")
    row.type = "warning"
    return row
  }
}
