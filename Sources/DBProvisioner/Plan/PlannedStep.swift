import IPC

/// One change that goes together: its statements are one transaction. Printable without secrets.
struct PlannedStep: Equatable, Sendable {
    var kind: ProvisionResult.Item.Kind
    /// As in the result: the role's or database's name, or `database/name`.
    var name: String
    /// What the item will have become: `created` or `changed`.
    var outcome: ProvisionResult.Item.Outcome
    /// What it is for, a clause without a full stop: `create role "app" with LOGIN`.
    var intent: String
    var statements: [SQLText]

    init(
        _ kind: ProvisionResult.Item.Kind, _ name: String, _ outcome: ProvisionResult.Item.Outcome, _ intent: String,
        _ statements: [SQLText]
    ) {
        self.kind = kind
        self.name = name
        self.outcome = outcome
        self.intent = intent
        self.statements = statements
    }
}

/// What is not tried, and why.
struct Refusal: Equatable, Sendable {
    var kind: ProvisionResult.Item.Kind
    var name: String
    var reason: String

    init(_ kind: ProvisionResult.Item.Kind, _ name: String, _ reason: String) {
        self.kind = kind
        self.name = name
        self.reason = reason
    }
}

/// The difference between what is wanted and what is there, as steps in an order that works. A value: it can be printed, compared and
/// thrown away.
struct ProvisionPlan: Equatable, Sendable {
    var steps: [PlannedStep] = []
    var refusals: [Refusal] = []
    /// Items that were looked at and need nothing.
    var unchanged = 0

    static func += (plan: inout ProvisionPlan, other: ProvisionPlan) {
        plan.steps += other.steps
        plan.refusals += other.refusals
        plan.unchanged += other.unchanged
    }
}
