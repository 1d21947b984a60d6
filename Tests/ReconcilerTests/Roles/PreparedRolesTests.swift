import IPC
import Model
import Testing

@testable import Reconciler

@Suite struct PreparedRolesTests {
    private func set(_ databases: [String: Manifest.PreparedDatabase]) -> RoleSet {
        RoleSet(manifest: .roles { $0.preparedDatabases = databases }, configuration: .roles { $0.teamAdminRole = "other" })
    }

    private func line(_ role: Role?) -> String {
        guard let role else { return "none" }
        return "\(role.login ? "login" : "nologin") in \(role.memberOf) admins \(role.admins) \(role.settings["search_path"] ?? "")"
    }

    @Test func anEmptyMapIsOneDatabaseNamedAfterTheCluster() {
        let set = set([:])
        #expect(set.preparedDatabases == [WantedPreparedDatabase(name: "acid_demo", schemas: [.init(name: "data")])])
        #expect(set["acid_demo_data_owner"] != nil)
    }

    @Test func everyRoleOfADatabaseAndItsSchemas() {
        var foo = Manifest.PreparedDatabase()
        foo.defaultUsers = true
        foo.schemas = ["bar": .init(defaultRoles: true, defaultUsers: true), "aud": .init(defaultRoles: false, defaultUsers: true)]
        let set = set(["foo": foo])
        let all = "\"$user\", \"aud\", \"bar\""
        let bar = "\"$user\", \"bar\""
        #expect(line(set["foo_owner"]) == "nologin in [] admins [\"admin\"] \(all)")
        #expect(line(set["foo_reader"]) == "nologin in [] admins [\"foo_owner\"] \(all)")
        #expect(line(set["foo_writer"]) == "nologin in [\"foo_reader\"] admins [\"foo_owner\"] \(all)")
        #expect(line(set["foo_owner_user"]) == "login in [\"foo_owner\"] admins [\"admin\"] \(all)")
        #expect(line(set["foo_writer_user"]) == "login in [\"foo_writer\"] admins [\"foo_owner\"] \(all)")
        #expect(line(set["foo_bar_owner"]) == "nologin in [] admins [\"foo_owner\"] \(bar)")
        #expect(line(set["foo_bar_writer"]) == "nologin in [\"foo_bar_reader\"] admins [\"foo_bar_owner\"] \(bar)")
        #expect(line(set["foo_bar_owner_user"]) == "login in [\"foo_bar_owner\"] admins [\"foo_owner\"] \(bar)")
        #expect(line(set["foo_bar_reader_user"]) == "login in [\"foo_bar_reader\"] admins [\"foo_bar_owner\"] \(bar)")
        #expect(set["foo_aud_owner"] == nil)
        #expect(set.roles.filter { $0.origin == .prepared }.count == 12)
        #expect(set.rolesWithSecret.filter { $0.origin == .prepared }.count == 6)
    }

    @Test func aRefusedNameLeavesTheOthers() {
        var ok = Manifest.PreparedDatabase()
        ok.schemas = ["good": .init(), "with-dash": .init()]
        let set = set(["ok": ok, "with-dash": Manifest.PreparedDatabase()])
        #expect(set.preparedDatabases.map(\.name) == ["ok"])
        #expect(set.preparedDatabases.first?.schemas.map(\.name) == ["good"])
        #expect(set.problems.errors.map(\.path) == ["spec.preparedDatabases.ok.schemas.with-dash", "spec.preparedDatabases.with-dash"])
    }

    @Test func defaultRolesWhoseNamesAreTooLongAreRefused() {
        let name = String(repeating: "d", count: 57)
        let set = set([name: Manifest.PreparedDatabase()])
        #expect(set["\(name)_owner"] != nil)
        #expect(set["\(name)_reader"] == nil)
        #expect(set.problems.hasErrors)
    }
}
