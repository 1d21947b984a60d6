import Glibc

/// Small files, read and written whole.
enum SmallFile {
    /// Nil where there is none.
    static func read(_ path: String) throws(LocalClusterError) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw .file(path, Errno.text(errno))
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .file(path, Errno.text(errno)) }
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(contentsOf: chunk[..<count])
        }
    }

    /// Beside the old file first, then over it.
    static func write(_ text: String, to path: String, mode: mode_t = 0o600) throws(LocalClusterError) {
        let temporary = path + ".new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw .file(path, Errno.text(errno)) }
        let bytes = Array(text.utf8)
        let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        let problem = errno
        close(descriptor)
        guard count == bytes.count else { throw .file(path, Errno.text(problem)) }
        guard rename(temporary, path) == 0 else { throw .file(path, Errno.text(errno)) }
    }

    /// Removes a directory with everything in it; what is not there is fine.
    static func removeTree(_ path: String) {
        let kind = type(path)
        guard kind == S_IFDIR else {
            if kind != nil { unlink(path) }
            return
        }
        if let directory = opendir(path) {
            var names: [String] = []
            while let entry = readdir(directory) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                    tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name != ".", name != ".." { names.append(name) }
            }
            closedir(directory)
            for name in names { removeTree("\(path)/\(name)") }
        }
        rmdir(path)
    }

    private static func type(_ path: String) -> mode_t? {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
    }
}
