import NIOCore
import Testing

@testable import ApusExchange
@testable import ApusGateway

@Suite("Followers in portions")
struct ListenersTests {
  /// A follower who counts what reaches it.
  private final class Follower: Member {
    var place = 0
    var flushes = 0
    func flush() { flushes += 1 }
    func look(at now: NIODeadline) {}
    func dismiss() {}
  }

  private static func moment(_ second: Int64) -> Moment { Moment(nanoseconds: second * 1_000_000_000) }

  @Test("Of a thousand followers each is served once, and the change counts as told with the last of them")
  func everyoneOnce() {
    let followers = (0..<1_000).map { _ in Follower() }
    var listeners = Listeners()
    for follower in followers { listeners.append(follower) }
    listeners.note(Self.moment(1))
    var portions = 0
    while !listeners.isEmpty {
      let (members, told) = listeners.next()
      for member in members { member.flush() }
      portions += 1
      #expect(members.count <= Listeners.portion)
      #expect(told == (listeners.isEmpty ? [Self.moment(1)] : []))
    }
    #expect(followers.allSatisfy { $0.flushes == 1 })
    #expect(portions == (1_000 + Listeners.portion - 1) / Listeners.portion)
  }

  @Test("A change that comes while followers are served waits for the next round, and so does its moment")
  func changesMeanwhile() {
    let followers = (0..<2 * Listeners.portion).map { _ in Follower() }
    var listeners = Listeners()
    for follower in followers { listeners.append(follower) }
    listeners.note(Self.moment(1))
    for member in listeners.next().members { member.flush() }
    listeners.append(followers[0])
    listeners.note(Self.moment(2))
    #expect(listeners.next().told == [Self.moment(1)])
    #expect(!listeners.isEmpty)
    let (members, told) = listeners.next()
    #expect(members.count == 1 && members.first === followers[0])
    #expect(told == [Self.moment(2)])
    #expect(listeners.isEmpty)
  }

  @Test("A change nobody follows is told at once")
  func nobodyFollows() {
    var listeners = Listeners()
    listeners.note(Self.moment(1))
    let (members, told) = listeners.next()
    #expect(members.isEmpty && told == [Self.moment(1)])
    #expect(listeners.isEmpty)
  }
}
