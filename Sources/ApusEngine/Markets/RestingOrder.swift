/// Which half of a book: 0 holds the orders to buy, 1 the orders to sell.
struct BookSide: BitwiseCopyable, Equatable {
  let index: UInt32

  /// The side with the given number, of which only the lowest bit counts.
  @inline(__always) init(index: UInt32) { self.index = index & 1 }

  static var buy: BookSide { BookSide(index: 0) }
  static var sell: BookSide { BookSide(index: 1) }

  @inline(__always) var opposite: BookSide { BookSide(index: index ^ 1) }
}

/// What matching needs of an order in the book, in 32 bytes: two share a cache line, and none straddles one.
struct RestingOrder: BitwiseCopyable {
  var id: UInt64
  /// Price level, counted from the bottom of the book's window.
  var tick: UInt32
  /// What is left to fill, in lots.
  var leaves: UInt32
  /// The order before it at the same level, or `noSlot` for the oldest.
  var previous: Slot = noSlot
  /// The order after it at the same level, or `noSlot` for the newest.
  var next: Slot = noSlot
  var account: UInt32
  /// Bit 0 is the side, bit 1 says that it stands behind; the engine may use the others.
  var flags: UInt32

  /// The flag of an order that stands behind those of its level which do not.
  static var standsBehind: UInt32 { 2 }

  @inline(__always) var side: BookSide { BookSide(index: flags) }
  @inline(__always) var standsBehind: Bool { flags & RestingOrder.standsBehind != 0 }
}
