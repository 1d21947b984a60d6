import Testing

@testable import Model

@Suite struct ConfigurationTests {
    private func flat(_ data: [String: String]) -> (Configuration?, [Problem]) { Configuration.read(configMap: ["data": JSON(data)]) }

    @Test func emptyTextBlanksADefault() {
        #expect(flat(["pam_role_name": ""]).0?.pamRoleName == "")
        #expect(flat(["protected_role_names": ""]).0?.protectedRoleNames == [])
        #expect(flat(["enable_shm_volume": ""]).0?.enableShmVolume == false)
    }

    @Test func emptyNumberKeepsItsDefaultAndIsTold() {
        let (configuration, problems) = flat(["connection_pooler_number_of_instances": "", "resync_period": "", "max_instances": ""])
        #expect(configuration?.connectionPoolerNumberOfInstances == 2)
        #expect(configuration?.resyncPeriod == .seconds(1800))
        #expect(configuration?.maxInstances == -1)
        #expect(problems.map(\.severity) == [.warning, .warning, .warning])
    }

    @Test func emptyTextIsNotGivenInTheObject() {
        let document: JSON = ["configuration": ["teams_api": ["pam_role_name": "", "protected_role_names": []], "workers": 0]]
        let configuration = Configuration.read(operatorConfiguration: document).0
        #expect(configuration?.pamRoleName == "zalandos")
        #expect(configuration?.protectedRoleNames == ["admin", "cron_admin"])
        #expect(configuration?.workers == 8)
    }

    @Test func colonsAndTrailingCommasInMapsWork() {
        let (configuration, problems) = flat(["custom_pod_annotations": "url:http://a:80/b,"])
        #expect(configuration?.customPodAnnotations == ["url": "http://a:80/b"])
        #expect(problems.map(\.severity) == [.warning])
    }

    @Test func allMistakesAreToldAtOnce() {
        let (configuration, problems) = flat(["workers": "x", "resync_period": "1", "enable_sidecars": "maybe", "toleration": "oops"])
        #expect(configuration == nil)
        #expect(problems.errors.map(\.path) == ["data.enable_sidecars", "data.resync_period", "data.toleration", "data.workers"])
    }

    @Test func checksBetweenSettings() {
        #expect(flat(["min_instances": "3", "max_instances": "2"]).1.errors.map(\.path) == ["data.min_instances"])
        #expect(flat(["workers": "0"]).0 == nil)
        #expect(flat(["connection_pooler_number_of_instances": "0"]).0 == nil)
        #expect(flat(["connection_pooler_user": "postgres"]).0 == nil)
        let document: JSON = ["configuration": ["connection_pooler": ["connection_pooler_number_of_instances": 1]]]
        #expect(Configuration.read(operatorConfiguration: document).0?.connectionPoolerNumberOfInstances == 2)
    }

    @Test func labelsAreChecked() {
        #expect(flat(["cluster_labels": "a b:c"]).1.errors.map(\.path) == ["data.cluster_labels"])
        #expect(flat(["cluster_name_label": "-"]).1.errors.map(\.path) == ["data.cluster_name_label"])
        #expect(flat(["pod_role_label": ""]).1.errors.map(\.path) == ["data.pod_role_label"])
        #expect(flat(["cluster_labels": "example.org/app:spilo"]).0 != nil)
    }

    @Test func misplacedAndMisspeltSettingsAreTold() {
        let document: JSON = ["configuration": ["docker_imag": "x", "kubernetes": ["docker_image": "y"]]]
        let (configuration, problems) = Configuration.read(operatorConfiguration: document)
        #expect(configuration != nil)
        #expect(problems.map(\.severity) == [.unknown, .unknown])
        #expect(problems.first?.message.contains("docker_image") == true)
        #expect(problems.last?.message.contains("configuration.docker_image") == true)
    }

    @Test func roleSourceOfTheFlatFormDefaultsToNamespaceDefault() {
        let configuration = flat(["infrastructure_roles_secrets": "secretname:s,userkey:u,passwordkey:p,rolekey:r"]).0
        #expect(configuration?.infrastructureRolesSecrets.first?.secret.namespace == "default")
    }

    @Test func memoryRequestsRiseToTheirLimits() {
        let configuration = flat([
            "set_memory_request_to_limit": "true", "default_memory_request": "100Mi", "default_memory_limit": "500Mi",
        ]).0
        #expect(configuration?.defaultMemoryRequest == "500Mi")
        #expect(configuration?.scalyrMemoryRequest == "500Mi")
    }

    @Test func environmentStandsAboveAndFlagsSwitchOff() {
        var overrides = ConfigurationOverrides(environment: ["WATCHED_NAMESPACE": "prod", "SCALYR_API_KEY": ""])
        overrides.noTeamsAPI = true
        var configuration = Configuration()
        configuration.scalyrApiKey = "key"
        let result = configuration.applying(overrides)
        #expect(result.watchedNamespace == "prod")
        #expect(result.scalyrApiKey == "key")
        #expect(!result.enableTeamsApi)
        #expect(result.enableDatabaseAccess)
    }

    @Test(arguments: [("90s", "1m30s"), ("1h30m", "1h30m0s"), ("1.5h", "1h30m0s"), ("250ms", "0.25s"), ("0", "0s"), ("-5m", "-5m0s")])
    func durationsAreGoDurations(_ text: String, _ printed: String) { #expect(Duration(go: text)?.goText == printed) }

    @Test(arguments: ["", "5", "m", "1d", "1h 2m", ".", "1.2.3s", "9999999999999h"])
    func otherTextsAreNoDurations(_ text: String) { #expect(Duration(go: text) == nil) }
}
