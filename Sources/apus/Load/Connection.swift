import Glibc

/// One keep-alive connection with at most one request under way.
final class Connection {
  let socket: Int32
  private var buffer = [UInt8](repeating: 0, count: 65_536)
  private var count = 0

  /// Connects to a port of this machine.
  init(port: UInt16) throws(FileError) {
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard socket >= 0 else { throw FileError("open", "a socket") }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let status = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard status == 0 else { throw FileError("connect to", "port \(port)") }
    var yes: Int32 = 1
    unsafe setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
  }

  deinit { close(socket) }

  /// Sends a request; it always fits what the system buffers.
  func send(_ bytes: [UInt8]) throws(FileError) {
    let sent = unsafe bytes.withUnsafeBytes { unsafe write(socket, $0.baseAddress, $0.count) }
    guard sent == bytes.count else { throw FileError("send to", "the server") }
  }

  /// Waits until one of these can be read; how many can.
  static func wait(_ polled: inout [pollfd], milliseconds: Int32) -> Int {
    Int(unsafe poll(&polled, nfds_t(polled.count), milliseconds))
  }

  /// Reads what has come, as it is.
  func read(into bytes: inout [UInt8]) throws(FileError) -> Int {
    let got = unsafe bytes.withUnsafeMutableBytes { unsafe Glibc.read(socket, $0.baseAddress, $0.count) }
    guard got > 0 else { throw FileError("read from", "the server") }
    return got
  }

  /// Reads what has come; the status of the answer when it is whole.
  func receive() throws(FileError) -> Int? {
    let got = unsafe buffer.withUnsafeMutableBytes { bytes in
      unsafe Glibc.read(socket, bytes.baseAddress! + count, bytes.count - count)
    }
    guard got > 0 else { throw FileError("read from", "the server") }
    count += got
    guard let length = wholeLength(), count >= length else { return nil }
    precondition(count == length, "the server said more than was asked")
    count = 0
    return buffer[9..<12].reduce(0) { $0 * 10 + Int($1 - 48) }
  }

  /// The answer's length, head and body, once its head is there.
  private func wholeLength() -> Int? {
    var body = 0
    var start = 0
    for index in 0..<count where buffer[index] == 10 {
      // An empty line ends the head.
      if index - start <= 1 { return index + 1 + body }
      if index - start > 16, buffer[start] | 0x20 == UInt8(ascii: "c"), isLength(start) {
        body = buffer[start + 15..<index].reduce(0) { $1 >= 48 && $1 < 58 ? $0 * 10 + Int($1 - 48) : $0 }
      }
      start = index + 1
    }
    return nil
  }

  private func isLength(_ start: Int) -> Bool {
    let name = StaticString("content-length:")
    for offset in 0..<15 where unsafe buffer[start + offset] | 0x20 != name.utf8Start[offset] | 0x20 { return false }
    return true
  }
}
