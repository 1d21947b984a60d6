import Model

/// What a DELETE does to an object: decided from its present state and the options alone.
struct DeletionDecision: Equatable, Sendable {
    enum Step: Equatable, Sendable {
        /// The object is gone at once.
        case remove
        /// The object is stored as this and stays until its finalizers are gone or its node is done with it.
        case mark(JSON)
        /// The object is stored as this, for the watches to see, and then is gone.
        case markAndRemove(JSON)
        /// It was being deleted already and nothing about that changes.
        case nothing
    }

    var step: Step

    /// `object` is the stored state. `now` is in seconds since 1970.
    init(_ object: JSON, isPod: Bool, _ options: DeleteParameters, now: Int64) {
        let finalizers = Self.finalizers(of: object, options.propagation)
        let before = (object.at("metadata", "finalizers")?.array ?? []).compactMap(\.string)
        let isBeingDeleted = object.at("metadata", "deletionTimestamp") != nil
        let grace = isPod ? Self.grace(of: object, options) : 0
        var marked = object
        marked.set(["metadata", "finalizers"], to: finalizers.isEmpty ? nil : JSON(finalizers))
        if isBeingDeleted {
            let known = object.at("metadata", "deletionGracePeriodSeconds")?.int ?? 0
            if isPod, grace < known {
                Self.mark(&marked, grace: grace, at: now)
                step = grace == 0 && finalizers.isEmpty ? .markAndRemove(marked) : .mark(marked)
            } else if isPod, grace > 0 || !finalizers.isEmpty {
                step = finalizers == before ? .nothing : .mark(marked)
            } else if finalizers.isEmpty {
                step = .remove
            } else {
                step = finalizers == before ? .nothing : .mark(marked)
            }
            return
        }
        if finalizers.isEmpty, !isPod {
            step = .remove
            return
        }
        Self.mark(&marked, grace: grace, at: now)
        step = isPod && grace == 0 && finalizers.isEmpty ? .markAndRemove(marked) : .mark(marked)
    }

    private static func mark(_ object: inout JSON, grace: Int, at now: Int64) {
        object.set(["metadata", "deletionTimestamp"], to: .string(Timestamp.text(now + Int64(grace))))
        object.set(["metadata", "deletionGracePeriodSeconds"], to: JSON(grace))
        if let generation = object.at("metadata", "generation")?.int {
            object.set(["metadata", "generation"], to: JSON(generation + 1))
        }
    }

    /// A pod that runs nowhere, or no longer, needs no time.
    private static func grace(of pod: JSON, _ options: DeleteParameters) -> Int {
        let phase = pod.at("status", "phase")?.string
        if pod.at("spec", "nodeName")?.string ?? "" == "" || phase == "Failed" || phase == "Succeeded" { return 0 }
        return options.gracePeriodSeconds ?? pod.at("spec", "terminationGracePeriodSeconds")?.int ?? 30
    }

    static let orphan = "orphan"
    static let foreground = "foregroundDeletion"

    /// The finalizers with those of the wanted propagation, for the garbage collector.
    private static func finalizers(of object: JSON, _ propagation: DeleteParameters.Propagation?) -> [String] {
        let before = (object.at("metadata", "finalizers")?.array ?? []).compactMap(\.string)
        guard let propagation else { return before }
        let others = before.filter { $0 != orphan && $0 != foreground }
        switch propagation {
        case .background: return others
        case .foreground: return before.contains(foreground) && others.count + 1 == before.count ? before : others + [foreground]
        case .orphan: return before.contains(orphan) && others.count + 1 == before.count ? before : others + [orphan]
        }
    }
}
