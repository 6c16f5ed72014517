import ApusExchange
import ApusGateway
import ApusModel
import ApusSandbox
import ArgumentParser
import Synchronization

/// Who moves the market: nobody, the simulated traders, or a recording.
final class MarketDriver: Sendable {
  private enum Kind: Sendable {
    case quiet
    case living(LivingMarket)
    case recorded(RecordedMarket, waits: Bool)
  }

  private let kind: Kind
  private let seat: Seat
  /// Nobody speaks for a recorded market but the recording.
  private let steady: SteadyIndices?
  private let worker = Mutex<Worker?>(nil)

  /// The market that the options ask for.
  init(_ options: ServeOptions, _ tape: Tape?, _ exchange: Exchange, _ seat: Seat) throws {
    self.seat = seat
    if let tape {
      do throws(TapeError) {
        let market = try RecordedMarket(tape, on: exchange, seat: seat, speed: options.speed)
        kind = .recorded(market, waits: options.tapeWait)
        steady = nil
      } catch { throw failure("the tape cannot be played on this listing: \(error)") }
    } else if options.quietMarket {
      kind = .quiet
      steady = SteadyIndices(exchange)
    } else {
      kind = .living(LivingMarket(exchange: exchange, seat: seat, seed: options.seed))
      steady = SteadyIndices(exchange, besides: InstrumentID(0))
    }
  }

  /// Starts the traders who should be there when the first visitor comes, and waits until they have quoted.
  func beginBeforeDoors() {
    steady?.begin()
    guard case .living(let market) = kind else { return }
    let opened = Bell()
    begin { market.run(ringing: opened) }
    opened.wait()
  }

  /// Starts a recording, which visitors may want to see from its beginning.
  func beginBehindDoors(_ gateway: Gateway) {
    guard case .recorded(let market, let waits) = kind else { return }
    let seat = seat
    begin {
      while waits, !seat.isOver, gateway.subscriptionCount == 0 { Pause.sleep(milliseconds: 5) }
      var market = market
      market.run()
    }
  }

  /// Ends the trading and waits for it.
  func stop() {
    steady?.stop()
    seat.leave()
    worker.withLock { $0.take() }?.join()
  }

  private func begin(_ body: @escaping @Sendable () -> Void) { worker.withLock { $0 = Worker(body) } }
}
