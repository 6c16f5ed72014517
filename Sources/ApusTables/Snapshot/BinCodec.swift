import ApusAPI
import ApusModel

extension ByteWriter {
  /// Writes a market's bins, those that ended and those that run.
  mutating func write(_ bins: Bins) {
    write(bins.minute) { $0.write($1) }
    write(bins.touch) { $0.write($1) }
    for size in BinSize.allCases {
      write(bins.passed[size]) { $0.write($1) }
      write(history: bins.trades[size]) { writer, record in
        writer.write(record.end)
        writer.write(record.bin)
      }
      write(history: bins.quotes[size]) { $0.write($1) }
    }
  }

  mutating func write(_ quote: QuoteRecord) {
    write(quote.time)
    write(quote.touch)
  }

  private mutating func write(_ bin: TradeBin) {
    for price in [bin.open, bin.high, bin.low, bin.close] { write(price) }
    write(bin.trades)
    write(bin.volume)
    write(bin.turnover)
    write(bin.lastSize)
    write(bin.notional)
  }

  mutating func write(_ notional: QuantoNotional) {
    write(notional.home)
    write(notional.foreign)
  }

  private mutating func write(_ touch: Touch) {
    write(touch.bid)
    write(touch.bidSize)
    write(touch.ask)
    write(touch.askSize)
  }
}

extension ByteReader {
  mutating func readBins(into bins: inout Bins) throws(CodecError) {
    let minute = try readOptional { (r: inout ByteReader) throws(CodecError) in try r.readBin() }
    let touch = try readOptional { (r: inout ByteReader) throws(CodecError) in try r.readTouch() }
    var passed = BySize<TradeBin?> { _ in nil }
    for size in BinSize.allCases {
      passed[size] = try readOptional { (r: inout ByteReader) throws(CodecError) in try r.readBin() }
      for record in try readList({ (r: inout ByteReader) throws(CodecError) in
        TradeBinRecord(end: try r.read(), bin: try r.readBin())
      }) {
        bins.restore(record, size)
      }
      for record in try readList({ (r: inout ByteReader) throws(CodecError) in try r.readQuote() }) {
        bins.restore(record, size)
      }
    }
    bins.restore(minute, passed, touch)
  }

  mutating func readQuote() throws(CodecError) -> QuoteRecord {
    QuoteRecord(time: try read(), touch: try readTouch())
  }

  private mutating func readBin() throws(CodecError) -> TradeBin {
    var bin = TradeBin(at: try read())
    bin.high = try read()
    bin.low = try read()
    bin.close = try read()
    bin.trades = try read()
    bin.volume = try read()
    bin.turnover = try read()
    bin.lastSize = try read()
    bin.notional = try readNotional()
    return bin
  }

  mutating func readNotional() throws(CodecError) -> QuantoNotional {
    QuantoNotional(home: try read(), foreign: try read())
  }

  private mutating func readTouch() throws(CodecError) -> Touch {
    Touch(bid: try read(), bidSize: try read(), ask: try read(), askSize: try read())
  }
}
