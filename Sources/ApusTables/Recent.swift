/// The latest elements of a stream, oldest first; a full one forgets its oldest.
struct Recent<Element: Sendable>: Sendable {
  private var elements: [Element] = []
  private var start = 0
  private let capacity: Int

  init(capacity: Int) {
    precondition(capacity > 0, "a history of \(capacity) elements")
    self.capacity = capacity
  }

  var count: Int { elements.count }
  var isEmpty: Bool { elements.isEmpty }
  var last: Element? { elements.isEmpty ? nil : self[count - 1] }

  /// The element at a place counted from the oldest.
  subscript(place: Int) -> Element {
    let index = start + place
    return elements[index < elements.count ? index : index - elements.count]
  }

  mutating func append(_ element: Element) {
    guard elements.count == capacity else { return elements.append(element) }
    elements[start] = element
    start = start + 1 == capacity ? 0 : start + 1
  }

  /// Takes the latest element that `isWanted` out; answers it.
  mutating func removeLatest(where isWanted: (Element) -> Bool) -> Element? {
    var all = latest(count) { $0 }
    guard let place = all.lastIndex(where: isWanted) else { return nil }
    let element = all.remove(at: place)
    elements = all
    start = 0
    return element
  }

  /// Puts an element in the place of the latest that `isOld`, if there is one.
  mutating func replace(_ element: Element, where isOld: (Element) -> Bool) {
    for place in stride(from: count - 1, through: 0, by: -1) where isOld(self[place]) {
      let index = start + place
      elements[index < elements.count ? index : index - elements.count] = element
      return
    }
  }

  /// The latest `limit` elements through `body`, oldest first.
  func latest<Result>(_ limit: Int, _ body: (Element) -> Result) -> [Result] {
    (max(0, count - limit)..<count).map { body(self[$0]) }
  }

  /// The latest element that `isWanted`.
  func latest(where isWanted: (Element) -> Bool) -> Element? {
    for place in stride(from: count - 1, through: 0, by: -1) where isWanted(self[place]) { return self[place] }
    return nil
  }
}
