import Testing

@testable import DBProvisioner

@Suite struct SettingValueTests {
    @Test(arguments: [
        ("search_path", "\"$user\", \"data\"", "\"$user\", data", true), ("search_path", "data, public", "data, public", true),
        ("search_path", "'a,b'", "a, b", true), ("search_path", "Data", "data", true), ("search_path", "\"Data\"", "\"Data\"", true),
        ("search_path", "a, b", "b, a", false), ("search_path", "\"a\"\"b\"", "\"a\"\"b\"", true),
        ("search_path", "\"a,b\"", "\"a,b\"", true),
        ("search_path", "\"a,b\"", "a, b", false), ("work_mem", "64MB", "64MB", true), ("log_statement", "'all'", "all", true),
        ("log_statement", " all ", "all", true), ("application_name", "'it''s'", "it's", true), ("work_mem", "64MB", "65536kB", false),
        ("search_path", "", "\"\"", true),
    ])
    func wantedAndStored(name: String, wanted: String, stored: String, areEqual: Bool) {
        #expect((SettingValue(name, wanted: wanted) == SettingValue(name, stored: stored)) == areEqual)
    }

    @Test(arguments: [
        ("search_path", "\"$user\", data", "'$user', 'data'"), ("work_mem", "64MB", "'64MB'"),
        ("work_mem", "'; drop role x; --", "'''; drop role x; --'"),
    ])
    func asSQL(name: String, wanted: String, sql: String) { #expect("\(SettingValue(name, wanted: wanted).sql)" == sql) }

    @Test func namesAreQuotedPartByPart() { #expect("\("set \(setting: "a.b\"c")" as SQLText)" == "set \"a\".\"b\"\"c\"") }
}
