import ApusTables

/// What the threads of one exchange share.
final class Venue: Sendable {
  let inbox: Inbox
  let tables: Guarded<Tables>
  let meter = Guarded(LoopMeter())
  private let current = Guarded(VenueState.starting)
  private let observers = Guarded<[any BatchObserver]>([])

  init(_ configuration: ExchangeConfiguration) {
    inbox = Inbox(limit: configuration.inboxLimit)
    tables = Guarded(Tables(limits: configuration.tables))
  }

  /// What the venue is doing.
  var state: VenueState { current.withLock { $0 } }

  /// Says what the venue is doing; a halt is final.
  func enter(_ state: VenueState) {
    current.withLock { current in
      if case .halted = current { return }
      current = state
    }
  }

  /// Stops the venue for a fault: nothing that is not acknowledged yet ever will be.
  func halt(_ reason: String) {
    let isFirst = current.withLock { current in
      if case .halted = current { return false }
      current = .halted(reason)
      return true
    }
    guard isFirst else { return }
    inbox.close()
    for observer in everyObserver { observer.halted(reason) }
  }

  /// Tells everybody of trouble that stops nothing.
  func warn(_ reason: String) { for observer in everyObserver { observer.warned(reason) } }

  var isHalted: Bool { if case .halted = state { true } else { false } }

  func attach(_ observer: any BatchObserver) { observers.withLock { $0.append(observer) } }

  var everyObserver: [any BatchObserver] { observers.withLock { $0 } }
}
