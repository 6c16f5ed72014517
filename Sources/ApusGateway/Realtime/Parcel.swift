import ApusAPI
import ApusExchange
import ApusModel
import ApusTables
import NIOCore

/// A message for everybody who follows a topic: encoded once, shared by all.
struct Parcel: Sendable {
  let key: TopicKey
  /// The batch it belongs to; who has a later partial knows it already.
  let batch: UInt64
  /// When the engine was done with the batch.
  let born: Moment
  /// The frame as it goes over the wire.
  let frame: ByteBuffer
  /// What it says, for those who are too slow to be told everything.
  let changes: MergeableChanges?

  /// The message without its frame.
  var message: ByteBufferView {
    let short = frame.getInteger(at: frame.readerIndex + 1, as: UInt8.self) ?? 0
    return frame.readableBytesView.dropFirst(short == 127 ? 10 : short == 126 ? 4 : 2)
  }
}

/// Changes of a table of which only the last of each row counts: several can be told as one.
enum MergeableChanges: Sendable {
  case levels(ArraySlice<RowChange<OrderBookRow>>)
  case topLevels(ArraySlice<RowChange<OrderBookRow>>)
  case books(ArraySlice<RowChange<OrderBook10Row>>)
  case instruments(ArraySlice<RowChange<InstrumentRow>>)
}
