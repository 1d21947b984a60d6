/// A cron schedule of five fields, checked with the messages of the parser that Kubernetes uses.
struct CronSchedule {
    struct Failure: Error {
        var message: String
    }

    private static let bounds: [(least: Int, most: Int, names: [String])] = [
        (0, 59, []), (0, 23, []), (1, 31, []),
        (1, 12, ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]),
        (0, 6, ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]),
    ]

    static func check(_ text: String) throws(Failure) {
        if text.isEmpty { throw Failure(message: "empty spec string") }
        if text.hasPrefix("@") {
            let known = ["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"]
            guard known.contains(text) || text.hasPrefix("@every ") else { throw Failure(message: "unrecognized descriptor: \(text)") }
            return
        }
        let fields = text.split { $0 == " " || $0 == "\t" }.map(String.init)
        guard fields.count == 5 else {
            throw Failure(message: "expected exactly 5 fields, found \(fields.count): [\(fields.joined(separator: " "))]")
        }
        for (field, bounds) in zip(fields, bounds) {
            for part in field.split(separator: ",").map(String.init) { try check(part, bounds.least, bounds.most, bounds.names) }
        }
    }

    private static func check(_ part: String, _ least: Int, _ most: Int, _ names: [String]) throws(Failure) {
        let halves = part.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard halves.count <= 2 else { throw Failure(message: "too many slashes: \(part)") }
        let ends = halves[0].split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard ends.count <= 2 else { throw Failure(message: "too many hyphens: \(part)") }
        var (start, end) = (least, most)
        if ends[0] != "*", ends[0] != "?" {
            start = try number(ends[0], names, least)
            end = ends.count == 2 ? try number(ends[1], names, least) : halves.count == 2 ? most : start
        }
        if halves.count == 2, try number(halves[1], [], 0) == 0 {
            throw Failure(message: "step of range should be a positive number: \(part)")
        }
        if start < least { throw Failure(message: "beginning of range (\(start)) below minimum (\(least)): \(part)") }
        if end > most { throw Failure(message: "end of range (\(end)) above maximum (\(most)): \(part)") }
        if start > end { throw Failure(message: "beginning of range (\(start)) beyond end of range (\(end)): \(part)") }
    }

    private static func number(_ text: String, _ names: [String], _ first: Int) throws(Failure) -> Int {
        if let place = names.firstIndex(of: text.lowercased()) { return place + first }
        guard let number = Int(text) else {
            throw Failure(message: "failed to parse int from \(text): strconv.Atoi: parsing \(GoText.quoted(text)): invalid syntax")
        }
        guard number >= 0 else { throw Failure(message: "negative number (\(number)) not allowed: \(text)") }
        return number
    }
}
