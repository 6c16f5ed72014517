// What the operator and the world ask, and the conditions of an order.

extension ByteWriter {
  mutating func write(operator command: Command) {
    switch command {
    case .withdraw(let command):
      write(CommandCode.withdraw.rawValue)
      write(command.account.rawValue)
      write(command.currency.rawValue)
      write(command.amount)
    case .transferWallet(let command):
      write(CommandCode.transferWallet.rawValue)
      write(command.from.rawValue)
      write(command.to.rawValue)
      write(command.currency.rawValue)
      write(command.amount)
    case .restrictAccount(let command):
      write(CommandCode.restrictAccount.rawValue)
      write(command.account.rawValue)
      write(command.restriction.rawValue)
      write(command.reason.rawValue)
    case .setStanding(let command):
      write(CommandCode.setStanding.rawValue)
      write(command.account.rawValue)
      write(command.role.rawValue)
      write(command.plan.feeTier)
      write(command.plan.interestDiscount)
    case .setTradingState(let command):
      write(CommandCode.setTradingState.rawValue)
      write(command.instrument) { $0.write($1.rawValue) }
      write(command.state.rawValue)
    case .setInterestStep(let command):
      write(CommandCode.setInterestStep.rawValue)
      write(command.instrument.rawValue)
      write(command.step)
    case .sourcePrice(let command):
      write(CommandCode.sourcePrice.rawValue)
      write(command.index.rawValue)
      write(command.source)
      write(command.price)
    default: preconditionFailure("not the operator's: \(command)")
    }
  }

  /// Writes an order's conditions.
  public mutating func write(_ conditions: Conditions) {
    write(conditions.trigger.rawValue)
    write(conditions.source.rawValue)
    write(conditions.withinMark)
    write(conditions.peg.rawValue)
    write(conditions.contingency.rawValue)
    write(conditions.isDay)
    write(conditions.isHidden)
    write(conditions.stopPrice)
    write(conditions.pegOffset)
    write(conditions.displayed)
    write(text: conditions.link.utf8)
  }
}

extension ByteReader {
  mutating func readOperatorCommand(_ code: CommandCode) throws(CodecError) -> Command {
    switch code {
    case .withdraw:
      return .withdraw(
        Withdraw(account: try readAccount(), currency: try read(code: Currency.self), amount: try read()))
    case .transferWallet:
      return .transferWallet(
        TransferWallet(
          from: try readAccount(), to: try readAccount(), currency: try read(code: Currency.self), amount: try read()))
    case .restrictAccount:
      return .restrictAccount(
        RestrictAccount(
          account: try readAccount(), restriction: try read(code: Restriction.self),
          reason: try read(code: RestrictionReason.self)))
    case .setStanding:
      return .setStanding(
        SetStanding(
          account: try readAccount(), role: try read(code: Role.self),
          plan: AccountPlan(feeTier: try read(), interestDiscount: try read())))
    case .setTradingState:
      let instrument = try readOptional { (r: inout ByteReader) throws(CodecError) -> InstrumentID in
        try r.readInstrumentID()
      }
      return .setTradingState(SetTradingState(instrument: instrument, state: try read(code: TradingState.self)))
    case .setInterestStep:
      return .setInterestStep(SetInterestStep(instrument: try readInstrumentID(), step: try read()))
    default:
      return .sourcePrice(
        SourcePrice(index: IndexID(rawValue: try read()), source: try read(), price: try read()))
    }
  }

  /// Reads an order's conditions.
  public mutating func readConditions() throws(CodecError) -> Conditions {
    var conditions = Conditions()
    conditions.trigger = try read(code: TriggerKind.self)
    conditions.source = try read(code: PriceSource.self)
    conditions.withinMark = try readFlag("within mark")
    conditions.peg = try read(code: PegKind.self)
    conditions.contingency = try read(code: Contingency.self)
    conditions.isDay = try readFlag("day order")
    conditions.isHidden = try readFlag("hidden")
    conditions.stopPrice = try read()
    conditions.pegOffset = try read()
    conditions.displayed = try read()
    conditions.link = try readClientID()
    return conditions
  }
}
