import IPC
import Model

/// Lets the core decide about a recorded or listed state, and takes the plans instead of carrying them out.
enum PlanRun {
    struct Incomplete: Error, CustomStringConvertible {
        var description: String
    }

    /// - Parameter core: one made for a dry run.
    static func plans(of messages: [WatcherMessage], core: inout EngineCore) throws(Incomplete) -> [Plan] {
        let moment = EngineTools.now()
        var effects: [Effect] = []
        for message in messages { effects += core.handle(.watcherSaid(message), at: moment) }
        guard core.observed.isComplete else {
            throw Incomplete(description: "the events end before the snapshot is complete: nothing can be planned from a part")
        }
        guard core.configuration.current != nil else {
            throw Incomplete(description: core.configuration.problems.joined(separator: "; "))
        }
        while true {
            let keys = core.take(at: moment)
            guard !keys.isEmpty else { break }
            for key in keys { effects += core.work(on: key, at: moment) }
        }
        return effects.compactMap { if case .printed(let plan) = $0 { plan } else { nil } }
    }
}

/// Event lines as the watcher prints and recordings hold them: a hello, then envelopes.
enum EventLines {
    struct Malformed: Error, CustomStringConvertible {
        var line: Int
        var reason: String
        var description: String { "line \(line): \(reason)" }
    }

    static func messages(_ text: String) throws(Malformed) -> [WatcherMessage] {
        var messages: [WatcherMessage] = []
        for (place, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() where !line.isEmpty {
            do {
                let json = try JSON(parsing: line.utf8)
                if json["hello"] != nil { continue }
                messages.append(try Envelope(json: json).message())
            } catch {
                throw Malformed(line: place + 1, reason: "\(error)")
            }
        }
        return messages
    }
}
