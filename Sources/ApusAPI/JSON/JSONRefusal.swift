/// Why a text is not taken as JSON, and where.
public struct JSONRefusal: Error, Hashable, Sendable {
  /// What is wrong.
  public enum Reason: String, Sendable {
    /// Nothing where a value should be.
    case incomplete = "the text ends early"
    /// A character that JSON does not have there.
    case unexpectedCharacter = "unexpected character"
    /// Something follows the value.
    case trailingData = "something follows the value"
    /// A number that is none by the rules of JSON.
    case malformedNumber = "malformed number"
    /// A number of more than 40 characters.
    case numberTooLong = "number too long"
    /// An escape that JSON does not have, or half of a surrogate pair.
    case malformedEscape = "malformed escape"
    /// Bytes that are not UTF-8.
    case malformedText = "malformed text"
    /// A text of more than 16 KiB.
    case textTooLong = "text too long"
    /// More than 16 levels.
    case tooDeep = "nested too deeply"
    /// More than 128 members in one object.
    case tooManyMembers = "too many members"
    /// More than 1,000 elements in one array.
    case tooManyElements = "too many elements"
    /// A name that came before in the same object.
    case duplicateName = "duplicate name"
  }

  /// What is wrong.
  public let reason: Reason
  /// After how many bytes.
  public let offset: Int

  /// Makes a refusal.
  public init(_ reason: Reason, at offset: Int) {
    self.reason = reason
    self.offset = offset
  }
}

/// How large one JSON text may be in each direction.
public enum JSONLimits {
  /// Levels of objects and arrays.
  public static let depth = 16
  /// Members of one object, and fields of one form.
  public static let members = 128
  /// Elements of one array.
  public static let elements = 1_000
  /// Bytes of one text.
  public static let textBytes = 16_384
  /// Characters of one number.
  public static let numberCharacters = 40
}
