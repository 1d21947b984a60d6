import Model

extension JSON {
    /// The value at that path, items of lists found by their keys.
    func at(_ path: FieldPath) -> JSON? {
        path.elements.reduce(Optional(self)) { value, element in value.flatMap { $0.child(element) } }
    }

    /// Sets (nil: removes) the value at a path; where the way to it is missing and the value is nil, nothing happens.
    mutating func set(_ path: FieldPath, to value: JSON?) {
        self = setting(path.elements[...], to: value) ?? self
    }

    private func child(_ element: FieldPath.Element) -> JSON? {
        switch element {
        case .field(let name): self[name]
        case .index(let place): self[place]
        case .item(let keys): place(of: keys).flatMap { self[$0] }
        }
    }

    private func place(of keys: [String: JSON]) -> Int? {
        array?.firstIndex { ListKind.key(of: $0, Array(keys.keys)) == keys }
    }

    private func setting(_ path: ArraySlice<FieldPath.Element>, to value: JSON?) -> JSON? {
        guard let first = path.first else { return value }
        let rest = path.dropFirst()
        var new = value
        if !rest.isEmpty {
            let made: JSON? = value.map { _ in JSON.object([:]) }
            guard let below = child(first) ?? made else { return self }
            new = below.setting(rest, to: value)
        }
        var copy = self
        switch first {
        case .field(let name): copy[name] = new
        case .index(let place): copy = replacing(place, with: new)
        case .item(let keys):
            if let place = place(of: keys) {
                copy = replacing(place, with: new)
            } else if let new {
                copy = .array((array ?? []) + [new])
            }
        }
        return copy
    }

    private func replacing(_ place: Int, with item: JSON?) -> JSON {
        guard var items = array, items.indices.contains(place) else { return self }
        if let item { items[place] = item } else { items.remove(at: place) }
        return .array(items)
    }
}
