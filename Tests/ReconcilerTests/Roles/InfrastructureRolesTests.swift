import IPC
import Model
import Testing

@testable import Reconciler

@Suite struct InfrastructureRolesTests {
    private let key = ObjectKey(namespace: "ops", name: "infra")

    private func read(
        _ configure: (inout Configuration) -> Void, secret: [String: String]?, configMap: [String: String] = [:]
    ) -> InfrastructureRoles {
        InfrastructureRoles.read(
            configuration: .roles(configure), operatorNamespace: "ops", secrets: secret.map { [key: $0] } ?? [:],
            configMaps: configMap.isEmpty ? [:] : [key: configMap])
    }

    private let source = InfrastructureRoleSource(
        secret: NamespacedName(name: "infra"), userKey: "user", passwordKey: "password", roleKey: "inrole")

    @Test func oneRoleFromNamedKeys() {
        let roles = read({ $0.infrastructureRolesSecrets = [source] }, secret: ["user": "robot", "password": "pw", "inrole": "robots"])
        #expect(roles.roles == [InfrastructureRole(name: "robot", password: "pw", memberOf: ["robots"], path: "secrets/ops/infra")])
        #expect(roles.problems.isEmpty)
    }

    @Test func defaultsStandInForMissingKeys() {
        var source = source
        source.defaultUserValue = "fallback"
        source.defaultRoleValue = "group"
        let roles = read({ $0.infrastructureRolesSecrets = [source] }, secret: ["password": "pw"])
        #expect(roles.roles.map(\.name) == ["fallback"])
        #expect(roles.roles.first?.memberOf == ["group"])
    }

    @Test func aMissingGroupIsNoMembership() {
        let roles = read({ $0.infrastructureRolesSecrets = [source] }, secret: ["user": "robot", "password": "pw"])
        #expect(roles.roles.first?.memberOf == [])
    }

    @Test func numberedKeysStopAtTheFirstGap() {
        let roles = read(
            { $0.infrastructureRolesSecretName = NamespacedName(name: "infra") },
            secret: [
                "user1": "one", "password1": "1", "inrole1": "robots", "user2": "two", "password2": "2", "user3": "three", "user5": "five",
                "password5": "5",
            ])
        #expect(roles.roles.map(\.name) == ["one", "two"])
        #expect(roles.problems.map(\.path) == ["secrets/ops/infra.user3"])
    }

    @Test func theConfigMapBesideTheSecretHasOptions() {
        let roles = read(
            { $0.infrastructureRolesSecretName = NamespacedName(name: "infra") }, secret: ["batman": "pw", "bad": "pw"],
            configMap: [
                "batman":
                    "inrole: [admin, robots]\nuser_flags: [createdb, nologin]\ndb_parameters:\n  log_statement: all\n  jit: off\nadmin_role: chief\n",
                "nopassword": "inrole: [admin]", "bad": "user_flags: [fly]",
            ])
        var batman = InfrastructureRole(name: "batman", password: "pw", memberOf: ["admin", "robots"], path: "configmaps/ops/infra.batman")
        batman.login = false
        batman.flags = [.createDB]
        batman.admins = ["chief"]
        batman.settings = ["log_statement": "all", "jit": "off"]
        #expect(roles.roles == [batman])
        #expect(roles.problems.map(\.path) == ["configmaps/ops/infra.bad", "configmaps/ops/infra.nopassword"])
    }

    @Test func whatIsMissingIsSaid() {
        #expect(
            read({ $0.infrastructureRolesSecrets = [source] }, secret: nil).problems.map(\.path) == [
                "configuration.infrastructure_roles_secrets[0]"
            ])
        #expect(read({ $0.infrastructureRolesSecrets = [source] }, secret: ["user": "robot"]).problems.count == 1)
    }

    @Test func theObjectsToReadAreNamedOnce() {
        let configuration = Configuration.roles {
            $0.infrastructureRolesSecrets = [source]
            $0.infrastructureRolesSecretName = NamespacedName(namespace: "ops", name: "infra")
        }
        #expect(InfrastructureRoles.objects(of: configuration, operatorNamespace: "ops") == [key])
    }
}
