import ApusAPI
import ApusModel
import ApusTables

/// The answers of a batch, by outlet.
struct Answers {
  private var byOutlet: [(outlet: any Outlet, answers: [Answer])] = []

  mutating func append(_ answer: Answer, to outlet: any Outlet) {
    if let index = byOutlet.lastIndex(where: { $0.outlet === outlet }) {
      byOutlet[index].answers.append(answer)
    } else {
      byOutlet.append((outlet, [answer]))
    }
  }

  /// Hands all answers out, once for each outlet.
  mutating func deliver() {
    for (outlet, answers) in byOutlet { outlet.deliver(answers) }
    byOutlet.removeAll(keepingCapacity: true)
  }
}

/// Reads what became of each entry of a batch from its events and from the tables.
struct OutcomeReader {
  private let happenings: Happenings
  private var next = 0

  init(_ happenings: Happenings) { self.happenings = happenings }

  /// Passes over the events of an entry nobody asks for.
  mutating func skip(through sequence: UInt64) {
    while next < happenings.count, happenings[next].sequence <= sequence { next += 1 }
  }

  /// What became of an entry; entries are asked for in order.
  mutating func outcome(of entry: Entry, _ tables: borrowing Tables) -> Outcome {
    skip(through: entry.sequence - 1)
    let first = next
    skip(through: entry.sequence)
    return happenings[first..<next].outcome(of: entry, tables)
  }
}

extension Slice<Happenings> {
  fileprivate func outcome(of entry: Entry, _ tables: borrowing Tables) -> Outcome {
    if case .rejected(let rejected)? = first?.event {
      return .rejected(
        rejected, order: rejected.order.flatMap { tables.order($0, of: rejected.account) },
        position: rejected.reason == .riskLimitExceeded ? position(of: rejected, entry, tables) : nil)
    }
    switch entry.command {
    case .placeOrder(let command): return order(of: command.account, tables)
    case .placeConditional(let command): return order(of: command.order.account, tables)
    case .amendOrder(let command): return order(of: command.account, tables)
    case .cancelOrder(let command): return order(of: command.account, tables)
    case .cancelOrders(let command): return canceled(of: command.account, tables)
    case .cancelAllAfter: return deadline(entry.time)
    case .setLeverage(let command):
      return tables.position(of: command.account, in: command.instrument).map { .position($0) } ?? .done
    case .setRiskLimit(let command):
      return tables.position(of: command.account, in: command.instrument).map { .position($0) } ?? .done
    case .transferMargin(let command):
      return tables.position(of: command.account, in: command.instrument).map { .position($0) } ?? .done
    case .deposit(let command): return wallet(command, tables)
    case .withdraw(let command): return transaction(entry, of: command.account, tables)
    case .transferWallet(let command): return transaction(entry, of: command.from, tables)
    case .requestWithdrawal(let command): return withdrawal(of: command.account, tables)
    case .resolveWithdrawal(let command): return withdrawal(of: command.account, tables)
    default: return .done
    }
  }

  /// The position an order was meant for.
  private func position(of rejected: Rejected, _ entry: Entry, _ tables: borrowing Tables) -> PositionRow? {
    let instrument: InstrumentID
    switch entry.command {
    case .placeOrder(let command): instrument = command.instrument
    case .placeConditional(let command): instrument = command.order.instrument
    default:
      guard let order = rejected.order else { return nil }
      instrument = order.instrument
    }
    return tables.position(of: rejected.account, in: instrument)
  }

  private func order(of account: AccountID, _ tables: borrowing Tables) -> Outcome {
    for happening in self {
      let id: OrderID
      switch happening.event {
      case .orderPlaced(let event): id = event.order.id
      case .orderAmended(let event) where event.order.account == account: id = event.order.id
      case .orderCanceled(let event) where event.account == account: id = event.order
      default: continue
      }
      guard let row = tables.order(id, of: account) else {
        preconditionFailure("order \(id.rawValue) is in no table after its batch")
      }
      return .order(row)
    }
    return .done
  }

  private func canceled(of account: AccountID, _ tables: borrowing Tables) -> Outcome {
    var rows: [OrderRow] = []
    for happening in self {
      guard case .orderCanceled(let event) = happening.event else { continue }
      if let row = tables.order(event.order, of: account) { rows.append(row) }
    }
    return .orders(rows)
  }

  private func deadline(_ now: Timestamp) -> Outcome {
    for happening in self {
      if case .cancelAllAfterSet(let event) = happening.event { return .deadline(now: now, cancelTime: event.deadline) }
    }
    return .done
  }

  private func transaction(_ entry: Entry, of account: AccountID, _ tables: borrowing Tables) -> Outcome {
    for happening in self {
      guard case .walletChanged(let change) = happening.event, change.account == account else { continue }
      if let row = tables.payout(entry.sequence, of: account) { return .transaction(row) }
    }
    return .done
  }

  private func withdrawal(of account: AccountID, _ tables: borrowing Tables) -> Outcome {
    for happening in self {
      guard case .withdrawalChanged(let change) = happening.event, change.account == account else { continue }
      if let row = tables.payout(change.number, of: account) { return .transaction(row) }
    }
    return .done
  }

  private func wallet(_ command: Deposit, _ tables: borrowing Tables) -> Outcome {
    let symbol = command.currency.symbol.description
    return tables.wallets(of: command.account).first { $0.currency == symbol }.map { .wallet($0) } ?? .done
  }
}
