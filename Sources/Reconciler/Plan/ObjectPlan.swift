import Model

/// What is to be done about one object: the difference between wish and reality, turned into at most one step.
struct ObjectPlan {
    var step: Step?
    /// Differences that are seen and left alone.
    var drift: [Difference] = []
    /// It is being deleted: nothing can be done until it is gone.
    var isGoing = false

    /// - Parameter live: nil where the object is known not to be there.
    init(_ wanted: WantedObject, live: JSON?, classification: Classification, ignoredAnnotations: Set<String> = []) {
        guard let live else {
            if wanted.policy != .adopted { step = Self.creation(of: wanted) }
            return
        }
        guard wanted.policy != .createOnly else { return }
        if live.at("metadata", "deletionTimestamp") != nil {
            isGoing = true
            return
        }
        let type = wanted.reference.type
        let body = wanted.updateBody
        let ownership = Ownership(live)
        var found = Comparison.differences(wanted: body, live: live) { ownership.owns($0) }
        found += ownership.removals(wanted: body, live: live)
        found.removeAll { Self.isIgnored($0.path, ignoredAnnotations) }
        if !ownership.hasApplied {
            drift = found.filter { Drift.isTolerated($0, type: type) }
            found.removeAll { Drift.isTolerated($0, type: type) }
        }
        guard !found.isEmpty else { return }
        let disruption = found.map { classification.disruption(of: $0, type: type) }.max() ?? .none
        let applied = Alignment(disruption: disruption, drift: drift).aligned(body, to: live, type: type, removing: found)
        let action: Step.Action =
            disruption == .recreate
            ? .recreate(applied, uid: live.at("metadata", "uid")?.string ?? "")
            : .apply(applied, movesOwnership: ownership.needsMove)
        step = Step(wanted.reference, action, reasons: found, disruption: disruption)
    }

    private static func creation(of wanted: WantedObject) -> Step {
        // Only a POST says that somebody else was quicker: a password that is there already must be taken, not overwritten.
        let action: Step.Action = wanted.policy == .createdWithData ? .create(wanted.body) : .apply(wanted.body, movesOwnership: false)
        return Step(wanted.reference, action, reasons: [], disruption: .none, isCreation: true)
    }

    private static func isIgnored(_ path: FieldPath, _ annotations: Set<String>) -> Bool {
        guard let last = path.fields.last, path.fields.dropLast().last == "annotations" else { return false }
        return annotations.contains(last)
    }
}

/// Puts into a wanted object what of the live one shall stay as it is: text that differs only in its form, fields that cannot be changed,
/// and drift that is none of this step's business.
struct Alignment {
    let disruption: Disruption
    let drift: [Difference]

    func aligned(_ wanted: JSON, to live: JSON, type: ResourceType, removing differences: [Difference]) -> JSON {
        var body = wanted
        // A step that restarts nothing must not carry along what would.
        if disruption < .restart {
            for difference in drift { body.set(difference.path, to: difference.old) }
        }
        guard type == .statefulSets else { return body }
        if disruption != .recreate {
            for field in ["serviceName", "selector", "podManagementPolicy"] where live.at("spec", field) != nil {
                body.set(["spec", field], to: live.at("spec", field))
            }
            body.set(["spec", "volumeClaimTemplates"], to: Self.claimTemplates(of: live))
        }
        keepSpiloText(in: &body, live: live)
        return body
    }

    /// A restart is on its way anyhow: then the newer text goes along, if there is more to it than its form.
    private func keepSpiloText(in body: inout JSON, live: JSON) {
        let path = FieldPath([
            .field("spec"), .field("template"), .field("spec"), .field("containers"), .item(["name": "postgres"]), .field("env"),
            .item(["name": "SPILO_CONFIGURATION"]), .field("value"),
        ])
        guard let old = live.at(path)?.string, let new = body.at(path)?.string, old != new, SpiloText.areEqual(old, new) else { return }
        if disruption >= .restart, !SpiloText.areEqualInFull(old, new) { return }
        body.set(path, to: .string(old))
    }

    private static func claimTemplates(of live: JSON) -> JSON? {
        guard let templates = live.at("spec", "volumeClaimTemplates")?.array else { return nil }
        return .array(
            templates.map { template in
                var copy = template
                copy["status"] = nil
                copy.set(["metadata", "creationTimestamp"], to: nil)
                return copy
            })
    }
}
