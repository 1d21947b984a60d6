import IPC
import KubeAPI

/// Counts the requests to the API server, for `/metrics`.
struct RequestMetrics: KubeObserver {
    private let requests: Counter

    init(_ metrics: Metrics) {
        requests = metrics.counter(
            MetricNames.apiRequests, help: "Requests to the Kubernetes API.", labels: ["verb", "resource", "code"])
    }

    func requestFinished(verb: String, resource: String, code: Int, duration: Duration) {
        requests.add(1, verb, resource, String(code))
    }
}
