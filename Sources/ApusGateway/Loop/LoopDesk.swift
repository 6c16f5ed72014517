import ApusAPI
import ApusExchange
import ApusStore
import NIOCore
import Synchronization

/// All that one event loop serves: its connections, who of them waits for the engine, and who follows which topic.
///
/// Other threads only put things into the mailbox; all else happens on the loop.
final class LoopDesk: Outlet, @unchecked Sendable {
  let loop: any EventLoop
  let gateway: GatewayParts
  private let mailbox = Mutex<Mail>(Mail())
  // All below only on the loop.
  private var tickets = Tickets()
  /// Who waits for the past, by a number of its own.
  private var readers: [UInt64: Reader] = [:]
  private var lastReader: UInt64 = 0
  private var members: [any Member] = []
  /// Who has answers to be sent.
  private var unflushed: [any Member] = []
  private var listeners = Listeners()
  private var isTellingOn = false
  private var subscribers: [TopicKey: [Conversation]] = [:]
  private var isHalted = false
  /// True when the engine is to begin once the loop has read all that came.
  private var isWakeDue = false
  /// What clients of this loop read of the market.
  let showcase = Showcase()
  /// When the requests came whose answers are not sent yet.
  private var unsent: [Moment] = []
  /// The header line with the date of this second.
  private(set) var date: [UInt8]
  /// Seconds that the desk has been there for.
  private(set) var seconds = 0

  /// What other threads have for the loop.
  private struct Mail {
    var answers: [[Answer]] = []
    var parcels: [[Parcel]] = []
    var readings: [(reader: UInt64, response: Response)] = []
    var isHalted = false
    var isScheduled = false
    var isClosed = false
  }

  init(_ loop: any EventLoop, _ gateway: GatewayParts) {
    self.loop = loop
    self.gateway = gateway
    date = HTTPDate.line(WallClock.milliseconds / 1_000)
  }

  // MARK: Mailbox, from any thread

  func deliver(_ answers: [Answer]) { post { $0.answers.append(answers) } }

  /// Hands over messages for whoever follows their topics.
  func post(_ parcels: [Parcel]) { post { $0.parcels.append(parcels) } }

  /// Says that no answer will come any more.
  func halt() { post { $0.isHalted = true } }

  private func post(_ put: (inout Mail) -> Void) {
    let isFirst = mailbox.withLock { mail in
      // Once the loop ends nobody is there to be told.
      guard !mail.isClosed else { return false }
      put(&mail)
      defer { mail.isScheduled = true }
      return !mail.isScheduled
    }
    if isFirst { loop.execute { self.drain() } }
  }

  // MARK: On the loop

  /// Deals with all mail at once, and writes to each connection at most once.
  private func drain() {
    let mail = mailbox.withLock { mail in
      defer { mail = Mail(isClosed: mail.isClosed) }
      return mail
    }
    for answers in mail.answers { for answer in answers { take(answer) } }
    for parcels in mail.parcels {
      for parcel in parcels { take(parcel) }
      if let first = parcels.first { listeners.note(first.born) }
    }
    for (reader, response) in mail.readings { take(response, for: reader) }
    if mail.isHalted { giveUp() }
    flush()
  }

  private func take(_ answer: Answer) {
    let waiting = tickets.remove(answer.ticket)
    switch waiting.asker {
    case .request(let connection, let number, let allowance):
      connection.answer(number, waiting.reply.response(to: answer.outcomes, allowance))
    case .realtime(let session): session.answer(waiting.reply, answer.outcomes)
    }
    unsent.append(waiting.began)
  }

  private func giveUp() {
    isHalted = true
    for waiting in tickets.removeAll() {
      switch waiting.asker {
      case .request(let connection, let number, _): connection.answer(number, .refusal(.overloaded))
      case .realtime(let session): session.refuse(waiting.reply, .overloaded)
      }
    }
  }

  /// Asks the engine; refuses when it takes no more.
  func submit(_ act: Act, _ asker: Waiting.Asker, began: Moment) throws(APIError) {
    guard !isHalted else { throw .overloaded }
    let exchange = gateway.venue.exchange
    let isExempt = act.isExempt
    defer { wakeSoon() }
    switch act {
    case .answer: preconditionFailure("an answer is nothing to ask the engine for")
    case .command(let command, let reply):
      let ticket = tickets.insert(Waiting(asker: asker, reply: reply, began: began))
      if exchange.submit(command, isExempt: isExempt, ticket: ticket, outlet: self, isMoreComing: true) { return }
      _ = tickets.remove(ticket)
    case .commands(let commands, let reply):
      let ticket = tickets.insert(Waiting(asker: asker, reply: reply, began: began))
      if exchange.submit(commands, isExempt: isExempt, ticket: ticket, outlet: self, isMoreComing: true) { return }
      _ = tickets.remove(ticket)
    }
    throw .overloaded
  }

  /// Wakes the engine after all that the loop reads in one go: what came together becomes durable together.
  private func wakeSoon() {
    guard !isWakeDue else { return }
    isWakeDue = true
    loop.execute { [self] in
      isWakeDue = false
      gateway.venue.exchange.wake()
    }
  }

  /// Has the past read for a request.
  func read(_ reading: HistoryReading, as form: ListForm, _ reader: Reader) {
    lastReader += 1
    let number = lastReader
    readers[number] = reader
    gateway.history.read(reading, as: form) { [self] response in post { $0.readings.append((number, response)) } }
  }

  private func take(_ response: Response, for reader: UInt64) {
    guard let reader = readers.removeValue(forKey: reader) else { preconditionFailure("nobody waits for a reading") }
    var response = response
    response.allowance = reader.allowance
    reader.connection.answer(reader.number, response)
  }

  // MARK: Members

  /// Begins to look after a connection.
  func join(_ member: any Member) {
    member.place = members.count
    members.append(member)
  }

  /// Stops looking after a connection.
  func leave(_ member: any Member) {
    let last = members.removeLast()
    guard last !== member else { return }
    members[member.place] = last
    last.place = member.place
  }

  /// Remembers that a connection has an answer to send.
  func willFlush(_ member: any Member) { unflushed.append(member) }

  /// Remembers that a follower has something to be told.
  func willTell(_ member: any Member) { listeners.append(member) }

  /// Sends the answers, and begins to tell the followers.
  private func flush() {
    for member in unflushed { member.flush() }
    unflushed.removeAll(keepingCapacity: true)
    gateway.meters.note(answered: unsent)
    unsent.removeAll(keepingCapacity: true)
    if !isTellingOn { tell() }
  }

  /// Tells some of the followers, and the others once the loop has read what came meanwhile.
  private func tell() {
    let (members, told) = listeners.next()
    for member in members { member.flush() }
    gateway.meters.note(told: told)
    guard !listeners.isEmpty else { return }
    isTellingOn = true
    // A task that is due at once would come before what there is to read.
    loop.scheduleTask(in: Self.breath) { [self] in
      isTellingOn = false
      tell()
    }
  }

  private static let breath = TimeAmount.microseconds(20)

  /// Looks once a second who was too slow or silent for too long.
  func beginRounds() {
    loop.scheduleRepeatedTask(initialDelay: .seconds(1), delay: .seconds(1)) { _ in self.goRound() }
  }

  private func goRound() {
    date = HTTPDate.line(WallClock.milliseconds / 1_000)
    seconds += 1
    let now = NIODeadline.now()
    for member in members { member.look(at: now) }
    flush()
  }

  /// Ends all connections because the gateway stops, and takes no more mail.
  func close() {
    mailbox.withLock { $0.isClosed = true }
    for member in members { member.dismiss() }
    flush()
    while !listeners.isEmpty { for member in listeners.next().members { member.flush() } }
  }
}

/// A request that waits for the past.
struct Reader {
  let connection: HTTPConnection
  let number: UInt64
  let allowance: Allowance?
}

/// A connection that a desk looks after.
protocol Member: AnyObject {
  /// Where the desk keeps it.
  var place: Int { get set }
  /// Sends what was written.
  func flush()
  /// Ends the connection when it was too slow or silent for too long.
  func look(at now: NIODeadline)
  /// Ends the connection because the gateway stops.
  func dismiss()
}

// MARK: Topics

extension LoopDesk {
  /// Adds a session to those who get the messages of a topic.
  func follow(_ key: TopicKey, _ conversation: Conversation) {
    subscribers[key, default: []].append(conversation)
    gateway.interest.add(key)
  }

  /// Takes a session from those who get the messages of a topic.
  func unfollow(_ key: TopicKey, _ conversation: Conversation) {
    guard var conversations = subscribers[key], let place = conversations.firstIndex(where: { $0 === conversation })
    else {
      return
    }
    subscribers[key] = nil
    conversations.remove(at: place)
    subscribers[key] = conversations.isEmpty ? nil : conversations
    gateway.interest.remove(key)
  }

  private func take(_ parcel: Parcel) {
    send(parcel, to: parcel.key)
    guard !parcel.key.symbol.isEmpty else { return }
    send(parcel, to: parcel.key.ofAllSymbols)
    if let group = parcel.key.ofItsGroup { send(parcel, to: group) }
  }

  private func send(_ parcel: Parcel, to key: TopicKey) {
    guard let conversations = subscribers[key] else { return }
    gateway.meters.messages.add(conversations.count, ordering: .relaxed)
    for conversation in conversations { conversation.send(parcel, of: key) }
  }
}
