import Glibc

/// Cuts a stream of bytes into lines. A line that grows beyond the limit is refused as soon as that is known, never kept whole.
package struct LineBuffer {
    package static let standardLimit = 64 << 20
    /// Room offered for one read.
    private static let readSize = 64 << 10
    /// After a large line the storage is given back.
    private static let keepSize = 1 << 20

    let limit: Int
    private var bytes: [UInt8]
    /// The first byte that has not been taken.
    private var start = 0
    /// The first byte that has not been filled.
    private var end = 0
    /// Up to here no line end was found.
    private var scanned = 0

    package init(limit: Int = LineBuffer.standardLimit) {
        self.limit = limit
        bytes = []
    }

    /// Whether bytes of an unfinished line are there.
    package var isMidLine: Bool { end > start }

    /// Lets `read` fill free room and returns what it returns: the number of bytes, or nil.
    package mutating func fill(_ read: (UnsafeMutableRawBufferPointer) throws(IPCError) -> Int?) throws(IPCError) -> Int? {
        makeRoom()
        var outcome: Result<Int?, IPCError> = .success(nil)
        bytes.withUnsafeMutableBytes { all in
            let free = UnsafeMutableRawBufferPointer(rebasing: all[end...])
            do throws(IPCError) { outcome = .success(try read(free)) } catch { outcome = .failure(error) }
        }
        let count = try outcome.get()
        end += count ?? 0
        return count
    }

    /// Hands the next whole line (without its end) to `body`; nil where none is there.
    package mutating func next<Value>(_ body: (UnsafeBufferPointer<UInt8>) throws(IPCError) -> Value) throws(IPCError) -> Value? {
        guard let lineEnd = findEnd() else {
            guard end - start <= limit else { throw .lineTooLong(limit: limit) }
            return nil
        }
        guard lineEnd - start <= limit else { throw .lineTooLong(limit: limit) }
        let range = start..<lineEnd
        start = lineEnd + 1
        scanned = start
        var outcome: Result<Value, IPCError>?
        bytes.withUnsafeBufferPointer { all in
            do throws(IPCError) {
                outcome = .success(try body(UnsafeBufferPointer(rebasing: all[range])))
            } catch {
                outcome = .failure(error)
            }
        }
        return try outcome?.get()
    }

    private mutating func findEnd() -> Int? {
        guard scanned < end else { return nil }
        let found = bytes.withUnsafeBytes { all -> Int? in
            guard let base = all.baseAddress, let hit = memchr(base + scanned, 0x0A, end - scanned) else { return nil }
            return UnsafeRawPointer(hit) - base
        }
        if found == nil { scanned = end }
        return found
    }

    private mutating func makeRoom() {
        if start == end {
            start = 0
            end = 0
            scanned = 0
            if bytes.count > Self.keepSize { bytes = [] }
        }
        if bytes.count - end >= Self.readSize / 2 { return }
        if start > 0 {
            bytes.withUnsafeMutableBytes { all in
                guard let base = all.baseAddress else { return }
                memmove(base, base + start, end - start)
            }
            end -= start
            scanned -= start
            start = 0
        }
        if bytes.count - end < Self.readSize / 2 {
            // Doubling keeps the cost of a long line linear.
            let wanted = max(end + Self.readSize, bytes.count * 2)
            bytes.append(contentsOf: repeatElement(0, count: wanted - bytes.count))
        }
    }
}
