import IPC

/// Decides what happens next for one cluster: when its order is attempted, when again, and what is worth reporting. No I/O, no clock.
struct ClusterMachine {
    enum Action: Equatable {
        case start(ProvisionOrder)
        /// The running attempt shall end at its next halting point.
        case overtake
        /// The running attempt shall end now: what it talks to is no longer what counts.
        case abandon
        case report(ProvisionResult)
        /// `retry` with this ticket after that time.
        case schedule(Duration, ticket: Int)
    }

    private enum State: Equatable {
        case idle
        case running
        /// For the retry with this ticket.
        case backingOff(ticket: Int)
    }

    private var order: ProvisionOrder
    private var state = State.idle
    /// A newer order that came while an attempt was running.
    private var newer: ProvisionOrder?
    private var isForgotten = false
    /// Attempts since the order came or the outcome last changed.
    private var attempts = 0
    private var lastOutcome: ProvisionResult.Outcome?
    private(set) var lastReport: ProvisionResult?
    private var nextTicket = 0

    init(_ order: ProvisionOrder) { self.order = order }

    /// Nothing runs and nothing is planned for it any more.
    var isOver: Bool { isForgotten && state != .running }

    mutating func begin() -> [Action] {
        state = .running
        attempts += 1
        return [.start(order)]
    }

    mutating func ordered(_ order: ProvisionOrder) -> [Action] {
        isForgotten = false
        guard state == .running else {
            adopt(order)
            return begin()
        }
        // The same wish again changes nothing; the running attempt answers both.
        guard order != (newer ?? self.order) else { return [] }
        newer = order
        return [order.connection == self.order.connection ? .overtake : .abandon]
    }

    mutating func forgotten() -> [Action] {
        isForgotten = true
        newer = nil
        guard state == .running else {
            state = .idle
            return []
        }
        return [.abandon]
    }

    mutating func retry(ticket: Int) -> [Action] {
        guard state == .backingOff(ticket: ticket), !isForgotten else { return [] }
        return begin()
    }

    mutating func attemptEnded(_ result: ProvisionResult) -> [Action] {
        state = .idle
        guard !isForgotten else { return [] }
        if let newer {
            self.newer = nil
            adopt(newer)
            return begin()
        }
        var actions: [Action] = []
        if result != lastReport {
            lastReport = result
            actions.append(.report(result))
        }
        if result.outcome != lastOutcome { attempts = 1 }
        lastOutcome = result.outcome
        guard let delay = Self.delay(after: result.outcome, attempts: attempts) else { return actions }
        nextTicket += 1
        state = .backingOff(ticket: nextTicket)
        return actions + [.schedule(delay, ticket: nextTicket)]
    }

    private mutating func adopt(_ order: ProvisionOrder) {
        self.order = order
        attempts = 0
        lastOutcome = nil
        // Each order is answered, even with the same words.
        lastReport = nil
    }

    /// A database that is starting is looked at often; one that needs a person, more and more rarely. Nil: nothing is left to do.
    static func delay(after outcome: ProvisionResult.Outcome, attempts: Int) -> Duration? {
        switch outcome {
        case .done: nil
        case .waiting: .milliseconds(min(15_000, 250 << min(attempts - 1, 10)))
        case .failed: .seconds(min(300, 15 << min(attempts - 1, 10)))
        }
    }
}
