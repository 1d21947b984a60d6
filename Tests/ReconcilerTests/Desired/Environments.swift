import Glibc

/// What tests find in their environment and beside the package.
enum Environments {
    static func text(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
    static func number(_ name: String) -> Int? { text(name).flatMap { Int($0) } }

    /// The package's root, from the place of this file.
    static var root: String {
        #filePath.split(separator: "/").dropLast(4).reduce("") { $0 + "/" + $1 }
    }

    /// The folder with recorded cases; nil where it is not there.
    static var shared: String? {
        let path = text("POSTGRES_OPERATOR_SHARED") ?? root + "/../shared"
        return access(path + "/goldens", R_OK) == 0 ? path : nil
    }

    static func entries(_ directory: String) -> [String] {
        guard let handle = opendir(directory) else { return [] }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }
}
