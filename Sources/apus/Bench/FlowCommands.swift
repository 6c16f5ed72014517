import ApusModel

/// The records of a flow file as commands of the venue.
struct FlowCommands {
  /// One record: 32 bytes, little-endian.
  struct Command {
    enum Kind: UInt8 {
      case new = 1
      case cancel = 2
      case reduce = 3
      case replace = 4
      case immediateOrCancel = 5
    }
    var id: UInt64
    var tick: UInt32
    var quantity: UInt32
    var account: UInt32
    var leavesBefore: UInt32
    var kind: Kind
    var side: Side
    var tickBefore: UInt32
  }

  let commands: [Command]
  let warm: Int
  let maximumLive: UInt32
  let accounts: UInt32

  /// Reads a flow file whose form `FlowReplay` has already checked.
  init(_ bytes: [UInt8]) {
    func number<Number: FixedWidthInteger>(_ offset: Int, _: Number.Type) -> Number {
      (0..<MemoryLayout<Number>.size).reduce(0) { $0 | Number(bytes[offset + $1]) << Number($1 * 8) }
    }
    let count = Int(number(16, UInt64.self))
    warm = Int(number(24, UInt64.self))
    maximumLive = UInt32(number(40, UInt64.self))
    accounts = number(64, UInt32.self)
    commands = (0..<count).map { index in
      let at = 128 + 32 * index
      guard let kind = Command.Kind(rawValue: bytes[at + 24]), let side = Side(rawValue: bytes[at + 25]) else {
        preconditionFailure("record \(index) of the flow holds an unknown operation or side")
      }
      return Command(
        id: number(at, UInt64.self), tick: number(at + 8, UInt32.self), quantity: number(at + 12, UInt32.self),
        account: number(at + 16, UInt32.self), leavesBefore: number(at + 20, UInt32.self), kind: kind, side: side,
        tickBefore: number(at + 28, UInt32.self))
    }
  }
}

extension Instrument {
  /// The contract a flow trades: inverse, lot 1, a window of 2,097,152 ticks.
  static var flow: Instrument {
    var terms = Instrument.xbtusd2019
    terms.maximumPrice = Price(units: 1_048_576)
    // High enough that nobody meets it, so that it is asked for and never refuses.
    terms.riskLimit.base = .limit
    return terms
  }
}
