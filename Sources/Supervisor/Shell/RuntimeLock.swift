import Glibc
import IPC

/// Makes sure that one supervisor at a time uses a runtime directory. The lock goes with the process, however it ends.
final class RuntimeLock {
    private let descriptor: Int32

    init(_ directory: RuntimeDirectory) throws(IPCError) {
        let path = "\(directory.path)/supervisor.lock"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .system(call: "open", code: errno, path: path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = File.read(path, limit: 64).map { String(decoding: $0.prefix { $0 != 0x0A }, as: UTF8.self) } ?? "unknown"
            close(descriptor)
            throw .unusableDirectory(
                path: directory.path,
                reason: "another postgres-operator (pid \(holder)) runs there: stop it, or choose another --runtime-dir")
        }
        let note = Array("\(getpid())\n".utf8)
        ftruncate(descriptor, 0)
        _ = note.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    }

    deinit { close(descriptor) }
}
