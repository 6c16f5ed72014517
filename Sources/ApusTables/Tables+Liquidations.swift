public import ApusAPI
import ApusModel

/// What liquidations do to the tables. Account 0, the liquidation engine, has no rows of its own: its orders are table
/// `liquidation`, its wallet is table `insurance`.
extension Tables {
  /// Brings the book up to date with the engine's orders.
  mutating func settleLiquidations() {
    guard liquidations.areUnsettled else { return }
    liquidations.areUnsettled = false
    for place in liquidations.orders.indices {
      let record = liquidations.orders[place]
      let change = record.order.leaves - record.resting
      if change == .zero { continue }
      shift(change, record.order.side, at: record.order.price, Int(record.order.instrument.rawValue))
      liquidations.orders[place].resting = record.order.leaves
    }
  }

  mutating func publishLiquidations(_ changes: inout TableChanges) {
    for record in liquidations.newHistory { changes.insurance.append(.insert(record.row)) }
    liquidations.newHistory.removeAll(keepingCapacity: true)
    guard liquidations.areNews else { return }
    liquidations.areNews = false
    for place in liquidations.orders.indices {
      let record = liquidations.orders[place]
      let contract = markets[Int(record.order.instrument.rawValue)].contract
      let now = record.row(contract, leaves: record.order.leaves)
      if let told = record.told {
        let before = record.row(contract, leaves: told)
        if record.order.leaves == .zero {
          changes.liquidation.append(.delete(before))
        } else if before != now {
          changes.liquidation.append(.update(old: before, new: now))
        }
      } else if record.order.leaves != .zero {
        changes.liquidation.append(.insert(now))
      }
      liquidations.orders[place].told = record.order.leaves
    }
    forgetLiquidations()
    changes.liquidation.sort { $0.row.symbol < $1.row.symbol }
  }

  /// Forgets the engine's orders that are done.
  mutating func forgetLiquidations() { liquidations.orders.removeAll { $0.order.leaves == .zero } }

  // MARK: Reading

  /// The open orders of the liquidation engine, oldest first.
  public var openLiquidations: [LiquidationRow] {
    liquidations.orders.map { record in
      record.row(markets[Int(record.order.instrument.rawValue)].contract, leaves: record.order.leaves)
    }
  }

  /// What the insurance fund held, oldest first.
  public func insurance(latest limit: Int = .max) -> [InsuranceRow] { liquidations.history.latest(limit) { $0.row } }
}
