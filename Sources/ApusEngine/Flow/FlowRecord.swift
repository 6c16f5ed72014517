/// What a recorded command asks for.
enum FlowOperation: UInt8, BitwiseCopyable {
  /// A limit order: matches, then rests.
  case new = 1
  case cancel = 2
  /// Fewer leaves; the place in the queue is kept.
  case reduce = 3
  /// New price and leaves; the place in the queue is lost, and the order may match.
  case replace = 4
  /// A limit order whose rest is dropped.
  case immediateOrCancel = 5
}

/// One command of a flow file, in 32 bytes.
struct FlowRecord: BitwiseCopyable {
  var id: UInt64 = 0
  /// Limit in ticks; for a replacement the new one.
  var price: UInt32 = 0
  /// Size in lots; for a reduction or replacement the new leaves.
  var quantity: UInt32 = 0
  var account: UInt32 = 0
  /// 0 buys, 1 sells.
  var side: UInt32 = 0
  var operation: FlowOperation = .cancel

  static let byteCount = 32
}
