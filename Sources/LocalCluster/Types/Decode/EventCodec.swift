import Model

/// Events of events.k8s.io/v1, which are stored as v1: the same object with other names for its fields.
struct EventCodec: ObjectCodec {
    let structure: Structure

    var shape: Shape { .structure(structure) }

    /// Names in events.k8s.io/v1 and in v1.
    private static let names = [
        ("regarding", "involvedObject"), ("note", "message"), ("deprecatedSource", "source"),
        ("deprecatedFirstTimestamp", "firstTimestamp"), ("deprecatedLastTimestamp", "lastTimestamp"), ("deprecatedCount", "count"),
        ("reportingController", "reportingComponent"),
    ]

    func decode(_ value: JSON) throws(ShapeDecoder.Failure) -> (object: JSON, unknownFields: [String]) {
        var decoder = ShapeDecoder(kind: "Event")
        let object = try decoder.decodeObject(value, structure)
        return (object, decoder.unknownFields)
    }

    func view(_ stored: JSON) -> JSON { renamed(stored, to: structure, "events.k8s.io/v1", Self.names.map { ($0.1, $0.0) }) }

    func stored(_ object: JSON) -> JSON {
        guard let v1 = ShapeTable.builtIn.structure(named: "Event") else { return object }
        return renamed(object, to: v1, "v1", Self.names)
    }

    private func renamed(_ object: JSON, to structure: Structure, _ apiVersion: String, _ names: [(String, String)]) -> JSON {
        guard case .object(let members) = object else { return object }
        var out = JSONObject()
        for member in members { out[names.first { $0.0 == member.key }?.1 ?? member.key] = member.value }
        out["apiVersion"] = .string(apiVersion)
        return
            (try? {
                var decoder = ShapeDecoder(kind: "Event")
                return try decoder.decodeObject(.object(out), structure)
            }()) ?? .object(out)
    }
}
