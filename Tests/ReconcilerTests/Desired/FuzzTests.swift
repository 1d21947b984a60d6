import Model
import Testing

@testable import Reconciler

/// Whatever a manifest or configuration holds: it is refused with a reason, or it gives objects. Never a crash.
///
/// `POSTGRES_OPERATOR_FUZZ` says how many rounds; every run starts from the same seed, so that what one finds another finds too.
@Suite struct FuzzTests {
    @Test func mutatedManifestsAreRefusedOrRendered() throws {
        var fuzzer = Fuzzer(seed: 20_251_125)
        let base = try TestCluster(everything).manifest
        for _ in 0..<Fuzzer.rounds {
            let mutated = fuzzer.mutated(base)
            let (manifest, problems) = Manifest.read(mutated)
            guard let manifest else {
                #expect(problems.hasErrors)
                continue
            }
            check(manifest, Configuration())
        }
    }

    @Test func mutatedConfigurationsAreRefusedOrUsed() throws {
        var fuzzer = Fuzzer(seed: 7)
        let manifest = try #require(TestCluster(everything).read.0)
        for round in 0..<Fuzzer.rounds {
            let data = fuzzer.settings()
            let document: JSON = round % 2 == 0 ? ["kind": "ConfigMap", "data": data] : Fuzzer.object(data)
            let (configuration, problems) = ConfigurationDocument.read(document)
            guard let configuration else {
                #expect(problems.hasErrors)
                continue
            }
            check(manifest, configuration)
        }
    }

    /// Facts as they are for a new cluster.
    private func check(_ manifest: Manifest, _ configuration: Configuration) {
        let roles = RoleSet(manifest: manifest, configuration: configuration)
        let facts = Facts(roles: roles, newPassword: { _ in "x" }, operatorNamespace: "default", servesStreams: true)
        let wanted = desired(manifest, configuration, facts)
        #expect(wanted.refusal != nil || wanted.objects.contains { $0.reference.type == .statefulSets })
        for object in wanted.objects {
            #expect(object.body.at("metadata", "name")?.string?.isEmpty == false, "\(object.reference)")
            let text = object.body.bytes()
            #expect((try? JSON(parsing: text)) == object.body)
        }
    }
}

/// Changes values at random places, deterministically.
struct Fuzzer {
    private var state: UInt64

    /// Enough to find what is easily found, few enough for every test run.
    static var rounds: Int { Environments.number("POSTGRES_OPERATOR_FUZZ") ?? 300 }

    init(seed: UInt64) { state = seed }

    /// SplitMix64.
    private mutating func next(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((z ^ (z >> 31)) % UInt64(max(bound, 1)))
    }

    private static let values: [JSON] = [
        nil, true, false, 0, -1, 1, 65535, 4_294_967_296, .int(.max), .int(.min), 1.5, "", " ", "0", "null", "a", "A", "é", "1Gi", "100m",
        "-", ".",
        "a.b", "{cluster}", "{", "\"", "\u{0}", "s3://x", "14", "99", [], [nil], ["a"], [[:]], [:], ["a": nil], ["a": "b"], ["name": "x"],
    ]

    mutating func mutated(_ value: JSON) -> JSON {
        var value = value
        for _ in 0...next(4) { value = changed(value, depth: 0) }
        return value
    }

    private mutating func changed(_ value: JSON, depth: Int) -> JSON {
        switch value {
        case .object(let members) where !members.isEmpty && next(8) > 0:
            let member = members[next(members.count)]
            var copy = value
            switch next(10) {
            case 0: copy[member.key] = nil
            case 1: copy[member.key + "x"] = member.value
            default: copy[member.key] = changed(member.value, depth: depth + 1)
            }
            return copy
        case .array(var items) where !items.isEmpty && next(8) > 0:
            let place = next(items.count)
            if next(6) == 0 { items.append(items[place]) } else { items[place] = changed(items[place], depth: depth + 1) }
            return .array(items)
        default: return Self.values[next(Self.values.count)]
        }
    }

    private static let texts = [
        "", "0", "1", "-1", "true", "x", "a:b", "a:b,", "a,b", "'", "5m", "0s", "-5m", "100m", "1Gi", "{cluster}", "ns/name", "/", "14",
        "99999999999999999999",
    ]

    mutating func settings() -> JSON {
        var data = JSON.object([:])
        for _ in 0...next(6) { data[Setting.all[next(Setting.all.count)].key] = .string(Self.texts[next(Self.texts.count)]) }
        return data
    }

    static func object(_ data: JSON) -> JSON {
        var document: JSON = ["kind": "OperatorConfiguration", "configuration": [:]]
        for (key, value) in data.object ?? [:] {
            guard let setting = Setting.byKey[key] else { continue }
            let text = value.string ?? ""
            let typed: JSON = text == "true" ? true : Int(text).map { JSON($0) } ?? value
            document.set(setting.objectPath, to: typed)
        }
        return document
    }
}
