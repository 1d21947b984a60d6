import CCurl
import Glibc

/// One request on its way: what the loop's thread knows of it, and the mailbox that it shares with the waiting task.
///
/// `@unchecked Sendable`: everything below the mailbox is touched by the loop's thread alone, from `start` to `finish`.
final class Transfer: @unchecked Sendable {
    enum Delivery: Sendable { case whole, stream }

    let request: HTTPRequest
    let settings: HTTPSettings
    let delivery: Delivery
    let mailbox = Mailbox()

    private(set) var handle: EasyHandle?
    private var requestHeaders: UnsafeMutablePointer<curl_slist>?
    private var connectTo: UnsafeMutablePointer<curl_slist>?
    private var errorText: UnsafeMutablePointer<CChar>?
    private var head = Mailbox.Head(status: 0, headers: [:])
    private var body: [UInt8] = []
    private var failure: HTTPError?

    init(_ request: HTTPRequest, _ settings: HTTPSettings, delivery: Delivery) {
        self.request = request
        self.settings = settings
        self.delivery = delivery
    }

    /// Prepares the handle; the error is what keeps it from being tried at all.
    func start(on handle: EasyHandle) throws(HTTPError) {
        guard let url = URLParts(request.url) else { throw .invalidURL(request.url) }
        self.handle = handle
        let context = Unmanaged.passUnretained(self).toOpaque()
        handle.set(CURLOPT_PRIVATE, pointer: context)
        let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        self.errorText = errorText
        handle.set(CURLOPT_ERRORBUFFER, pointer: errorText)
        handle.set(CURLOPT_WRITEFUNCTION, Self.onBody, context: context, option: CURLOPT_WRITEDATA)
        handle.set(CURLOPT_HEADERFUNCTION, Self.onHeader, context: context, option: CURLOPT_HEADERDATA)
        setConnection(handle, url)
        setTLS(handle, url)
        setMethod(handle)
        setHeaders(handle, url)
    }

    /// Tells the task and frees what belongs to the handle, which goes back to the loop.
    func finish(_ code: CURLcode) {
        let error = failure ?? self.error(code)
        switch delivery {
        case .whole:
            let response = HTTPResponse(status: head.status, headers: head.headers, body: body)
            mailbox.finish(error.map { .failure($0) } ?? .success(response))
        case .stream:
            mailbox.finishStream(error)
        }
        release()
    }

    /// Ends it without the server's word.
    func finish(_ error: HTTPError) {
        failure = error
        finish(CURLE_OK)
    }

    private func release() {
        curl_slist_free_all(requestHeaders)
        curl_slist_free_all(connectTo)
        errorText?.deallocate()
        (requestHeaders, connectTo, errorText, handle) = (nil, nil, nil, nil)
        body = []
    }

    // MARK: Options

    private func setConnection(_ handle: EasyHandle, _ url: URLParts) {
        handle.set(CURLOPT_NOSIGNAL, true)
        handle.set(CURLOPT_PROTOCOLS_STR, "http,https")
        handle.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        // Waiting for a connection that may turn out to be HTTP/2. Without TLS it never does, and requests behind a watch would wait
        // for ever.
        handle.set(CURLOPT_PIPEWAIT, url.scheme == "https")
        handle.set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds: settings.connectTimeout)
        if let timeout = request.timeout { handle.set(CURLOPT_TIMEOUT_MS, milliseconds: timeout) }
        handle.set(CURLOPT_USERAGENT, settings.userAgent)
        handle.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, true)
        // An empty text keeps libcurl from looking into the environment itself.
        handle.set(CURLOPT_PROXY, settings.proxies.proxy(for: url) ?? "")
        handle.set(CURLOPT_NOPROXY, "")
        _ = ccurl_set_keepalive(handle.pointer, 30, 10)
        guard let name = settings.tls.serverName, url.scheme == "https" else {
            handle.set(CURLOPT_URL, request.url)
            return
        }
        // The URL's host is what TLS asks and checks for, so it becomes that name, and the connection goes where it went before.
        handle.set(CURLOPT_URL, "https://\(name):\(url.port)\(request.url.dropFirst(request.url.count - pathLength(url)))")
        connectTo = curl_slist_append(nil, "\(name):\(url.port):\(url.bracketedHost):\(url.port)")
        handle.set(CURLOPT_CONNECT_TO, list: connectTo)
    }

    /// Characters of the request's URL behind the authority.
    private func pathLength(_ url: URLParts) -> Int {
        guard let mark = request.url.range(of: "://") else { return 0 }
        let rest = request.url[mark.upperBound...]
        return rest.firstIndex { $0 == "/" || $0 == "?" }.map { rest.distance(from: $0, to: rest.endIndex) } ?? 0
    }

    private func setTLS(_ handle: EasyHandle, _ url: URLParts) {
        guard url.scheme == "https" else { return }
        let tls = settings.tls
        handle.set(CURLOPT_SSL_VERIFYPEER, !tls.acceptsAnyServer)
        handle.set(CURLOPT_SSL_VERIFYHOST, tls.acceptsAnyServer ? 0 : 2)
        handle.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        setPEM(handle, tls.authorities, file: CURLOPT_CAINFO, blob: CURLOPT_CAINFO_BLOB)
        if tls.authorities != nil { handle.set(CURLOPT_CAPATH, nil) }
        handle.set(CURLOPT_CA_CACHE_TIMEOUT, 60)
        setPEM(handle, tls.certificate, file: CURLOPT_SSLCERT, blob: CURLOPT_SSLCERT_BLOB)
        setPEM(handle, tls.key, file: CURLOPT_SSLKEY, blob: CURLOPT_SSLKEY_BLOB)
    }

    private func setPEM(_ handle: EasyHandle, _ source: PEMSource?, file: CURLoption, blob: CURLoption) {
        switch source {
        case .file(let path): handle.set(file, path)
        case .data(let bytes): handle.set(blob, blob: bytes)
        case nil: break
        }
    }

    private func setMethod(_ handle: EasyHandle) {
        if request.method == .head {
            handle.set(CURLOPT_NOBODY, true)
            return
        }
        guard let body = request.body ?? (request.method == .post ? [] : nil) else {
            handle.set(CURLOPT_HTTPGET, true)
            if request.method != .get { handle.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue) }
            return
        }
        handle.set(CURLOPT_POST, true)
        handle.set(CURLOPT_POSTFIELDSIZE_LARGE, offset: body.count)
        body.withUnsafeBytes { bytes in
            // Where the body is empty the pointer may be nil, which libcurl would take for "read it from a callback".
            let start = bytes.baseAddress.map { UnsafeMutableRawPointer(mutating: $0) }
            if let start, !bytes.isEmpty {
                handle.set(CURLOPT_COPYPOSTFIELDS, pointer: start)
            } else {
                handle.set(CURLOPT_COPYPOSTFIELDS, "")
            }
        }
        handle.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
    }

    private func setHeaders(_ handle: EasyHandle, _ url: URLParts) {
        // No waiting for "100 Continue"; no form's content type.
        var lines = ["Expect:"]
        if request.headers["Content-Type"] == nil { lines.append("Content-Type:") }
        if settings.tls.serverName != nil, request.headers["Host"] == nil { lines.append("Host: \(url.bracketedHost):\(url.port)") }
        lines += request.headers.fields.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
        for line in lines where !line.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) {
            requestHeaders = curl_slist_append(requestHeaders, line)
        }
        handle.set(CURLOPT_HTTPHEADER, list: requestHeaders)
    }

    // MARK: What arrives

    private static let onBody: ccurl_bytes_callback = { bytes, size, count, context in
        guard let context, let bytes else { return 0 }
        let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
        return bytes.withMemoryRebound(to: UInt8.self, capacity: size * count) {
            transfer.received(body: UnsafeBufferPointer(start: $0, count: size * count))
        }
    }

    private static let onHeader: ccurl_bytes_callback = { bytes, size, count, context in
        guard let context, let bytes else { return 0 }
        let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
        let text = UnsafeRawBufferPointer(start: bytes, count: size * count)
        transfer.received(header: String(decoding: text, as: UTF8.self))
        return size * count
    }

    private func received(body bytes: UnsafeBufferPointer<UInt8>) -> Int {
        switch delivery {
        case .stream:
            return mailbox.deliver(chunk: bytes) ? bytes.count : Int(CURL_WRITEFUNC_PAUSE)
        case .whole:
            guard body.count + bytes.count <= request.maximumReplyBytes else {
                failure = .tooLarge(limit: request.maximumReplyBytes)
                return 0
            }
            body.append(contentsOf: bytes)
            return bytes.count
        }
    }

    private func received(header line: String) {
        if line.hasPrefix("HTTP/") {
            // Also of interim replies: the last one counts.
            let parts = line.split(separator: " ", maxSplits: 2)
            head = Mailbox.Head(status: parts.count > 1 ? Int(parts[1].prefix(3)) ?? 0 : 0, headers: [:])
        } else if line == "\r\n" || line == "\n" {
            if delivery == .stream, head.status >= 200 { mailbox.deliver(head: head) }
        } else if let colon = line.firstIndex(of: ":") {
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            head.headers.append(String(line[..<colon]), String(value.prefix { $0 != "\r\n" && $0 != "\n" && $0 != "\r" }))
        }
    }

    // MARK: Errors

    private func error(_ code: CURLcode) -> HTTPError? {
        guard code != CURLE_OK, let handle else { return nil }
        var detail = errorText.map { String(cString: $0) } ?? ""
        if detail.isEmpty { detail = String(cString: curl_easy_strerror(code)) }
        return HTTPError(code, url: request.url, detail: detail, systemError: handle.number(CURLINFO_OS_ERRNO))
    }
}
