import Testing

@testable import Model

/// Every setting of the reference: its names, its defaults in both forms, and what it reads and refuses.
@Suite struct SettingTests {
    @Test func tableHasEverySettingOnce() {
        #expect(SettingRow.all.count == 187)
        #expect(Set(Setting.all.map(\.key)) == Set(SettingRow.all.map(\.key)))
        #expect(Setting.all.count == 187)
    }

    @Test(arguments: SettingRow.all.indices)
    func settingHasItsNamesAndDefaults(_ place: Int) throws {
        let row = SettingRow.all[place]
        let setting = try #require(Setting.byKey[row.key])
        #expect(setting.objectPath == ["configuration"] + (row.path ?? row.key).split(separator: ".").map(String.init))
        #expect(setting.forms == (row.path == nil ? .flatOnly : row.type == "probe" ? .objectOnly : .both))
        let (flat, problems) = Configuration.read(configMap: ["data": [:]])
        #expect(problems.isEmpty)
        #expect(try shown(setting, #require(flat)) == defaulted(row, row.flat))
        guard row.path != nil else { return }
        #expect(try shown(setting, object(row, group: [:])) == raised(row, defaulted(row, row.schema ?? row.fallback)))
        if setting.group != nil { #expect(try shown(setting, object(row, group: nil)) == raised(row, defaulted(row, row.fallback))) }
    }

    @Test(arguments: SettingRow.all.indices)
    func settingReadsItsValueInBothForms(_ place: Int) throws {
        let row = SettingRow.all[place]
        let setting = try #require(Setting.byKey[row.key])
        let sample = Sample(row)
        if setting.forms != .objectOnly, row.type != "containers" {
            let (flat, problems) = Configuration.read(configMap: ["data": [row.key: .string(sample.text)]])
            #expect(try setting.storage.value(in: #require(flat, "\(row.key): \(problems)")) == sample.value, "\(row.key)")
        }
        if setting.forms != .flatOnly {
            let read = try object(row, group: [row.path?.split(separator: ".").last.map(String.init) ?? "": sample.given])
            #expect(setting.storage.value(in: read) == sample.value, "\(row.key)")
        }
    }

    @Test(arguments: SettingRow.all.indices)
    func settingRefusesWhatItCannotRead(_ place: Int) throws {
        let row = SettingRow.all[place]
        guard let bad = Sample.refused[row.type] else { return }
        if row.type != "probe" {
            let (flat, problems) = Configuration.read(configMap: ["data": [row.key: .string(bad)]])
            #expect(flat == nil, "\(row.key)")
            #expect(problems.errors.contains { $0.path == "data.\(row.key)" && $0.value != nil }, "\(problems)")
        }
        guard let path = row.path else { return }
        var document: JSON = ["configuration": [:]]
        document.set(["configuration"] + path.split(separator: ".").map(String.init), to: .string(bad))
        let (read, problems) = Configuration.read(operatorConfiguration: document)
        #expect(read == nil, "\(row.key)")
        #expect(problems.errors.contains { $0.path == "configuration.\(path)" }, "\(problems)")
    }

    // MARK: Helpers

    private func object(_ row: SettingRow, group: JSON?) throws -> Configuration {
        var document: JSON = ["configuration": [:]]
        let parts = (row.path ?? "").split(separator: ".").map(String.init)
        if let group {
            if parts.count == 2 {
                document.set(["configuration", parts[0]], to: group)
            } else {
                document["configuration"] = group
            }
        }
        let (configuration, problems) = Configuration.read(operatorConfiguration: document)
        return try #require(configuration, "\(problems)")
    }

    private func shown(_ setting: Setting, _ configuration: Configuration) -> JSON? { setting.storage.value(in: configuration) }

    /// Templates that a cluster cannot do without fall back even where the predecessor would have none.
    private func raised(_ row: SettingRow, _ value: JSON?) -> JSON? {
        ["secret_name_template", "pdb_name_format"].contains(row.key) ? defaulted(row, row.flat) : value
    }

    private func defaulted(_ row: SettingRow, _ text: String?) -> JSON? {
        switch row.type {
        case "bool": .bool(text == "true")
        case "int", "uint": JSON(text.flatMap { Int($0) } ?? 0)
        case "duration": .string(text.flatMap { Duration(go: $0) }?.goText ?? "0s")
        case "list": text.map { JSON($0.split(separator: ",").map(String.init)) }
        case "map":
            text.map { text in
                JSON(
                    Dictionary(
                        uniqueKeysWithValues: text.split(separator: ",").map { pair in
                            let parts = pair.split(separator: ":").map(String.init)
                            return (parts[0], parts[1])
                        }))
            }
        default: text.map { .string($0) }
        }
    }
}

/// A value of each type, as both forms write it.
struct Sample {
    var text: String
    /// As the OperatorConfiguration has it.
    var given: JSON
    /// As it is read.
    var value: JSON

    static let refused = [
        "bool": "perhaps", "int": "many", "uint": "many", "number": "many", "duration": "5 minutes", "map": "'open", "name": "ns/",
        "containers": "x", "probe": "x",
    ]

    init(_ row: SettingRow) {
        switch row.type {
        case "bool": self.init(text: row.flat == "true" ? "F" : "1", row.flat == "true" ? false : true)
        case "int" where row.key == "min_instances": self.init(text: "0x2", 2)
        case "int", "uint", "number": self.init(text: "0x7", 7)
        case "duration":
            self.init(text: "90s", "90s")
            value = "1m30s"
        case "list" where row.key == "maintenance_windows": self.init(text: "01:00-02:00", ["01:00-02:00"])
        case "list": self.init(text: "a, b", ["a", " b"])
        case "map" where row.key == "cluster_labels": self.init(text: "a:b, c:d", ["a": "b", "c": "d"])
        case "map": self.init(text: "a:b, c:'d,e'", ["a": "b", "c": "'d,e'"])
        case "name": self.init(text: "ns/name", "ns/name")
        case "containers": self.init(text: "", [["name": "c", "image": "i"]])
        case "probe": self.init(text: "", ["exec": ["command": ["x"]]])
        case "roleSources":
            self.init(
                text: "secretname: ns/s, userkey: u, passwordkey: p, rolekey: r",
                [["secretname": "ns/s", "userkey": "u", "passwordkey": "p", "rolekey": "r"]])
        default: self.init(text: Self.word(row.key), .string(Self.word(row.key)))
        }
    }

    private init(text: String, _ value: JSON) {
        self.text = text
        given = value
        self.value = value
    }

    /// Settings with a form of their own get a value of it.
    private static func word(_ key: String) -> String {
        switch Setting.byKey[key]?.allowed {
        case .oneOf(let values): values.last ?? ""
        case .format(.cpu): "3"
        case .format(.memory): "3Gi"
        case .format(.cron): "1 2 * * *"
        default: "some-value"
        }
    }
}
