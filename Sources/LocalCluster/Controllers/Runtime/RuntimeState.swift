import Model

/// Everything the runtime knows, as a value: what was observed, which keys wait, what is decided. It does nothing itself; `ControllerRuntime`
/// feeds it and carries out what it hands back.
struct RuntimeState: Sendable {
    /// A key with what was decided about it.
    struct Job: Sendable {
        let item: KeyQueue.Item
        let controller: String
        let actions: [Action]
    }

    private let controllers: [any Controller]
    private(set) var objects = ObservedObjects()
    private var queue = KeyQueue()
    private var listed: Set<ResourceType> = []
    var observe: (@Sendable (ObservedChange) -> Void)?

    init(controllers: [any Controller]) { self.controllers = controllers }

    // MARK: Facts

    mutating func listed(_ type: ResourceType, _ items: [JSON], resourceVersion: UInt64) {
        let isFirst = listed.insert(type).inserted
        for change in objects.take(list: items, of: type, resourceVersion: resourceVersion) { note(change) }
        // What was held back until this type was there is to be looked at as a whole.
        if isFirst { requeue(interestedIn: type) }
    }

    mutating func observed(_ type: ResourceType, _ object: JSON) {
        if let change = objects.take(type, object) { note(change) }
    }

    mutating func observedDeletion(_ reference: ObjectReference, uid: String) {
        if let change = objects.drop(reference, uid: uid) { note(change) }
    }

    /// The type is served no more, as when its CustomResourceDefinition was deleted.
    mutating func withdrawn(_ type: ResourceType) {
        for object in objects.list(type) { observedDeletion(object.reference, uid: object.uid) }
        listed.remove(type)
    }

    /// An owner that no watch has shown does not exist.
    mutating func confirmedAbsent(uid: String) {
        objects.remember(gone: uid)
        for dependent in objects.dependents(of: uid) { reconsider(dependent) }
    }

    mutating func finished(_ item: KeyQueue.Item, failed: Bool, now: Moment) { queue.finished(item, failed: failed, now: now) }

    // MARK: Decisions

    var nextDue: Moment? { queue.nextDue }

    /// The next key that needs something done; keys about which nothing is to be done end here.
    mutating func next(now: Moment) -> Job? {
        while let item = queue.next(now: now) {
            let controller = controllers[item.controller]
            let decision = controller.decide(item.key, in: objects, now: now)
            if let again = decision.again { queue.add(item, at: again) }
            guard decision.actions.isEmpty else { return Job(item: item, controller: controller.name, actions: decision.actions) }
            queue.finished(item, failed: false, now: now)
        }
        return nil
    }

    private func isReady(_ controller: any Controller) -> Bool { controller.watches.allSatisfy(listed.contains) }

    private mutating func note(_ change: ObservedChange) {
        observe?(change)
        for (place, controller) in controllers.enumerated() where controller.watches.isEmpty || isConcerned(controller, change) {
            guard isReady(controller) else { continue }
            for key in controller.keys(for: change, in: objects) { queue.add(KeyQueue.Item(controller: place, key: key)) }
        }
    }

    private func isConcerned(_ controller: any Controller, _ change: ObservedChange) -> Bool {
        change.object.map { controller.watches.contains($0.type) } ?? false
    }

    private mutating func requeue(interestedIn type: ResourceType) {
        for (place, controller) in controllers.enumerated() where controller.watches.contains(type) && isReady(controller) {
            for watched in controller.watches {
                for object in objects.list(watched) {
                    let keys = controller.keys(for: ObservedChange(old: nil, new: object), in: objects)
                    for key in keys { queue.add(KeyQueue.Item(controller: place, key: key)) }
                }
            }
        }
    }

    /// As if the object had just come.
    private mutating func reconsider(_ object: ObservedObject) {
        let change = ObservedChange(old: nil, new: object)
        for (place, controller) in controllers.enumerated() where controller.watches.isEmpty || isConcerned(controller, change) {
            for key in controller.keys(for: change, in: objects) { queue.add(KeyQueue.Item(controller: place, key: key)) }
        }
    }
}
