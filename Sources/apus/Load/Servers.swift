import ApusAPI
import Glibc

/// A quiet venue in a process of its own.
struct VenueProcess {
  let process: ChildProcess
  let port: UInt16
  let key: CustomerKey
  let directory: String

  /// Starts this program on a free port and waits until it answers.
  init() throws(FileError) {
    directory = try Files.temporaryDirectory()
    let ready = "\(directory)/ready.json"
    process = try ChildProcess(
      Files.program(),
      [
        "serve", "--quiet-market", "--no-rate-limits", "--port", "0", "--data", "\(directory)/data", "--ready-file",
        ready,
      ])
    let start = Pause.steady
    while !Files.exists(ready) {
      guard Pause.steady - start < 30_000 else { throw FileError("the venue does not answer") }
      Pause.sleep(milliseconds: 10)
    }
    guard let found = Self.read(try Files.read(ready)) else { throw FileError("\(ready) names no venue") }
    (port, key) = found
  }

  /// Ends it and removes what it wrote.
  func end() {
    process.end()
    ChildProcess.remove(directory)
  }

  private static func read(_ bytes: [UInt8]) -> (UInt16, CustomerKey)? {
    let value: JSONValue
    do throws(JSONRefusal) { value = try JSONReader.read(bytes) } catch { return nil }
    guard case .object(let facts) = value, case .string(let url)? = facts["restURL"],
      let port = url.split(separator: ":").last.flatMap({ UInt16($0) }), case .array(let accounts)? = facts["accounts"],
      case .object(let account)? = accounts.first, case .string(let id)? = account["apiKey"],
      case .string(let secret)? = account["apiSecret"]
    else { return nil }
    return (port, CustomerKey(id: id, secret: secret))
  }
}

/// nginx, which answers every request with the same order.
struct YardstickProcess {
  let process: ChildProcess
  let port: UInt16
  private let directory: String

  /// Where nginx is on this machine; nil when it is not.
  static var program: String? {
    ["/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx", "/usr/local/bin/nginx"].first { Files.exists($0) }
  }

  /// Starts nginx on a port that was free a moment ago.
  init(_ program: String) throws(FileError) {
    directory = try Files.temporaryDirectory()
    port = try Self.freePort()
    let path = "\(directory)/nginx.conf"
    try Files.replace(path, with: Array(Self.configuration(directory, port).utf8), mode: 0o644)
    process = try ChildProcess(program, ["-c", path, "-p", directory, "-e", "\(directory)/error.log"])
    let start = Pause.steady
    while true {
      do throws(FileError) {
        _ = try Connection(port: port)
        return
      } catch {
        guard Pause.steady - start < 10_000 else { throw error }
        Pause.sleep(milliseconds: 10)
      }
    }
  }

  /// Ends it and removes what it wrote.
  func end() {
    process.end()
    ChildProcess.remove(directory)
  }

  private static func freePort() throws(FileError) -> UInt16 {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard socket >= 0 else { throw FileError("open", "a socket") }
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(socket, $0, size) == 0 ? getsockname(socket, $0, &size) : -1
      }
    }
    guard status == 0 else { throw FileError("find", "a free port") }
    return UInt16(bigEndian: address.sin_port)
  }

  private static func configuration(_ directory: String, _ port: UInt16) -> String {
    """
    daemon off;
    pid \(directory)/nginx.pid;
    worker_processes auto;
    error_log \(directory)/error.log crit;
    events { worker_connections 1024; }
    http {
      access_log off;
      keepalive_requests 100000000;
      client_body_temp_path \(directory)/body;
      proxy_temp_path \(directory)/proxy;
      fastcgi_temp_path \(directory)/fastcgi;
      uwsgi_temp_path \(directory)/uwsgi;
      scgi_temp_path \(directory)/scgi;
      server {
        listen 127.0.0.1:\(port);
        default_type application/json;
        location / { return 200 '\(answer)'; }
      }
    }
    """
  }

  /// An order as the venue answers with it, so that both send as much.
  private static let answer = """
    {"orderID":"27a8da63-abd3-817e-a68a-c752ed73d5d5","clOrdID":"venue-1-1-123","clOrdLinkID":null,"account":1,\
    "symbol":"XBTUSD","side":"Buy","orderQty":100,"price":30010,"displayQty":null,"stopPx":null,"pegOffsetValue":null,\
    "pegPriceType":null,"currency":"USD","settlCurrency":"XBt","ordType":"Limit","timeInForce":"GoodTillCancel",\
    "execInst":null,"contingencyType":null,"ordStatus":"New","triggered":null,"workingIndicator":true,\
    "ordRejReason":null,"leavesQty":100,"cumQty":0,"avgPx":null,"text":"Submitted via API.",\
    "transactTime":"2026-05-01T10:41:23.016Z","timestamp":"2026-05-01T10:41:23.016Z"}
    """
}
