/// Decides what following one collection takes: list, then watch from there; resume where that is safe; list anew where it is not.
///
/// Pure: no requests, no clock. `KubeClient.follow` carries out its actions and tells it what happened.
///
///     empty ──▶ listing ──▶ watching(rv) ──▶ (410, or a server that was away) ──▶ empty
struct WatchMachine: Sendable, Equatable {
    enum State: Sendable, Equatable {
        case empty
        /// `streamed`: the list comes as the first events of the watch that follows it.
        case listing(streamed: Bool)
        case watching(resourceVersion: String)
        /// Until the pause ends; then from there, or from nothing.
        case pausing(resourceVersion: String?)
    }

    enum Event: Sendable, Equatable {
        case started
        case watchAccepted
        /// The paged list, or the streamed one, is complete.
        case listed(resourceVersion: String)
        /// An event or a bookmark of the watch.
        case advanced(resourceVersion: String)
        /// The server ended the watch in good order; `quickly`: at once and without an event.
        case ended(quickly: Bool)
        case failed(KubeError, quickly: Bool)
        case pauseEnded
    }

    enum Action: Sendable, Equatable {
        /// What is known does not count any more unless it is told again before `endList`.
        case beginList
        case list
        case streamList
        case endList(resourceVersion: String)
        case watch(resourceVersion: String)
        /// For the back-off after so many failures in a row.
        case pause(attempt: Int, Pause)
        case tellTrouble(KubeError)
        case tellRecovered
        /// Lists that come as a watch's first events are not for this server.
        case noteStreamingRefused
    }

    /// What a pause waits for.
    enum Pause: Sendable, Equatable {
        /// No reply came: it ends early when the server answers anybody.
        case serverAway
        /// This collection does not work at present.
        case trouble
        /// What is wrong does not pass by itself: forbidden, not there.
        case patience
    }

    private(set) var state = State.empty
    private(set) var streamsLists: Bool
    /// Failures in a row.
    private var failures = 0
    private var inTrouble = false
    private var wasListed = false

    init(streamsLists: Bool) { self.streamsLists = streamsLists }

    mutating func handle(_ event: Event) -> [Action] {
        switch (state, event) {
        case (.empty, .started): return beginList()
        case (.listing, .watchAccepted), (.watching, .watchAccepted): return recovered()
        case (.listing(let streamed), .listed(let version)): return listed(version, streamed)
        case (.watching(let known), .advanced(let version)): return advanced(from: known, to: version)
        case (.listing(streamed: true), .ended): return refusedStreaming()
        case (.watching(let version), .ended(quickly: false)):
            failures = 0
            return [.watch(resourceVersion: version)]
        case (.watching(let version), .ended(quickly: true)):
            failures += 1
            return pause(resourceVersion: version, .trouble)
        case (.listing(streamed: true), .failed(let error, _)) where Self.refusesStreaming(error): return refusedStreaming()
        case (_, .failed(let error, let quickly)): return failed(error, quickly)
        case (.pausing(let version?), .pauseEnded):
            state = .watching(resourceVersion: version)
            return [.watch(resourceVersion: version)]
        case (.pausing(nil), .pauseEnded): return beginList()
        // What comes late, from a request that was given up.
        case (.empty, _), (.listing, _), (.watching, _), (.pausing, _): return []
        }
    }

    private mutating func beginList() -> [Action] {
        state = .listing(streamed: streamsLists)
        return [.beginList, streamsLists ? .streamList : .list]
    }

    private mutating func listed(_ version: String, _ streamed: Bool) -> [Action] {
        state = .watching(resourceVersion: version)
        failures = 0
        wasListed = true
        // The streamed list's watch goes on; after a paged one a watch is opened.
        return recovered() + [.endList(resourceVersion: version)] + (streamed ? [] : [.watch(resourceVersion: version)])
    }

    private mutating func advanced(from known: String, to version: String) -> [Action] {
        failures = 0
        // A server that counts from lower numbers has lost its history.
        if let known = UInt64(known), let version = UInt64(version), version < known { return beginList() }
        state = .watching(resourceVersion: version)
        return recovered()
    }

    private mutating func refusedStreaming() -> [Action] {
        streamsLists = false
        return [.noteStreamingRefused] + beginList()
    }

    private mutating func failed(_ error: KubeError, _ quickly: Bool) -> [Action] {
        failures = quickly ? failures + 1 : 1
        var resume: String?
        switch state {
        case .watching(let version): resume = version
        case .pausing(let version): resume = version
        case .empty, .listing: break
        }
        if error.disposition == .gone || Self.serverWasAway(error) { resume = nil }
        // Gone for the first time in a row: nothing is wrong, so nothing is waited for.
        if error.disposition == .gone, failures == 1 { return beginList() }
        return trouble(error) + pause(resourceVersion: resume, Self.pause(after: error))
    }

    private mutating func pause(resourceVersion: String?, _ pause: Pause) -> [Action] {
        state = .pausing(resourceVersion: resourceVersion)
        return [.pause(attempt: failures, pause)]
    }

    /// A watch that is opened again at the second try is no trouble to speak of; one that has never worked is, at once.
    private mutating func trouble(_ error: KubeError) -> [Action] {
        guard !inTrouble, !wasListed || failures > 1 || error.disposition == .terminal else { return [] }
        inTrouble = true
        return [.tellTrouble(error)]
    }

    private mutating func recovered() -> [Action] {
        guard inTrouble else { return [] }
        inTrouble = false
        return [.tellRecovered]
    }

    /// Nobody answered at that address: what comes back may be another server, with another history under the same numbers.
    private static func serverWasAway(_ error: KubeError) -> Bool {
        if case .transport(.connectionFailed) = error { true } else { false }
    }

    private static func pause(after error: KubeError) -> Pause {
        switch error.disposition {
        case .terminal, .notFound: .patience
        case .retry, .conflict, .gone, .cancelled: if case .transport = error { .serverAway } else { .trouble }
        }
    }

    private static func refusesStreaming(_ error: KubeError) -> Bool { error.status.map { [400, 405, 422].contains($0.code) } ?? false }
}
