/// What a request counts toward how often its sender may ask.
public enum RequestCost {
  /// Orders in one request: as many as a tenth of them, rounded up, and at least one (the venue's page on bulk orders).
  public static func bulk(orders: Int) -> Int { max(1, (orders + 9) / 10) }
}
