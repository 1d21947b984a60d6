import Model

/// One thing to do, with its reason and what it does to users.
public struct Step: Sendable, Equatable {
    public enum Action: Sendable, Equatable {
        /// Make it; if somebody else has made it meanwhile, theirs counts.
        case create(JSON)
        /// Make it so by server-side apply. `movesOwnership`: what we wrote by update becomes what we applied, first.
        case apply(JSON, movesOwnership: Bool)
        /// Delete it without what it owns; once it is gone, the next plan makes it again. The body is what it will be.
        case recreate(JSON, uid: String)
        /// A merge patch of fields that are not ours alone.
        case merge(JSON)
        case delete(uid: String)
        /// Delete the pod, so that its StatefulSet makes it anew. `checksOthers`: only once Patroni says that the other members are well.
        case restartPod(uid: String, checksOthers: Bool)
        /// Change the cluster's configuration that Patroni keeps.
        case configurePatroni(JSON)
        /// Have Patroni restart PostgreSQL in that pod.
        case restartPostgres
        /// Have Patroni make another member the primary; the step's object is the pod that leads now. Who it will be is chosen when it
        /// happens, among those that are not to be avoided if there are any.
        case switchover(avoiding: Set<String>)
    }

    public var object: ObjectReference
    public var action: Action
    public var reasons: [Difference]
    /// Said where no field explains the step.
    public var note: String?
    public var disruption: Disruption
    public var isCreation: Bool

    public init(
        _ object: ObjectReference, _ action: Action, reasons: [Difference] = [], note: String? = nil, disruption: Disruption = .none,
        isCreation: Bool = false
    ) {
        self.object = object
        self.action = action
        self.reasons = reasons
        self.note = note
        self.disruption = disruption
        self.isCreation = isCreation
    }

    /// One word for people.
    public var verb: String {
        switch action {
        case .create: "create"
        case .apply: isCreation ? "create" : "change"
        case .recreate: "replace"
        case .merge: "change"
        case .delete: "delete"
        case .restartPod: "restart"
        case .configurePatroni: "configure"
        case .restartPostgres: "restart PostgreSQL in"
        case .switchover: "switch over from"
        }
    }
}

extension Step {
    public var json: JSON {
        var form: JSONObject = [
            "object": .string(object.description), "verb": .string(verb), "disruption": .string(disruption.rawValue),
            "reasons": .array(reasons.map(\.json)),
        ]
        if let note { form["note"] = .string(note) }
        if case .configurePatroni(let patch) = action { form["patch"] = patch }
        return .object(form)
    }

    /// All that tells this step from another; of a Secret not the data, which is random when it is made.
    var identity: JSON {
        var form = json
        if case .apply(let body, _) = action { form["body"] = body }
        if case .merge(let body) = action { form["body"] = body }
        return form
    }

    /// A line for the step and one for each reason.
    var lines: [String] {
        var first = "\(verb) \(object)"
        if disruption > .none { first += "  (\(disruption.rawValue))" }
        if let note { first += "  \(note)" }
        return [first] + reasons.map { "    \($0)" }
    }
}
