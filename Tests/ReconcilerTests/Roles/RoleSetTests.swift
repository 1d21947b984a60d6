import IPC
import Model
import Testing

@testable import Reconciler

/// Builders that keep the tests to what they are about.
extension Manifest {
    static func roles(_ change: (inout Manifest.Spec) -> Void) -> Manifest {
        var spec = Manifest.Spec()
        spec.teamId = "acid"
        change(&spec)
        return Manifest(metadata: Metadata(name: "acid-demo", namespace: "default"), spec: spec)
    }
}

extension Configuration {
    static func roles(_ change: (inout Configuration) -> Void = { _ in }) -> Configuration {
        var configuration = Configuration()
        configuration.enableTeamsApi = false
        change(&configuration)
        return configuration
    }
}

@Suite struct RoleSetTests {
    @Test func systemRolesAreThereWithoutAnyUser() {
        let set = RoleSet(manifest: .roles { _ in }, configuration: .roles())
        #expect(set.roles.map(\.name) == ["postgres", "standby"])
        #expect(set.roles.allSatisfy { $0.hasSecret && $0.flags.isEmpty && $0.login })
        #expect(set.problems.isEmpty)
    }

    @Test func manifestUsersGetTheAdminRole() throws {
        let set = RoleSet(
            manifest: .roles { $0.users = ["app": ["CREATEDB", "createdb"], "group": ["nologin"]] }, configuration: .roles())
        let app = try #require(set["app"])
        #expect(app.flags == [.createDB] && app.login && app.admins == ["admin"] && app.hasSecret)
        let group = try #require(set["group"])
        #expect(!group.login && group.hasSecret)
        let without = RoleSet(
            manifest: .roles { $0.users = ["app": []] }, configuration: .roles { $0.enableAdminRoleForUsers = false })
        #expect(without["app"]?.admins == [])
    }

    @Test(arguments: [
        ["connlimit"], ["inherit", "noinherit"], ["login", "NOLOGIN"], [""], ["superuser;"],
    ])
    func badFlagsRefuseOneUserOnly(words: [String]) {
        let set = RoleSet(manifest: .roles { $0.users = ["good": [], "bad": words] }, configuration: .roles())
        #expect(set["bad"] == nil)
        #expect(set["good"] != nil)
        #expect(set.problems.map(\.path) == ["spec.users.bad"])
        #expect(set.problems.hasErrors)
    }

    @Test(arguments: [
        ("app", true), ("app-1", true), ("ns.app_user", true), ("a.b.c", true), ("Zalando", false), ("-app", false), ("app-", false),
        ("a..b", false), ("", false), ("ä", false), (String(repeating: "x", count: 63), true), (String(repeating: "x", count: 64), false),
    ])
    func namesFollowTheRule(name: String, isValid: Bool) {
        #expect((RoleName.objection(to: name) == nil) == isValid)
    }

    @Test func protectedAndSystemNamesAreLeftOut() {
        let set = RoleSet(
            manifest: .roles {
                $0.users = ["admin": ["superuser"], "cron_admin": [], "postgres": [], "standby": [], "pooler": ["createdb"], "fine": []]
                $0.databases = ["foo": "admin", "bar": "fine"]
            }, configuration: .roles())
        #expect(set.roles.map(\.name) == ["fine", "pooler", "postgres", "standby"])
        #expect(set["pooler"]?.origin == .manifest)
        #expect(set.databases == [WantedDatabase(name: "bar", owner: "fine")])
        #expect(set.problems.errors.isEmpty && set.problems.count == 5)
    }

    @Test func thePoolerUserIsASystemRoleWhileThePoolerIsOn() {
        let set = RoleSet(
            manifest: .roles {
                $0.users = ["app_pool": ["createdb"]]
                $0.enableConnectionPooler = true
                $0.connectionPooler = Manifest.ConnectionPooler()
                $0.connectionPooler?.user = "app_pool"
                $0.connectionPooler?.schema = "MyPool"
            }, configuration: .roles())
        #expect(set["app_pool"]?.origin == .system && set["app_pool"]?.flags == [])
        #expect(set.pooler == WantedPoolerLookup(user: "app_pool", schema: "mypool"))
        let reserved = RoleSet(
            manifest: .roles {
                $0.enableConnectionPooler = true
                $0.connectionPooler = Manifest.ConnectionPooler()
                $0.connectionPooler?.user = "admin"
            }, configuration: .roles())
        #expect(reserved.pooler?.user == "pooler")
    }

    @Test func aStrongerSourceWinsWhateverTheOrder() {
        var infrastructure = InfrastructureRoles()
        infrastructure.roles = [
            InfrastructureRole(name: "robot", password: "pw", memberOf: ["robots"], path: "secrets/default/infra"),
            InfrastructureRole(name: "foo_reader", password: "pw", path: "secrets/default/infra"),
        ]
        let set = RoleSet(
            manifest: .roles {
                $0.users = ["robot": ["superuser"], "foo_reader": ["createdb"]]
                $0.preparedDatabases = ["foo": Manifest.PreparedDatabase()]
            }, configuration: .roles(), facts: RoleFacts(infrastructure: infrastructure))
        #expect(set["robot"]?.origin == .infrastructure && set["robot"]?.givenPassword == "pw" && set["robot"]?.flags == [])
        #expect(set["foo_reader"]?.origin == .prepared)
        #expect(set.explanation(of: "robot").contains { $0.contains("spec.users.robot") })
    }

    @Test func additionalOwnerRolesGoToOwnersOnly() {
        let set = RoleSet(
            manifest: .roles {
                $0.users = ["owner": [], "app": [], "extra": ["nologin"]]
                $0.databases = ["foo": "owner", "own": "extra"]
                $0.preparedDatabases = ["bar": Manifest.PreparedDatabase()]
                $0.preparedDatabases?["bar"]?.defaultUsers = true
            }, configuration: .roles { $0.additionalOwnerRoles = ["cron_admin", "extra"] })
        #expect(set["owner"]?.memberOf == ["cron_admin", "extra"])
        #expect(set["extra"]?.memberOf == ["cron_admin"])
        #expect(set["app"]?.memberOf == [])
        #expect(set["bar_owner_user"]?.memberOf == ["bar_owner", "cron_admin", "extra"])
        #expect(set["bar_data_owner"]?.memberOf == ["cron_admin", "extra"])
        #expect(set["bar_reader"]?.memberOf == [])
    }

    @Test func databasesNeedAPlainNameAndAKnownOwner() {
        let set = RoleSet(
            manifest: .roles {
                $0.users = ["o": []]
                $0.databases = [
                    "a": "o", "Upper": "o", "_u": "o", "9d": "o", "with-dash": "o", "w.d": "o", "m": "missing", "p": "postgres",
                ]
            }, configuration: .roles())
        #expect(set.databases.map(\.name) == ["Upper", "_u", "a"])
        #expect(set.problems.count == 5 && !set.problems.hasErrors)
    }

    @Test func secretsInForeignNamespacesNeedTheOption() {
        let manifest = Manifest.roles {
            $0.users = ["appspace.app": []]
            $0.preparedDatabases = ["bar": Manifest.PreparedDatabase()]
            $0.preparedDatabases?["bar"]?.defaultUsers = true
            $0.preparedDatabases?["bar"]?.secretNamespace = "other"
        }
        let on = RoleSet(manifest: manifest, configuration: .roles { $0.enableCrossNamespaceSecret = true })
        #expect(on["appspace.app"]?.secretNamespace == "appspace" && on["bar_owner_user"]?.secretNamespace == "other")
        let off = RoleSet(manifest: manifest, configuration: .roles())
        #expect(off["appspace.app"]?.secretNamespace == "default" && off["bar_owner_user"]?.secretNamespace == "default")
        #expect(off.problems.map(\.path) == ["spec.preparedDatabases.bar.secretNamespace"])
    }
}

@Suite struct WantedRolesTests {
    private let set = RoleSet(manifest: .roles { $0.users = ["app": ["createdb"], "late": []] }, configuration: .roles())

    private func wanted(_ username: String) -> WantedRoles {
        set.wantedRoles { role in
            switch role.name {
            case "app": RoleCredential(username: username, password: "secret")
            case "late": nil
            default: RoleCredential(username: role.name, password: "system")
            }
        }
    }

    @Test func aRoleWithoutItsSecretIsLeftOut() {
        #expect(wanted("app").roles.map(\.name) == ["app", "postgres", "standby"])
    }

    @Test func aDatedUserIsACopyOfItsRole() {
        let roles = wanted("app261125").roles
        #expect(roles.map(\.name) == ["app", "app261125", "postgres", "standby"])
        #expect(roles[0].password == nil)
        #expect(roles[1].password == "secret" && roles[1].memberOf == ["app"] && roles[1].flags == [.createDB] && roles[1].basedOn == "app")
    }

    @Test(arguments: ["postgres", "other", "app26112", "appxxxxxx", ""])
    func aForeignNameInASecretIsRefused(username: String) {
        let wanted = wanted(username)
        #expect(wanted.roles.map(\.name) == ["postgres", "standby"])
        #expect(wanted.problems.map(\.path) == ["spec.users.app"])
    }
}
