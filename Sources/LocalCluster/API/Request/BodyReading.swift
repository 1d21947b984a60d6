import Model
import YAML

extension APIServer {
    static let bodyLimit = 3 << 20

    /// The body of a POST or PUT, by its Content-Type.
    static func writeBody(_ request: APIRequest) throws(StatusError) -> RequestBody {
        let type = request.contentType.map { MediaType($0).name } ?? "application/json"
        switch type {
        case "", "application/json":
            return RequestBody(text: request.body)
        case "application/yaml", "text/yaml", "application/x-yaml":
            return RequestBody(text: request.body, yaml: try yaml(request.body))
        case "application/vnd.kubernetes.protobuf":
            let value = try ProtobufObject.json(request.body)
            return RequestBody(text: value.bytes())
        default:
            throw StatusError(
                code: 415, reason: "UnsupportedMediaType",
                message:
                    "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf"
            )
        }
    }

    static func yaml(_ bytes: [UInt8]) throws(StatusError) -> JSON {
        do throws(YAMLError) {
            return try YAML.documents(String(decoding: bytes, as: UTF8.self)).first?.value ?? .null
        } catch {
            throw .badRequest("error decoding YAML: error converting YAML to JSON: yaml: \(goText(error))")
        }
    }

    /// What Go's YAML reader says: it counts the lines of the grammar's errors from 0, those of single characters from 1.
    private static func goText(_ error: YAMLError) -> String {
        guard case .syntax(let problem, let line) = error, grammarProblems.contains(problem) else { return error.description }
        return line > 1 ? "line \(line - 1): \(problem)" : problem
    }

    private static let grammarProblems: Set<String> = [
        "did not find expected <stream-start>", "did not find expected <document start>", "did not find expected node content",
        "did not find expected '-' indicator", "did not find expected key", "did not find expected ',' or ']'",
        "did not find expected ',' or '}'", "found duplicate %YAML directive", "found incompatible YAML document",
        "found duplicate %TAG directive", "found undefined tag handle",
    ]

    /// The options in a DELETE's body; null where it has none.
    static func deleteBody(_ request: APIRequest) throws(StatusError) -> JSON {
        guard !request.body.isEmpty else { return .null }
        let body = try writeBody(request)
        if let yaml = body.yaml { return yaml }
        guard let value = try? JSON(parsing: body.text) else {
            throw .badRequest("couldn't get version/kind; json parse error: the body is no JSON text")
        }
        return value
    }
}
