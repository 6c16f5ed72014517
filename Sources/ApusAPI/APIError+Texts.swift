// The venue's texts, word for word: clients match on them.

extension APIError {
  /// The key is unknown.
  public static let invalidKey = APIError(401, "Invalid API Key.", access: AccessRefusal(.unknown))
  /// The nonce is no number.
  public static let nonceInvalid = APIError(400, "nonce is invalid")

  /// The nonce is not the time; `now` in milliseconds since 1970.
  public static func nonceNotNow(_ now: Int64) -> APIError {
    APIError(400, "Nonce is not the time, or over a minute off. Current time: \(now)")
  }

  /// The nonce, or a later one, was used before.
  public static func nonceNotIncreasing(_ nonce: Int64, last: Int64) -> APIError {
    APIError(400, "Nonce is not increasing. This nonce: \(nonce), last nonce: \(last)")
  }

  /// The signature does not belong to the request.
  public static let signatureNotValid = signatureNotValid(signed: nil)
  /// A private route without a key.
  public static let authorizationRequired = APIError(401, "Authorization Required")
  /// The key was switched off.
  public static let keyDisabled = APIError(401, "This key is disabled.", access: AccessRefusal(.disabled))
  /// The key has come to its end.
  public static let keyExpired = APIError(401, "This key has expired.", access: AccessRefusal(.expired))
  /// The key is not for the address the request comes from.
  public static let addressNotAllowed = APIError(
    403, "This IP address is not allowed to use this key.", access: AccessRefusal(.address))
  /// The account may not do this.
  public static let accountRestricted = APIError(403, "Account is restricted")
  /// A signature without its end.
  public static let expiresMissing = APIError(400, "expires is missing")
  /// The expiry is no number.
  public static let expiresInvalid = APIError(400, "expires is invalid")

  /// The signature does not belong to the request; `signed` is what it should have been made of.
  public static func signatureNotValid(signed: String?) -> APIError {
    APIError(401, "Signature not valid.", access: AccessRefusal(.signature, signed: signed))
  }

  /// The key lacks a permission.
  public static func accessDenied(needs permission: String) -> APIError {
    APIError(403, "Access Denied", access: AccessRefusal(.permission, needs: permission))
  }

  /// The request came after its expiry; `now` in seconds since 1970.
  public static func expired(now: Int64) -> APIError {
    APIError(400, "This request has expired - `expires` is in the past. Current time: \(now)")
  }
}

extension APIError {
  /// There is no such route, or no such order to cancel.
  public static let notFound = APIError(404, "Not Found")
  /// The venue takes no more work.
  public static let overloaded = APIError(503, "The system is currently overloaded. Please try again later.")

  /// Too many requests.
  public static func rateLimited(retryAfter seconds: Int64) -> APIError {
    APIError(
      429, "Rate limit exceeded, retry in \(seconds) seconds.", name: .rateLimit, retryAfter: seconds)
  }

  /// The body or the query cannot be read.
  public static func malformed(_ refusal: JSONRefusal) -> APIError {
    APIError(400, "Malformed request: \(refusal.reason.rawValue) at byte \(refusal.offset)")
  }
}

extension APIError {
  /// The client's name for an order was used before.
  public static let duplicateClientOrderID = APIError(400, "Duplicate clOrdID")
  /// The client's name for an order is longer than 36 characters, or none.
  public static let invalidClientOrderID = APIError(400, "Invalid clOrdID")
  /// The client's name for a group is longer than 36 characters, or none.
  public static let invalidClientOrderLinkID = APIError(400, "Invalid clOrdLinkID")
  /// The quantity breaks a rule.
  public static let invalidQuantity = APIError(400, "Invalid orderQty")
  /// The quantity is no whole number.
  public static let quantityNotWhole = APIError(400, "orderQty is invalid")
  /// The price is no number, or breaks a rule.
  public static let invalidPrice = APIError(400, "Invalid price")
  /// The price is no multiple of the tick.
  public static let invalidPriceTick = APIError(400, "Invalid price tickSize")
  /// The trigger price is no number, or breaks a rule.
  public static let invalidStopPrice = APIError(400, "Invalid stopPx")
  /// The order type needs a trigger price, or takes none.
  public static let invalidStopPriceForType = APIError(400, "Invalid stopPx for ordType")
  /// The trigger price is no multiple of the tick.
  public static let invalidStopPriceTick = APIError(400, "Invalid stopPx tickSize")
  /// The contract is unknown or not named.
  public static let invalidSymbol = APIError(400, "Invalid symbol")
  /// The side is neither `Buy` nor `Sell`.
  public static let invalidSide = APIError(400, "Invalid side")
  /// The open quantity breaks a rule.
  public static let invalidLeavesQuantity = APIError(400, "Invalid leavesQty")
  /// The shown quantity breaks a rule.
  public static let invalidDisplayQuantity = APIError(400, "Invalid displayQty")
  /// The order type is not served.
  public static let unsupportedOrderType = APIError(400, "Unsupported ordType")
  /// The time in force is not served.
  public static let unsupportedTimeInForce = APIError(400, "Unsupported timeInForce")
  /// An instruction is not served.
  public static let unsupportedInstruction = APIError(400, "Unsupported execInst")
  /// Instructions and kind of order exclude each other.
  public static let instructionsConflict = APIError(400, "Invalid ordType or timeInForce for execInst")
  /// The peg is unknown, or does not go with the order type.
  public static let invalidPegForType = APIError(400, "Invalid pegPriceType for ordType")
  /// The distance of the peg breaks a rule.
  public static let invalidPegOffset = APIError(400, "Invalid pegOffsetValue")
  /// The contingency is unknown.
  public static let invalidContingency = APIError(400, "Invalid contingencyType")
  /// The notes are no text, or too long.
  public static let invalidText = APIError(400, "Invalid text")
  /// What a network does not take of a withdrawal.
  public static let invalidFee = APIError(400, "Invalid fee")
  /// A token that no withdrawal has.
  public static let invalidToken = APIError(400, "Invalid token")
  /// A name that no change of a wallet has.
  public static let invalidTransaction = APIError(400, "Invalid transactID")
  /// Notes with characters that no list can show.
  public static let textIllegible = APIError(400, "Invalid text: it has control characters")
  /// Notes that are longer than the log keeps.
  public static let textTooLong = APIError(
    400, "Invalid text: at most \(JSONObject.longestNotes) bytes of UTF-8 are kept")
  /// The order is closed.
  public static let invalidOrderStatus = APIError(400, "Invalid ordStatus")
  /// The orders are no list of objects, or too many.
  public static let invalidOrders = APIError(400, "Invalid orders")
  /// The order is unknown.
  public static let invalidOrderID = APIError(400, "Invalid orderID")
  /// The order is unknown by the client's name.
  public static let invalidOriginalClientOrderID = APIError(400, "Invalid origClOrdID")
  /// Too many orders are open.
  public static let tooManyOpenOrders = APIError(400, "Too many open orders")
  /// The timeout is no number, or negative.
  public static let invalidTimeout = APIError(400, "timeout is invalid")

  /// The order would increase the position it may only reduce; `quantity` is signed.
  public static func wouldIncrease(side: String, position quantity: Int64) -> APIError {
    APIError(400, "Order had execInst of Close/ReduceOnly and side of \(side) but current position is \(quantity)")
  }
}

extension APIError {
  /// The margin is too small; `amount` in the smallest unit of `currency`.
  public static func insufficientBalance(needed amount: Int64, currency: String) -> APIError {
    validation("Account has insufficient Available Balance, \(amount) \(currency) required")
  }

  /// The fill would be followed by a liquidation.
  public static let immediateLiquidation = validation("Executing at order price would lead to immediate liquidation")
  /// The position would be worth more than its risk limit.
  public static let exceedsRiskLimit = validation("Value of position and orders exceeds position Risk Limit")
  /// A refusal for breaking a rule.
  public static func validation(_ message: String) -> APIError { APIError(400, message, name: .validation) }
}

extension APIError {
  /// The leverage is no number, or outside its bounds.
  public static let invalidLeverage = APIError(400, "Invalid leverage")
  /// The leverage is above what the contract allows.
  public static let leverageTooHigh = APIError(400, "Cannot exceed the maximum entry leverage")
  /// Margin can be moved only in and out of an isolated position.
  public static let positionIsCross = APIError(400, "Position has cross margin enabled")
  /// The isolated margin is too small for what was asked.
  public static let insufficientIsolatedMargin = APIError(400, "Position has insufficient isolated margin")
  /// The switch is no truth value.
  public static let invalidEnabled = APIError(400, "enabled is invalid")
  /// The risk limit is no whole number, or not allowed.
  public static let invalidRiskLimit = APIError(400, "Invalid riskLimit")
  /// The amount is no whole number, or zero.
  public static let invalidAmount = APIError(400, "Invalid amount")
  /// The currency is unknown.
  public static let invalidCurrency = APIError(400, "Invalid currency")
}

extension APIError {
  /// The filter is no object of terms the table knows.
  public static let filterInvalid = APIError(400, "filter values are not valid")
  /// A column that the table does not have was asked for.
  public static let columnsInvalid = APIError(400, "columns are not valid")
  /// The number of rows is none.
  public static let countInvalid = APIError(400, "count is invalid")
  /// The offset is none.
  public static let startInvalid = APIError(400, "start is invalid")
  /// The highest number that is wanted is none.
  public static let startIDInvalid = APIError(400, "startId is invalid")
  /// The direction is no truth value.
  public static let reverseInvalid = APIError(400, "reverse is invalid")
  /// The first moment is none.
  public static let startTimeInvalid = APIError(400, "startTime is invalid")
  /// The last moment is none.
  public static let endTimeInvalid = APIError(400, "endTime is invalid")
  /// The number of levels is none.
  public static let depthInvalid = APIError(400, "depth is invalid")
  /// The length of a bin is none of those offered.
  public static let binSizeInvalid = APIError(400, "binSize is invalid")
  /// Whether the running bin is wanted is no truth value.
  public static let partialInvalid = APIError(400, "partial is invalid")
  /// The form of the answer is none that the operation has.
  public static let formatInvalid = APIError(
    400, "_format is invalid: answers are json, and lists of the past also csv")
}

extension APIError {
  /// The topic names no table.
  public static func unknownTable(_ name: String) -> APIError {
    APIError(400, "Unknown table: \(name)", name: .websocket)
  }

  /// The topic is subscribed already.
  public static func alreadySubscribed(_ topic: String) -> APIError {
    APIError(400, "You are already subscribed to this topic: \(topic)", name: .websocket)
  }

  /// The topic names no contract.
  public static let unknownTopicSymbol = APIError(400, "Unknown or expired symbol.", name: .websocket)
  /// A private topic without authorization.
  public static let subscriptionNeedsAuthorization = APIError(
    401, "User requested an account-locked subscription but no authorization was provided.", name: .websocket)
  /// Too many subscriptions wait for their first rows.
  public static let tooManyPendingSubscriptions = APIError(
    503, "Max Pending subscription limit reached, please try again later.", name: .websocket)
  /// The connection has said who it is already.
  public static let alreadyAuthenticated = APIError(400, "Already authenticated.", name: .websocket)
  /// The message is no object with an operation.
  public static let malformedOperation = APIError(400, "Unable to parse message.", name: .websocket)
  /// The arguments do not go with the operation.
  public static let invalidArguments = APIError(400, "Invalid args.", name: .websocket)
  /// One operation names more topics than it may.
  public static let tooManyTopics = APIError(
    400, "Invalid args: at most \(ClientOperation.mostTopics) topics at once.", name: .websocket)

  /// The operation is none.
  public static func unknownOperation(_ name: String) -> APIError {
    APIError(400, "Unknown op: \(name)", name: .websocket)
  }

  /// What a list answer says beside an order that cannot be canceled because it is closed.
  public static func unableToCancel(_ orderStatus: String) -> String {
    "Unable to cancel order due to existing state: \(orderStatus)"
  }
}

extension APIError {
  /// The address is too long or illegible.
  public static let invalidAddress = APIError(400, "Invalid address")
  /// The network carries no money of that currency.
  public static let invalidNetwork = APIError(400, "Invalid network")
  /// A withdrawal to another customer, which the venue does not do.
  public static let invalidTargetUser = APIError(400, "Invalid targetUserId")
  /// A saved address, of which the venue keeps none.
  public static let invalidAddressID = APIError(400, "Invalid addressId")
  /// The account is none of the family.
  public static let invalidTargetAccount = APIError(400, "Invalid targetAccountId")
  /// One of the accounts is none of the family, or no number.
  public static let invalidTargetAccounts = APIError(400, "Invalid targetAccountIds")
  /// The account that would pay is none of the family.
  public static let invalidFromAccount = APIError(400, "Invalid fromAccountId")
  /// Another sub-account has the name.
  public static let duplicateAccountName = APIError(400, "Duplicate accountName")
  /// The name is none, or too long.
  public static let invalidAccountName = APIError(400, "Invalid accountName")
  /// There are as many sub-accounts as there may be.
  public static let tooManySubaccounts = APIError(400, "Too many subaccounts")
  /// The account belongs to another itself.
  public static let subaccountOfSubaccount = APIError(400, "A subaccount has no subaccounts")
  /// The preferences are no object, or too many.
  public static let invalidPreferences = APIError(400, "Invalid prefs")
  /// Whether other preferences are forgotten is no truth value.
  public static let invalidOverwrite = APIError(400, "overwrite is invalid")
  /// The moment is none.
  public static let timestampInvalid = APIError(400, "timestamp is invalid")
  /// The ranking is none of those offered.
  public static let invalidMethod = APIError(400, "Invalid method")
  /// There is no table of that name.
  public static let invalidModel = APIError(400, "Invalid model")
}
