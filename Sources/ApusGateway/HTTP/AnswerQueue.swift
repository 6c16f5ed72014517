import NIOCore

/// The answers of a connection in the order of their requests, also when they become ready in another.
struct AnswerQueue {
  /// An answer whose turn has come.
  struct Due {
    let bytes: ByteBuffer
    let keepsAlive: Bool
  }

  private struct Place {
    let form: AnswerForm
    var bytes: ByteBuffer?
  }

  private var places = CircularBuffer<Place>(initialCapacity: 4)
  private var first: UInt64 = 0
  /// Requests that have no answer yet.
  private(set) var unanswered = 0

  /// Requests whose answers are not sent yet.
  var count: Int { places.count }

  /// Takes a place for the next answer and returns its number.
  mutating func expect(_ form: AnswerForm) -> UInt64 {
    places.append(Place(form: form))
    unanswered += 1
    return first + UInt64(places.count - 1)
  }

  /// Puts an answer in its place.
  mutating func put(_ number: UInt64, _ response: Response, date: [UInt8]) {
    let index = places.index(places.startIndex, offsetBy: Int(number - first))
    places[index].bytes = response.bytes(places[index].form, date: date)
    unanswered -= 1
  }

  /// Takes the answer that is due, if there is one.
  mutating func next() -> Due? {
    guard let bytes = places.first?.bytes, let form = places.first?.form else { return nil }
    places.removeFirst()
    first += 1
    return Due(bytes: bytes, keepsAlive: form.keepsAlive)
  }
}
