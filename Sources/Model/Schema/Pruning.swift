extension JSON {
    /// The value without what its shape does not know, and without nulls: what the API server would keep of it.
    func pruned(_ shape: Shape) -> JSON {
        switch shape {
        case .object(let fields):
            guard let members = object else { return self }
            var kept = JSONObject()
            for (name, value) in members where !value.isNull {
                if let field = fields[name] { kept[name] = value.pruned(field.shape) }
            }
            return .object(kept)
        case .map(let inner):
            guard let members = object else { return self }
            return .object(members.mapValues { $0.pruned(inner) })
        case .list(let inner):
            guard let items = array else { return self }
            return .array(items.filter { !$0.isNull }.map { $0.pruned(inner) })
        default:
            return self
        }
    }
}
