/// Everything that may be asked of the engine: the system's table of contents.
public enum Command: Hashable, Sendable, BitwiseCopyable {
  // What the operator asks.
  case listInstrument(ListInstrument)
  case openAccount(OpenAccount)
  case deposit(Deposit)
  case listIndex(ListIndex)
  case updateInstrument(UpdateInstrument)
  /// A withdrawal in one step, as logs before the ones in two have it and as the operator may ask.
  case withdraw(Withdraw)
  case transferWallet(TransferWallet)
  case restrictAccount(RestrictAccount)
  case setStanding(SetStanding)
  case setTradingState(SetTradingState)
  case setInterestStep(SetInterestStep)
  // What traders ask.
  case placeOrder(PlaceOrder)
  case placeConditional(PlaceConditional)
  case amendOrder(AmendOrder)
  case cancelOrder(CancelOrder)
  case cancelOrders(CancelOrders)
  case cancelAllAfter(CancelAllAfter)
  case setLeverage(SetLeverage)
  case setRiskLimit(SetRiskLimit)
  case transferMargin(TransferMargin)
  case remark(Remark)
  case requestWithdrawal(RequestWithdrawal)
  case resolveWithdrawal(ResolveWithdrawal)
  // What the world does.
  case indexPrice(IndexPrice)
  case sourcePrice(SourcePrice)
  case tick
}

/// Opens the next account; its number is `account` when that is free and next, else the command is rejected.
public struct OpenAccount: Hashable, Sendable, BitwiseCopyable {
  /// The number the account will have.
  public var account: AccountID

  /// The account with this number.
  @inlinable public init(account: AccountID) { self.account = account }
}

/// Credits a wallet with money from outside.
public struct Deposit: Hashable, Sendable, BitwiseCopyable {
  /// Whose wallet.
  public var account: AccountID
  /// In which currency.
  public var currency: Currency
  /// How much, positive, in the smallest unit.
  public var amount: Amount

  /// A deposit.
  @inlinable public init(account: AccountID, currency: Currency, amount: Amount) {
    self.account = account
    self.currency = currency
    self.amount = amount
  }
}

/// Places a new order.
public struct PlaceOrder: Hashable, Sendable, BitwiseCopyable {
  /// The owner.
  public var account: AccountID
  /// What to trade.
  public var instrument: InstrumentID
  /// Which way.
  public var side: Side
  /// Limit or market.
  public var type: OrderType
  /// How long it stays.
  public var timeInForce: TimeInForce
  /// Its conditions.
  public var instructions: Instructions
  /// The limit price; ignored for a market order.
  public var price: Price
  /// Contracts, positive; zero only with `close`: the whole position.
  public var quantity: Contracts
  /// The client's own name for it.
  public var clientID: ClientOrderID

  /// True when the client gave it a name.
  @inlinable @inline(__always) public var isNamed: Bool { clientID.length != 0 }

  /// An order; a good-till-cancel limit order unless said otherwise.
  @inlinable public init(
    account: AccountID, instrument: InstrumentID, side: Side, type: OrderType = .limit,
    timeInForce: TimeInForce = .goodTillCancel, instructions: Instructions = [], price: Price = .zero,
    quantity: Contracts, clientID: ClientOrderID = .none
  ) {
    self.account = account
    self.instrument = instrument
    self.side = side
    self.type = type
    self.timeInForce = timeInForce
    self.instructions = instructions
    self.price = price
    self.quantity = quantity
    self.clientID = clientID
  }
}

/// Which of an account's orders is meant.
public enum OrderKey: Hashable, Sendable, BitwiseCopyable {
  /// By the venue's number.
  case id(OrderID)
  /// By the client's own name.
  case client(ClientOrderID)
}

/// Changes a resting order. A lower quantity at the same price keeps its place in the queue; all else loses it.
public struct AmendOrder: Hashable, Sendable, BitwiseCopyable {
  /// Who asks.
  public var account: AccountID
  /// Which of the changes below are asked for; one octet here instead of one in each keeps a command short.
  @usableFromInline var asked: Asked = []
  @usableFromInline var newPrice: Price = .zero
  @usableFromInline var newQuantity: Contracts = .zero
  @usableFromInline var newLeaves: Contracts = .zero
  @usableFromInline var newClientID: ClientOrderID = .none
  @usableFromInline var newStopPrice: Price = .zero
  @usableFromInline var newPegOffset: Price = .zero
  // Last, because a command's own kind then fits the free bits of its last octet.
  /// Which order.
  public var order: OrderKey

  /// A change of what is given.
  @inlinable public init(
    account: AccountID, order: OrderKey, price: Price? = nil, quantity: Contracts? = nil, leaves: Contracts? = nil,
    clientID: ClientOrderID? = nil, stopPrice: Price? = nil, pegOffset: Price? = nil
  ) {
    self.account = account
    self.order = order
    self.price = price
    self.quantity = quantity
    self.leaves = leaves
    self.clientID = clientID
    self.stopPrice = stopPrice
    self.pegOffset = pegOffset
  }
}

extension AmendOrder {
  /// The changes an amendment may ask for.
  @frozen @usableFromInline struct Asked: OptionSet, Hashable, Sendable, BitwiseCopyable {
    @usableFromInline var rawValue: UInt8
    @inlinable init(rawValue: UInt8) { self.rawValue = rawValue }
    @inlinable static var price: Asked { Asked(rawValue: 1) }
    @inlinable static var quantity: Asked { Asked(rawValue: 2) }
    @inlinable static var leaves: Asked { Asked(rawValue: 4) }
    @inlinable static var clientID: Asked { Asked(rawValue: 8) }
    @inlinable static var stopPrice: Asked { Asked(rawValue: 16) }
    @inlinable static var pegOffset: Asked { Asked(rawValue: 32) }
  }

  /// A new limit price.
  @inlinable public var price: Price? {
    @inline(__always) get { asked.contains(.price) ? newPrice : nil }
    @inline(__always) set {
      newPrice = newValue ?? .zero
      ask(.price, newValue != nil)
    }
  }

  /// A new total quantity.
  @inlinable public var quantity: Contracts? {
    @inline(__always) get { asked.contains(.quantity) ? newQuantity : nil }
    @inline(__always) set {
      newQuantity = newValue ?? .zero
      ask(.quantity, newValue != nil)
    }
  }

  /// A new remaining quantity; zero cancels. Not together with `quantity`.
  @inlinable public var leaves: Contracts? {
    @inline(__always) get { asked.contains(.leaves) ? newLeaves : nil }
    @inline(__always) set {
      newLeaves = newValue ?? .zero
      ask(.leaves, newValue != nil)
    }
  }

  /// A new client name.
  @inlinable public var clientID: ClientOrderID? {
    @inline(__always) get { asked.contains(.clientID) ? newClientID : nil }
    @inline(__always) set {
      newClientID = newValue ?? .none
      ask(.clientID, newValue != nil)
    }
  }

  /// A new stop price.
  @inlinable public var stopPrice: Price? {
    @inline(__always) get { asked.contains(.stopPrice) ? newStopPrice : nil }
    @inline(__always) set {
      newStopPrice = newValue ?? .zero
      ask(.stopPrice, newValue != nil)
    }
  }

  /// A new distance of its peg or trailing stop.
  @inlinable public var pegOffset: Price? {
    @inline(__always) get { asked.contains(.pegOffset) ? newPegOffset : nil }
    @inline(__always) set {
      newPegOffset = newValue ?? .zero
      ask(.pegOffset, newValue != nil)
    }
  }

  /// Whether anything is asked at all.
  @inlinable public var asksAnything: Bool { !asked.isEmpty }

  /// Whether anything is asked that only an order with conditions has.
  @inlinable public var asksConditions: Bool { !asked.isDisjoint(with: [.stopPrice, .pegOffset]) }

  @inlinable @inline(__always) mutating func ask(_ change: Asked, _ isAsked: Bool) {
    if isAsked { asked.insert(change) } else { asked.remove(change) }
  }
}

/// Cancels one order.
public struct CancelOrder: Hashable, Sendable, BitwiseCopyable {
  /// Who asks.
  public var account: AccountID
  /// Which order.
  public var order: OrderKey

  /// A cancel of that order.
  @inlinable public init(account: AccountID, order: OrderKey) {
    self.account = account
    self.order = order
  }
}

/// Cancels all of an account's orders, or those of one market, or of one side of it.
public struct CancelOrders: Hashable, Sendable, BitwiseCopyable {
  /// Who asks.
  public var account: AccountID
  /// Only in this market.
  public var instrument: InstrumentID?
  /// Only on this side.
  public var side: Side?

  /// A cancel of all orders, or of those named.
  @inlinable public init(account: AccountID, instrument: InstrumentID? = nil, side: Side? = nil) {
    self.account = account
    self.instrument = instrument
    self.side = side
  }
}

/// The dead man's switch: cancels all of an account's orders when it is not renewed in time.
public struct CancelAllAfter: Hashable, Sendable, BitwiseCopyable {
  /// Whose orders.
  public var account: AccountID
  /// Milliseconds of engine time from now; zero switches it off.
  public var timeout: Int64

  /// A switch that fires after `timeout` milliseconds.
  @inlinable public init(account: AccountID, timeout: Int64) {
    self.account = account
    self.timeout = timeout
  }
}

/// The outside price of an instrument's underlying moved; the mark follows it.
public struct IndexPrice: Hashable, Sendable, BitwiseCopyable {
  /// In which market.
  public var instrument: InstrumentID
  /// The new index, positive.
  public var price: Price

  /// That index in that market.
  @inlinable public init(instrument: InstrumentID, price: Price) {
    self.instrument = instrument
    self.price = price
  }
}
