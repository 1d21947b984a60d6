import HTTPTypes
import HummingbirdCore
import HummingbirdHTTP2
import Logging
import Model
import NIOCore
import NIOPosix
import NIOSSL

/// The sockets of the API server: HTTP/1.1 and HTTP/2 over TLS, or HTTP/1.1 alone where there are no certificates.
struct HTTPService: Sendable {
    var server: APIServer
    var log: RequestLog?
    var host: String
    var port: Int
    /// Paths of the PEM files; nil serves plain HTTP.
    var certificate: String?
    var key: String?

    /// Serves until the task is cancelled; `onRunning` gets the port.
    func run(onRunning: @escaping @Sendable (Int) async -> Void = { _ in }) async throws {
        var logger = Logger(label: "apiserver")
        logger.logLevel = .error
        let respond: @Sendable (Request, consuming ResponseWriter, any Channel) async throws -> Void = { request, writer, channel in
            try await self.respond(to: request, writer, channel)
        }
        let configuration = ServerConfiguration(address: .hostname(host, port: port), backlog: 1024)
        let running: @Sendable (any Channel) async -> Void = { channel in await onRunning(channel.localAddress?.port ?? 0) }
        let ticker = server.ticker
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await ticker.run() }
            if let certificate, let key {
                let chain = try NIOSSLCertificate.fromPEMFile(certificate)
                let tls = TLSConfiguration.makeServerConfiguration(
                    certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem))
                )
                let channel = try HTTP2UpgradeChannel(tlsConfiguration: tls, responder: respond)
                let server = Server(
                    childChannelSetup: channel, configuration: configuration, onServerRunning: running,
                    eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger)
                group.addTask { try await server.run() }
            } else {
                let server = Server(
                    childChannelSetup: HTTP1Channel(responder: respond), configuration: configuration, onServerRunning: running,
                    eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger)
                group.addTask { try await server.run() }
            }
            defer { group.cancelAll() }
            // The ticker only ends by cancellation: the first to end is the server.
            _ = try await group.next()
        }
    }

    private func respond(to request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel) async throws {
        let body: [UInt8]
        do {
            let buffer = try await request.body.collect(upTo: APIServer.bodyLimit)
            body = Array(buffer.readableBytesView)
        } catch is NIOTooManyBytesError {
            let error = StatusError.plain(
                413, "RequestEntityTooLarge", "Request entity too large: limit is \(APIServer.bodyLimit)")
            return try await write(.failure(error), writer)
        }
        let incoming = APIRequest(
            method: request.method.rawValue, target: request.head.path ?? "/", headers: Self.headers(request), body: body)
        let answer = await server.answer(incoming)
        log?.append(incoming, answer.code)
        switch answer.body {
        case .bytes: try await write(answer, writer)
        case .stream(let stream): try await write(stream, answer, writer, channel)
        case .relay(let relay): try await write(relay, answer, writer, channel)
        }
    }

    private static func headers(_ request: Request) -> [String: String] {
        var headers: [String: String] = [:]
        for field in request.headers {
            let name = field.name.canonicalName
            headers[name] = headers[name].map { "\($0),\(field.value)" } ?? field.value
        }
        if let authority = request.head.authority { headers["host"] = authority }
        return headers
    }

    private func head(_ answer: APIAnswer, length: Int?) -> HTTPResponse {
        var fields = HTTPFields()
        fields[.contentType] = answer.contentType
        if let length { fields[.contentLength] = String(length) }
        fields[.cacheControl] = "no-cache, private"
        for (name, value) in answer.headers {
            if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
        }
        return HTTPResponse(status: .init(code: answer.code), headerFields: fields)
    }

    private func write(_ answer: APIAnswer, _ writer: consuming ResponseWriter) async throws {
        guard case .bytes(let bytes) = answer.body else { return }
        try await writer.write(response: head(answer, length: bytes.count), body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// A watch: chunks until either side ends it.
    private func write(_ stream: WatchStream, _ answer: APIAnswer, _ writer: consuming ResponseWriter, _ channel: any Channel) async throws
    {
        var body = try await writer.writeHead(head(answer, length: nil))
        channel.closeFuture.whenComplete { _ in stream.cancel() }
        var stream = stream
        try await stream.run { bytes in try await body.write(ByteBuffer(bytes: bytes)) }
        try await body.finish(nil)
    }

    /// A pod's log: what its node sends, as it comes.
    private func write(_ relay: Relay, _ answer: APIAnswer, _ writer: consuming ResponseWriter, _ client: any Channel) async throws {
        let channel: RelayClient.Channel
        do throws(RelayClient.Failure) { channel = try await RelayClient.connect(relay) } catch {
            return try await write(.failure(.internalError("\(error)")), writer)
        }
        var body = try await writer.writeHead(head(answer, length: nil))
        client.closeFuture.whenComplete { _ in channel.channel.close(promise: nil) }
        try await RelayClient.transfer(relay, channel) { bytes in try await body.write(bytes) }
        try await body.finish(nil)
    }
}
