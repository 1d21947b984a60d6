import Glibc

/// Whole small files, without Foundation.
enum TextFile {
    struct Failure: Error, CustomStringConvertible {
        let path: String
        let code: Int32
        let action: String

        var description: String { "cannot \(action) \(path): \(String(cString: strerror(code)))" }
    }

    static func read(_ path: String) throws(Failure) -> String { String(decoding: try bytes(path), as: UTF8.self) }

    static func bytes(_ path: String) throws(Failure) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw Failure(path: path, code: errno, action: "read") }
        defer { close(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = Glibc.read(file, &chunk, chunk.count)
            guard count >= 0 else { throw Failure(path: path, code: errno, action: "read") }
            guard count > 0 else { return bytes }
            bytes += chunk[..<count]
        }
    }

    /// Replaces the file as a whole: a reader sees the old or the new text, never a part.
    static func write(_ text: String, to path: String, mode: mode_t = 0o644, owner: (uid: uid_t, gid: gid_t)? = nil) throws(Failure) {
        let temporary = path + ".new"
        unlink(temporary)
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard file >= 0 else { throw Failure(path: temporary, code: errno, action: "create") }
        defer { close(file) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            guard count > 0 else { throw Failure(path: temporary, code: errno, action: "write") }
            rest = rest.dropFirst(count)
        }
        if let owner, fchown(file, owner.uid, owner.gid) != 0 { throw Failure(path: temporary, code: errno, action: "give away") }
        guard fchmod(file, mode) == 0 else { throw Failure(path: temporary, code: errno, action: "set the mode of") }
        guard rename(temporary, path) == 0 else { throw Failure(path: path, code: errno, action: "replace") }
    }
}
