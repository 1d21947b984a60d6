import KubeAPI
import Model

/// Why Patroni did not do what it was asked.
public enum PatroniError: Error, Sendable, Equatable {
    case unreachable(member: String, HTTPError)
    /// Patroni answered, with no.
    case refused(member: String, status: Int, text: String)
    case unreadable(member: String)
}

extension PatroniError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreachable(let member, let error): "Patroni of \(member) cannot be reached: \(error)"
        case .refused(let member, let status, let text): "Patroni of \(member) answered \(status): \(text)"
        case .unreadable(let member): "Patroni of \(member) answered something that is not JSON"
        }
    }
}

/// Patroni's REST API in one pod. No retries here: whoever asks knows when to ask again.
public struct PatroniClient: Sendable {
    /// The pod's name, for messages.
    public let member: String
    private let address: String
    private let transport: any HTTPTransport

    /// - Parameter address: the pod's IP.
    public init(member: String, address: String, transport: any HTTPTransport) {
        self.member = member
        self.address = address.contains(":") ? "[\(address)]" : address
        self.transport = transport
    }

    public func cluster() async throws(PatroniError) -> PatroniCluster {
        PatroniCluster(try await json(HTTPRequest(.get, url("/cluster"), timeout: .seconds(5))))
    }

    /// The configuration that Patroni keeps for the whole cluster.
    public func configuration() async throws(PatroniError) -> JSON {
        try await json(HTTPRequest(.get, url("/config"), timeout: .seconds(5)))
    }

    /// Merges into that configuration; null removes.
    public func changeConfiguration(_ patch: JSON) async throws(PatroniError) {
        _ = try await send(HTTPRequest(.patch, url("/config"), json: patch, timeout: .seconds(30)))
    }

    /// Restarts PostgreSQL in this pod, only if it still waits for that. Returns once it is back.
    public func restartIfPending() async throws(PatroniError) {
        _ = try await send(HTTPRequest(.post, url("/restart"), json: ["restart_pending": true], timeout: .seconds(180)))
    }

    /// Sent to the leader. Returns once the candidate leads.
    public func switchOver(to candidate: String) async throws(PatroniError) {
        let body: JSON = ["leader": .string(member), "candidate": .string(candidate)]
        _ = try await send(HTTPRequest(.post, url("/switchover"), json: body, timeout: .seconds(60)))
    }

    private func url(_ path: String) -> String { "http://\(address):8008\(path)" }

    private func json(_ request: HTTPRequest) async throws(PatroniError) -> JSON {
        let response = try await send(request)
        guard let value = try? response.json() else { throw .unreadable(member: member) }
        return value
    }

    private func send(_ request: HTTPRequest) async throws(PatroniError) -> HTTPResponse {
        let response: HTTPResponse
        do throws(HTTPError) {
            response = try await transport.send(request)
        } catch {
            throw .unreachable(member: member, error)
        }
        guard response.isSuccess else { throw .refused(member: member, status: response.status, text: String(response.text.prefix(300))) }
        return response
    }
}
