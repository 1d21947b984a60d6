/// Which field a number stands for in a protobuf message, by the name of the message's type.
struct ProtobufNumbers: Sendable {
    enum Member: Equatable, Sendable {
        case field(String)
        /// A message whose fields belong to the enclosing object.
        case part(String)
    }

    static let known = ProtobufNumbers(text)

    private let types: [String: [Int: Member]]

    init(_ text: String) {
        var types: [String: [Int: Member]] = [:]
        var current = ""
        var next = 1
        for line in text.split(separator: "\n") {
            for word in line.split(separator: " ") {
                if word.hasSuffix(":") {
                    current = String(word.dropLast())
                    next = 1
                    continue
                }
                let parts = word.split(separator: "=")
                if parts.count == 2 { next = Int(parts[0]) ?? next }
                let name = String(parts[parts.count - 1])
                types[current, default: [:]][next] = name.hasPrefix("^") ? .part(name) : .field(name)
                next += 1
            }
        }
        self.types = types
    }

    func members(of type: String) -> [Int: Member]? { types[type] }
}
