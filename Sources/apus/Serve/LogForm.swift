import ApusAPI
import ArgumentParser
import Logging

/// The form of log lines.
enum LogForm: String, ExpressibleByArgument, CaseIterable {
  case text, json

  /// A logger of this form, on standard error.
  func logger(_ label: String, level: LogLevel) -> Logger {
    var logger = Logger(label: label) { label in
      switch self {
      case .text: StreamLogHandler.standardError(label: label)
      case .json: JSONLogHandler(label: label)
      }
    }
    logger.logLevel = level.level
    return logger
  }
}

/// The least that is worth a log line.
enum LogLevel: String, ExpressibleByArgument, CaseIterable {
  case debug, info, notice, warning, error

  /// The same for the logger.
  var level: Logger.Level {
    switch self {
    case .debug: .debug
    case .info: .info
    case .notice: .notice
    case .warning: .warning
    case .error: .error
    }
  }
}

/// Writes each log line as one JSON object.
struct JSONLogHandler: LogHandler {
  let label: String
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.info

  init(label: String) { self.label = label }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("time", timestamp: Pause.wall)
    writer.member("level", event.level.rawValue)
    writer.member("label", label)
    writer.member("message", event.message.description)
    let all = metadata.merging(event.metadata ?? [:]) { $1 }
    for (name, value) in all.sorted(by: { $0.key < $1.key }) { writer.member(name, value.description) }
    writer.endObject()
    StandardError.say(String(decoding: writer.bytes, as: UTF8.self))
  }
}
