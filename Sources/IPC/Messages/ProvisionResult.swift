import Model

/// What became of an order.
///
/// - `done`: everything is as wanted.
/// - `waiting`: the database cannot be worked on now and the provisioner goes on trying by itself; `reason` says why. Nothing is wrong
///   with the order.
/// - `failed`: what could be done is done; `reason`, `message` and the items say what could not. It is tried again after a while, as the
///   cause may be removed in the database.
public struct ProvisionResult: Equatable, Sendable {
    public enum Outcome: String, CaseIterable, Sendable { case done, waiting, failed }

    /// Words for a condition's reason.
    public enum Reason: String, CaseIterable, Sendable {
        /// No connection: refused, no route, timeout, name not found.
        case unreachable = "DatabaseUnreachable"
        case starting = "DatabaseStarting"
        /// Connected to a server in recovery: the primary moves, or this is a standby.
        case readOnly = "DatabaseReadOnly"
        /// Password or pg_hba.conf refused the superuser.
        case loginRefused = "LoginRefused"
        case tlsFailed = "TLSFailed"
        case tooManyConnections = "TooManyConnections"
        /// One or more items were refused or failed.
        case itemsFailed = "ItemsFailed"
        /// The connection broke in the middle of the work.
        case interrupted = "Interrupted"
        /// The order itself cannot be used.
        case invalidOrder = "InvalidOrder"
    }

    /// One thing that was looked after.
    public struct Item: Equatable, Sendable {
        public enum Kind: String, CaseIterable, Sendable {
            case role, membership, database, schema, privileges, `extension`, poolerLookup, publication
        }

        /// `planned` only in plan mode: it would be created or changed. `refused`: not tried, for the reason in the message.
        public enum Outcome: String, CaseIterable, Sendable { case created, changed, unchanged, planned, refused, failed }

        public var kind: Kind
        /// The role's or database's name; things inside a database are `database/name`.
        public var name: String
        public var outcome: Outcome
        public var message: String?

        public init(kind: Kind, name: String, outcome: Outcome, message: String? = nil) {
            self.kind = kind
            self.name = name
            self.outcome = outcome
            self.message = message
        }
    }

    public var cluster: ObjectKey
    public var generation: Int64
    public var digest: String
    public var outcome: Outcome
    public var reason: Reason?
    public var message: String?
    /// Items that are `unchanged` are only counted, not listed.
    public var items: [Item]
    public var unchanged: Int
    /// Statements sent that write (0 in the steady state), and that read.
    public var statements: Int
    public var reads: Int

    public init(
        cluster: ObjectKey, generation: Int64, digest: String, outcome: Outcome, reason: Reason? = nil, message: String? = nil,
        items: [Item] = [], unchanged: Int = 0, statements: Int = 0, reads: Int = 0
    ) {
        self.cluster = cluster
        self.generation = generation
        self.digest = digest
        self.outcome = outcome
        self.reason = reason
        self.message = message
        self.items = items
        self.unchanged = unchanged
        self.statements = statements
        self.reads = reads
    }

    /// Databases made just now.
    public var newDatabases: [String] { items.filter { $0.kind == .database && $0.outcome == .created }.map(\.name) }
}

extension ProvisionResult {
    public init(json: JSON) throws(ProvisionFormError) {
        let form = try ProvisionForm(json)
        var items: [Item] = []
        for item in try form.items("items") {
            items.append(
                Item(
                    kind: try item.word("kind", Item.Kind.self), name: try item.string("name"),
                    outcome: try item.word("outcome", Item.Outcome.self), message: try item.optionalString("message")))
        }
        let reason: Reason? = form.member("reason") == nil ? nil : try form.word("reason", Reason.self)
        self.init(
            cluster: try form.key("cluster"), generation: Int64(try form.int("generation", default: 0)),
            digest: try form.optionalString("digest") ?? "", outcome: try form.word("outcome", Outcome.self), reason: reason,
            message: try form.optionalString("message"), items: items, unchanged: try form.int("unchanged", default: 0),
            statements: try form.int("statements", default: 0), reads: try form.int("reads", default: 0))
    }

    public var json: JSON {
        var form: JSONObject = [
            "cluster": cluster.provisionForm, "generation": .int(generation), "digest": .string(digest),
            "outcome": .string(outcome.rawValue),
        ]
        form.put("reason", reason?.rawValue)
        form.put("message", message)
        form["items"] = JSON(
            items.map { item in
                var form: JSONObject = [
                    "kind": .string(item.kind.rawValue), "name": .string(item.name), "outcome": .string(item.outcome.rawValue),
                ]
                form.put("message", item.message)
                return JSON.object(form)
            })
        form["unchanged"] = JSON(unchanged)
        form["statements"] = JSON(statements)
        form["reads"] = JSON(reads)
        return .object(form)
    }
}
