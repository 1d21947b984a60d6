import Synchronization

/// The process's counters, gauges and histograms. Recording takes one short lock and no allocation once a label combination is known.
public final class Metrics: Sendable {
    struct Family {
        var kind: MetricSample.Kind
        var help: String
        var labelNames: [String]
        /// Upper bounds of a histogram's finite buckets, ascending.
        var bounds: [Double]
        var values: [[String]: Value] = [:]
    }

    struct Value {
        /// Counter or gauge: the value; histogram: the sum.
        var number: Double = 0
        var count: Double = 0
        /// Observations in each bucket alone, not cumulative.
        var buckets: [Double] = []
    }

    private struct State {
        var families: [String: Family] = [:]
        var generation: UInt64 = 0
    }

    private let state = Mutex(State())

    public init() {}

    /// Only goes up. Names end in `_total`.
    public func counter(_ name: String, help: String, labels: [String] = []) -> Counter {
        declare(name, Family(kind: .counter, help: help, labelNames: labels, bounds: []))
        return Counter(metrics: self, name: name)
    }

    /// Goes up and down.
    public func gauge(_ name: String, help: String, labels: [String] = []) -> Gauge {
        declare(name, Family(kind: .gauge, help: help, labelNames: labels, bounds: []))
        return Gauge(metrics: self, name: name)
    }

    /// Counts observations by size; `bounds` are the buckets' upper bounds, ascending.
    public func histogram(_ name: String, help: String, labels: [String] = [], bounds: [Double]) -> Histogram {
        declare(name, Family(kind: .histogram, help: help, labelNames: labels, bounds: bounds))
        return Histogram(metrics: self, name: name)
    }

    /// Declaring a name again changes nothing. A metric without labels is there from the start, with 0.
    private func declare(_ name: String, _ family: Family) {
        state.withLock { state in
            guard state.families[name] == nil else { return }
            var family = family
            if family.labelNames.isEmpty { family.values[[]] = Value(buckets: Array(repeating: 0, count: family.bounds.count)) }
            state.families[name] = family
            state.generation &+= 1
        }
    }

    fileprivate func change(_ name: String, _ labels: [String], _ change: (inout Value, _ bounds: [Double]) -> Void) {
        state.withLock { state in
            guard var family = state.families.removeValue(forKey: name) else { return }
            let buckets = family.bounds.count
            change(&family.values[labels, default: Value(buckets: Array(repeating: 0, count: buckets))], family.bounds)
            state.families[name] = family
            state.generation &+= 1
        }
    }

    /// Forgets one label combination, of something that is gone.
    fileprivate func remove(_ name: String, _ labels: [String]) {
        state.withLock { state in
            state.families[name]?.values[labels] = nil
            state.generation &+= 1
        }
    }

    /// Different after every change.
    var generation: UInt64 { state.withLock { $0.generation } }

    /// Everything as it is now, sorted by name and labels.
    public func samples() -> [MetricSample] {
        let families = state.withLock { $0.families }
        return families.sorted { $0.key < $1.key }.flatMap { name, family in
            family.values.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { sample(name, family, $0.key, $0.value) }
        }
    }

    private func sample(_ name: String, _ family: Family, _ labels: [String], _ value: Value) -> MetricSample {
        var total = 0.0
        let buckets = zip(family.bounds, value.buckets).map { bound, count in
            total += count
            return MetricSample.Bucket(upTo: bound, count: total)
        }
        let labels = zip(family.labelNames, labels).map { MetricLabel($0, $1) }.sorted { $0.name < $1.name }
        return MetricSample(
            name: name, kind: family.kind, help: family.help, labels: labels, value: value.number, count: value.count, buckets: buckets)
    }
}

/// Label values stand in the order in which the names were declared.
public struct Counter: Sendable {
    let metrics: Metrics
    let name: String

    public func add(_ amount: Double = 1, _ labels: String...) { metrics.change(name, labels) { value, _ in value.number += amount } }
}

/// Label values stand in the order in which the names were declared.
public struct Gauge: Sendable {
    let metrics: Metrics
    let name: String

    public func set(_ number: Double, _ labels: String...) { metrics.change(name, labels) { value, _ in value.number = number } }
    public func add(_ amount: Double, _ labels: String...) { metrics.change(name, labels) { value, _ in value.number += amount } }
    public func remove(_ labels: String...) { metrics.remove(name, labels) }
}

/// Label values stand in the order in which the names were declared.
public struct Histogram: Sendable {
    let metrics: Metrics
    let name: String

    public func observe(_ number: Double, _ labels: String...) {
        metrics.change(name, labels) { value, bounds in
            value.number += number
            value.count += 1
            if let bucket = bounds.firstIndex(where: { number <= $0 }) { value.buckets[bucket] += 1 }
        }
    }
}

/// Metrics that several workers share, so that they are spelt once.
public enum MetricNames {
    /// Labels verb, resource, code.
    public static let apiRequests = "postgres_operator_api_requests_total"
    public static let queueAge = "postgres_operator_queue_age_seconds"
    public static let editToConverged = "postgres_operator_edit_to_converged_seconds"
    /// Labels kind.
    public static let statements = "postgres_operator_statements_total"
    public static let resyncs = "postgres_operator_resyncs_total"
    public static let secondBounds: [Double] = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600]
}
