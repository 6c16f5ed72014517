import ApusAPI
import ApusExchange
import ApusTables

extension Routes {
  /// What the venue says about itself.
  static let venue: [Route] = [
    .get(
      "", .open,
      Operation("Venue.get", "Says who answers and what time it is, in milliseconds since 1970.", answers: .object)
    ) { call throws(APIError) in about(call) },
    .get(
      "/announcement", .open,
      Operation(
        "Announcement.get", "What the operator tells everybody.", takes: [.columns], answers: .rows(.announcement))
    ) { call throws(APIError) in
      let page = try TablePage<AnnouncementRow>(try TableQuery(call.parameters, usually: 500))
      return page.json(call.venue.announcements.map(\.row))
    },
    .get(
      "/announcement/urgent", .read,
      Operation("Announcement.getUrgent", "What should be read first.", answers: .rows(.announcement))
    ) { call throws(APIError) in list(call.venue.announcements.filter(\.isUrgent).map(\.row)) },
    .get(
      "/globalNotification", .read,
      Operation(
        "GlobalNotification.get", "What everybody who is signed in is told at once.",
        answers: .rows(.globalNotification))
    ) { call throws(APIError) in list(call.venue.announcements.filter(\.isUrgent).map(\.notification)) },
    .get(
      "/schema", .open,
      Operation(
        "Schema.get", "The columns of each table, by its name.",
        takes: [Parameter("model", .text, "Only this table.")], answers: .object)
    ) { call throws(APIError) in try schema(call) },
    .get(
      "/schema/websocketHelp", .open,
      Operation("Schema.websocketHelp", "Describes realtime connections: operations and topics.", answers: .object)
    ) { _ throws(APIError) in TopicTable.help },
  ]

  private static func about(_ call: Call) -> [UInt8] {
    var writer = JSONWriter(capacity: 128)
    writer.beginObject()
    writer.member("name", "Apus")
    writer.member("version", call.venue.version)
    writer.member("timestamp", WallClock.milliseconds)
    writer.endObject()
    return writer.bytes
  }

  /// The models of the contract.
  private static let models = contract("").models

  private static func schema(_ call: Call) throws(APIError) -> [UInt8] {
    let names = models.map(\.name)
    let query = try WordQuery(call.parameters, "model", of: names, else: .invalidModel)
    var writer = JSONWriter(capacity: 1 << 14)
    writer.beginObject()
    for model in models where query.word.map({ $0 == model.name }) ?? true {
      writer.name(model.name)
      writer.append(model)
    }
    writer.endObject()
    return writer.bytes
  }
}
