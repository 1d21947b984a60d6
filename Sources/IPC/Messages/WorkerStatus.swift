import Model

/// What a worker tells of itself: shown by `postgres-operator status` and judged by `/readyz`.
public struct WorkerStatus: Equatable, Sendable {
    public enum Phase: String, Sendable, CaseIterable {
        /// Running, and not yet of use: no snapshot yet, no connection yet.
        case starting
        /// Does its work. For the watcher: the first snapshot is complete; for the reconciler: it has been reconciled.
        case ready
        /// Was ready, and cannot do its work at present; `reason` says why.
        case failing
    }

    /// One watch of the watcher.
    public struct Stream: Equatable, Sendable {
        /// As `ResourceType.name`.
        public var resource: String
        /// `listing`, `watching`, `failing`.
        public var state: String
        public var objects: Int
        public var reason: String?

        public init(resource: String, state: String, objects: Int, reason: String? = nil) {
            self.resource = resource
            self.state = state
            self.objects = objects
            self.reason = reason
        }
    }

    /// One cluster as the reconciler (or the database provisioner) sees it.
    public struct Cluster: Equatable, Sendable {
        public var key: ObjectKey
        /// The old one-word status: `Running`, `Creating`, `UpdateFailed`, …, or `Quarantined`.
        public var state: String
        public var reason: String?

        public init(key: ObjectKey, state: String, reason: String? = nil) {
            self.key = key
            self.state = state
            self.reason = reason
        }
    }

    public var phase: Phase
    /// Why it is not ready, or what it waits for: one sentence.
    public var reason: String?
    public var streams: [Stream]
    public var clusters: [Cluster]
    /// Whatever else is worth showing.
    public var details: JSONObject

    public init(
        phase: Phase = .starting, reason: String? = nil, streams: [Stream] = [], clusters: [Cluster] = [], details: JSONObject = [:]
    ) {
        self.phase = phase
        self.reason = reason
        self.streams = streams
        self.clusters = clusters
        self.details = details
    }
}

extension WorkerStatus {
    public var json: JSON {
        var form: JSONObject = ["phase": .string(phase.rawValue)]
        form.put("reason", reason)
        if !streams.isEmpty { form["streams"] = .array(streams.map(\.json)) }
        if !clusters.isEmpty { form["clusters"] = .array(clusters.map(\.json)) }
        if !details.isEmpty { form["details"] = .object(details) }
        return .object(form)
    }

    public init(json: JSON) throws(FormError) {
        let form = try ProvisionForm(json)
        self.init(phase: try form.word("phase", Phase.self), reason: try form.optionalString("reason"))
        for item in try form.items("streams") {
            streams.append(
                Stream(
                    resource: try item.string("resource"), state: try item.string("state"), objects: try item.int("objects", default: 0),
                    reason: try item.optionalString("reason")))
        }
        for item in try form.items("clusters") {
            clusters.append(
                Cluster(key: try item.key("key"), state: try item.string("state"), reason: try item.optionalString("reason")))
        }
        details = json["details"]?.object ?? [:]
    }
}

extension WorkerStatus.Stream {
    var json: JSON {
        var form: JSONObject = ["resource": .string(resource), "state": .string(state), "objects": JSON(objects)]
        form.put("reason", reason)
        return .object(form)
    }
}

extension WorkerStatus.Cluster {
    var json: JSON {
        var form: JSONObject = ["key": key.form, "state": .string(state)]
        form.put("reason", reason)
        return .object(form)
    }
}
