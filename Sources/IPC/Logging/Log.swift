import CSystemd
import Glibc
import Logging
import Model

/// Sets up logging for the whole process, once, before anything logs.
public enum Log {
    public static func start(program: String, format: LogFormat? = nil, level: Logger.Level = .info) {
        let format = format ?? .suitedToThisProcess()
        LoggingSystem.bootstrap { _ in LineLogHandler(program: program, format: format, logLevel: level) }
    }
}

/// Writes records to stderr, each with one system call so that the lines of several processes do not mix, or to the journal.
struct LineLogHandler: LogHandler {
    let program: String
    let format: LogFormat
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    init(program: String, format: LogFormat, logLevel: Logger.Level) {
        self.program = program
        self.format = format
        self.logLevel = logLevel
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var fields = metadata
        if let provided = metadataProvider?.get() { fields.merge(provided) { $1 } }
        if let own = event.metadata { fields.merge(own) { $1 } }
        write(
            LogRecord(
                time: .now, level: event.level, program: program, message: event.message.description, metadata: fields, error: event.error))
    }

    private func write(_ record: LogRecord) {
        LogTail.shared.append(record.json)
        switch format {
        case .json: write(line: record.json.bytes())
        case .text: write(line: Array(record.text.utf8))
        case .journal: if !Journal.send(record.journal) { write(line: record.json.bytes()) }
        }
    }

    private func write(line: [UInt8]) {
        let bytes = line + [0x0A]
        _ = bytes.withUnsafeBytes { Glibc.write(2, $0.baseAddress, $0.count) }
    }
}

/// The journal's native protocol, through libsystemd.
enum Journal {
    /// False where the journal does not take it.
    static func send(_ entries: [String]) -> Bool {
        let bytes = entries.map { Array($0.utf8) }
        let total = bytes.reduce(0) { $0 + $1.count }
        return withUnsafeTemporaryAllocation(byteCount: max(total, 1), alignment: 1) { buffer in
            var parts: [iovec] = []
            var place = 0
            for entry in bytes {
                let part = UnsafeMutableRawBufferPointer(rebasing: buffer[place..<place + entry.count])
                part.copyBytes(from: entry)
                parts.append(iovec(iov_base: part.baseAddress, iov_len: entry.count))
                place += entry.count
            }
            return sd_journal_sendv(parts, Int32(parts.count)) == 0
        }
    }
}
