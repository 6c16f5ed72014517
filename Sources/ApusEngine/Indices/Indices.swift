import ApusModel

/// All indices, with room for the samples of those that average.
struct Indices: ~Copyable {
  private var records: Slab<IndexRecord>
  /// The last half hour of each average, in minutes.
  private var samples: Slab<Price>
  /// The last day of each volatility, in steps of five minutes.
  private var returns: Slab<LogReturn>
  private(set) var count = 0
  let capacity: Int

  static var minutes: UInt32 { UInt32(TimeWeightedAverage.minutes) }
  static var steps: UInt32 { UInt32(Volatility.fiveMinutesOfDay) }

  init(limits: EngineLimits) {
    capacity = Int(limits.indices)
    records = Slab(unwritten: max(1, limits.indices))
    samples = Slab(unwritten: max(1, limits.indices) * Indices.minutes)
    returns = Slab(unwritten: max(1, limits.indices) * Indices.steps)
  }

  subscript(index: Int) -> IndexRecord {
    _read {
      precondition(index < count, "index \(index) of \(count)")
      yield records[UInt32(index)]
    }
    _modify {
      precondition(index < count, "index \(index) of \(count)")
      yield &records[UInt32(index)]
    }
  }

  mutating func append(_ record: IndexRecord) {
    precondition(count < capacity, "no room for index \(count)")
    records[UInt32(count)] = record
    count += 1
  }

  /// The index of that name, or nothing.
  func find(_ symbol: Symbol) -> Int? {
    for index in 0..<count where records[UInt32(index)].terms.symbol == symbol { return index }
    return nil
  }

  // MARK: Samples, oldest first

  func sample(_ number: UInt32, of index: Int) -> Price {
    samples[UInt32(index) * Indices.minutes + place(number, of: index, in: Indices.minutes)]
  }

  func logReturn(_ number: UInt32, of index: Int) -> LogReturn {
    returns[UInt32(index) * Indices.steps + place(number, of: index, in: Indices.steps)]
  }

  private func place(_ number: UInt32, of index: Int, in size: UInt32) -> UInt32 {
    let record = records[UInt32(index)]
    return (record.next + size - record.count + number) % size
  }

  /// Counts a minute's price into an average, and the oldest out.
  mutating func add(_ price: Price, to index: Int) {
    if self[index].count == Indices.minutes { self[index].sum.remove(sample(0, of: index)) }
    samples[UInt32(index) * Indices.minutes + self[index].next] = price
    self[index].sum.add(price)
    advance(index, in: Indices.minutes)
  }

  /// Counts a five-minute return into a volatility, and the oldest out.
  mutating func add(_ value: LogReturn, to index: Int) {
    if self[index].count == Indices.steps { self[index].spread.remove(logReturn(0, of: index)) }
    returns[UInt32(index) * Indices.steps + self[index].next] = value
    self[index].spread.add(value)
    advance(index, in: Indices.steps)
  }

  private mutating func advance(_ index: Int, in size: UInt32) {
    self[index].next = (self[index].next + 1) % size
    self[index].count = min(self[index].count + 1, size)
  }
}
