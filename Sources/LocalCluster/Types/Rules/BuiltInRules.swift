import Model

extension BuiltInResources {
    static func type(_ info: ResourceInfo) -> APIType? {
        let name = info.group == "events.k8s.io" ? "events.Event" : info.kind
        guard let structure = ShapeTable.builtIn.structure(named: name) else { return nil }
        let codec: any ObjectCodec =
            info.group == "events.k8s.io"
            ? EventCodec(structure: structure) : BuiltInCodec(structure: structure, kind: info.kind, apiVersion: info.apiVersion)
        return APIType(info: info, codec: codec, rules: rules(of: info))
    }

    private static func rules(of info: ResourceInfo) -> any KindRules {
        PlainRules()
    }
}
