import Logging
import Model

/// One log record, ready to be written: the text scrubbed, the fields flat, sorted and without secrets. Pure: the formats are functions of
/// it.
struct LogRecord: Equatable {
    var time: Timestamp
    var level: Logger.Level
    var program: String
    var message: String
    var fields: [(name: String, value: String)]

    init(time: Timestamp, level: Logger.Level, program: String, message: String, metadata: Logger.Metadata, error: (any Error)? = nil) {
        self.time = time
        self.level = level
        self.program = program
        self.message = Scrubber.scrubbed(message)
        var metadata = metadata
        if let error { metadata["error"] = "\(error)" }
        fields = metadata.sorted { $0.key < $1.key }.map { name, value in
            (name, Redactor.isSensitive(name) ? Redactor.mark : Scrubber.scrubbed("\(value)"))
        }
    }

    static func == (a: LogRecord, b: LogRecord) -> Bool {
        a.time == b.time && a.level == b.level && a.program == b.program && a.message == b.message
            && a.fields.elementsEqual(b.fields, by: ==)
    }

    /// `{"time":…,"level":"info","process":"watcher","message":…,"cluster":…}`
    var json: JSON {
        var record: JSONObject = [
            "time": .string(time.text), "level": .string(level.rawValue), "process": .string(program), "message": .string(message),
        ]
        for field in fields {
            let name = record[field.name] == nil ? field.name : "field_\(field.name)"
            record[name] = .string(field.value)
        }
        return .object(record)
    }

    /// `03:04:05.678 info watcher: message (cluster default/demo, reason …)`
    var text: String {
        let clock = time.text.dropFirst(11).dropLast()
        var line = "\(clock) \(level.rawValue) \(program): \(message)"
        if !fields.isEmpty { line += " (" + fields.map { "\($0.name) \($0.value)" }.joined(separator: ", ") + ")" }
        return String(line.map { $0.isNewline ? " " : $0 })
    }

    /// `MESSAGE=…`, `PRIORITY=…`, `CLUSTER=…`: names as the journal allows them.
    var journal: [String] {
        var entries = ["MESSAGE=\(message)", "PRIORITY=\(priority)", "SYSLOG_IDENTIFIER=postgres-operator", "PROCESS=\(program)"]
        for field in fields {
            let name = field.name.uppercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
            guard let first = name.first(where: { $0 != "_" }), first.isLetter else { continue }
            entries.append("\(String(name.drop { $0 == "_" }))=\(field.value)")
        }
        return entries
    }

    /// As syslog numbers them.
    private var priority: Int {
        switch level {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}
