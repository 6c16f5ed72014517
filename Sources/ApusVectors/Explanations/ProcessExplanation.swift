public import ApusModel

extension Explanation {
  /// How a funding payment comes about.
  public static func funding(_ question: PositionQuestion, at rate: Rate, mark: Price) -> Explanation {
    var told = Explanation()
    let terms = question.instrument
    told.tellValue("value at the mark", question, mark)
    let value = terms.value(of: question.quantity, at: mark).magnitude
    let paid = question.position.funding(at: rate, mark: mark, of: terms)
    told.say("rate", "positive: longs pay shorts", rate.percent, .funding)
    told.say(
      paid < .zero ? "received" : "paid", "\(value.rawValue) × \(rate.magnitude.percent), toward zero",
      terms.text(paid.magnitude), .funding)
    return told
  }

  /// How a funding rate comes about from its premium.
  public static func fundingRate(
    premium: Rate, interest: Rate, before: Rate?, of terms: Instrument
  ) -> Explanation {
    var told = Explanation()
    let base = MarginRates(initial: terms.initialMargin, maintenance: terms.maintenanceMargin)
    let free = FundingRate.rate(premium: premium, interest: interest)
    told.say("premium", "", premium.percent, .funding)
    told.say("interest", "", interest.percent, .funding)
    told.say(
      "rate before caps",
      "\(premium.percent) + clamp(\(interest.percent) - \(premium.percent), ±\(FundingRate.clamp.percent))",
      free.percent, .funding)
    told.say(
      "cap", "75 % × (\(base.initial.percent) - \(base.maintenance.percent))", FundingRate.cap(base).percent, .funding)
    told.say(
      "largest change", "75 % × \(base.maintenance.percent)", FundingRate.largestChange(base).percent, .funding)
    told.say(
      "rate", before.map { "within both of \($0.percent)" } ?? "within the cap",
      FundingRate.capped(free, after: before, base).percent, .funding)
    return told
  }

  /// How the mark of a perpetual comes about; the time to the funding is in seconds.
  public static func mark(index: Price, rate: Rate, secondsToFunding: Int64, decimals: Int) -> Explanation {
    var told = Explanation()
    let interval = FundingSchedule.eightHours.interval
    let toRun = secondsToFunding * Timestamp.second
    let fair = FairPrice.perpetual(
      index: index, funding: rate, toRun: toRun, interval: interval, precision: Inputs.precision(decimals))
    let whole = Whole64.divide(toRun, by: Timestamp.minute, rounding: .up) * 60
    told.say("time to funding", "\(secondsToFunding) s from the last whole minute", "\(whole) s", .mark)
    told.say(
      "fair basis", "round(\(index.text) × \(rate.percent) × \(whole) ÷ \(interval / Timestamp.second))",
      fair.basis.text, .mark)
    told.say("mark", "\(index.text) + \(fair.basis.term)", fair.price.text, .mark)
    told.say("basis a year", "\(rate.percent) × \(Timestamp.day / interval) × 365", fair.rate.percent, .mark)
    return told
  }

  /// How leverage interest comes about, posted day by day in the smallest unit.
  public static func interest(
    principal: Amount, leverage: Leverage, rate: Rate, days: Int64, of terms: Instrument
  ) -> Explanation {
    var told = Explanation()
    let notional = LeverageInterest.notional(principal: principal, leverage: leverage)
    told.say("notional", "\(principal.rawValue) × \(leverage.text)", terms.text(notional), .interest)
    let exact = LeverageInterest.exact(notional: notional, rate: rate, days: days)
    told.say(
      "interest", "\(notional.rawValue) × \(rate.percent) × \(days) ÷ \(LeverageInterest.daysOfYear)",
      "\(exact.decimal(places: 8)) \(terms.settlement.symbol)", .interest)
    var carry = InterestCarry()
    var posted = Amount.zero
    for day in 1...max(days, 1) where days > 0 {
      let due = carry.post(notional: notional, rate: rate, days: 1)
      posted += due
      if day <= 3 || day == days { told.say("day \(day)", "whole units, the rest carried", terms.text(due), .interest) }
    }
    told.say("posted", "all days", terms.text(posted), .interest)
    return told
  }
}
