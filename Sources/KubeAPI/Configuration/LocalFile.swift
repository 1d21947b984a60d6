import Glibc

/// Reads the small files of a configuration, with errors that name them.
enum LocalFile {
    static let limit = 4 << 20

    enum PEMKind: String, Sendable {
        case certificate = "CERTIFICATE"
        case key = "PRIVATE KEY"
    }

    static func bytes(_ path: String, what: String, field: String?) throws(KubeConfigurationError) -> [UInt8] {
        func failure(_ code: Int32) -> KubeConfigurationError {
            .unreadable(what: what, path: path, field: field, reason: String(cString: strerror(code)))
        }
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw failure(errno) }
        defer { close(file) }
        var out: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = read(file, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(errno) }
            if count == 0 { return out }
            out += buffer[..<count]
            guard out.count <= limit else {
                throw .unreadable(what: what, path: path, field: field, reason: "it is larger than \(limit) bytes")
            }
        }
    }

    /// Its text without blanks and line breaks at the ends; an empty file is an error.
    static func text(_ path: String, what: String, field: String?) throws(KubeConfigurationError) -> String {
        let bytes = try bytes(path, what: what, field: field)
        let isBlank: (UInt8) -> Bool = { $0 <= 0x20 }
        let trimmed = bytes.drop(while: isBlank).reversed().drop(while: isBlank).reversed()
        guard !trimmed.isEmpty else { throw .unreadable(what: what, path: path, field: field, reason: "it is empty") }
        return String(decoding: Array(trimmed), as: UTF8.self)
    }

    static func checkPEM(_ path: String, what: String, field: String?, kind: PEMKind) throws(KubeConfigurationError) {
        let bytes = try bytes(path, what: what, field: field)
        guard isPEM(bytes, kind) else {
            throw .unreadable(what: what, path: path, field: field, reason: "it holds no PEM block \"\(kind.rawValue)\"")
        }
    }

    /// Whether there is a block of that kind (`EC PRIVATE KEY` is a `PRIVATE KEY`).
    static func isPEM(_ bytes: [UInt8], _ kind: PEMKind) -> Bool {
        String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
            .contains { $0.hasPrefix("-----BEGIN ") && $0.contains(kind.rawValue + "-----") }
    }
}
