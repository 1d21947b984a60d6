/// The members of a JSON object, in the order in which they came, each name once.
///
/// Objects in Kubernetes are small, so members are an array that is searched from the front; only large ones (`indexThreshold`) carry
/// an index. Equality and hashing ignore the order.
public struct JSONObject: Sendable {
    public typealias Element = (key: String, value: JSON)

    /// From this many members on, names are found through a dictionary.
    static let indexThreshold = 24

    private var members: [Element] = []
    /// Name to place; kept only for large objects.
    private var index: [String: Int] = [:]

    public init() {}

    /// Of members with the same name the last value counts, at the first one's place.
    public init(_ members: some Sequence<(String, JSON)>) {
        for (key, value) in members { self[key] = value }
    }

    /// For the parser, which has made sure that every name is there once.
    init(unique members: [Element]) {
        self.members = members
        if members.count >= Self.indexThreshold { reindex() }
    }

    public var count: Int { members.count }
    public var isEmpty: Bool { members.isEmpty }
    public var keys: [String] { members.map(\.key) }
    public var values: [JSON] { members.map(\.value) }

    public subscript(_ key: String) -> JSON? {
        get { place(of: key).map { members[$0].value } }
        set {
            switch (place(of: key), newValue) {
            case (let place?, let value?):
                members[place].value = value
            case (let place?, nil):
                members.remove(at: place)
                if !index.isEmpty { reindex() }
            case (nil, let value?):
                members.append((key, value))
                if !index.isEmpty {
                    index[key] = members.count - 1
                } else if members.count >= Self.indexThreshold {
                    reindex()
                }
            case (nil, nil):
                break
            }
        }
    }

    /// The same members, sorted by name (bytewise, as Go sorts the keys of a map).
    public func sorted() -> JSONObject { JSONObject(unique: members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) }

    public func filter(_ isIncluded: (Element) throws -> Bool) rethrows -> JSONObject {
        JSONObject(unique: try members.filter(isIncluded))
    }

    public func mapValues(_ transform: (JSON) throws -> JSON) rethrows -> JSONObject {
        JSONObject(unique: try members.map { ($0.key, try transform($0.value)) })
    }

    private func place(of key: String) -> Int? {
        guard index.isEmpty else { return index[key] }
        return members.firstIndex { $0.key == key }
    }

    private mutating func reindex() {
        index = [:]
        guard members.count >= Self.indexThreshold else { return }
        index.reserveCapacity(members.count)
        for (place, member) in members.enumerated() { index[member.key] = place }
    }
}

extension JSONObject: RandomAccessCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int { members.count }
    public subscript(position: Int) -> Element { members[position] }
}

extension JSONObject: Hashable {
    public static func == (a: JSONObject, b: JSONObject) -> Bool {
        guard a.count == b.count else { return false }
        for (place, member) in a.members.enumerated() {
            // Mostly both have the same order: looked up only where they have not.
            if b.members[place].key == member.key {
                guard b.members[place].value == member.value else { return false }
            } else {
                guard let other = b[member.key], other == member.value else { return false }
            }
        }
        return true
    }

    public func hash(into hasher: inout Hasher) {
        var sum = 0
        for member in members {
            var one = Hasher()
            one.combine(member.key)
            one.combine(member.value)
            sum ^= one.finalize()
        }
        hasher.combine(sum)
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral members: (String, JSON)...) { self.init(members) }
}
