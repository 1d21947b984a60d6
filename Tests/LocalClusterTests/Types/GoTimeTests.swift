import Testing

@testable import LocalCluster

@Suite struct GoTimeTests {
    @Test(arguments: [
        ("2026-11-25T03:04:05Z", "2026-11-25T03:04:05Z"), ("2026-11-25T03:04:05.678Z", "2026-11-25T03:04:05Z"),
        ("2026-11-25T03:04:05+02:00", "2026-11-25T01:04:05Z"), ("2024-02-29T23:59:59-00:30", "2024-03-01T00:29:59Z"),
        ("1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z"),
    ])
    func secondsAreWrittenInUTC(_ text: String, _ canonical: String) throws {
        #expect(try GoTime.canonical(text, .seconds) == canonical)
    }

    @Test func microsecondsHaveSixDigits() throws {
        #expect(try GoTime.canonical("2020-01-01T00:00:00.123456+01:00", .micros) == "2019-12-31T23:00:00.123456Z")
    }

    @Test(arguments: [
        ("yesterday", #"parsing time "yesterday" as "2006-01-02T15:04:05Z07:00": cannot parse "yesterday" as "2006""#),
        ("2023-02-29T00:00:00Z", #"parsing time "2023-02-29T00:00:00Z": day out of range"#),
        ("2020-01-01T00:00:00Zx", #"parsing time "2020-01-01T00:00:00Zx": extra text: "x""#),
    ])
    func saysWhatDoesNotFit(_ text: String, _ message: String) {
        let failure = #expect(throws: GoTime.Failure.self) { try GoTime.canonical(text, .seconds) }
        #expect(failure?.message == message)
    }
}
