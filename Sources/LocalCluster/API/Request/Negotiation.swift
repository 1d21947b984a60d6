/// In which form an answer goes out, from the request's Accept header.
struct Negotiation: Equatable, Sendable {
    enum Form: Equatable, Sendable {
        case object
        case table(version: String)
        case partialMetadata(version: String)
        case partialMetadataList(version: String)
    }

    var form: Form = .object
    var isYAML = false

    /// The first media type in Accept that the server has; 406 where there is none.
    static func forResource(accept: String) throws(StatusError) -> Negotiation {
        guard !accept.isEmpty else { return Negotiation() }
        for type in MediaType.list(accept) {
            if let negotiated = negotiation(type) { return negotiated }
        }
        throw StatusError(
            code: 406, reason: "NotAcceptable",
            message: "only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf")
    }

    private static func negotiation(_ type: MediaType) -> Negotiation? {
        let isYAML = type.name == "application/yaml"
        guard isYAML || ["application/json", "application/*", "*/*"].contains(type.name) else { return nil }
        guard let form = type.parameters["as"] else { return Negotiation(isYAML: isYAML) }
        guard type.parameters["g"] == "meta.k8s.io", let version = type.parameters["v"], ["v1", "v1beta1"].contains(version) else {
            return nil
        }
        switch form {
        case "Table": return Negotiation(form: .table(version: version), isYAML: isYAML)
        case "PartialObjectMetadata": return Negotiation(form: .partialMetadata(version: version), isYAML: isYAML)
        case "PartialObjectMetadataList": return Negotiation(form: .partialMetadataList(version: version), isYAML: isYAML)
        default: return nil
        }
    }
}

/// One entry of an Accept or Content-Type header.
struct MediaType: Equatable, Sendable {
    var name: String
    var parameters: [String: String] = [:]

    init(_ text: String) { self.init(Substring(text)) }

    init(_ text: Substring) {
        let parts = text.split(separator: ";", omittingEmptySubsequences: false).map { Self.trimmed($0) }
        name = (parts.first ?? "").lowercased()
        for part in parts.dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { Self.trimmed($0) }
            if pair.count == 2 { parameters[pair[0]] = pair[1] }
        }
    }

    static func list(_ header: String) -> [MediaType] { header.split(separator: ",").map { MediaType($0) } }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first == " " || text.first == "\t" { text.removeFirst() }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return String(text)
    }
}
