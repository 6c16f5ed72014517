import ApusModel

/// Those who may be deleveraged in one market, first in line at the top of a heap.
struct DeleverageLine: ~Copyable {
  private var heap: Slab<DeleverageCandidate>
  private(set) var count: UInt32 = 0

  init(capacity: UInt32) { heap = Slab(unwritten: capacity + 1) }

  mutating func removeAll() { count = 0 }

  /// Adds a candidate; `order` then makes the heap.
  mutating func append(_ candidate: DeleverageCandidate) {
    heap[count] = candidate
    count += 1
  }

  /// Adds a candidate to what is a heap already.
  mutating func insert(_ candidate: DeleverageCandidate) {
    append(candidate)
    var index = count - 1
    while index > 0 && heap[index].comes(before: heap[(index - 1) / 2]) {
      (heap[index], heap[(index - 1) / 2]) = (heap[(index - 1) / 2], heap[index])
      index = (index - 1) / 2
    }
  }

  /// Makes the heap of all candidates added, in time that grows with their number.
  mutating func order() {
    var index = count / 2
    while index > 0 {
      index -= 1
      sink(from: index)
    }
  }

  /// The candidates in no order but that the first is the first.
  subscript(index: UInt32) -> DeleverageCandidate { heap[index] }

  /// The first in line.
  var first: DeleverageCandidate? { count == 0 ? nil : heap[0] }

  /// Lets the first in line go.
  mutating func removeFirst() {
    count -= 1
    heap[0] = heap[count]
    sink(from: 0)
  }

  /// Leaves the first in line with so many contracts.
  mutating func keepFirst(_ quantity: Contracts) { heap[0].quantity = quantity }

  private mutating func sink(from start: UInt32) {
    var index = start
    while 2 * index + 1 < count {
      var child = 2 * index + 1
      if child + 1 < count && heap[child + 1].comes(before: heap[child]) { child += 1 }
      if !heap[child].comes(before: heap[index]) { return }
      (heap[index], heap[child]) = (heap[child], heap[index])
      index = child
    }
  }
}
