/// The form of an entry in the log: a version, the time, a command code and fixed little-endian fields.
///
/// The sequence is the frame's. A field is never added to a code: it becomes a new code, so that old logs keep
/// their meaning.
public enum EntryCodec {
  /// The version written.
  public static let version: UInt8 = 2

  /// Stands beside the version of an entry whose group goes on with the next.
  private static let goesOn: UInt8 = 0x80

  /// Appends an entry's time and command, and whether the next entry was asked for together with it.
  public static func encode(_ entry: Entry, goesOn isFollowed: Bool = false, into writer: inout ByteWriter) {
    writer.write(isFollowed ? version | goesOn : version)
    writer.write(entry.time)
    switch entry.command {
    case .listInstrument(let command):
      writer.write(CommandCode.listInstrument.rawValue)
      writer.write(command.terms)
    case .listIndex(let command):
      writer.write(CommandCode.listIndex.rawValue)
      writer.write(command.terms)
    case .updateInstrument(let command):
      writer.write(CommandCode.updateInstrument.rawValue)
      writer.write(command.instrument.rawValue)
      writer.write(command.terms)
    case .withdraw, .transferWallet, .restrictAccount, .setStanding, .setTradingState, .setInterestStep, .sourcePrice:
      writer.write(operator: entry.command)
    case .placeConditional(let command):
      writer.write(CommandCode.placeConditional.rawValue)
      writer.write(plain: command.order)
      writer.write(command.conditions)
    case .setRiskLimit(let command):
      writer.write(CommandCode.setRiskLimit.rawValue)
      writer.write(command.account.rawValue)
      writer.write(command.instrument.rawValue)
      writer.write(command.limit)
    case .transferMargin(let command):
      writer.write(CommandCode.transferMargin.rawValue)
      writer.write(command.account.rawValue)
      writer.write(command.instrument.rawValue)
      writer.write(command.amount)
    case .openAccount(let command):
      writer.write(CommandCode.openAccount.rawValue)
      writer.write(command.account.rawValue)
    case .deposit(let command): writer.write(command)
    case .placeOrder(let command): writer.write(command)
    case .amendOrder(let command): writer.write(command)
    case .cancelOrder(let command):
      writer.write(CommandCode.cancelOrder.rawValue)
      writer.write(command.account.rawValue)
      writer.write(command.order)
    case .cancelOrders(let command): writer.write(command)
    case .cancelAllAfter(let command):
      writer.write(CommandCode.cancelAllAfter.rawValue)
      writer.write(command.account.rawValue)
      writer.write(command.timeout)
    case .setLeverage(let command):
      writer.write(CommandCode.setLeverage.rawValue)
      writer.write(command.account.rawValue)
      writer.write(command.instrument.rawValue)
      writer.write(command.leverage)
    case .indexPrice(let command):
      writer.write(CommandCode.indexPrice.rawValue)
      writer.write(command.instrument.rawValue)
      writer.write(command.price)
    case .tick: writer.write(CommandCode.tick.rawValue)
    case .remark, .requestWithdrawal, .resolveWithdrawal: writer.write(owner: entry.command)
    }
  }

  /// Whether the entry after this one was asked for together with it.
  public static func goesOn(_ bytes: ArraySlice<UInt8>) -> Bool { bytes.first.map { $0 & goesOn != 0 } ?? false }

  /// Reads an entry back; every byte must be used and every code known.
  public static func decode(_ bytes: ArraySlice<UInt8>, sequence: UInt64) throws(CodecError) -> Entry {
    var reader = ByteReader(bytes)
    let version = try reader.read(UInt8.self) & ~goesOn
    guard version == EntryCodec.version else { throw .unknown("entry version", UInt64(version)) }
    let time = try reader.read(Timestamp.self)
    let command = try reader.readCommand()
    try reader.finish()
    return Entry(sequence, at: time, command)
  }
}

enum CommandCode: UInt8 {
  case listInstrument = 1
  case openAccount = 2
  case deposit = 3
  case listIndex = 4
  case updateInstrument = 5
  case withdraw = 6
  case transferWallet = 7
  case restrictAccount = 8
  case setStanding = 9
  case placeOrder = 10
  case amendOrder = 11
  case cancelOrder = 12
  case cancelOrders = 13
  case cancelAllAfter = 14
  case placeConditional = 15
  case setLeverage = 20
  case setRiskLimit = 21
  case transferMargin = 22
  case indexPrice = 30
  case tick = 31
  case sourcePrice = 32
  case setTradingState = 33
  case setInterestStep = 34
  case remark = 35
  case requestWithdrawal = 36
  case resolveWithdrawal = 37
}

extension ByteWriter {
  mutating func write(_ command: Deposit) {
    write(CommandCode.deposit.rawValue)
    write(command.account.rawValue)
    write(command.currency.rawValue)
    write(command.amount)
  }

  /// Writes an instrument's terms.
  public mutating func write(_ terms: Instrument) {
    for name in [terms.symbol, terms.root, terms.underlying, terms.quoteCurrency, terms.reference] {
      write(text: name.utf8)
    }
    write(terms.settlement.rawValue)
    write(terms.kind.rawValue)
    write(terms.multiplier)
    write(terms.lot)
    write(terms.tickSize)
    write(terms.maximumQuantity)
    write(terms.maximumPrice)
    for rate in [terms.initialMargin, terms.maintenanceMargin, terms.makerFee, terms.takerFee, terms.settlementFee] {
      write(rate)
    }
    write(terms.riskLimit.base)
    write(terms.riskLimit.step)
    write(terms.listed)
    write(life: terms)
  }
}

extension ByteReader {
  mutating func readCommand() throws(CodecError) -> Command {
    let code = try read(code: CommandCode.self)
    switch code {
    case .listInstrument: return .listInstrument(try readInstrument())
    case .openAccount: return .openAccount(OpenAccount(account: try readAccount()))
    case .deposit:
      return .deposit(Deposit(account: try readAccount(), currency: try read(code: Currency.self), amount: try read()))
    case .placeOrder: return .placeOrder(try readPlaceOrder())
    case .amendOrder: return .amendOrder(try readAmendOrder())
    case .cancelOrder: return .cancelOrder(CancelOrder(account: try readAccount(), order: try readOrderKey()))
    case .cancelOrders: return .cancelOrders(try readCancelOrders())
    case .cancelAllAfter:
      return .cancelAllAfter(CancelAllAfter(account: try readAccount(), timeout: try read(Int64.self)))
    case .setLeverage:
      return .setLeverage(
        SetLeverage(account: try readAccount(), instrument: try readInstrumentID(), leverage: try read()))
    case .indexPrice: return .indexPrice(IndexPrice(instrument: try readInstrumentID(), price: try read()))
    case .tick: return .tick
    case .remark: return .remark(try readRemark())
    case .requestWithdrawal: return .requestWithdrawal(try readRequestWithdrawal())
    case .resolveWithdrawal: return .resolveWithdrawal(try readResolveWithdrawal())
    case .listIndex: return .listIndex(try readIndex())
    case .updateInstrument:
      return .updateInstrument(UpdateInstrument(instrument: try readInstrumentID(), terms: try readInstrument()))
    case .placeConditional:
      return .placeConditional(PlaceConditional(order: try readPlaceOrder(), conditions: try readConditions()))
    case .setRiskLimit:
      return .setRiskLimit(
        SetRiskLimit(account: try readAccount(), instrument: try readInstrumentID(), limit: try read()))
    case .transferMargin:
      return .transferMargin(
        TransferMargin(account: try readAccount(), instrument: try readInstrumentID(), amount: try read()))
    case .withdraw, .transferWallet, .restrictAccount, .setStanding, .setTradingState, .setInterestStep, .sourcePrice:
      return try readOperatorCommand(code)
    }
  }

  mutating func readAccount() throws(CodecError) -> AccountID { AccountID(rawValue: try read()) }

  mutating func readInstrumentID() throws(CodecError) -> InstrumentID { InstrumentID(rawValue: try read()) }

  private mutating func readRemark() throws(CodecError) -> Remark {
    let account = try readAccount()
    let text = try readText()
    guard let remark = Remark(account: account, utf8: text) else {
      throw .unknown("remark length", UInt64(text.count))
    }
    return remark
  }

  mutating func readSymbol() throws(CodecError) -> Symbol {
    let text = try readText()
    guard let symbol = Symbol(utf8: text) else { throw .unknown("symbol length", UInt64(text.count)) }
    return symbol
  }

  /// Reads an instrument's terms.
  public mutating func readInstrument() throws(CodecError) -> Instrument {
    var terms = Instrument(
      symbol: try readSymbol(), root: try readSymbol(), underlying: try readSymbol(), quoteCurrency: try readSymbol(),
      reference: try readSymbol(), settlement: try read(code: Currency.self), kind: try read(code: ContractKind.self),
      multiplier: try read(Int64.self), lot: try read(), tickSize: try read(), maximumQuantity: try read(),
      maximumPrice: try read(), initialMargin: try read(), maintenanceMargin: try read(), makerFee: try read(),
      takerFee: try read(), settlementFee: try read(),
      riskLimit: RiskLimit(base: try read(), step: try read()), listed: try read())
    try readLife(into: &terms)
    return terms
  }
}
