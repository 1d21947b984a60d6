/// Messages that wait to be written, at most `limit` of them. A message with the coalescing key of one that still waits takes that one's
/// place, so that a peer that reads slowly is told the newest and the queue does not grow.
struct OutgoingQueue<M: Message> {
    enum Offer: Equatable {
        case queued
        case coalesced
        case full
    }

    private var waiting: [M?] = []
    private var head = 0
    /// Place of the waiting message with that key, counted from the first message ever queued.
    private var places: [String: Int] = [:]
    /// Messages that were taken out of the array's front for good.
    private var dropped = 0

    var count: Int { waiting.count - head }
    var isEmpty: Bool { count == 0 }

    mutating func offer(_ message: M, limit: Int) -> Offer {
        let key = message.coalescingKey
        if let key, let place = places[key] {
            waiting[place - dropped] = message
            return .coalesced
        }
        guard count < limit else { return .full }
        if let key { places[key] = dropped + waiting.count }
        waiting.append(message)
        return .queued
    }

    mutating func take() -> M? {
        guard head < waiting.count, let message = waiting[head] else { return nil }
        waiting[head] = nil
        if let key = message.coalescingKey { places[key] = nil }
        head += 1
        if head == waiting.count {
            dropped += head
            waiting.removeAll(keepingCapacity: head <= 1024)
            head = 0
        } else if head > 4096, head > waiting.count / 2 {
            waiting.removeFirst(head)
            dropped += head
            head = 0
        }
        return message
    }
}
