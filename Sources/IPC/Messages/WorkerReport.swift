import Model

/// What a worker says to the supervisor on its control line.
public enum WorkerReport: Equatable, Sendable {
    case status(WorkerStatus)
    /// All samples of the worker's registry, each time.
    case metrics([MetricSample])
    /// Log records, as they were written, oldest first.
    case log([JSON])
}

extension WorkerReport: Message {
    public var type: String {
        switch self {
        case .status: "status"
        case .metrics: "metrics"
        case .log: "log"
        }
    }

    public var body: JSON {
        switch self {
        case .status(let status): status.json
        case .metrics(let samples): ["samples": .array(samples.map(\.json))]
        case .log(let records): ["records": .array(records)]
        }
    }

    public init(type: String, body: JSON) throws(FormError) {
        switch type {
        case "status": self = .status(try WorkerStatus(json: body))
        case "metrics":
            var samples: [MetricSample] = []
            for item in try ProvisionForm(body).items("samples") { samples.append(try MetricSample(item)) }
            self = .metrics(samples)
        case "log":
            guard let records = body["records"]?.array else { throw try ProvisionForm(body).failure("records", expected: "a list") }
            self = .log(records)
        default: throw FormError(path: "type", expected: "one of status, metrics, log", found: "another word")
        }
    }

    /// Only the newest counts, but of the log everything.
    public var coalescingKey: String? {
        switch self {
        case .status, .metrics: type
        case .log: nil
        }
    }
}
