import Glibc

/// A client that sends exactly the bytes it is told to.
final class Wire {
  private let socket: Int32
  private var input: [UInt8] = []

  init(port: Int) {
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var patience = timeval(tv_sec: 120, tv_usec: 0)
    unsafe setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    let socket = socket
    let code = unsafe withUnsafePointer(to: address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    precondition(code == 0, "no connection to port \(port): error \(errno)")
  }

  deinit { close(socket) }

  func send(_ text: String) { send(Array(text.utf8)) }

  func send(_ bytes: [UInt8]) {
    var sent = 0
    while sent < bytes.count {
      let rest = Array(bytes[sent...])
      let count = unsafe Glibc.send(socket, rest, rest.count, Int32(MSG_NOSIGNAL))
      if count < 0, errno == EINTR { continue }
      if count <= 0 { return }
      sent += count
    }
  }

  /// Says that nothing more will be sent.
  func finish() { shutdown(socket, Int32(SHUT_WR)) }

  /// Waits for more; false when the other side has ended.
  private func receive() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    var count = 0
    // A socket with a patience is interrupted when the machine's owner halts the process for a while.
    repeat { count = unsafe recv(socket, &buffer, buffer.count, 0) } while count < 0 && errno == EINTR
    guard count > 0 else { return false }
    input += buffer.prefix(count)
    return true
  }

  /// Everything until the other side ends.
  func readToEnd() -> [UInt8] {
    while receive() {}
    defer { input = [] }
    return input
  }

  /// The next so many bytes; fewer when the other side has ended.
  func read(_ count: Int) -> [UInt8] {
    while input.count < count, receive() {}
    defer { input.removeFirst(min(count, input.count)) }
    return Array(input.prefix(count))
  }

  private func readLine() -> String? {
    while true {
      if let end = input.firstIndex(of: 10) {
        defer { input.removeFirst(end + 1) }
        return String(decoding: input[..<end].filter { $0 != 13 }, as: UTF8.self)
      }
      guard receive() else { return nil }
    }
  }

  /// The next answer; nil when the other side ended without one.
  func readAnswer(toHead: Bool = false) -> WireAnswer? {
    guard let first = readLine() else { return nil }
    var answer = WireAnswer(status: Int(first.split(separator: " ").dropFirst().first ?? "") ?? 0)
    while let line = readLine(), !line.isEmpty {
      let parts = line.split(separator: ":", maxSplits: 1)
      answer.headers[parts[0].lowercased()] = parts[1].trimming
    }
    let length = answer.headers["content-length"].flatMap { Int($0) } ?? 0
    if !toHead, length > 0 { answer.body = String(decoding: read(length), as: UTF8.self) }
    return answer
  }
}

extension Substring {
  var trimming: String { String(drop { $0 == " " }) }
}

/// An answer as it came.
struct WireAnswer {
  var status: Int
  var headers: [String: String] = [:]
  var body = ""
}
