import Glibc
import NIOCore

/// Why the venue's door could not be opened, in words that say what to do.
public struct DoorRefusal: Error, CustomStringConvertible {
  public let description: String

  init(_ error: any Error, _ configuration: GatewayConfiguration) {
    let (host, port) = (configuration.host, configuration.port)
    guard let refusal = error as? IOError else {
      description = "cannot answer on \(host):\(port): \(error)"
      return
    }
    switch refusal.errnoCode {
    case EADDRINUSE: description = "port \(port) is in use by another program; name another one, or 0 for any free one"
    case EACCES: description = "port \(port) is not for this user; name one above 1023"
    case EADDRNOTAVAIL: description = "this machine has no address \(host)"
    default: description = "cannot answer on \(host):\(port): \(refusal)"
    }
  }
}
