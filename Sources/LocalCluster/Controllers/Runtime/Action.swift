import Model

/// What a controller wants done, as a value. A failed action fails the whole key, which is then decided again, later, with what is known
/// by then; so every action may be repeated.
enum Action: Sendable, Equatable {
    /// The namespace is the one in the object's metadata. That the name exists already counts as a failure.
    case create(ResourceType, JSON)
    /// A merge patch of the object or of a subresource of it, for this very object (uid) only.
    case patch(ObjectReference, uid: String, JSON, subresource: String? = nil)
    case delete(ObjectReference, uid: String, propagation: String? = nil, graceSeconds: Int? = nil)
    /// Creates the pod's binding to a node.
    case bind(ObjectReference, uid: String, node: String)
    case event(EventNote)
    /// Asks the server whether an owner, which no watch has shown, exists; the answer is kept by uid.
    case confirmAbsence(apiVersion: String, kind: String, namespace: String, name: String, uid: String)
    /// Deletes all that is in the namespace and takes its finalizer once nothing is left.
    case emptyNamespace(String, uid: String)
    /// Removes data that a volume kept on this machine.
    case removeVolume(path: String)
}

extension Action {
    /// The difference between the status as it is and as it should be; nil where there is none.
    static func status(_ object: ObservedObject, _ status: JSON) -> Action? {
        guard let patch = PatchDifference.between(object.at("status") ?? [:], to: status) else { return nil }
        return .patch(object.reference, uid: object.uid, ["status": patch], subresource: "status")
    }

    /// Replaces the owner references, if nobody changed the object meanwhile.
    static func owners(_ object: ObservedObject, _ owners: [OwnerReference]) -> Action {
        .patch(object.reference, uid: object.uid, guarded(object, ["ownerReferences": .array(owners.map(\.json))]))
    }

    /// Replaces the finalizers, if nobody changed the object meanwhile.
    static func finalizers(_ object: ObservedObject, _ finalizers: [String]) -> Action {
        .patch(object.reference, uid: object.uid, guarded(object, ["finalizers": .array(finalizers.map(JSON.string))]))
    }

    /// A patch of metadata that replaces a list must not undo what another has added to it.
    private static func guarded(_ object: ObservedObject, _ metadata: JSON) -> JSON {
        var metadata = metadata
        metadata["resourceVersion"] = object.at("metadata", "resourceVersion")
        return ["metadata": metadata]
    }
}

/// An Event about an object.
struct EventNote: Sendable, Equatable {
    var regarding: ObjectReference
    var uid: String
    var resourceVersion: String
    /// `Normal` or `Warning`.
    var type: String
    var reason: String
    var message: String
    /// Names who tells it: `statefulset-controller`, `kubelet`.
    var component: String
    /// A part of the object, `spec.containers{postgres}`.
    var fieldPath = ""

    init(_ object: ObservedObject, _ type: String, _ reason: String, _ message: String, from component: String, fieldPath: String = "") {
        regarding = object.reference
        uid = object.uid
        resourceVersion = object.at("metadata", "resourceVersion")?.string ?? ""
        (self.type, self.reason, self.message, self.component, self.fieldPath) = (type, reason, message, component, fieldPath)
    }
}

/// What a controller decides about one key.
struct Decision: Sendable, Equatable {
    /// Done in this order; the first that fails ends it.
    var actions: [Action] = []
    /// When to decide again although nothing changed.
    var again: Moment?

    init(_ actions: [Action] = [], again: Moment? = nil) {
        self.actions = actions
        self.again = again
    }

    static let nothing = Decision()

    mutating func decideAgain(at moment: Moment) { again = again.map { min($0, moment) } ?? moment }
}

/// One controller: which keys a change concerns, and what is to be done about a key. Neither does anything.
protocol Controller: Sendable {
    /// As in Events and logs: `statefulset-controller`.
    var name: String { get }
    /// All of these must have been listed before anything is decided.
    var watches: [ResourceType] { get }
    func keys(for change: ObservedChange, in objects: ObservedObjects) -> [ObjectReference]
    func decide(_ key: ObjectReference, in objects: ObservedObjects, now: Moment) -> Decision
}
