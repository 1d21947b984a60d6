import IPC
import Model

/// The engine's mind: facts in, effects out. It holds what was observed, the queue, the configuration in force and a little memory of each
/// cluster; it has no clock, no tasks and no I/O, so that every situation can be played through in a test.
///
/// The shell calls `handle` for each fact, then takes keys with `take` and has each decided by `work`, one after the other.
struct EngineCore {
    let options: EngineOptions
    var observed = Observed()
    var queue: ClusterQueue
    var configuration: ConfigurationState
    var clusters: [ObjectKey: ClusterMemory] = [:]
    var deletions: [ObjectKey: DeletionState] = [:]
    /// Why a cluster is left alone because its handling has killed this process before; nil: it is not.
    let quarantine: @Sendable (HandledCluster) -> String?
    /// Clusters that earlier processes knew, with their uids: one that is gone was deleted meanwhile.
    var remembered: [ObjectKey: String]
    /// Words of the watcher on watches that fail.
    private(set) var troubles: [ResourceType: String] = [:]
    var isProvisionerConnected = false
    private(set) var isReady = false
    /// Clusters of the first snapshot that were not looked at yet; nil before the first snapshot.
    private var unseen: Set<ObjectKey>?
    private var nextResync: Double?
    private var interests: Set<ObjectReference>?
    private(set) var definitions: DefinitionState = .unknown
    var random: @Sendable () -> Double
    /// Makes the password for a Secret that is missing.
    var newPassword: @Sendable (ObjectKey) -> String

    enum DefinitionState: Equatable {
        case unknown, underWay
        case done
        case failed(String)
    }

    init(
        options: EngineOptions, quarantine: @escaping @Sendable (HandledCluster) -> String? = { _ in nil },
        remembered: [ObjectKey: String] = [:],
        random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) },
        newPassword: @escaping @Sendable (ObjectKey) -> String = Password.random
    ) {
        self.options = options
        self.quarantine = quarantine
        self.remembered = remembered
        self.random = random
        self.newPassword = newPassword
        queue = ClusterQueue(limit: options.concurrency)
        configuration = ConfigurationState(options: options)
    }

    // MARK: Facts

    mutating func handle(_ fact: Fact, at moment: Moment) -> [Effect] {
        switch fact {
        case .watcherSaid(let message): return heard(message, moment)
        case .watcherLost: return []
        case .jobDone(let key, let outcome): return finished(key, outcome, moment)
        case .provisionerConnected:
            isProvisionerConnected = true
            // Whatever it was told before, it may have been another process.
            for key in clusters.keys {
                clusters[key]?.orderDigest = nil
                queue.add(key, lane: .background, now: moment.steady)
            }
            return []
        case .provisionerLost:
            isProvisionerConnected = false
            return []
        case .provisioned(let result): return provisioned(result, moment)
        case .timePassed: return timePassed(moment)
        case .syncAsked(let key):
            for key in key.map({ [$0] }) ?? observed.keys(.postgresqls) {
                clusters[key]?.orderDigest = nil
                queue.add(key, lane: .edit, now: moment.steady)
            }
            return []
        case .definitionsDone(let failure):
            definitions = failure.map { .failed($0) } ?? .done
            return failure.map { [.log(.error, "the custom resource definitions could not be registered", cluster: nil, ["reason": $0])] }
                ?? []
        }
    }

    private mutating func heard(_ message: WatcherMessage, _ moment: Moment) -> [Effect] {
        switch message {
        case .snapshotBegin:
            observed.snapshotBegan()
            return []
        case .snapshotEnd: return snapshotEnded(moment)
        case .applied(let type, let object):
            guard observed.applied(type, object), observed.isComplete, let key = ObjectKey(object) else { return [] }
            return changed(ObjectReference(type: type, key: key), moment)
        case .deleted(let type, let key, let uid):
            let reference = ObjectReference(type: type, key: key)
            let cluster = observed.cluster(of: reference)
            let manifest = type == .postgresqls ? observed.object(reference) : nil
            guard observed.deleted(type, key, uid: uid), observed.isComplete else { return [] }
            if type == .postgresqls { return vanished(key, manifest, moment) }
            if let cluster { queue.add(cluster, lane: .edit, now: moment.steady) }
            return changed(reference, moment)
        case .trouble(let type, let reason):
            troubles[type] = reason
            return []
        case .recovered(let type):
            troubles[type] = nil
            return []
        }
    }

    private mutating func snapshotEnded(_ moment: Moment) -> [Effect] {
        let before = observed
        let gone = observed.snapshotEnded()
        var effects = configure(moment)
        for reference in gone where reference.type == .postgresqls && before.isComplete {
            effects += vanished(reference.key, before.object(reference), moment)
        }
        effects += missedDeletions(moment)
        let keys = observed.keys(.postgresqls)
        if unseen == nil { unseen = Set(keys) }
        for key in keys + Array(deletions.keys) { queue.add(key, lane: .background, now: moment.steady) }
        nextResync = nextResync ?? resyncTime(after: moment)
        effects += define()
        return effects + readiness()
    }

    /// Something of meaning changed: which clusters have to be looked at?
    private mutating func changed(_ reference: ObjectReference, _ moment: Moment) -> [Effect] {
        var effects: [Effect] = []
        switch reference.type {
        case .postgresqls: queue.add(reference.key, lane: .edit, now: moment.steady)
        case .customResourceDefinitions: effects += define()
        case .serviceAccounts, .roleBindings, .postgresTeams, .nodes:
            let keys = clusters.keys.filter { reference.key.namespace.isEmpty || $0.namespace == reference.key.namespace }
            for key in keys { queue.add(key, lane: .background, now: moment.steady) }
        default: break
        }
        if reference == options.configurationReference { return effects + configure(moment) }
        if let cluster = observed.cluster(of: reference) {
            queue.add(cluster, lane: .edit, now: moment.steady)
        } else if interests?.contains(reference) == true {
            for key in clusters.keys { queue.add(key, lane: .background, now: moment.steady) }
        }
        return effects
    }

    // MARK: Configuration

    private mutating func configure(_ moment: Moment) -> [Effect] {
        var effects: [Effect] = []
        switch configuration.update(from: observed) {
        case .same: break
        case .changed(let warnings):
            for warning in warnings { effects.append(.log(.warning, "configuration: \(warning)", cluster: nil, [:])) }
            effects.append(.log(.info, "configuration in force", cluster: nil, [:]))
            if let label = configuration.current?.clusterNameLabel { observed.use(clusterLabel: label) }
            for key in observed.keys(.postgresqls) { queue.add(key, lane: .background, now: moment.steady) }
            nextResync = resyncTime(after: moment)
            effects += define()
        case .refused(let reasons):
            for reason in reasons {
                effects.append(.log(.error, "the configuration is not usable: \(reason)", cluster: nil, ["setting": reason]))
            }
        }
        effects += interest()
        return effects
    }

    private func resyncTime(after moment: Moment) -> Double? {
        guard let period = configuration.current?.resyncPeriod else { return nil }
        let seconds = Double(period.components.seconds)
        return seconds > 0 ? moment.steady + seconds : nil
    }

    /// Tells the watcher which objects without our labels matter, when that has changed.
    mutating func interest() -> [Effect] {
        var wanted = Set(clusters.values.flatMap(\.interests))
        if let reference = options.configurationReference { wanted.insert(reference) }
        if let current = configuration.current {
            for key in InfrastructureRoles.objects(of: current, operatorNamespace: options.operatorNamespace) {
                wanted.insert(ObjectReference(type: .secrets, key: key))
                wanted.insert(ObjectReference(type: .configMaps, key: key))
            }
        }
        guard wanted != interests else { return [] }
        interests = wanted
        return [.interest(wanted.sorted { "\($0)" < "\($1)" })]
    }

    /// The watcher is a new one, or a new connection: it must be told again.
    mutating func watcherConnected() -> [Effect] {
        interests = nil
        return interest()
    }

    // MARK: Definitions

    private mutating func define() -> [Effect] {
        guard let current = configuration.current, current.enableCrdRegistration, observed.isComplete, definitions != .underWay else {
            return []
        }
        let steps = Definitions.steps(configuration: current, observed: observed)
        guard !steps.isEmpty else {
            definitions = .done
            return []
        }
        definitions = .underWay
        return [.define(steps)]
    }

    // MARK: Time

    private mutating func timePassed(_ moment: Moment) -> [Effect] {
        for reference in observed.expire(now: moment.steady) {
            if let cluster = observed.cluster(of: reference) { queue.add(cluster, lane: .background, now: moment.steady) }
        }
        var effects: [Effect] = []
        if let due = nextResync, due <= moment.steady {
            nextResync = resyncTime(after: moment)
            for key in observed.keys(.postgresqls) {
                clusters[key]?.orderDigest = nil
                queue.add(key, lane: .background, now: moment.steady)
            }
            effects.append(.resynced)
        }
        if case .failed = definitions {
            definitions = .unknown
            effects += define()
        }
        return effects
    }

    // MARK: Work

    /// Keys to be decided now, in this order.
    mutating func take(at moment: Moment) -> [ObjectKey] {
        guard observed.isComplete, configuration.current != nil else { return [] }
        return queue.take(now: moment.steady)
    }

    /// When the engine wants to be woken without a fact.
    func nextWake() -> Double? {
        [queue.nextDue(), nextResync].compactMap(\.self).min()
    }

    /// The first look at a cluster is over.
    mutating func saw(_ key: ObjectKey) -> [Effect] {
        unseen?.remove(key)
        return readiness()
    }

    private mutating func readiness() -> [Effect] {
        guard !isReady, observed.isComplete, configuration.current != nil, let unseen, unseen.isEmpty else { return [] }
        isReady = true
        return [.becameReady]
    }

    /// Why the engine is of no use at present; nil where it is.
    var obstacle: String? {
        if !observed.isComplete { return "waiting for the watcher's first snapshot" }
        if configuration.current == nil { return configuration.problems.first ?? "no configuration yet" }
        if !isReady { return "\(unseen?.count ?? 0) clusters of the first snapshot are not looked at yet" }
        return nil
    }
}

/// Passwords as the predecessor makes them: 64 letters and digits.
enum Password {
    @Sendable static func random(_ key: ObjectKey) -> String {
        let alphabet = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".utf8)
        var generator = SystemRandomNumberGenerator()
        return String(decoding: (0..<64).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] }, as: UTF8.self)
    }
}
