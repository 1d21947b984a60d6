import Model

/// Cuts the body of a watch into lines and reads each as an event.
struct WatchLines {
    static let lineLimit = 32 << 20

    private var pending: [UInt8] = []
    /// What ended the watch, once the events before it are taken: an ERROR event's status, or a line that is none.
    private(set) var failure: KubeError?

    /// The events that are complete with these bytes.
    mutating func events(in bytes: [UInt8]) -> [WatchEvent] {
        var events: [WatchEvent] = []
        guard failure == nil else { return [] }
        do throws(KubeError) { try cut(bytes, &events) } catch { failure = error }
        return events
    }

    private mutating func cut(_ bytes: [UInt8], _ events: inout [WatchEvent]) throws(KubeError) {
        var start = 0
        while let end = bytes[start...].firstIndex(of: 0x0A) {
            if pending.isEmpty {
                if let event = try Self.event(bytes[start..<end]) { events.append(event) }
            } else {
                pending += bytes[start..<end]
                if let event = try Self.event(pending[...]) { events.append(event) }
                pending = []
            }
            start = end + 1
        }
        pending += bytes[start...]
        guard pending.count <= Self.lineLimit else { throw .malformedReply("a watch event is larger than \(Self.lineLimit) bytes") }
    }

    private static func event(_ line: ArraySlice<UInt8>) throws(KubeError) -> WatchEvent? {
        guard line.contains(where: { $0 > 0x20 }) else { return nil }
        let value: JSON
        do throws(JSONError) { value = try JSON(parsing: line) } catch { throw .malformedReply("\(error)") }
        guard let type = value["type"]?.string, let object = value["object"], object.object != nil else {
            throw .malformedReply("a watch event without type or object")
        }
        if type == "ERROR" { throw .status(APIStatus(status: object)) }
        // Kinds that this build does not know are skipped, as the API asks of clients.
        guard let kind = WatchEvent.Kind(rawValue: type) else { return nil }
        return WatchEvent(type: kind, object: object)
    }
}
