import Testing

@testable import Model

@Suite struct ValueTests {
    @Test(arguments: [
        ("1000m", "1"), ("1Gi", "1024Mi"), ("0.5Gi", "512Mi"), ("1e3", "1k"), ("1500", "1.5k"), ("2E", "2000P"), ("100K", "100k"),
    ])
    func quantitiesAreComparedByValue(_ a: String, _ b: String) {
        #expect(Quantity(a) != nil)
        #expect(Quantity(a) == Quantity(b))
    }

    @Test(arguments: ["", "Gi", "1 Gi", "1gi", "one", "1e", "--1", "1.2.3", "99999999999999999999Ei"])
    func otherTextsAreNoQuantities(_ text: String) { #expect(Quantity(text) == nil) }

    /// The pattern that the CRD shows and the code that checks agree.
    @Test(arguments: [
        "1", "100m", "1.5", "1.2345", "m", "500Mi", "1.5Gi", "1e3", "1e3Mi", "5K", "5k", "5 Gi", "", "1.", "1.5", "* * * * *",
        "*/5 1 2 3 4",
        "1 2 3 4", "1-2 * * * *", "01:00-06:00", "Sat:22:00-23:59", "1:5-2:00", " 01:00-02:00 ", "24:00-24:01", "Foo:01:00-02:00",
        "10.0.0.0/8",
        "256.0.0.0/8", "10.0.0.0/33", "10.0.0/8", "2025-11-25T12:00:00+00:00", "2025-11-25T12:00:00Z", "2025-13-25T12:00:00+00:00",
        "2025-11-25T12:00:00.5-01:30",
    ])
    func patternsAndCodeAgree(_ text: String) throws {
        for format in Format.allCases {
            guard let pattern = format.pattern else { continue }
            let matches = try Regex(pattern).wholeMatch(in: text) != nil
            #expect(format.matches(text) == matches, "\(format) \(text)")
        }
    }

    @Test(arguments: ["2001:db8::/32", "::/0", "::1/128", "fe80:0:0:0:0:0:0:1/64", "1:2:3:4:5:6:7::/112"])
    func addressRangesOfVersionSix(_ text: String) throws {
        #expect(CIDR(text)?.isIPv6 == true)
        let pattern = try #require(Format.cidr.pattern)
        #expect(try Regex(pattern).wholeMatch(in: text) != nil)
    }

    @Test(arguments: ["2001:db8::/129", "1::2::3/64", "12345::/16", "1:2:3/8", "g::/8"])
    func wrongAddressRanges(_ text: String) { #expect(CIDR(text) == nil) }

    @Test func windowsContainBothEnds() throws {
        let window = try #require(MaintenanceWindow("Sat:22:00-23:59"))
        #expect(window.contains(.saturday, minute: 22 * 60))
        #expect(window.contains(.saturday, minute: 23 * 60 + 59))
        #expect(!window.contains(.sunday, minute: 22 * 60))
        // 2026-11-25 03:30 UTC was a Wednesday.
        #expect(MaintenanceWindow("Wed:03:30-03:30")?.contains(secondsSince1970: 1_795_577_400) == true)
        #expect(MaintenanceWindow("Thu:03:30-03:30")?.contains(secondsSince1970: 1_795_577_400) == false)
    }

    @Test(arguments: ["02:00-01:00", "24:00-24:00", "1:5-2:00", "01:00", "Mon:01:00", "mon:01:00-02:00", "01:00-02:00-03:00"])
    func otherTextsAreNoWindows(_ text: String) { #expect(MaintenanceWindow(text) == nil) }

    @Test(arguments: [("0x1f", 31), ("0o17", 15), ("0b101", 5), ("017", 15), ("-3", -3), ("0", 0), ("12", 12)])
    func numbersAreReadAsGoReadsThem(_ text: String, _ value: Int) { #expect(GoNumber.parse(text) == value) }

    @Test func nearestNameIsFound() {
        #expect(Spelling.nearest(to: "enabelConnectionPooler", among: ["enableConnectionPooler", "users"]) == "enableConnectionPooler")
        #expect(Spelling.nearest(to: "zzz", among: ["users", "volume"]) == nil)
    }

    @Test(arguments: [("ns/name", "ns", "name"), ("name", nil, "name"), ("a/b/c", "a", "b/c")] as [(String, String?, String)])
    func namesWithNamespaces(_ text: String, _ namespace: String?, _ name: String) {
        #expect(NamespacedName(text) == NamespacedName(namespace: namespace, name: name))
    }
}
