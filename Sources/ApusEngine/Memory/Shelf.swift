/// A fixed number of places for values that cannot be copied, filled from the first.
@safe
struct Shelf<Value: ~Copyable>: ~Copyable {
  private let values: UnsafeMutablePointer<Value>
  private(set) var count = 0
  let capacity: Int

  /// An empty shelf with room for `capacity` values.
  init(capacity: Int) {
    precondition(capacity > 0, "a shelf without places")
    unsafe values = .allocate(capacity: capacity)
    self.capacity = capacity
  }

  /// Puts a value in the next place; the caller has checked that there is one.
  mutating func append(_ value: consuming Value) {
    precondition(count < capacity, "a shelf of \(capacity) is full")
    unsafe (values + count).initialize(to: value)
    count += 1
  }

  subscript(index: Int) -> Value {
    @inline(__always) unsafeAddress {
      precondition(index >= 0 && index < count, "value \(index) of \(count)")
      return unsafe UnsafePointer(values + index)
    }
    @inline(__always) unsafeMutableAddress {
      precondition(index >= 0 && index < count, "value \(index) of \(count)")
      return unsafe values + index
    }
  }

  deinit {
    unsafe values.deinitialize(count: count)
    unsafe values.deallocate()
  }
}

// The values belong to this shelf alone, so it may move between threads like any other value.
extension Shelf: @unchecked Sendable where Value: ~Copyable & Sendable {}
