import Model

/// One metric with its labels at one moment, as it travels to the supervisor and from there to Prometheus.
public struct MetricSample: Equatable, Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        case counter
        case gauge
        case histogram
    }

    public struct Bucket: Equatable, Sendable {
        /// Counts the observations up to and including this value.
        public var upTo: Double
        /// Cumulative, as Prometheus has it.
        public var count: Double

        public init(upTo: Double, count: Double) {
            self.upTo = upTo
            self.count = count
        }
    }

    public var name: String
    public var kind: Kind
    public var help: String
    /// Sorted by name.
    public var labels: [MetricLabel]
    /// Of a histogram the sum of all observations.
    public var value: Double
    /// Of a histogram only: how many observations, and the finite buckets.
    public var count: Double
    public var buckets: [Bucket]

    public init(
        name: String, kind: Kind, help: String = "", labels: [MetricLabel] = [], value: Double, count: Double = 0, buckets: [Bucket] = []
    ) {
        self.name = name
        self.kind = kind
        self.help = help
        self.labels = labels
        self.value = value
        self.count = count
        self.buckets = buckets
    }
}

public struct MetricLabel: Hashable, Sendable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

extension MetricSample {
    public var json: JSON {
        var form: JSONObject = ["name": .string(name), "kind": .string(kind.rawValue), "value": .double(value)]
        if !help.isEmpty { form["help"] = .string(help) }
        if !labels.isEmpty { form["labels"] = .object(JSONObject(labels.map { ($0.name, .string($0.value)) })) }
        if kind == .histogram {
            form["count"] = .double(count)
            form["buckets"] = .array(buckets.map { .array([.double($0.upTo), .double($0.count)]) })
        }
        return .object(form)
    }

    init(_ form: ProvisionForm) throws(FormError) {
        self.init(
            name: try form.string("name"), kind: try form.word("kind", Kind.self), help: try form.optionalString("help") ?? "",
            labels: try form.stringMap("labels").map { MetricLabel($0.key, $0.value) }.sorted { $0.name < $1.name },
            value: try form.double("value"))
        guard kind == .histogram else { return }
        count = try form.double("count")
        for item in form.value["buckets"]?.array ?? [] {
            guard let upTo = item[0]?.double, let count = item[1]?.double else {
                throw form.failure("buckets", expected: "pairs of numbers")
            }
            buckets.append(Bucket(upTo: upTo, count: count))
        }
    }
}
