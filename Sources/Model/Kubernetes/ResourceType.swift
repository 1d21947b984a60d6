/// A kind of object as the Kubernetes API serves it: enough to build its path and to recognise its objects.
///
/// The statics below are all types that the operator and its local cluster touch, so that no part spells a group or a plural itself.
public struct ResourceType: Sendable, Hashable {
    /// Empty for the core group.
    public let group: String
    public let version: String
    /// Lower case, as in the path: `statefulsets`.
    public let plural: String
    /// As in an object's `kind`: `StatefulSet`.
    public let kind: String
    public let namespaced: Bool

    public init(group: String, version: String, plural: String, kind: String, namespaced: Bool = true) {
        self.group = group
        self.version = version
        self.plural = plural
        self.kind = kind
        self.namespaced = namespaced
    }

    /// As in an object's `apiVersion`: `v1`, `apps/v1`.
    public var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }

    /// Unique among all types and short: `v1/pods`, `apps/v1/statefulsets`. This is how lines and logs name a type.
    public var name: String { "\(apiVersion)/\(plural)" }

    /// As kubectl and RBAC name it: `pods`, `statefulsets.apps`.
    public var resourceAndGroup: String { group.isEmpty ? plural : "\(plural).\(group)" }

    /// The path of the group and version: `/api/v1`, `/apis/apps/v1`.
    public var root: String { group.isEmpty ? "/api/\(version)" : "/apis/\(group)/\(version)" }

    /// The path of the collection, or of one object in it, without a query. An empty or missing namespace means all namespaces. Names
    /// are percent-encoded where they need it.
    public func path(namespace: String? = nil, name: String? = nil, subresource: String? = nil) -> String {
        var path = root
        if namespaced, let namespace, !namespace.isEmpty { path += "/namespaces/\(PathSegment.encoded(namespace))" }
        path += "/\(plural)"
        if let name { path += "/\(PathSegment.encoded(name))" }
        if let subresource { path += "/\(subresource)" }
        return path
    }
}

extension ResourceType: CustomStringConvertible {
    public var description: String { name }
}

/// Percent-encoding for one segment of a path or one value of a query (RFC 3986: all but the unreserved characters).
public enum PathSegment {
    public static func encoded(_ text: String) -> String {
        guard !text.utf8.allSatisfy(isUnreserved) else { return text }
        let digits = Array("0123456789ABCDEF".utf8)
        var out: [UInt8] = []
        for byte in text.utf8 {
            if isUnreserved(byte) {
                out.append(byte)
            } else {
                out += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
