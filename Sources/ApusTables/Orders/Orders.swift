import ApusModel

/// All open orders, and those closed since the last batch.
struct Orders: Sendable {
  private(set) var records: [OrderRecord] = []
  private var free: [Int32] = []
  private var slots: [UInt64: Int32] = [:]
  /// Orders that changed since the last batch, with what they were; nil for new ones.
  private(set) var touched: [(slot: Int32, before: OrderRecord?)] = []
  /// Orders that closed since the last batch.
  private(set) var closed: [Int32] = []

  /// How many orders are open.
  var count: Int { slots.count - closed.count }

  /// Where an order is kept, or nil when it is not open.
  func slot(of id: OrderID) -> Int32? { slots[id.rawValue] }

  subscript(slot: Int32) -> OrderRecord {
    get { records[Int(slot)] }
    _modify { yield &records[Int(slot)] }
  }

  /// Keeps a new order and returns where.
  mutating func insert(_ record: OrderRecord, isNews: Bool) -> Int32 {
    var record = record
    record.isTouched = isNews
    let slot: Int32
    if let reused = free.popLast() {
      slot = reused
      records[Int(slot)] = record
    } else {
      slot = Int32(records.count)
      records.append(record)
    }
    slots[record.order.id.rawValue] = slot
    if isNews { touched.append((slot, nil)) }
    return slot
  }

  /// Finds an order that is about to change and keeps what it was; traps when it is not open.
  mutating func touch(_ id: OrderID, isNews: Bool) -> Int32 {
    guard let slot = slots[id.rawValue] else { preconditionFailure("order \(id.rawValue) changed but is not open") }
    if isNews, !records[Int(slot)].isTouched {
      touched.append((slot, records[Int(slot)]))
      records[Int(slot)].isTouched = true
    }
    return slot
  }

  /// Notes that an order is done; it stays readable until the batch is over.
  mutating func close(_ slot: Int32) { closed.append(slot) }

  /// Takes an order back that was done a moment ago.
  mutating func reopen(_ slot: Int32) { closed.removeAll { $0 == slot } }

  /// Forgets what the batch before touched and closed; until now its done orders could be read like open ones.
  mutating func beginBatch() {
    for (slot, _) in touched { records[Int(slot)].isTouched = false }
    touched.removeAll(keepingCapacity: true)
    for slot in closed {
      slots[records[Int(slot)].order.id.rawValue] = nil
      free.append(slot)
    }
    closed.removeAll(keepingCapacity: true)
  }
}
