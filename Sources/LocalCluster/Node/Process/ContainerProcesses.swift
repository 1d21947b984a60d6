import Glibc

/// All processes of a container: those whose working directory lies in one of its directories. A database server leaves the session and the
/// process tree of what started it, but it works in its data directory for as long as it lives.
struct ContainerProcesses: Sendable {
    let directories: [String]

    func find() -> [ProcessIdentity] {
        guard let listing = opendir("/proc") else { return [] }
        defer { closedir(listing) }
        var found: [ProcessIdentity] = []
        while let entry = readdir(listing) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard let pid = Int32(name), let directory = Self.link("/proc/\(pid)/cwd"), isOurs(directory),
                let identity = ProcessIdentity(pid: pid)
            else { continue }
            found.append(identity)
        }
        return found
    }

    func signal(_ number: Int32) { for process in find() { kill(process.pid, number) } }

    private func isOurs(_ directory: String) -> Bool {
        // A directory that was removed under a process shows with this ending.
        let directory = directory.hasSuffix(" (deleted)") ? String(directory.dropLast(10)) : directory
        return directories.contains { directory == $0 || directory.hasPrefix($0 + "/") }
    }

    private static func link(_ path: String) -> String? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = buffer.withUnsafeMutableBytes { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                characters.baseAddress.map { readlink(path, $0, characters.count) } ?? -1
            }
        }
        return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
    }
}
