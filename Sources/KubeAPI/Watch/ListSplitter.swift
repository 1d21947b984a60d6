import Model

/// Cuts the body of a list into its items while it arrives, so that never more than one item and the projection of the others is in
/// memory.
///
/// What is outside `items` (kind, metadata) is kept and is the list's envelope at the end. The cutting only follows brackets and
/// strings; that each piece is JSON is for the parser to say.
struct ListSplitter {
    /// A single object larger than this is no object of ours; etcd's own limit is 1.5 MiB.
    static let itemLimit = 16 << 20

    private enum Place: Equatable {
        case envelope
        case betweenItems
        case insideItem
        case afterItems
    }

    private var place = Place.envelope
    private var depth = 0
    private var inString = false
    private var escaped = false
    /// The bytes of the last string at depth 1, to recognise the key `items`.
    private var word: [UInt8] = []
    /// `"items"` was read and its colon too: an array that begins now is the list.
    private var keySeen = false
    private var colonSeen = false
    private var item: [UInt8] = []
    private var envelope: [UInt8] = []

    /// The items that are complete with these bytes.
    mutating func items(in bytes: [UInt8]) throws(KubeError) -> [JSON] {
        var items: [JSON] = []
        var start = 0
        for at in bytes.indices {
            let byte = bytes[at]
            switch place {
            case .envelope, .afterItems:
                guard envelope.count < Self.itemLimit else { throw .malformedReply("a list without items that never ends") }
                envelope.append(byte)
                outside(byte)
                start = at + 1
            case .betweenItems:
                switch byte {
                case UInt8(ascii: "{"):
                    place = .insideItem
                    depth = 1
                    start = at
                case UInt8(ascii: "]"):
                    envelope.append(byte)
                    place = .afterItems
                    depth = 1
                case UInt8(ascii: ","), 0x20, 0x0A, 0x0D, 0x09: break
                default: throw .malformedReply("an item of the list is not an object")
                }
            case .insideItem:
                inside(byte)
                guard depth == 0, !inString else { continue }
                item += bytes[start...at]
                items.append(try Self.parsed(item))
                item.removeAll(keepingCapacity: true)
                place = .betweenItems
            }
        }
        guard place == .insideItem, start < bytes.count else { return items }
        item += bytes[start...]
        guard item.count <= Self.itemLimit else { throw .malformedReply("an item of the list is larger than \(Self.itemLimit) bytes") }
        return items
    }

    /// The list without its items, once all bytes were given.
    func end() throws(KubeError) -> JSON {
        guard place != .insideItem, place != .betweenItems else { throw .malformedReply("the list ends too early") }
        return try Self.parsed(envelope)
    }

    private static func parsed(_ bytes: [UInt8]) throws(KubeError) -> JSON {
        do throws(JSONError) { return try JSON(parsing: bytes) } catch { throw .malformedReply("\(error)") }
    }

    private mutating func outside(_ byte: UInt8) {
        if inString {
            string(byte)
            if inString, depth == 1 { word.append(byte) }
            if !inString { keySeen = depth == 1 && word == Array("items".utf8) }
            return
        }
        switch byte {
        case UInt8(ascii: "\""):
            inString = true
            word = []
            (keySeen, colonSeen) = (false, false)
        case UInt8(ascii: ":"): colonSeen = keySeen
        case UInt8(ascii: "["):
            if colonSeen, depth == 1, place == .envelope {
                place = .betweenItems
            } else {
                depth += 1
            }
            (keySeen, colonSeen) = (false, false)
        case UInt8(ascii: "{"):
            depth += 1
            (keySeen, colonSeen) = (false, false)
        case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
        case 0x20, 0x0A, 0x0D, 0x09: break
        default: (keySeen, colonSeen) = (false, false)
        }
    }

    private mutating func inside(_ byte: UInt8) {
        if inString { return string(byte) }
        switch byte {
        case UInt8(ascii: "\""): inString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
        default: break
        }
    }

    private mutating func string(_ byte: UInt8) {
        if escaped {
            escaped = false
        } else if byte == UInt8(ascii: "\\") {
            escaped = true
        } else if byte == UInt8(ascii: "\"") {
            inString = false
        }
    }
}
