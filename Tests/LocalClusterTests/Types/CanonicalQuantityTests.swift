import Testing

@testable import LocalCluster

@Suite struct CanonicalQuantityTests {
    @Test(arguments: [
        ("0.1", "100m"), ("1024Mi", "1Gi"), ("1000m", "1"), ("1e3", "1e3"), ("1.5", "1500m"), ("2000000000", "2G"), ("0.5Gi", "512Mi"),
        ("1000Mi", "1000Mi"), ("0", "0"), ("-1", "-1"), ("+5k", "5k"), ("100", "100"), ("1500", "1500"), ("512Ki", "512Ki"), ("1Ki", "1Ki"),
        ("0.5Ki", "512"), ("1.0", "1"), ("10n", "10n"), ("0.0000000001", "1n"),
    ])
    func isWrittenInOneForm(_ text: String, _ canonical: String) throws {
        #expect(try CanonicalQuantity(text).text == canonical)
    }

    @Test(arguments: ["", "x", "1x", "Mi", "1.2.3", "1 Gi", "--1"])
    func refusesWhatIsNone(_ text: String) {
        #expect(throws: CanonicalQuantity.Failure.self) { try CanonicalQuantity(text) }
    }

    @Test func comparesByValue() throws {
        #expect(try CanonicalQuantity("1Gi") > CanonicalQuantity("1G"))
        #expect(try CanonicalQuantity("1000m") == CanonicalQuantity("1"))
    }
}
