import ApusModel

extension Engine {
  /// Opens, limits or halts the venue or one market of it. Resting orders stay; the stricter of the two counts.
  mutating func setTradingState(_ command: SetTradingState, into events: inout EventBuffer) {
    guard let instrument = command.instrument else {
      trading = command.state
      events.append(.venueStateChanged(command.state))
      for market in 0..<markets.count { setGate(of: market) }
      // What was not liquidated while markets stood still may be due now.
      liquidations.areAwaited = true
      return
    }
    let market = Int(instrument.rawValue)
    guard market < markets.count else { return reject(AccountID(rawValue: 0), .unknownInstrument, into: &events) }
    markets[market].life.trading = command.state
    setGate(of: market)
    stateLife(of: market, into: &events)
    liquidations.areAwaited = true
  }
}
