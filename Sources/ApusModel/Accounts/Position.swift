/// What one account holds in one market, with the sums of its open orders there.
///
/// Signs follow the venue: an inverse long has a negative cost (coins are owed as the price falls), a linear or
/// quanto long a positive one; for every kind profit = value at the mark − cost.
public struct Position: Hashable, Sendable, BitwiseCopyable {
  /// Contracts held: positive long, negative short.
  public var quantity: Contracts
  /// Signed value at the average entry, in the settlement unit.
  public var cost: Amount
  /// Profit taken less commissions paid, in the settlement unit.
  public var realised: Amount
  /// Sum of commissions paid less rebates, in the settlement unit.
  public var fees: Amount
  /// Open buy orders.
  public var buys: OpenOrders
  /// Open sell orders.
  public var sells: OpenOrders
  /// What the open orders would lose at once against the mark they were placed at, held until they are done, in the
  /// settlement unit.
  public var premium: Amount
  /// Hundredths of the leverage chosen, in half the room of a `Leverage`.
  @usableFromInline var hundredths: UInt32
  /// The owner.
  public var account: AccountID
  /// The market.
  public var instrument: InstrumentID
  /// How many of the open orders may only reduce.
  public var reduceOnlyOrders: UInt16
  /// By how many steps its owner raised the risk limit above the contract's base.
  public var riskSteps: UInt16

  /// A flat position in cross margin.
  @inlinable public init(account: AccountID, instrument: InstrumentID) {
    self.account = account
    self.instrument = instrument
    quantity = .zero
    cost = .zero
    realised = .zero
    fees = .zero
    buys = OpenOrders()
    sells = OpenOrders()
    hundredths = 0
    premium = .zero
    reduceOnlyOrders = 0
    riskSteps = 0
  }

  /// Leverage chosen, at most `Leverage.highest`; zero is cross margin.
  @inlinable public var leverage: Leverage {
    @inline(__always) get { Leverage(rawValue: Int64(hundredths)) }
    @inline(__always) set { hundredths = UInt32(newValue.rawValue) }
  }

  /// The open orders of one side.
  @inlinable @inline(__always) public subscript(side: Side) -> OpenOrders {
    @inline(__always) get { side == .buy ? buys : sells }
    @inline(__always) _modify { if side == .buy { yield &buys } else { yield &sells } }
  }

  /// Counts an order in, on one side.
  ///
  /// Nothing is added to the other side, instead of a branch between two sides that come at random.
  @inlinable @inline(__always)
  public mutating func add(_ contracts: Contracts, worth value: Amount, on side: Side) {
    let buying = Int64(side.rawValue) &- 1
    buys.add(Contracts(rawValue: contracts.rawValue & buying), worth: Amount(rawValue: value.rawValue & buying))
    sells.add(Contracts(rawValue: contracts.rawValue & ~buying), worth: Amount(rawValue: value.rawValue & ~buying))
  }

  /// Contracts an order on `side` could close.
  @inlinable @inline(__always) public func closable(by side: Side) -> Contracts {
    max(.zero &- quantity &* side.sign, .zero)
  }

  /// Of contracts that were just traded on a side, those that opened what is held now rather than closed.
  public func opened(of traded: Contracts, on side: Side) -> Contracts {
    quantity.sign == side.sign ? min(quantity.magnitude, traded) : .zero
  }
}
