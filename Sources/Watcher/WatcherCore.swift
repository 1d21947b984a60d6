import IPC
import KubeAPI
import Model

/// The watcher's decisions: what to watch, what to tell, when the snapshot is complete. Pure: events in, effects out.
///
/// First the configuration and our custom resource definitions are watched; they decide the rest. When the configuration changes what is
/// watched, the new watches are listed first; only then is the change told, and the old ones are dropped: no consumer ever sees the new
/// configuration with the objects of the old one.
struct WatcherCore: Sendable {
    enum Event: Sendable {
        case started
        case listBegan(WatchTarget)
        case applied(WatchTarget, ObservedObject)
        case deleted(WatchTarget, ObservedObject)
        case listEnded(WatchTarget)
        case trouble(WatchTarget, KubeError)
        case recovered(WatchTarget)
        case interest([ObjectReference])
    }

    enum Effect: Sendable, Equatable {
        /// All that is to be followed from now on.
        case follow(Set<WatchTarget>)
        case tell(StoredMessage)
        /// Everything was seen once: snapshots may end.
        case complete
        case showStatus
        /// There is no way to the API server, and waiting does not make one.
        case giveUp(KubeError)
    }

    private enum Definition: Sendable, Equatable {
        case unknown
        case absent
        case established
        /// It may not be looked at; the type is tried all the same.
        case unreadable
    }

    private let environment: WatcherEnvironment
    private(set) var store = WatchStore()
    private(set) var plan: [WatchTarget] = []
    /// Not in the plan any more, followed until all of the plan is listed.
    private var retired: Set<WatchTarget> = []
    private var definitions: [ResourceType: Definition] = [:]
    private var settings: WatchSettings
    /// The configuration was seen, or was seen not to be there.
    private var knowsConfiguration = false
    private var heldBack: [StoredMessage] = []
    private var interests: [ObjectReference] = []
    private(set) var troubles: [WatchTarget: KubeError] = [:]
    private(set) var isComplete = false
    private var hasReachedServer = false
    /// The rest was planned once; from then on it stays, whatever becomes of the configuration.
    private var hasPlannedRest = false

    init(_ environment: WatcherEnvironment) {
        self.environment = environment
        settings = Self.settings(of: nil, environment) ?? WatchSettings(Configuration(), operatorNamespace: environment.operatorNamespace)
        knowsConfiguration = environment.configuration == nil
        for type in WatchPlan.definitions { definitions[type] = .unknown }
    }

    mutating func handle(_ event: Event) -> [Effect] {
        if let target = event.target, !store.isKnown(target) { return [] }  // a late word of a watch that was given up
        switch event {
        case .started:
            return advance()
        case .listBegan(let target):
            store.beginList(target)
            return []
        case .applied(let target, let object):
            let messages = store.applied(target, object)
            return learn(target, object) ? told(messages, by: target) : messages.map(Effect.tell)
        case .deleted(let target, let object):
            let messages = store.deleted(target, object)
            return forget(target) ? told(messages, by: target) : messages.map(Effect.tell)
        case .listEnded(let target):
            hasReachedServer = true
            let messages = store.endList(target)
            if store.count(target) == 0 { _ = forget(target) }
            return told(messages, by: target) + [.showStatus]
        case .trouble(let target, let error):
            return failed(target, error)
        case .recovered(let target):
            troubles[target] = nil
            return recovered(target.type) + [.showStatus]
        case .interest(let objects):
            return wanted(objects)
        }
    }

    // MARK: What arrives

    /// The messages, and what follows from what was learnt. The configuration waits while what it asks for is not listed yet.
    private mutating func told(_ messages: [StoredMessage], by target: WatchTarget) -> [Effect] {
        let effects = replan()
        if isConfiguration(target), isComplete, !plan.allSatisfy(store.isSettled) {
            heldBack += messages
            return effects
        }
        return messages.map(Effect.tell) + effects + settle()
    }

    private mutating func failed(_ target: WatchTarget, _ error: KubeError) -> [Effect] {
        if !hasReachedServer, error.isMisconfiguration { return [.giveUp(error)] }
        troubles[target] = error
        var effects: [Effect] = [.tell(.other(.trouble(type: target.type, reason: "\(target): \(error)"))), .showStatus]
        // What may not be read, or is not there, will not come; the others need not wait for it.
        let isHopeless = error.disposition == .notFound || (target.isOptional && error.disposition == .terminal)
        if isHopeless, !store.isSettled(target) {
            store.settle(target)
            if let type = definedType(target) { definitions[type] = .unreadable }
            if isConfiguration(target) { knowsConfiguration = true }
            effects += advance()
        }
        return effects
    }

    private func recovered(_ type: ResourceType) -> [Effect] {
        troubles.keys.contains { $0.type == type } ? [] : [.tell(.other(.recovered(type: type)))]
    }

    private mutating func wanted(_ objects: [ObjectReference]) -> [Effect] {
        let known = Set(interests.map(WatchPlan.interest))
        interests = objects
        let again = objects.map(WatchPlan.interest).filter(known.contains)
        let absent = again.filter { store.isSettled($0) && store.count($0) == 0 }
        return absent.compactMap { store.absence($0).map(Effect.tell) } + advance()
    }

    // MARK: What it means

    private func isConfiguration(_ target: WatchTarget) -> Bool { target == WatchPlan.configuration(environment) }

    private func definedType(_ target: WatchTarget) -> ResourceType? {
        guard target.type == .customResourceDefinitions else { return nil }
        return WatchPlan.definitions.first { WatchPlan.definitionName($0) == target.name }
    }

    /// Whether it may change the plan.
    private mutating func learn(_ target: WatchTarget, _ object: ObservedObject) -> Bool {
        if isConfiguration(target) {
            learnConfiguration(try? JSON(parsing: object.text))
            return true
        }
        guard let type = definedType(target) else { return false }
        let conditions = (try? JSON(parsing: object.text))?.at("status", "conditions")?.array ?? []
        let isServed = conditions.contains { $0["type"]?.string == "Established" && $0["status"]?.string == "True" }
        definitions[type] = isServed ? .established : .absent
        return true
    }

    private mutating func forget(_ target: WatchTarget) -> Bool {
        if isConfiguration(target) {
            learnConfiguration(nil)
            return true
        }
        guard let type = definedType(target) else { return false }
        definitions[type] = .absent
        return true
    }

    /// One with errors changes nothing: the reconciler says what is wrong with it, and keeps the last good one as well.
    private mutating func learnConfiguration(_ object: JSON?) {
        knowsConfiguration = true
        if let new = Self.settings(of: object, environment) { settings = new }
    }

    private static func settings(of object: JSON?, _ environment: WatcherEnvironment) -> WatchSettings? {
        let read: Configuration?
        if let object, environment.configuration?.type == .operatorConfigurations {
            read = Configuration.read(operatorConfiguration: object).0
        } else {
            read = Configuration.read(configMap: object ?? ["data": [:]]).0
        }
        return read.map { WatchSettings($0.applying(environment.overrides), operatorNamespace: environment.operatorNamespace) }
    }

    private func isServed(_ type: ResourceType) -> Bool { [.established, .unreadable].contains(definitions[type] ?? .unknown) }

    // MARK: The plan

    /// Whether the configuration and the definitions were seen, and so the rest can be planned.
    private var knowsAll: Bool {
        let hasNoConfiguration = environment.configuration?.type == .operatorConfigurations && !isServed(.operatorConfigurations)
        return !definitions.values.contains(.unknown) && (knowsConfiguration || hasNoConfiguration)
    }

    private mutating func advance() -> [Effect] { replan() + settle() }

    private mutating func replan() -> [Effect] {
        var wanted = WatchPlan.base(environment, isServed: isServed)
        hasPlannedRest = hasPlannedRest || knowsAll
        if hasPlannedRest { wanted += WatchPlan.rest(settings, isServed: isServed) + interests.map(WatchPlan.interest) }
        var seen: Set<WatchTarget> = []
        wanted = wanted.filter { seen.insert($0).inserted }
        guard wanted != plan else { return [] }
        for target in wanted { store.add(target) }
        retired = retired.union(plan).subtracting(wanted)
        plan = wanted
        return [.follow(Set(plan).union(retired))]
    }

    /// Once all of the plan is listed: what was held back is told, what was retired goes, snapshots may end.
    private mutating func settle() -> [Effect] {
        guard knowsAll, plan.allSatisfy(store.isSettled) else { return [] }
        var effects = heldBack.map(Effect.tell)
        heldBack = []
        if !retired.isEmpty {
            for target in retired.sorted(by: { "\($0)" < "\($1)" }) {
                effects += store.remove(target).map(Effect.tell)
                if troubles.removeValue(forKey: target) != nil { effects += recovered(target.type) }
            }
            retired = []
            effects.append(.follow(Set(plan)))
        }
        if !isComplete {
            isComplete = true
            effects += [.showStatus, .complete]
        }
        return effects
    }
}

extension WatcherCore.Event {
    /// The watch that says it.
    var target: WatchTarget? {
        switch self {
        case .listBegan(let target), .applied(let target, _), .deleted(let target, _), .listEnded(let target), .trouble(let target, _),
            .recovered(let target):
            target
        case .started, .interest: nil
        }
    }
}
