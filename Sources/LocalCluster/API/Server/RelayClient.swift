import NIOCore
import NIOHTTP1
import NIOPosix

/// Fetches what a node answers like a kubelet and hands it on piece by piece.
enum RelayClient {
    typealias Channel = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>

    enum Failure: Error, CustomStringConvertible {
        case unreachable(host: String, port: Int, reason: String)

        var description: String {
            switch self {
            case .unreachable(let host, let port, let reason): "the node at \(host):\(port) cannot be reached: \(reason)"
            }
        }
    }

    static func connect(_ relay: Relay) async throws(Failure) -> Channel {
        do {
            return try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).connectTimeout(.seconds(5))
                .connect(host: relay.host, port: relay.port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHTTPClientHandlers()
                        return try Channel(wrappingChannelSynchronously: channel)
                    }
                }
        } catch {
            throw .unreachable(host: relay.host, port: relay.port, reason: "\(error)")
        }
    }

    static func transfer(_ relay: Relay, _ channel: Channel, _ write: (ByteBuffer) async throws -> Void) async throws {
        try await channel.executeThenClose { inbound, outbound in
            var headers = HTTPHeaders()
            headers.add(name: "Host", value: "\(relay.host):\(relay.port)")
            headers.add(name: "Connection", value: "close")
            try await outbound.write(.head(HTTPRequestHead(version: .http1_1, method: .GET, uri: relay.target, headers: headers)))
            try await outbound.write(.end(nil))
            for try await part in inbound {
                switch part {
                case .head: continue
                case .body(let bytes): try await write(bytes)
                case .end: return
                }
            }
        }
    }
}
