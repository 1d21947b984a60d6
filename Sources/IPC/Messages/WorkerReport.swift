import Model

/// What a worker says to the supervisor on its control line.
public enum WorkerReport: Equatable, Sendable {
    case status(WorkerStatus)
    /// All samples of the worker's registry, each time.
    case metrics([MetricSample])
}

extension WorkerReport: Message {
    public var type: String {
        switch self {
        case .status: "status"
        case .metrics: "metrics"
        }
    }

    public var body: JSON {
        switch self {
        case .status(let status): status.json
        case .metrics(let samples): ["samples": .array(samples.map(\.json))]
        }
    }

    public init(type: String, body: JSON) throws(FormError) {
        switch type {
        case "status": self = .status(try WorkerStatus(json: body))
        case "metrics":
            var samples: [MetricSample] = []
            for item in try ProvisionForm(body).items("samples") { samples.append(try MetricSample(item)) }
            self = .metrics(samples)
        default: throw FormError(path: "type", expected: "one of status, metrics", found: "another word")
        }
    }

    /// Only the newest counts, of each.
    public var coalescingKey: String? { type }
}
