import Glibc
import Model

/// Answers `GET /containerLogs/NAMESPACE/POD/CONTAINER` as a kubelet does.
struct LogEndpoint: Sendable {
    /// The directory of the pod's files and when the container started; nil where this node has no such pod.
    let locate: @Sendable (_ namespace: String, _ pod: String) async -> PodFiles?

    /// How often a followed log is looked at.
    static let interval = Duration.milliseconds(250)

    func answer(_ request: NodeRequest, now: Moment) async -> NodeResponse {
        let parts = request.segments
        guard request.method == "GET", parts.count == 4, parts[0] == "containerLogs" else { return .text(404, "404 page not found\n") }
        guard let files = await locate(parts[1], parts[2]) else {
            return .text(404, "pod \"\(parts[2])\" is not on this node\n")
        }
        let query = LogQuery(request.query, now: now)
        let path = query.previous ? files.previousLog(parts[3]) : files.log(parts[3])
        guard Directories.exists(path) else {
            if query.previous { return .text(400, "previous terminated container \"\(parts[3])\" in pod \"\(parts[2])\" not found\n") }
            return .text(200, "")
        }
        var selection = LogSelection(query: query, start: Self.changed(path) ?? now)
        let bytes = (try? TextFile.bytes(path)) ?? []
        let shown = selection.first(bytes)
        guard query.follow, !query.previous else { return NodeResponse(status: 200, contentType: "text/plain", body: .bytes(shown)) }
        return NodeResponse(
            status: 200, contentType: "text/plain", body: .stream(Self.follow(path, from: bytes.count, shown, selection)))
    }

    /// Whole lines as they come, until the log is turned or removed: then the container has ended.
    private static func follow(_ path: String, from start: Int, _ shown: [UInt8], _ selection: LogSelection) -> AsyncStream<[UInt8]> {
        AsyncStream { continuation in
            let task = Task {
                if !shown.isEmpty { continuation.yield(shown) }
                var selection = selection
                var offset = start
                let file = open(path, O_RDONLY | O_CLOEXEC)
                defer { if file >= 0 { close(file) } }
                while file >= 0, !Task.isCancelled {
                    let bytes = read(file, from: offset)
                    // A line that is still being written waits for its end.
                    let whole = bytes.lastIndex(of: UInt8(ascii: "\n")).map { Array(bytes[...$0]) } ?? []
                    if !whole.isEmpty {
                        offset += whole.count
                        continuation.yield(selection.next(whole))
                    } else if !isSame(file, path) {
                        break
                    }
                    try? await Task.sleep(for: interval)
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    private static func read(_ file: Int32, from offset: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 64 << 10)
        let count = pread(file, &bytes, bytes.count, off_t(offset))
        return count > 0 ? Array(bytes[..<count]) : []
    }

    private static func isSame(_ file: Int32, _ path: String) -> Bool {
        var opened = stat()
        var named = stat()
        return fstat(file, &opened) == 0 && stat(path, &named) == 0 && opened.st_ino == named.st_ino
    }

    private static func changed(_ path: String) -> Moment? {
        var info = stat()
        guard stat(path, &info) == 0 else { return nil }
        return Moment(seconds: Double(info.st_mtim.tv_sec))
    }
}
