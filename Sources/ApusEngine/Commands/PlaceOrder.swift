import ApusModel

extension Engine {
  @inline(__always)
  mutating func placeOrder(_ command: PlaceOrder, into events: inout EventBuffer) {
    guard accounts.contains(command.account) else { return reject(command.account, .unknownAccount, into: &events) }
    let market = Int(command.instrument.rawValue)
    guard market < markets.count else { return reject(command.account, .unknownInstrument, into: &events) }
    let arrival = Arrival(
      id: OrderID(sequence: sequence, in: command.instrument), time: time,
      uncommitted: accounts.uncommitted(command.account, outside: market, markets: markets))
    markets[market].place(command, arrival, accounts: &accounts, events: &events)
    trimReduceOnlyOrders(into: &events)
  }
}
