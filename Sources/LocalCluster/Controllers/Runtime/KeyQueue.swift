import Model

/// Which keys are to be decided, each at most once at a time: a key that changes while its actions run is held until they have ended.
struct KeyQueue: Sendable {
    struct Item: Hashable, Sendable {
        /// Place of the controller in the runtime's list.
        let controller: Int
        let key: ObjectReference
    }

    /// In the order of arrival.
    private var ready: [Item] = []
    private var isReady: Set<Item> = []
    private var running: Set<Item> = []
    /// Changed while running.
    private var held: Set<Item> = []
    private var later: [Item: Moment] = [:]
    private var failures: [Item: Int] = [:]

    static let firstDelay = 0.02
    static let longestDelay = 30.0

    mutating func add(_ item: Item) {
        if running.contains(item) {
            held.insert(item)
        } else if isReady.insert(item).inserted {
            ready.append(item)
        }
    }

    /// The earlier of two moments counts.
    mutating func add(_ item: Item, at moment: Moment) { later[item] = later[item].map { min($0, moment) } ?? moment }

    /// The next key to decide, which then counts as running. Keys that have become due are taken in first.
    mutating func next(now: Moment) -> Item? {
        for item in later.filter({ $0.value <= now }).keys.sorted(by: Self.inOrder) {
            later[item] = nil
            add(item)
        }
        guard !ready.isEmpty else { return nil }
        let item = ready.removeFirst()
        isReady.remove(item)
        running.insert(item)
        return item
    }

    /// After a failure the key comes back by itself, later each time.
    mutating func finished(_ item: Item, failed: Bool, now: Moment) {
        running.remove(item)
        if failed {
            let count = failures[item, default: 0]
            failures[item] = count + 1
            add(item, at: now + min(Self.longestDelay, Self.firstDelay * Double(1 << min(count, 20))))
            held.remove(item)
        } else {
            failures[item] = nil
            if held.remove(item) != nil { add(item) }
        }
    }

    var nextDue: Moment? { later.values.min() }

    private static func inOrder(_ a: Item, _ b: Item) -> Bool {
        (a.controller, a.key.type.name, a.key.key) < (b.controller, b.key.type.name, b.key.key)
    }
}
