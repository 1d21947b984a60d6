import Glibc
import IPC
import Model
import YAML

/// An order that a person wrote, as JSON or YAML, without what only the operator needs.
enum OrderFile {
    /// - Parameter path: `-` for standard input.
    static func read(_ path: String) throws(Misconfigured) -> ProvisionOrder {
        let name = path == "-" ? "standard input" : path
        let text = try content(path, name)
        let documents: [YAMLDocument]
        do { documents = try YAML.documents(text) } catch { throw Misconfigured("\(name): \(error)") }
        guard let first = documents.first, documents.count == 1 else {
            throw Misconfigured("\(name): expected one order, found \(documents.count) documents")
        }
        do { return try order(first.value) } catch { throw Misconfigured("\(name): \(error)") }
    }

    static func order(_ value: JSON) throws(FormError) -> ProvisionOrder {
        var value = value
        if value.isNull { value = .object([:]) }
        if value["cluster"] == nil { value["cluster"] = ["namespace": "", "name": "by-hand"] }
        if value["connection"] == nil { value["connection"] = ["host": ""] }
        return try ProvisionOrder(json: value)
    }

    private static func content(_ path: String, _ name: String) throws(Misconfigured) -> String {
        let descriptor = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Misconfigured("\(name) cannot be opened: \(SystemError.text(errno))") }
        defer { if descriptor != 0 { close(descriptor) } }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count == 0 { break }
            guard count > 0 else { throw Misconfigured("\(name) cannot be read: \(SystemError.text(errno))") }
            bytes += buffer[..<count]
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw Misconfigured("\(name) is not UTF-8") }
        return text
    }
}
