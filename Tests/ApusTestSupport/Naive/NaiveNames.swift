import ApusModel

/// The names clients gave their orders: those in use, and the last that are done, oldest first.
struct NaiveNames {
  struct Name {
    let account: AccountID
    let text: ClientOrderID
    let order: OrderID
  }

  let room: Int
  let remembered: Int
  private(set) var open: [Name] = []
  private(set) var done: [Name] = []

  init(orders: Int, remembered: Int) {
    room = orders + remembered
    self.remembered = remembered
  }

  var isFull: Bool { open.count + done.count == room }

  func isTaken(_ text: ClientOrderID, by account: AccountID) -> Bool {
    (open + done).contains { $0.account == account && $0.text == text }
  }

  func openOrder(_ text: ClientOrderID, of account: AccountID) -> OrderID? {
    open.first { $0.account == account && $0.text == text }?.order
  }

  func doneOrder(_ text: ClientOrderID, of account: AccountID) -> OrderID? {
    done.first { $0.account == account && $0.text == text }?.order
  }

  mutating func give(_ text: ClientOrderID, to order: OrderID, of account: AccountID) {
    if text.isEmpty { return }
    open.append(Name(account: account, text: text, order: order))
  }

  mutating func reopen(_ text: ClientOrderID, of account: AccountID) {
    guard let index = done.firstIndex(where: { $0.account == account && $0.text == text }) else { return }
    open.append(done.remove(at: index))
  }

  mutating func finish(_ text: ClientOrderID, of account: AccountID) {
    guard let index = open.firstIndex(where: { $0.account == account && $0.text == text }) else { return }
    done.append(open.remove(at: index))
    if done.count > remembered { done.removeFirst() }
  }
}
