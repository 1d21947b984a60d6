import Synchronization

/// A reply whose body is read as it arrives. What is not read holds the server back (its window fills); dropping the stream ends it.
public struct HTTPStream: Sendable {
    public let status: Int
    public let headers: HTTPHeaders
    private let body: Body

    /// A stream over any source of bytes, for tests.
    public init(
        status: Int, headers: HTTPHeaders, next: @escaping @Sendable () async -> Result<[UInt8]?, HTTPError>,
        cancel: @escaping @Sendable () -> Void = {}
    ) {
        self.status = status
        self.headers = headers
        self.body = Body(next: next, cancel: cancel)
    }

    public var isSuccess: Bool { (200..<300).contains(status) }

    /// The next bytes; nil at the end. Cancelling the task ends the stream with `.cancelled`.
    public func next() async throws(HTTPError) -> [UInt8]? { try await body.next().get() }

    /// Ends it now; harmless where it has ended.
    public func cancel() { body.cancel() }

    /// All that is left, for the bodies of errors; cut off at the limit.
    public func rest(limit: Int) async throws(HTTPError) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < limit, let chunk = try await next() { bytes += chunk }
        return bytes.count > limit ? Array(bytes[..<limit]) : bytes
    }

    private final class Body: Sendable {
        let next: @Sendable () async -> Result<[UInt8]?, HTTPError>
        let cancel: @Sendable () -> Void

        init(next: @escaping @Sendable () async -> Result<[UInt8]?, HTTPError>, cancel: @escaping @Sendable () -> Void) {
            self.next = next
            self.cancel = cancel
        }

        deinit { cancel() }
    }
}
