import ApusAPI
import ApusExchange
import ApusModel

/// How the outcome of a command is told to whoever asked.
enum Reply: Sendable {
  /// The order's row.
  case order(OrderAsked)
  /// The rows of the orders that came together.
  case bulk([BulkElement])
  /// The rows of the orders that were named.
  case cancels([CancelElement])
  /// The rows of the orders that were open.
  case canceledAll
  /// The position's row.
  case position(ListedContract)
  /// The change of a wallet in this currency.
  case transaction(Currency)
  /// The account that was opened, once its owner's profile says whose it is.
  case opened(Profiles.Subaccount, Profiles)
  /// When the dead man's switch fires; a realtime answer echoes its request.
  case deadline(JSONObject?)

  /// What was asked of an order, as far as a refusal has to know.
  enum OrderAsked: Sendable {
    case placed(ListedContract, side: FIX.Side?)
    case amended(OrderReference, ListedContract)
  }
}

extension Reply {
  /// The answer to a request.
  func response(to outcomes: [Outcome], _ allowance: Allowance?) -> Response {
    var response: Response
    do throws(APIError) {
      response = .json(try json(outcomes))
    } catch {
      response = .refusal(error)
    }
    response.allowance = allowance
    return response
  }

  /// The rows as JSON; throws when the engine refused.
  func json(_ outcomes: [Outcome]) throws(APIError) -> [UInt8] {
    var writer = JSONWriter(capacity: 1_024)
    switch self {
    case .bulk(let elements): return try elements.json(outcomes)
    case .cancels(let elements): return elements.json(outcomes.map(CancelOutcome.init))
    case .canceledAll: writer.append(canceled: outcomes)
    case .order, .position, .deadline, .transaction, .opened:
      guard let outcome = outcomes.first else { preconditionFailure("a command without an outcome") }
      try append(outcome, to: &writer)
    }
    return writer.bytes
  }

  private func append(_ outcome: Outcome, to writer: inout JSONWriter) throws(APIError) {
    switch outcome {
    case .order(let row): writer.append(row, OrderRow.schema)
    case .position(let row): writer.append(row, PositionRow.schema)
    case .deadline(let now, let cancelTime): append(now, cancelTime, to: &writer)
    case .rejected(let rejected, let row, let position): throw refusal(rejected, row, position)
    case .transaction(let row): writer.append(row, TransactionRow.schema)
    case .done:
      guard case .opened(let subaccount, let profiles) = self else {
        preconditionFailure("outcome \(outcome) answers no \(self)")
      }
      try profiles.add(subaccount)
      writer.append(subaccount.row, SubaccountRow.schema)
    case .orders, .wallet: preconditionFailure("outcome \(outcome) answers no \(self)")
    }
  }

  private func append(_ now: Timestamp, _ cancelTime: Timestamp?, to writer: inout JSONWriter) {
    guard case .deadline(let request) = self else { preconditionFailure("a deadline answers no \(self)") }
    writer.appendCancelAllAfter(now: now.rawValue, cancelTime: cancelTime?.rawValue, request: request)
  }

  /// The venue's words for what the engine refused.
  func refusal(_ rejected: Rejected, _ row: OrderRow?, _ position: PositionRow?) -> APIError {
    switch self {
    case .order(.placed(let contract, let side)):
      return APIError(rejected, contract.terms.settlement, side: side).asking(position, rejected, contract.terms)
    case .order(.amended(let reference, let contract)):
      guard rejected.reason == .unknownOrder else {
        return APIError(rejected, contract.terms.settlement).asking(position, rejected, contract.terms)
      }
      return row == nil ? reference.unknownToAmend : .invalidOrderStatus
    case .position(let contract): return APIError(rejected, contract.terms.settlement)
    case .transaction(let currency): return APIError(rejected, currency)
    // Another account took the number in the same moment.
    case .opened: return .overloaded
    case .cancels, .canceledAll, .deadline, .bulk: return APIError(rejected, .xbt)
    }
  }
}

extension CancelOutcome {
  fileprivate init(_ outcome: Outcome) {
    switch outcome {
    case .order(let row): self = .canceled(row)
    case .rejected(_, let row, _): self = .refused(row)
    case .orders, .position, .wallet, .transaction, .deadline, .done:
      preconditionFailure("outcome \(outcome) of a cancel")
    }
  }
}

extension JSONWriter {
  /// Writes all orders that were canceled; those that were not open any more are none of them.
  fileprivate mutating func append(canceled outcomes: [Outcome]) {
    beginArray()
    for outcome in outcomes {
      switch outcome {
      case .order(let row): append(row, OrderRow.schema)
      case .orders(let rows): for row in rows { append(row, OrderRow.schema) }
      case .rejected: continue
      case .position, .wallet, .transaction, .deadline, .done: preconditionFailure("outcome \(outcome) of a cancel")
      }
    }
    endArray()
  }
}
