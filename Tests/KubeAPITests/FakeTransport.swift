import KubeAPI
import Model
import Synchronization

/// A server of a few lines: answers each request by a function of it, and remembers what was asked.
final class FakeTransport: HTTPTransport {
    enum Reply: Sendable {
        case response(HTTPResponse)
        /// A body that comes in these pieces, then ends; with an error, or waits for the task to be cancelled.
        case stream([String], then: Ending)
        case failure(HTTPError)
    }

    enum Ending: Sendable { case end, wait, failure(HTTPError) }

    private let answer: @Sendable (Int, HTTPRequest) -> Reply
    private let requests = Mutex<[HTTPRequest]>([])

    init(_ answer: @escaping @Sendable (Int, HTTPRequest) -> Reply) { self.answer = answer }

    var seen: [HTTPRequest] { requests.withLock { $0 } }
    /// Method and target of each request.
    var lines: [String] { seen.map { "\($0.method.rawValue) \($0.url.dropFirst("http://localhost".count))" } }

    private func next(_ request: HTTPRequest) -> Reply {
        let place = requests.withLock { requests in
            requests.append(request)
            return requests.count - 1
        }
        return answer(place, request)
    }

    func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        switch next(request) {
        case .response(let response): return response
        case .stream(let pieces, _): return HTTPResponse(status: 200, body: Array(pieces.joined().utf8))
        case .failure(let error): throw error
        }
    }

    func open(_ request: HTTPRequest) async throws(HTTPError) -> HTTPStream {
        switch next(request) {
        case .response(let response): return stream(response.status, response.headers, [response.text], .end)
        case .stream(let pieces, let ending): return stream(200, [:], pieces, ending)
        case .failure(let error): throw error
        }
    }

    private func stream(_ status: Int, _ headers: HTTPHeaders, _ pieces: [String], _ ending: Ending) -> HTTPStream {
        let left = Mutex(pieces[...])
        return HTTPStream(status: status, headers: headers) {
            if let piece = left.withLock({ $0.popFirst() }) { return .success(Array(piece.utf8)) }
            switch ending {
            case .end: return .success(nil)
            case .failure(let error): return .failure(error)
            case .wait:
                let (forever, _) = AsyncStream.makeStream(of: Never.self)
                for await _ in forever {}
                return .failure(.cancelled)
            }
        }
    }
}

extension FakeTransport.Reply {
    static func json(_ value: JSON, status: Int = 200) -> FakeTransport.Reply {
        .response(HTTPResponse(status: status, headers: ["Content-Type": "application/json"], body: value.bytes()))
    }

    static func status(_ code: Int, _ reason: String, headers: HTTPHeaders = [:]) -> FakeTransport.Reply {
        let body: JSON = ["kind": "Status", "code": JSON(code), "reason": .string(reason), "message": "no"]
        return .response(HTTPResponse(status: code, headers: headers, body: body.bytes()))
    }

    static func events(_ lines: [String], then ending: FakeTransport.Ending = .wait) -> FakeTransport.Reply {
        .stream(lines.map { $0 + "\n" }, then: ending)
    }
}

func pod(_ name: String, version: Int) -> String {
    #"{"metadata":{"name":"\#(name)","namespace":"n","resourceVersion":"\#(version)"}}"#
}

func event(_ type: String, _ object: String) -> String { #"{"type":"\#(type)","object":\#(object)}"# }

let streamEnd = event("BOOKMARK", #"{"metadata":{"resourceVersion":"9","annotations":{"k8s.io/initial-events-end":"true"}}}"#)
