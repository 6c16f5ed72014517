import ApusExchange
import ApusModel
import ApusSandbox
import ApusTables

/// Plays a recorded market on the exchange, one recorded step a batch.
struct RecordedMarket {
  let exchange: Exchange
  let seat: Seat
  /// How much faster than it was recorded; zero for as fast as it goes.
  let speed: Double
  private var player: TapePlayer

  /// A player of a tape on the first contract.
  init(_ tape: Tape, on exchange: Exchange, seat: Seat, speed: Double) throws(TapeError) {
    self.exchange = exchange
    self.seat = seat
    self.speed = speed
    let instrument = InstrumentID(0)
    let (terms, time) = exchange.read { ($0.terms(of: instrument), $0.time) }
    player = try TapePlayer(
      tape, on: instrument, terms: terms, maker: House.tapeMaker, taker: House.tapeTaker, from: max(tape.start, time))
  }

  /// Plays to the end of the tape, or until the seat is left.
  mutating func run() {
    // Whatever an earlier tape left standing would stand between this one's levels.
    let clearing = Command.cancelOrders(CancelOrders(account: House.tapeMaker))
    guard seat.trade(exchange.unfunded(player.founding) + [clearing], on: exchange) else { return }
    var progress = Progress("Playing the tape")
    let began = Pause.steady
    var first: Timestamp?
    while let step = player.next() {
      let start = first ?? step.time
      first = start
      wait(until: step.time.rawValue - start.rawValue, since: began)
      if !step.commands.isEmpty, !seat.trade(step.commands, at: step.time, on: exchange) { return }
      player.observe(seat.news())
      progress.reached(player.played, of: player.tape.records.count)
    }
    StandardError.say("The tape is over: \(player.tape.trades) trades, \(player.tape.quotes) quotes.")
  }

  private func wait(until offset: Int64, since began: Int64) {
    guard speed > 0 else { return }
    let due = began + Int64(Double(offset) / speed)
    while !seat.isOver, Pause.steady < due { Pause.sleep(milliseconds: min(due - Pause.steady, 100)) }
  }
}
