/// The events of a batch in order, read where they were written.
@safe
public struct Happenings: RandomAccessCollection {
  private let room: EventRoom
  /// How many there are.
  public let count: Int

  init(_ room: EventRoom, count: Int) {
    self.room = room
    self.count = count
  }

  public var startIndex: Int { 0 }
  public var endIndex: Int { count }

  /// The event at a place; traps beyond the last.
  public subscript(index: Int) -> Happening {
    precondition(index >= 0 && index < count, "event \(index) of \(count)")
    return unsafe room.start[index]
  }
}

extension Happenings: Equatable {
  public static func == (left: Self, right: Self) -> Bool { left.elementsEqual(right) }
}

// Nobody writes in a room that is shared.
extension Happenings: @unchecked Sendable {}

/// Memory for events, given back when the last who writes or reads in it is gone.
@safe
@usableFromInline final class EventRoom {
  @usableFromInline let start: UnsafeMutablePointer<Happening>

  @usableFromInline init(capacity: Int) {
    precondition(capacity > 0, "a buffer without room for an event")
    unsafe start = .allocate(capacity: capacity)
  }

  deinit { unsafe start.deallocate() }
}
