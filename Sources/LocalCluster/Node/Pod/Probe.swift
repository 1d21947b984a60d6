import Model

/// A probe of a container: what to ask, how often, and how many answers in a row count.
struct Probe: Sendable, Hashable {
    enum Purpose: String, Sendable, CaseIterable {
        case readiness = "readinessProbe"
        case liveness = "livenessProbe"
        case startup = "startupProbe"
    }

    enum Target: Sendable, Hashable {
        case http(path: String, port: Int)
        case tcp(port: Int)
        /// Nothing that this node can ask: counts as a success.
        case other
    }

    var target: Target
    var initialDelay: Double
    var period: Double
    var timeout: Double
    var successes: Int
    var failures: Int

    init(_ json: JSON, container: JSON) {
        func port(_ value: JSON?) -> Int {
            if let number = value?.int { return number }
            let ports = container["ports"]?.array ?? []
            return ports.first { $0["name"] == value }?["containerPort"]?.int ?? value?.string.flatMap { Int($0) } ?? 0
        }
        if let get = json["httpGet"] {
            target = .http(path: get["path"]?.string ?? "/", port: port(get["port"]))
        } else if let socket = json["tcpSocket"] {
            target = .tcp(port: port(socket["port"]))
        } else {
            target = .other
        }
        initialDelay = Double(json["initialDelaySeconds"]?.int ?? 0)
        period = Double(max(1, json["periodSeconds"]?.int ?? 10))
        timeout = Double(max(1, json["timeoutSeconds"]?.int ?? 1))
        successes = max(1, json["successThreshold"]?.int ?? 1)
        failures = max(1, json["failureThreshold"]?.int ?? 3)
    }

    static func all(of container: JSON) -> [Purpose: Probe] {
        var probes: [Purpose: Probe] = [:]
        for purpose in Purpose.allCases where container[purpose.rawValue]?.object != nil {
            probes[purpose] = container[purpose.rawValue].map { Probe($0, container: container) }
        }
        return probes
    }
}

/// Answers in a row.
struct ProbeCount: Sendable, Equatable {
    private var successes = 0
    private var failures = 0

    /// The verdict, once enough answers in a row agree.
    mutating func count(_ success: Bool, _ probe: Probe) -> Bool? {
        if success {
            (successes, failures) = (successes + 1, 0)
            return successes >= probe.successes ? true : nil
        }
        (successes, failures) = (0, failures + 1)
        return failures >= probe.failures ? false : nil
    }
}
