/// What a replay puts out: one 32-byte event for every fill and every command, into a ring of 128 KiB, so that a
/// measurement includes the cost of telling someone.
struct FlowTape: ~Copyable {
  private struct Event: BitwiseCopyable {
    var first: UInt64 = 0
    var second: UInt64 = 0
    var price: UInt32 = 0
    var quantity: UInt32 = 0
    var kind: UInt32 = 0
    var spare: UInt32 = 0
  }

  private static var ringSize: UInt32 { 4096 }
  private static var fill: UInt32 { 1 }

  private var ring = Ring(count: FlowTape.ringSize, repeating: Event())
  private var position: UInt32 = 0
  private let digesting: Bool
  private(set) var trades: UInt64 = 0
  private(set) var volume: UInt64 = 0
  private(set) var digest: UInt64 = 0xCBF2_9CE4_8422_2325

  /// An empty tape; `digesting` also folds every fill into the digest.
  init(digesting: Bool) { self.digesting = digesting }

  @inline(__always) mutating func trade(maker: UInt64, taker: UInt64, price: UInt32, quantity: UInt32) {
    append(Event(first: maker, second: taker, price: price, quantity: quantity, kind: FlowTape.fill))
    trades &+= 1
    volume &+= UInt64(quantity)
    if digesting { fold(maker, taker, price, quantity) }
  }

  @inline(__always) mutating func acknowledge(_ id: UInt64, _ operation: FlowOperation) {
    append(Event(first: id, kind: UInt32(operation.rawValue) << 8))
  }

  @inline(__always) private mutating func append(_ event: Event) {
    ring[position] = event
    position &+= 1
  }

  @inline(never) private mutating func fold(_ maker: UInt64, _ taker: UInt64, _ price: UInt32, _ quantity: UInt32) {
    let names = FlowTape.mix(maker ^ FlowTape.mix(taker &+ 0x9E37_79B9_7F4A_7C15))
    let item = names ^ (UInt64(price) << 32 | UInt64(quantity))
    digest = (digest ^ item) &* 0x100_0000_01B3 &+ 0x9E37_79B9_7F4A_7C15
  }

  /// What one resting order adds to the digest of a book.
  static func item(of order: RestingOrder) -> UInt64 {
    let place = (UInt64(order.tick) << 32 | UInt64(order.leaves)) &* 2 &+ UInt64(order.side.index) &+ 1
    return mix(order.id ^ mix(place))
  }

  private static func mix(_ number: UInt64) -> UInt64 {
    var bits = number
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}
