public import ApusModel

// What falls due by itself waits for a `tick`: the log alone says when time passed, and the commands before and after
// it see one state each. Whoever feeds the engine ticks as soon as `attention` has come, before any later command.

/// What the venue has to do by itself, and when.
struct Agenda: BitwiseCopyable {
  /// The next whole minute at which something is sampled; never while nothing is.
  var minute: Timestamp = .never
  /// The next half minute at which books are measured; never while none is.
  var half: Timestamp = .never
  /// The next midnight at which leverage interest is charged; never while no contract knows any.
  var midnight: Timestamp = .never
  /// The next funding of any market.
  var funding: Timestamp = .never
  /// When the day of an order that lasts no longer ends, or earlier; never without one.
  var dayEnd: Timestamp = .never
  /// When trailing stops next follow their prices by the clock, or earlier; never without one.
  var trail: Timestamp = .never
  /// The next account to look at of those that send too many small orders, at this midnight.
  var reviewed: UInt32 = 0
  /// The market whose positions are paying, while they are.
  var collecting: UInt16?
  /// The next market to charge interest in at this midnight.
  var charging: UInt16 = 0

  /// When positions pay next.
  var payment: Timestamp { min(funding, midnight) }
}

/// What is left of the work one entry may do.
struct Work {
  private var left: Int

  /// So many positions, orders or samples; looking at an account that has none of them is a sixteenth.
  init(_ units: UInt32) { left = Int(units) * 16 }

  var isLeft: Bool { left > 0 }
  mutating func didOne() { left -= 16 }
  mutating func lookedOn() { left -= 1 }
}

extension Engine {
  /// When the next thing falls due by itself, or a time that never comes; a tick then or later lets it happen.
  public var attention: Timestamp {
    if agenda.collecting != nil || accounts.triggersAreDue { return time }
    if liquidations.isUnfinished { return time }
    return min(min(dueByTime, agenda.trail), min(liquidations.nextOffer, liquidations.nextRanking))
  }

  private var dueByTime: Timestamp {
    min(min(min(accounts.nextDeadline, ofTheDay), lifeDue), min(agenda.payment, min(agenda.minute, agenda.half)))
  }

  /// When orders of the day end, or accounts are reviewed.
  private var ofTheDay: Timestamp { min(agenda.dayEnd, accounts.nextReview) }

  /// Lets happen what is due, in the order it fell due, and as much of it as one entry may; the rest waits for the next.
  @inline(never) mutating func attend(into events: inout EventBuffer) {
    var work = Work(limits.slice)
    attendTrailing()
    if accounts.nextDeadline <= time { findNextDeadline() }
    while work.isLeft {
      if let market = agenda.collecting {
        collect(in: Int(market), &work, into: &events)
      } else {
        if agenda.dayEnd != .never { findDayEnd() }
        guard dueByTime <= time else { return }
        attendNext(&work, into: &events)
      }
    }
  }

  /// The earliest thing that is due. At one moment switches fire first, then orders of the day end, then labels are
  /// reviewed, then positions pay, then contracts settle, then the minute is sampled, which is the first after a
  /// settlement's half hour.
  private mutating func attendNext(_ work: inout Work, into events: inout EventBuffer) {
    let payment = agenda.payment
    let until = min(min(time, min(agenda.minute, agenda.half)), min(payment, lifeDue))
    let isEarly = min(accounts.nextDeadline, ofTheDay) <= until
    if !isEarly && payment > until && lifeDue <= until { return live(&work, into: &events) }
    let isOfReview = min(accounts.nextDeadline, agenda.dayEnd) > until && accounts.nextReview <= until
    if isOfReview { return review(&work, into: &events) }
    work.didOne()
    if accounts.nextDeadline <= until { return fireDeadlines(through: until, into: &events) }
    if agenda.dayEnd <= until { return endDay(into: &events) }
    if payment <= until {
      if agenda.funding == payment { return beginFunding(at: payment, into: &events) }
      return beginInterest(at: payment, into: &events)
    }
    if agenda.half < agenda.minute { return passHalf(into: &events) }
    // Nothing happens between these minutes, so they are one look at the same market.
    let other = min(min(payment, lifeDue), min(accounts.nextDeadline, ofTheDay))
    let bound = min(time, other - Timestamp(rawValue: 1))
    let minutes = (bound - agenda.minute).rawValue / Timestamp.minute
    let last = agenda.minute + Timestamp(rawValue: minutes * Timestamp.minute)
    agenda.minute = last + Timestamp(rawValue: Timestamp.minute)
    if agenda.half != .never { agenda.half = last + Timestamp(rawValue: Timestamp.halfMinute) }
    passMinutes(minutes + 1, through: last, into: &events)
  }

  /// Finds out anew when something is due, after contracts or indices were listed or changed.
  mutating func planAhead() {
    var isSampled = indices.count > 0
    var isCharged = false
    var isHalved = false
    for market in 0..<markets.count {
      isHalved = isHalved || markets[market].terms.isMeasuredTwice
      isSampled = isSampled || markets[market].terms.isMarkedByTime
      isCharged = isCharged || markets[market].terms.interest.exists
    }
    let minute = Timestamp(rawValue: Timestamp.minute)
    let day = Timestamp(rawValue: Timestamp.day)
    if !isSampled {
      agenda.minute = .never
    } else if agenda.minute == .never {
      agenda.minute = time.wholeMinute + minute
    }
    if !isHalved {
      agenda.half = .never
    } else if agenda.half == .never {
      agenda.half = agenda.minute - Timestamp(rawValue: Timestamp.halfMinute)
      if agenda.half <= time { agenda.half = agenda.half + minute }
    }
    if !isCharged {
      agenda.midnight = .never
    } else if agenda.midnight == .never {
      agenda.midnight = time.wholeDay + day
    }
    planFunding()
  }

  /// Finds the next funding of any market.
  mutating func planFunding() {
    agenda.funding = .never
    for market in 0..<markets.count { agenda.funding = min(agenda.funding, markets[market].prices.funding.next) }
  }
}
