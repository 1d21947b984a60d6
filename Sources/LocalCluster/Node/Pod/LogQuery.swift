/// What of a container's log is wanted, as `kubectl logs` asks.
struct LogQuery: Sendable, Equatable {
    var tailLines: Int?
    var limitBytes: Int?
    var follow = false
    var previous = false
    var timestamps = false
    var since: Moment?

    init(_ query: [String: String], now: Moment) {
        func isOn(_ name: String) -> Bool { ["true", "1"].contains(query[name]) }
        tailLines = query["tailLines"].flatMap { Int($0) }
        limitBytes = query["limitBytes"].flatMap { Int($0) }
        follow = isOn("follow")
        previous = isOn("previous")
        timestamps = isOn("timestamps")
        since = query["sinceTime"].flatMap(Moment.init(parsing:)) ?? query["sinceSeconds"].flatMap { Double($0) }.map { now + -$0 }
    }
}

/// Picks lines out of a log. Programs write into the file themselves, so a line's time is the one that it begins with, or else the one of the
/// line before it.
struct LogSelection: Sendable {
    let query: LogQuery
    private var last: Moment

    /// `start`: when the container started, the time of lines before the first that tells one.
    init(query: LogQuery, start: Moment) {
        self.query = query
        last = start
    }

    /// Of the whole lines that are there at first.
    mutating func first(_ bytes: [UInt8]) -> [UInt8] {
        var lines = Self.lines(bytes).compactMap { shown($0) }
        if let count = query.tailLines, count >= 0 { lines = lines.suffix(count) }
        let all = Array(lines.joined())
        return query.limitBytes.map { Array(all.prefix(max(0, $0))) } ?? all
    }

    /// Of lines that came since.
    mutating func next(_ bytes: [UInt8]) -> [UInt8] { Self.lines(bytes).flatMap { shown($0) ?? [] } }

    private mutating func shown(_ line: ArraySlice<UInt8>) -> [UInt8]? {
        if let time = Self.time(of: line) { last = time }
        if let since = query.since, last < since { return nil }
        return query.timestamps ? Array("\(last.microText) ".utf8) + line : Array(line)
    }

    /// Each with its newline, if it has one.
    static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = bytes.startIndex
        while start < bytes.endIndex {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.endIndex
            lines.append(bytes[start..<end])
            start = end
        }
        return lines
    }

    /// `2026-11-25 03:04:05,123 INFO …` as Patroni writes it, `2026-11-25 03:04:05 UTC …` as PostgreSQL and PgBouncer do.
    static func time(of line: ArraySlice<UInt8>) -> Moment? {
        guard line.count > 19 else { return nil }
        let text = String(decoding: line.prefix(19), as: UTF8.self)
        guard text.utf8.count == 19, text.utf8.dropFirst(10).first == UInt8(ascii: " "), text.utf8.dropFirst(4).first == UInt8(ascii: "-")
        else {
            return nil
        }
        return Moment(parsing: "\(text.prefix(10))T\(text.suffix(8))Z")
    }
}
