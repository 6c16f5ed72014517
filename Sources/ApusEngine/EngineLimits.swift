/// How many of everything an engine holds; memory is reserved for all of it at the start and never grows.
public struct EngineLimits: Sendable {
  /// Accounts.
  public var accounts: UInt32
  /// Instruments, at most 256.
  public var instruments: UInt32
  /// Resting orders in one market.
  public var ordersPerMarket: UInt32
  /// Resting orders of one account in one market, at least 1: bounds the work one entry can cause.
  public var ordersPerPosition: UInt32
  /// Orders with conditions in one market, those that wait for a trigger included.
  public var stopsPerMarket: UInt32
  /// Waiting orders of one account in one market.
  public var stopsPerPosition: UInt32
  /// Positions, flat ones ever held included.
  public var positions: UInt32
  /// Client order ids of finished orders that are remembered, so that a retry cannot place an order twice.
  public var rememberedNames: UInt32
  /// Orders of one market that were filled within the last minute and may be made to live again.
  public var filledOrders: UInt32 = 4_096
  /// Indices.
  public var indices: UInt32 = 64
  /// Positions, orders or samples that what happens by itself looks at in one entry; the rest waits for the next tick.
  public var slice: UInt32 = 1_000
  /// Resting orders of the liquidation engine in one market, at least 1; while they fill their room nobody else is
  /// liquidated there.
  public var offers: UInt32
  /// Makes all memory resident at the start, for a venue that expects to be full.
  public var touched: Bool

  /// These limits.
  public init(
    accounts: UInt32, instruments: UInt32, ordersPerMarket: UInt32, ordersPerPosition: UInt32 = .max,
    stopsPerMarket: UInt32 = 1024, stopsPerPosition: UInt32 = 200, positions: UInt32, rememberedNames: UInt32,
    touched: Bool = false
  ) {
    precondition(ordersPerPosition > 0, "a venue where nobody may have an order")
    precondition(instruments <= 256, "\(instruments) instruments do not fit an order id")
    self.accounts = accounts
    self.instruments = instruments
    self.ordersPerMarket = ordersPerMarket
    self.ordersPerPosition = ordersPerPosition
    self.stopsPerMarket = stopsPerMarket
    self.stopsPerPosition = stopsPerPosition
    self.positions = positions
    self.rememberedNames = rememberedNames
    offers = max(64, min(accounts, 4_096))
    self.touched = touched
  }

  /// Places in a book: the orders of customers and those of the liquidation engine.
  var bookCapacity: UInt32 { ordersPerMarket + offers }

  /// For tests and examples.
  public static let small = EngineLimits(
    accounts: 64, instruments: 4, ordersPerMarket: 1024, ordersPerPosition: 200, positions: 256, rememberedNames: 1024)

  /// For a venue on one machine: a few megabytes until it is used.
  public static let venue = EngineLimits(
    accounts: 16_384, instruments: 64, ordersPerMarket: 131_072, ordersPerPosition: 5_000,
    stopsPerMarket: 32_768, stopsPerPosition: 200, positions: 65_536, rememberedNames: 131_072)
}
