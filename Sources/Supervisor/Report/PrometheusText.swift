import IPC

/// Samples in Prometheus' text format (version 0.0.4), the workers' own marked with the label `process`.
struct PrometheusText {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private var families: [String: [MetricSample]] = [:]

    mutating func add(_ samples: [MetricSample], process: String? = nil) {
        for sample in samples {
            var sample = sample
            if let process { sample.labels.append(MetricLabel("process", process)) }
            families[sample.name, default: []].append(sample)
        }
    }

    var text: String {
        var out = ""
        for (name, samples) in families.sorted(by: { $0.key < $1.key }) {
            guard let first = samples.first else { continue }
            if !first.help.isEmpty { out += "# HELP \(name) \(Self.escaped(first.help, quotes: false))\n" }
            out += "# TYPE \(name) \(first.kind.rawValue)\n"
            // One kind a name: what differs comes of another release and is left out.
            for sample in samples where sample.kind == first.kind { write(sample, to: &out) }
        }
        return out
    }

    private func write(_ sample: MetricSample, to out: inout String) {
        guard sample.kind == .histogram else {
            out += "\(sample.name)\(labels(sample.labels)) \(Self.number(sample.value))\n"
            return
        }
        for bucket in sample.buckets {
            let labels = labels(sample.labels + [MetricLabel("le", Self.number(bucket.upTo))])
            out += "\(sample.name)_bucket\(labels) \(Self.number(bucket.count))\n"
        }
        out += "\(sample.name)_bucket\(labels(sample.labels + [MetricLabel("le", "+Inf")])) \(Self.number(sample.count))\n"
        out += "\(sample.name)_sum\(labels(sample.labels)) \(Self.number(sample.value))\n"
        out += "\(sample.name)_count\(labels(sample.labels)) \(Self.number(sample.count))\n"
    }

    private func labels(_ labels: [MetricLabel]) -> String {
        guard !labels.isEmpty else { return "" }
        return "{" + labels.map { "\($0.name)=\"\(Self.escaped($0.value, quotes: true))\"" }.joined(separator: ",") + "}"
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var out = ""
        for character in text {
            switch character {
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\"" where quotes: out += "\\\""
            default: out.append(character)
            }
        }
        return out
    }

    private static func number(_ value: Double) -> String {
        if let whole = Int64(exactly: value), abs(value) < 1e15 { return String(whole) }
        return value.description
    }
}
