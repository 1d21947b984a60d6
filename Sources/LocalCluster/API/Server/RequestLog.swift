import Glibc
import Model

/// One line a request (a watch when it starts) in `requests.jsonl`: time, user agent, verb, resource with group and subresource,
/// namespace, name, code. Tests and benchmarks count with it.
final class RequestLog: Sendable {
    private let descriptor: Int32

    /// Nil where the file cannot be opened.
    init?(path: String) {
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        if descriptor < 0 { return nil }
    }

    deinit { close(descriptor) }

    func append(_ request: APIRequest, _ code: Int) {
        var line = RequestLog.line(request, code, now: RequestLog.milliseconds())
        line.append(UInt8(ascii: "\n"))
        // One write a line: the kernel keeps lines of several threads apart.
        line.withUnsafeBytes { _ = write(descriptor, $0.baseAddress, $0.count) }
    }

    static func line(_ request: APIRequest, _ code: Int, now: Int64) -> [UInt8] {
        let info = RequestInfo(request)
        let fraction = String(now % 1000 + 1000).dropFirst()
        var line: JSON = [
            "time": .string(Timestamp.text(now / 1000).dropLast() + ".\(fraction)Z"),
            "userAgent": .string(request.headers["user-agent"] ?? ""), "verb": .string(info.verb),
        ]
        if let resource = info.resource {
            line["group"] = .string(resource.group)
            line["resource"] = .string(resource.plural)
            line["subresource"] = .string(resource.subresource ?? "")
            line["namespace"] = .string(resource.namespace ?? "")
            line["name"] = .string(resource.name ?? "")
        } else {
            line["path"] = .string(info.path)
        }
        line["code"] = JSON(code)
        return line.bytes()
    }

    private static func milliseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
