import CPQ
import Glibc

/// A file without a name that lives in memory, for libraries that only take paths. Gone when the value is.
final class MemoryFile: Sendable {
    private let descriptor: Int32

    init(_ content: String) throws(PostgresError) {
        let descriptor = cpq_memory_file()
        guard descriptor >= 0 else { throw .invalidParameters("the system has no room for a certificate") }
        self.descriptor = descriptor
        let bytes = Array(content.utf8)
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                write(descriptor, buffer.baseAddress.map { $0 + written }, bytes.count - written)
            }
            guard count > 0 else { throw .invalidParameters("the system has no room for a certificate") }
            written += count
        }
    }

    deinit { close(descriptor) }

    var path: String { "/proc/self/fd/\(descriptor)" }
}
