/// Reads a text from the front, byte by byte: what the forms of `Format` are made of.
struct FormatScanner {
    private let bytes: [UInt8]
    private var at = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    var isAtEnd: Bool { at == bytes.count }

    /// Takes the byte if it is there.
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard at < bytes.count, UInt32(bytes[at]) == character.value else { return false }
        at += 1
        return true
    }

    mutating func take(anyOf characters: String) -> Bool {
        guard at < bytes.count, characters.utf8.contains(bytes[at]) else { return false }
        at += 1
        return true
    }

    /// Takes digits, as many as there are up to `most`, and gives them; nil where there are fewer than `least`.
    mutating func digits(_ least: Int, _ most: Int = .max) -> Int? {
        var (count, value) = (0, 0)
        while at < bytes.count, count < most, (0x30...0x39).contains(bytes[at]) {
            (value, _) = value.multipliedReportingOverflow(by: 10)
            (value, _) = value.addingReportingOverflow(Int(bytes[at] - 0x30))
            at += 1
            count += 1
        }
        return count >= least ? value : nil
    }

    mutating func spaces() -> Int {
        let start = at
        while take(anyOf: " \t\n\r\u{0C}") {}
        return at - start
    }

    // MARK: The forms

    static func isCPU(_ text: String) -> Bool {
        var scanner = FormatScanner(text)
        guard scanner.digits(1) != nil else { return false }
        if scanner.take("m") { return scanner.isAtEnd }
        if scanner.take(".") { guard scanner.digits(1, 3) != nil else { return false } }
        return scanner.isAtEnd
    }

    static func isMemory(_ text: String) -> Bool {
        var scanner = FormatScanner(text)
        guard scanner.digits(1) != nil else { return false }
        let fraction = scanner.take(".")
        if fraction { guard scanner.digits(1) != nil else { return false } }
        if scanner.take("e") { guard scanner.digits(1) != nil else { return false } }
        if scanner.take(anyOf: "EPTGMK") {
            _ = scanner.take("i")
            return scanner.isAtEnd
        }
        return !fraction && scanner.isAtEnd
    }

    static func isCron(_ text: String) -> Bool {
        var scanner = FormatScanner(text)
        for field in 0..<5 {
            if field > 0, scanner.spaces() == 0 { return false }
            guard scanner.take("*") || scanner.digits(1) != nil else { return false }
            if scanner.take("/") { guard scanner.digits(1) != nil else { return false } }
        }
        return scanner.isAtEnd
    }

    /// The CRD's form, which is looser than `MaintenanceWindow`'s.
    static func isWindow(_ text: String) -> Bool {
        var scanner = FormatScanner(text.trimmingBlanks())
        if let colon = text.trimmingBlanks().firstIndex(of: ":"),
            MaintenanceWindow.Weekday(rawValue: String(text.trimmingBlanks()[..<colon])) != nil
        {
            for _ in 0..<4 { _ = scanner.take(anyOf: "MonTueWdhFriSat:") }
        }
        return scanner.clock() && scanner.take("-") && scanner.clock() && scanner.isAtEnd
    }

    private mutating func clock() -> Bool {
        guard let hour = digits(1, 2), hour < 24, take(":"), let minute = digits(1, 2), minute < 60 else { return false }
        return true
    }

    static func isCloneTimestamp(_ text: String) -> Bool {
        var scanner = FormatScanner(text)
        guard scanner.digits(1) != nil, scanner.take("-"), let month = scanner.digits(2, 2), (1...12).contains(month), scanner.take("-"),
            let day = scanner.digits(2, 2), (1...31).contains(day), scanner.take(anyOf: "Tt"), let hour = scanner.digits(2, 2), hour < 24,
            scanner.take(":"), let minute = scanner.digits(2, 2), minute < 60, scanner.take(":"), let second = scanner.digits(2, 2),
            second <= 60
        else { return false }
        if scanner.take(".") { guard scanner.digits(1) != nil else { return false } }
        guard scanner.take(anyOf: "+-"), let offset = scanner.digits(2, 2), offset < 24, scanner.take(":"),
            let minutes = scanner.digits(2, 2), minutes < 60
        else { return false }
        return scanner.isAtEnd
    }

    static func isUUID(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.map(\.utf8.count) == [8, 4, 4, 4, 12] && parts.allSatisfy { $0.allSatisfy { $0.isASCII && $0.isHexDigit } }
    }
}
