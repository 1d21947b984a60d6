/// Reading typed values out of a checked object: what is not there, or null, is nil or empty.
extension JSON {
    func text(_ key: String) -> String? { self[key]?.string }
    func whole(_ key: String) -> Int? { self[key]?.int }
    func flag(_ key: String) -> Bool? { self[key]?.bool }
    func items(_ key: String) -> [JSON] { (self[key]?.array ?? []).filter { !$0.isNull } }
    func strings(_ key: String) -> [String] { items(key).compactMap(\.string) }
    func part(_ key: String) -> JSON? { self[key]?.object == nil ? nil : self[key] }

    func stringMap(_ key: String) -> [String: String] { map(key) { $0.string } }

    func map<Value>(_ key: String, _ read: (JSON) -> Value?) -> [String: Value] {
        var map: [String: Value] = [:]
        for (name, value) in self[key]?.object ?? [:] { map[name] = read(value) }
        return map
    }
}
