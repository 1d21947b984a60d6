/// An error as the server reported it. Only its own fields are kept: what libpq would add (the statement's text) may hold a verifier.
struct ServerError: Error, Equatable, Sendable {
    /// Five characters, as `42710` (duplicate_object).
    var sqlState: String
    var message: String
    var detail: String?
}

extension ServerError: CustomStringConvertible {
    var description: String {
        message + (detail.map { " (\($0))" } ?? "") + (sqlState.isEmpty ? "" : " [\(sqlState)]")
    }
}

/// What can go wrong with a database. What is done about it follows from `disposition`.
enum PostgresError: Error, Equatable, Sendable {
    /// No connection came about: refused, no route, name not found.
    case unreachable(String)
    case timedOut(doing: String)
    /// The server is starting, stopping or recovering.
    case starting(String)
    /// It does not take writes: it is a standby, or set so.
    case readOnly(String)
    /// Password or pg_hba.conf.
    case loginRefused(String)
    case tls(String)
    case tooManyConnections(String)
    case noDatabase(String)
    /// A connection that was there is gone.
    case lost(String)
    /// The server refused a statement.
    case refused(ServerError)
    /// The connection's parameters cannot be used.
    case invalidParameters(String)
    /// libcrypto or the system refused to compute a verifier.
    case noVerifier
    case cancelled
}

extension PostgresError {
    enum Disposition: Equatable {
        /// Nobody did anything wrong; it comes right by itself.
        case wait
        /// Somebody has to change something; tried again all the same, more rarely.
        case tell
    }

    var disposition: Disposition {
        switch self {
        case .unreachable, .timedOut, .starting, .readOnly, .tooManyConnections, .lost, .cancelled: .wait
        case .loginRefused, .tls, .noDatabase, .refused, .invalidParameters, .noVerifier: .tell
        }
    }

    /// From libpq's text about a connection that failed, made verbose so that the SQLSTATE stands in it.
    static func connectionFailure(_ text: String) -> PostgresError {
        let message = oneLine(text)
        switch sqlState(in: message) {
        case "57P03", "57P01", "57P02": return .starting(message)
        case "28P01", "28000": return .loginRefused(message)
        case "53300": return .tooManyConnections(message)
        case "3D000": return .noDatabase(message)
        case "25006": return .readOnly(message)
        default: break
        }
        let lower = message.lowercased()
        if lower.contains("ssl") || lower.contains("certificate") { return .tls(message) }
        if lower.contains("no password supplied") || lower.contains("authentication") { return .loginRefused(message) }
        return .unreachable(message)
    }

    /// libpq's text on one line, without where in the server's source it came from.
    static func oneLine(_ text: String) -> String {
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("LOCATION:") }
        return lines.map { line in line.split { $0 == " " || $0 == "\t" }.joined(separator: " ") }.joined(separator: "; ")
    }

    /// The first word of five upper-case letters and digits that stands between colons.
    private static func sqlState(in message: String) -> String? {
        for part in message.split(separator: ":") {
            let word = part.drop { $0 == " " }
            guard word.utf8.count == 5, word.utf8.contains(where: { (0x30...0x39).contains($0) }),
                word.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) })
            else { continue }
            return String(word)
        }
        return nil
    }

    /// An error that the server gave for a statement: some mean that it goes no further at all.
    static func statementFailure(_ error: ServerError) -> PostgresError {
        switch error.sqlState {
        case "25006": .readOnly(error.message)
        case "57P01", "57P02", "57P03": .starting(error.message)
        default: .refused(error)
        }
    }
}

extension PostgresError: CustomStringConvertible {
    var description: String {
        switch self {
        case .unreachable(let text), .loginRefused(let text), .starting(let text), .readOnly(let text), .tls(let text),
            .tooManyConnections(let text), .noDatabase(let text), .lost(let text):
            text
        case .timedOut(let doing): "no answer in time to \(doing)"
        case .refused(let error): error.description
        case .invalidParameters(let text): "the connection parameters cannot be used: \(text)"
        case .noVerifier: "a password verifier could not be computed"
        case .cancelled: "cancelled"
        }
    }
}
