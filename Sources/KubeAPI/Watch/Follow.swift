import Model

public struct FollowOptions: Sendable {
    public var labelSelector: String?
    public var fieldSelector: String?
    /// Of each watch, between so long and twice as long (so that many are not renewed in one moment).
    public var timeout: Duration
    /// How long to wait after failures in a row.
    public var pauses: RetryPolicy
    /// The same where waiting is not likely to help: forbidden, or no such collection.
    public var longPauses: RetryPolicy

    public init(
        labelSelector: String? = nil, fieldSelector: String? = nil, timeout: Duration = .seconds(290),
        pauses: RetryPolicy = RetryPolicy(firstDelay: .milliseconds(100), longestDelay: .seconds(2)),
        longPauses: RetryPolicy = RetryPolicy(firstDelay: .seconds(1), longestDelay: .seconds(30))
    ) {
        self.labelSelector = labelSelector
        self.fieldSelector = fieldSelector
        self.timeout = timeout
        self.pauses = pauses
        self.longPauses = longPauses
    }
}

/// What following a collection tells, in this order: `listBegan`, `applied`…, `listEnded`, then `applied` and `deleted` as they come; at
/// any time `listBegan` again.
public enum FollowEvent: Sendable {
    /// A whole list follows. What was known and is not told again before `listEnded` is gone.
    case listBegan
    case applied(JSON)
    case deleted(JSON)
    case listEnded(resourceVersion: String)
    /// It does not work at present; it goes on being tried.
    case trouble(KubeError)
    case recovered
}

extension KubeClient {
    /// Follows a collection until the task is cancelled: lists it (as a stream where the server can), watches it, resumes, lists anew. It
    /// never ends by itself and never throws: failures are told and tried again. `tell` may take its time; the server is held back.
    public func follow(
        _ type: ResourceType, namespace: String?, _ options: FollowOptions = FollowOptions(),
        tell: @escaping @Sendable (FollowEvent) async -> Void
    ) async {
        var follower = Follower(client: retrying(.never), type: type, namespace: namespace, options: options, tell: tell)
        await follower.run()
    }
}

/// The shell around `WatchMachine`.
private struct Follower {
    let client: KubeClient
    let type: ResourceType
    let namespace: String?
    let options: FollowOptions
    let tell: @Sendable (FollowEvent) async -> Void
    var machine: WatchMachine
    var queue: [WatchMachine.Action] = []

    init(
        client: KubeClient, type: ResourceType, namespace: String?, options: FollowOptions,
        tell: @escaping @Sendable (FollowEvent) async -> Void
    ) {
        self.client = client
        self.type = type
        self.namespace = namespace
        self.options = options
        self.tell = tell
        machine = WatchMachine(streamsLists: client.session.streamsLists)
    }

    mutating func run() async {
        queue = machine.handle(.started)
        while !Task.isCancelled, !queue.isEmpty { await carryOut(queue.removeFirst()) }
    }

    private mutating func happened(_ event: WatchMachine.Event) { queue += machine.handle(event) }

    private mutating func carryOut(_ action: WatchMachine.Action) async {
        switch action {
        case .beginList: await tell(.listBegan)
        case .endList(let version): await tell(.listEnded(resourceVersion: version))
        case .list: await list()
        case .streamList: await watch(from: nil, streamsList: true)
        case .watch(let version): await watch(from: version, streamsList: false)
        case .pause(let attempt, let pause):
            let policy = pause == .patience ? options.longPauses : options.pauses
            let delay = policy.backoff(attempt: attempt, random: .random(in: 0..<1))
            if pause == .serverAway {
                await client.session.reachability.wait(atMost: delay)
            } else {
                try? await Task.sleep(for: delay)
            }
            happened(.pauseEnded)
        case .tellTrouble(let error): await tell(.trouble(error))
        case .tellRecovered: await tell(.recovered)
        case .noteStreamingRefused: client.session.noteStreamingRefused()
        }
    }

    private mutating func list() async {
        let selectors = ListOptions(labelSelector: options.labelSelector, fieldSelector: options.fieldSelector)
        do throws(KubeError) {
            let version = try await client.list(type, namespace: namespace, selectors) { part in
                switch part {
                case .restarted: await tell(.listBegan)
                case .item(let item): await tell(.applied(complete(item)))
                }
            }
            happened(.listed(resourceVersion: version))
        } catch {
            happened(.failed(error, quickly: true))
        }
    }

    private mutating func watch(from version: String?, streamsList: Bool) async {
        let timeout = options.timeout * Double.random(in: 1..<2)
        let watching = WatchOptions(
            labelSelector: options.labelSelector, fieldSelector: options.fieldSelector, resourceVersion: version, timeout: timeout)
        let reader = WatchReader(client.session, client.request(type, namespace, watching, streamsList: streamsList), client.retries)
        let started = ContinuousClock.now
        var isQuick = true
        do throws(KubeError) {
            try await reader.open()
            happened(.watchAccepted)
            guard await keepsWatching() else { return }
            while let event = try await reader.next() {
                isQuick = false
                await take(event)
                guard await keepsWatching() else { return }
            }
            happened(.ended(quickly: isQuick && ContinuousClock.now - started < .seconds(1)))
        } catch {
            happened(.failed(error, quickly: isQuick && ContinuousClock.now - started < .seconds(10)))
        }
    }

    /// Says what the machine wants said in its place among the events; false where it wants a new list instead of this watch.
    private mutating func keepsWatching() async -> Bool {
        while let action = queue.first {
            if case .beginList = action { return false }
            queue.removeFirst()
            await carryOut(action)
        }
        return true
    }

    private mutating func take(_ event: WatchEvent) async {
        switch event.type {
        case .added, .modified: await tell(.applied(complete(event.object)))
        case .deleted: await tell(.deleted(complete(event.object)))
        case .bookmark: break
        }
        guard let version = event.resourceVersion else { return }
        happened(event.endsInitialEvents ? .listed(resourceVersion: version) : .advanced(resourceVersion: version))
    }

    /// Items of a list carry neither apiVersion nor kind.
    private func complete(_ object: JSON) -> JSON {
        guard object["kind"] == nil else { return object }
        var object = object
        object["apiVersion"] = .string(type.apiVersion)
        object["kind"] = .string(type.kind)
        return object
    }
}
