/// Why bytes are no JSON text. `offset` counts bytes from 0.
public enum JSONError: Error, Equatable, Sendable {
    case unexpectedEnd(offset: Int)
    case unexpectedByte(UInt8, offset: Int)
    case trailingBytes(offset: Int)
    case invalidNumber(offset: Int)
    case numberOutOfRange(offset: Int)
    case invalidEscape(offset: Int)
    case loneSurrogate(offset: Int)
    case controlCharacter(offset: Int)
    case invalidUTF8(offset: Int)
    case duplicateKey(String, offset: Int)
    case tooDeep(limit: Int, offset: Int)
    case tooLarge(limit: Int)
}

extension JSONError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unexpectedEnd(let offset): "the text ends too early, at byte \(offset)"
        case .unexpectedByte(let byte, let offset):
            "unexpected \(byte >= 0x20 && byte < 0x7f ? "'\(Character(UnicodeScalar(byte)))'" : "byte \(byte)") at byte \(offset)"
        case .trailingBytes(let offset): "something follows the value, at byte \(offset)"
        case .invalidNumber(let offset): "not a number, at byte \(offset)"
        case .numberOutOfRange(let offset): "a number too large to represent, at byte \(offset)"
        case .invalidEscape(let offset): "invalid escape in a string, at byte \(offset)"
        case .loneSurrogate(let offset): "half of a surrogate pair in a string, at byte \(offset)"
        case .controlCharacter(let offset): "unescaped control character in a string, at byte \(offset)"
        case .invalidUTF8(let offset): "invalid UTF-8 in a string, at byte \(offset)"
        case .duplicateKey(let key, let offset): "the name \"\(key)\" stands twice in one object, at byte \(offset)"
        case .tooDeep(let limit, let offset): "nested deeper than \(limit) levels, at byte \(offset)"
        case .tooLarge(let limit): "larger than \(limit) bytes"
        }
    }
}

/// What a text may be: bounds that hold for whoever wrote it.
public struct JSONLimits: Sendable {
    /// Levels of arrays and objects.
    public var depth: Int
    /// Bytes of the whole text.
    public var bytes: Int
    /// Refuse a name that stands twice in one object; otherwise the last value counts, as in Go's decoder.
    public var refusesDuplicateKeys: Bool

    public init(depth: Int = 128, bytes: Int = 256 << 20, refusesDuplicateKeys: Bool = false) {
        self.depth = depth
        self.bytes = bytes
        self.refusesDuplicateKeys = refusesDuplicateKeys
    }
}

extension JSON {
    /// Reads one JSON text, strictly as RFC 8259 has it. Whole numbers beyond Int64 become doubles.
    public init(parsing bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits = JSONLimits()) throws(JSONError) {
        var parser = JSONParser(bytes: bytes, limits: limits)
        self = try parser.text()
    }

    public init(parsing bytes: some Sequence<UInt8>, limits: JSONLimits = JSONLimits()) throws(JSONError) {
        var result: Result<JSON, JSONError>?
        let read = { (buffer: UnsafeBufferPointer<UInt8>) in
            do throws(JSONError) { result = .success(try JSON(parsing: buffer, limits: limits)) } catch { result = .failure(error) }
        }
        if bytes.withContiguousStorageIfAvailable(read) == nil { Array(bytes).withUnsafeBufferPointer(read) }
        guard let result else { throw .unexpectedEnd(offset: 0) }
        self = try result.get()
    }

    public init(parsing text: String, limits: JSONLimits = JSONLimits()) throws(JSONError) {
        try self.init(parsing: text.utf8, limits: limits)
    }

    /// As `init(parsing:)`, and also tells the paths (`spec.replicas`, `spec.ports[0].name`) of names that stand twice in one object.
    public static func parse(
        _ bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits = JSONLimits(), duplicates: inout [String]
    ) throws(JSONError) -> JSON {
        var parser = JSONParser(bytes: bytes, limits: limits)
        parser.path = []
        let value = try parser.text()
        duplicates = parser.duplicates
        return value
    }
}

struct JSONParser {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let limits: JSONLimits
    private var at = 0
    private var depth = 0
    /// Where the parser is, kept only when the caller wants to know the duplicates.
    var path: [String]?
    var duplicates: [String] = []

    init(bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    mutating func text() throws(JSONError) -> JSON {
        guard bytes.count <= limits.bytes else { throw .tooLarge(limit: limits.bytes) }
        let value = try value()
        skipSpace()
        guard at == bytes.count else { throw .trailingBytes(offset: at) }
        return value
    }

    private mutating func skipSpace() {
        while at < bytes.count {
            switch bytes[at] {
            case 0x20, 0x0A, 0x0D, 0x09: at += 1
            default: return
            }
        }
    }

    private func unexpected() -> JSONError { at < bytes.count ? .unexpectedByte(bytes[at], offset: at) : .unexpectedEnd(offset: at) }

    private mutating func value() throws(JSONError) -> JSON {
        skipSpace()
        guard at < bytes.count else { throw .unexpectedEnd(offset: at) }
        switch bytes[at] {
        case UInt8(ascii: "{"): return .object(try object())
        case UInt8(ascii: "["): return .array(try array())
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw unexpected()
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSON) throws(JSONError) -> JSON {
        for place in 0..<word.utf8CodeUnitCount {
            guard at < bytes.count, bytes[at] == word.utf8Start[place] else { throw unexpected() }
            at += 1
        }
        return value
    }

    private mutating func enter() throws(JSONError) {
        depth += 1
        guard depth <= limits.depth else { throw .tooDeep(limit: limits.depth, offset: at) }
        at += 1
        skipSpace()
    }

    private mutating func leave() {
        depth -= 1
        at += 1
    }

    private mutating func array() throws(JSONError) -> [JSON] {
        try enter()
        var items: [JSON] = []
        if at < bytes.count, bytes[at] == UInt8(ascii: "]") {
            leave()
            return items
        }
        while true {
            path?.append("[\(items.count)]")
            items.append(try value())
            path?.removeLast()
            skipSpace()
            guard at < bytes.count else { throw .unexpectedEnd(offset: at) }
            if bytes[at] == UInt8(ascii: "]") { break }
            guard bytes[at] == UInt8(ascii: ",") else { throw unexpected() }
            at += 1
        }
        leave()
        return items
    }

    private mutating func object() throws(JSONError) -> JSONObject {
        try enter()
        var members: [JSONObject.Element] = []
        /// Only for large objects: the names so far.
        var names: [String: Int] = [:]
        if at < bytes.count, bytes[at] == UInt8(ascii: "}") {
            leave()
            return JSONObject()
        }
        while true {
            skipSpace()
            guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { throw unexpected() }
            let start = at
            let key = try string()
            skipSpace()
            guard at < bytes.count, bytes[at] == UInt8(ascii: ":") else { throw unexpected() }
            at += 1
            path?.append(key)
            let value = try value()
            path?.removeLast()
            let known =
                members.count < JSONObject.indexThreshold ? members.firstIndex { $0.key == key } : names[key]
            if let known {
                guard !limits.refusesDuplicateKeys else { throw .duplicateKey(key, offset: start) }
                if let path { duplicates.append(Self.text(of: path + [key])) }
                members[known].value = value
            } else {
                members.append((key, value))
                if members.count == JSONObject.indexThreshold {
                    for (place, member) in members.enumerated() { names[member.key] = place }
                } else if members.count > JSONObject.indexThreshold {
                    names[key] = members.count - 1
                }
            }
            skipSpace()
            guard at < bytes.count else { throw .unexpectedEnd(offset: at) }
            if bytes[at] == UInt8(ascii: "}") { break }
            guard bytes[at] == UInt8(ascii: ",") else { throw unexpected() }
            at += 1
        }
        leave()
        return JSONObject(unique: members)
    }

    private static func text(of path: [String]) -> String {
        path.reduce(into: "") { text, part in text += text.isEmpty || part.hasPrefix("[") ? part : "." + part }
    }

    // MARK: Numbers

    private mutating func number() throws(JSONError) -> JSON {
        let start = at
        let negative = bytes[at] == UInt8(ascii: "-")
        if negative { at += 1 }
        let firstDigit = at
        var magnitude: UInt64 = 0
        var fits = true
        while at < bytes.count, let digit = digit(bytes[at]) {
            let (scaled, over1) = magnitude.multipliedReportingOverflow(by: 10)
            let (sum, over2) = scaled.addingReportingOverflow(UInt64(digit))
            fits = fits && !over1 && !over2
            magnitude = sum
            at += 1
        }
        guard at > firstDigit, bytes[firstDigit] != UInt8(ascii: "0") || at == firstDigit + 1 else { throw .invalidNumber(offset: start) }
        var whole = true
        if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
            whole = false
            at += 1
            try digits(from: start)
        }
        if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
            whole = false
            at += 1
            if at < bytes.count, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") { at += 1 }
            try digits(from: start)
        }
        if whole, fits {
            if negative, magnitude > 0, let value = Int64(exactly: magnitude) { return .int(-value) }
            if negative, magnitude == UInt64(Int64.max) + 1 { return .int(.min) }
            if let value = Int64(exactly: magnitude), !negative || magnitude == 0 { return .int(value) }
        }
        let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<at]), as: UTF8.self)
        guard let value = Double(text), value.isFinite else { throw .numberOutOfRange(offset: start) }
        return .double(value)
    }

    private mutating func digits(from start: Int) throws(JSONError) {
        let first = at
        while at < bytes.count, digit(bytes[at]) != nil { at += 1 }
        guard at > first else { throw .invalidNumber(offset: start) }
    }

    private func digit(_ byte: UInt8) -> UInt8? { byte >= 0x30 && byte <= 0x39 ? byte - 0x30 : nil }

    // MARK: Strings

    private mutating func string() throws(JSONError) -> String {
        at += 1
        let start = at
        var ascii = true
        while at < bytes.count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") {
                let slice = UnsafeBufferPointer(rebasing: bytes[start..<at])
                at += 1
                return ascii ? String(decoding: slice, as: UTF8.self) : try validated(slice, offset: start)
            }
            if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
            if byte < 0x20 { throw .controlCharacter(offset: at) }
            if byte >= 0x80 { ascii = false }
            at += 1
        }
        throw .unexpectedEnd(offset: at)
    }

    private func validated(_ slice: UnsafeBufferPointer<UInt8>, offset: Int) throws(JSONError) -> String {
        guard let text = String(validating: slice, as: UTF8.self) else { throw .invalidUTF8(offset: offset) }
        return text
    }

    private mutating func escapedString(from start: Int) throws(JSONError) -> String {
        var out = Array(bytes[start..<at])
        while at < bytes.count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") {
                at += 1
                guard let text = String(validating: out, as: UTF8.self) else { throw .invalidUTF8(offset: start) }
                return text
            }
            if byte < 0x20 { throw .controlCharacter(offset: at) }
            at += 1
            guard byte == UInt8(ascii: "\\") else {
                out.append(byte)
                continue
            }
            guard at < bytes.count else { throw .unexpectedEnd(offset: at) }
            let escape = bytes[at]
            at += 1
            switch escape {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): out.append(escape)
            case UInt8(ascii: "b"): out.append(0x08)
            case UInt8(ascii: "f"): out.append(0x0C)
            case UInt8(ascii: "n"): out.append(0x0A)
            case UInt8(ascii: "r"): out.append(0x0D)
            case UInt8(ascii: "t"): out.append(0x09)
            case UInt8(ascii: "u"): out.append(contentsOf: try unicodeEscape())
            default: throw .invalidEscape(offset: at - 1)
            }
        }
        throw .unexpectedEnd(offset: at)
    }

    private mutating func unicodeEscape() throws(JSONError) -> [UInt8] {
        let start = at - 2
        let first = try hexUnit()
        var scalar = UInt32(first)
        if (0xD800...0xDBFF).contains(first) {
            guard at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"), bytes[at + 1] == UInt8(ascii: "u") else {
                throw .loneSurrogate(offset: start)
            }
            at += 2
            let second = try hexUnit()
            guard (0xDC00...0xDFFF).contains(second) else { throw .loneSurrogate(offset: start) }
            scalar = 0x10000 + ((UInt32(first) - 0xD800) << 10) + (UInt32(second) - 0xDC00)
        }
        guard let scalar = UnicodeScalar(scalar) else { throw .loneSurrogate(offset: start) }
        return Array(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }

    private mutating func hexUnit() throws(JSONError) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard at < bytes.count else { throw .unexpectedEnd(offset: at) }
            let byte = bytes[at]
            let nibble: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): nibble = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): nibble = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): nibble = byte - UInt8(ascii: "A") + 10
            default: throw .invalidEscape(offset: at)
            }
            unit = unit << 4 | UInt16(nibble)
            at += 1
        }
        return unit
    }
}
