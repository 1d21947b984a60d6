import Glibc

/// Directories and their removal, without Foundation.
enum Directories {
    /// Makes the directory and those above it.
    static func make(_ path: String, mode: mode_t = 0o755, owner: LocalUser? = nil) throws(TextFile.Failure) {
        guard mkdir(path, mode) != 0 else {
            chmod(path, mode)
            if let owner { chown(path, owner.uid, owner.gid) }
            return
        }
        switch errno {
        case EEXIST: return
        case ENOENT:
            guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
                throw TextFile.Failure(path: path, code: ENOENT, action: "make")
            }
            try make(String(path[..<slash]))
            guard mkdir(path, mode) == 0 || errno == EEXIST else { throw TextFile.Failure(path: path, code: errno, action: "make") }
            chmod(path, mode)
            if let owner { chown(path, owner.uid, owner.gid) }
        default: throw TextFile.Failure(path: path, code: errno, action: "make")
        }
    }

    /// With everything in it; what is not there is no failure. Symbolic links are removed, not followed.
    static func remove(_ path: String) throws(TextFile.Failure) {
        var info = stat()
        guard lstat(path, &info) == 0 else {
            if errno == ENOENT { return }
            throw TextFile.Failure(path: path, code: errno, action: "look at")
        }
        guard info.st_mode & S_IFMT == S_IFDIR else {
            guard unlink(path) == 0 || errno == ENOENT else { throw TextFile.Failure(path: path, code: errno, action: "remove") }
            return
        }
        for name in names(in: path) { try remove("\(path)/\(name)") }
        guard rmdir(path) == 0 || errno == ENOENT else { throw TextFile.Failure(path: path, code: errno, action: "remove") }
    }

    /// Sorted; empty where there is no such directory.
    static func names(in path: String) -> [String] {
        guard let listing = opendir(path) else { return [] }
        defer { closedir(listing) }
        var names: [String] = []
        while let entry = readdir(listing) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    static func isDirectory(_ path: String) -> Bool {
        var info = stat()
        return stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFDIR
    }

    static func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 && !isDirectory(path) }
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
}
