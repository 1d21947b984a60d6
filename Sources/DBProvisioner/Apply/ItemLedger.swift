import IPC

/// Collects what became of each item over several rounds and databases; of two entries for one item the later one counts, but something
/// made in an earlier round stays made.
struct ItemLedger: Equatable, Sendable {
    private struct Key: Hashable {
        var kind: ProvisionResult.Item.Kind
        var name: String
    }

    private var places: [Key: Int] = [:]
    private(set) var items: [ProvisionResult.Item] = []
    var unchanged = 0

    mutating func record(_ item: ProvisionResult.Item) {
        let key = Key(kind: item.kind, name: item.name)
        guard let place = places[key] else {
            places[key] = items.count
            items.append(item)
            return
        }
        let before = items[place]
        if before.outcome == .created, item.outcome == .changed { return }
        if before.outcome == .planned, item.outcome == .planned {
            items[place].message = [before.message, item.message].compactMap { $0 }.joined(separator: "; ")
            return
        }
        // A failure beside a success of the same item in one round is not to be forgotten.
        if before.outcome == .failed, item.outcome != .failed { return }
        items[place] = item
    }

    /// Where the items of the part that is being worked on begin, and what was unchanged in the parts before.
    private var partStart = 0
    private var unchangedBefore = 0

    /// Another part of the work begins (another database): what was recorded so far is final.
    mutating func beginPart() {
        partStart = items.count
        unchangedBefore = unchanged
    }

    /// A new round of the same part begins: what failed or was refused in it is looked at again.
    mutating func beginRound() {
        let settled = items[partStart...].filter { $0.outcome != .failed && $0.outcome != .refused }
        items.replaceSubrange(partStart..., with: settled)
        places = [:]
        for (place, item) in items.enumerated() { places[Key(kind: item.kind, name: item.name)] = place }
        unchanged = unchangedBefore
    }

    mutating func record(_ plan: ProvisionPlan) {
        unchanged += plan.unchanged
        for refusal in plan.refusals {
            record(ProvisionResult.Item(kind: refusal.kind, name: refusal.name, outcome: .refused, message: refusal.reason))
        }
    }

    mutating func record(_ ends: [StepEnd]) {
        for end in ends {
            record(
                ProvisionResult.Item(
                    kind: end.step.kind, name: end.step.name, outcome: end.failure == nil ? end.step.outcome : .failed,
                    message: end.failure.map { "could not \(end.step.intent): \($0)" } ?? end.step.intent))
        }
    }

    mutating func recordPlanned(_ steps: [PlannedStep]) {
        for step in steps { record(ProvisionResult.Item(kind: step.kind, name: step.name, outcome: .planned, message: step.intent)) }
    }

    /// What could not be done, the first few in words.
    var failureSummary: String? {
        let bad = items.filter { $0.outcome == .failed || $0.outcome == .refused }
        guard !bad.isEmpty else { return nil }
        let shown = bad.prefix(3).map { "\($0.kind.rawValue) \($0.name): \($0.message ?? "failed")" }.joined(separator: "; ")
        return bad.count > 3 ? "\(bad.count) items could not be done: \(shown); …" : shown
    }
}
