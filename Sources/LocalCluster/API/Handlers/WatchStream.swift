import Model

/// A watch that has begun: what is there already, then what comes, each change as this client's selectors see it.
struct WatchStream: Sendable {
    private let subscription: WatchSubscription?
    private var form: WatchForm
    private let options: ListParameters
    private let failure: StatusError?
    var present: [StoredObject] = []
    var missed: [StoreEvent] = []
    var startVersion: Int64 = 0
    /// To be called once the watch is over, however it ended.
    var end: @Sendable (WatchSubscription) -> Void = { $0.finish() }

    init(_ subscription: WatchSubscription, _ form: WatchForm, _ options: ListParameters) {
        (self.subscription, self.form, self.options, failure) = (subscription, form, options, nil)
    }

    /// A watch that tells its failure and ends.
    init(failing error: StatusError, _ form: WatchForm) {
        (subscription, self.form, options, failure) = (nil, form, ListParameters(), error)
    }

    /// Ends the watch from outside: its client is gone.
    func cancel() { subscription?.finish() }

    /// Writes line after line until the watch ends; throws what `write` throws.
    mutating func run(_ write: ([UInt8]) async throws -> Void) async throws {
        if let failure { return try await write(form.failure(failure)) }
        guard let subscription else { return }
        defer { end(subscription) }
        var told = startVersion
        var first = initialLines()
        for event in missed { first += lines(for: event, &told) }
        (present, missed) = ([], [])
        if !first.isEmpty { try await write(first) }
        first = []
        for await item in subscription.items {
            let bytes = lines(for: item, &told)
            if !bytes.isEmpty { try await write(bytes) }
        }
    }

    /// The objects that are there, and the bookmark behind them where the client asked for it.
    private mutating func initialLines() -> [UInt8] {
        var out: [UInt8] = []
        for object in present where matches(object) { out += form.line("ADDED", object, resourceVersion: object.resourceVersion) }
        if options.sendInitialEvents == true, options.allowsBookmarks { out += form.bookmark(startVersion, endsInitialEvents: true) }
        return out
    }

    private mutating func lines(for item: WatchItem, _ told: inout Int64) -> [UInt8] {
        switch item {
        case .event(let event): return lines(for: event, &told)
        case .progress(let version):
            guard options.allowsBookmarks, version > told else { return [] }
            told = version
            return form.bookmark(version, endsInitialEvents: false)
        }
    }

    /// A change as the selectors see it: an object that comes to match is added, one that no longer does is deleted.
    private mutating func lines(for event: StoreEvent, _ told: inout Int64) -> [UInt8] {
        let matched = event.previous.map(matches) ?? false
        let matches = event.kind != .deleted && matches(event.object)
        let version = event.resourceVersion
        let line: [UInt8]
        switch (matched, matches) {
        case (false, true): line = form.line("ADDED", event.object, resourceVersion: version)
        case (true, true): line = form.line("MODIFIED", event.object, resourceVersion: version)
        case (true, false):
            // The last state that this client has seen, under the resourceVersion of the change.
            let last = event.kind == .deleted ? event.object : event.previous ?? event.object
            line = form.line("DELETED", last, resourceVersion: version)
        case (false, false): return []
        }
        told = version
        return line
    }

    private func matches(_ object: StoredObject) -> Bool {
        guard options.labels.matches(object.value.at("metadata", "labels")) else { return false }
        return options.fields.isEverything || options.fields.matches(object.value(as: form.type))
    }
}
