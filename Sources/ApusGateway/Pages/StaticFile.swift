/// A file of the pages, ready to be written.
final class StaticFile: Sendable {
  let contentType: String
  /// The name of this version of the file, quotes included.
  let tag: String
  /// All header lines but the length.
  let headers: [UInt8]
  let bytes: [UInt8]

  init(name: String, bytes: [UInt8]) {
    contentType = Self.contentType(of: name)
    // FNV-1a: the tag tells versions apart, it guards nothing.
    let hash = bytes.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    tag = "\"\(String(hash, radix: 16))-\(bytes.count)\""
    headers = Array(("Content-Type: \(contentType)\r\nETag: \(tag)\r\n" + Self.security).utf8)
    self.bytes = bytes
  }

  /// A page may load nothing but this server's own files, run no script written into it and not be framed.
  private static let security = [
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
      + "connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
      + "require-trusted-types-for 'script'",
    "X-Content-Type-Options: nosniff",
    "X-Frame-Options: DENY",
    "Referrer-Policy: no-referrer",
    "Permissions-Policy: accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy: same-origin",
    "Cross-Origin-Resource-Policy: same-origin",
    "Cache-Control: no-cache",
  ].map { $0 + "\r\n" }.joined()

  private static func contentType(of name: String) -> String {
    switch name.split(separator: ".").last {
    case "html": "text/html; charset=utf-8"
    case "css": "text/css; charset=utf-8"
    case "js", "mjs": "text/javascript; charset=utf-8"
    case "json": "application/json; charset=utf-8"
    case "svg": "image/svg+xml"
    case "png": "image/png"
    case "ico": "image/x-icon"
    case "woff2": "font/woff2"
    case "txt", "md": "text/plain; charset=utf-8"
    default: "application/octet-stream"
    }
  }
}
