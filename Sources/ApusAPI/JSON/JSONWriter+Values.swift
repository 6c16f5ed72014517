// Values without regard to commas, each written in one piece.

extension JSONWriter {
  mutating func putNull() {
    put(atMost: 4) { span in
      span.append(UInt8(ascii: "n"))
      span.append(UInt8(ascii: "u"))
      span.append(UInt8(ascii: "l"))
      span.append(UInt8(ascii: "l"))
    }
  }

  mutating func put(_ value: Bool) {
    put(atMost: 5) { span in
      for byte in (value ? "true" : "false").utf8 { span.append(byte) }
    }
  }

  mutating func put(_ value: Int64) {
    put(atMost: 20) { span in
      if value < 0 { span.append(UInt8(ascii: "-")) }
      span.append(decimal: value.magnitude, places: 0)
    }
  }

  mutating func put(_ value: Decimal) {
    put(atMost: 24) { span in
      if value.mantissa < 0 { span.append(UInt8(ascii: "-")) }
      span.append(decimal: value.mantissa.magnitude, places: Int(value.scale))
    }
  }

  mutating func put(_ id: PublicID) {
    let (high, low) = id.halves
    put(atMost: 38) { span in
      span.append(UInt8(ascii: "\""))
      span.append(hexadecimal: high >> 32, digits: 8)
      span.append(UInt8(ascii: "-"))
      span.append(hexadecimal: high >> 16, digits: 4)
      span.append(UInt8(ascii: "-"))
      span.append(hexadecimal: high, digits: 4)
      span.append(UInt8(ascii: "-"))
      span.append(hexadecimal: low >> 48, digits: 4)
      span.append(UInt8(ascii: "-"))
      span.append(hexadecimal: low, digits: 12)
      span.append(UInt8(ascii: "\""))
    }
  }

  mutating func put(timestamp milliseconds: Int64) {
    let (day, time) = milliseconds.floorDivided(by: 86_400_000)
    let date = CalendarDate(daysSince1970: day)
    put(atMost: 26) { span in
      span.append(UInt8(ascii: "\""))
      span.append(twoDigits: date.year / 100)
      span.append(twoDigits: date.year % 100)
      span.append(UInt8(ascii: "-"))
      span.append(twoDigits: date.month)
      span.append(UInt8(ascii: "-"))
      span.append(twoDigits: date.day)
      span.append(UInt8(ascii: "T"))
      span.append(twoDigits: time / 3_600_000)
      span.append(UInt8(ascii: ":"))
      span.append(twoDigits: time / 60_000 % 60)
      span.append(UInt8(ascii: ":"))
      span.append(twoDigits: time / 1_000 % 60)
      span.append(UInt8(ascii: "."))
      span.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: time / 100 % 10))
      span.append(twoDigits: time % 100)
      span.append(UInt8(ascii: "Z"))
      span.append(UInt8(ascii: "\""))
    }
  }
}

extension JSONWriter {
  mutating func put(timespan milliseconds: Int64) { put(timestamp: CalendarDate.beginningOf2000 + milliseconds) }
}

extension OutputSpan<UInt8> {
  @inline(__always)
  fileprivate mutating func append(twoDigits value: Int64) {
    append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / 10))
    append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value % 10))
  }

  @inline(__always)
  mutating func append(hexadecimal value: UInt64, digits: Int) {
    var shift = UInt64(digits * 4)
    while shift > 0 {
      shift -= 4
      append(UInt8(hexadecimal: UInt8(truncatingIfNeeded: value >> shift) & 0xF))
    }
  }

  /// Writes digits with a point `places` from the right, and a leading zero where the point would come first.
  @inline(__always)
  fileprivate mutating func append(decimal magnitude: UInt64, places: Int) {
    var digits = InlineArray<24, UInt8>(repeating: UInt8(ascii: "0"))
    var start = digits.count
    var rest = magnitude
    var written = 0
    repeat {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      start -= 1
      digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
      rest = quotient
      written += 1
      if written == places {
        start -= 1
        digits[start] = UInt8(ascii: ".")
      }
    } while rest != 0 || written <= places
    for position in start..<digits.count { append(digits[position]) }
  }
}
