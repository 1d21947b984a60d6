import Model
import Testing

@testable import LocalCluster

@Suite struct SimulationTests {
    private static let types: [ResourceType] = [
        .statefulSets, .pods, .persistentVolumeClaims, .controllerRevisions, .nodes, .configMaps, .endpoints, .services,
    ]

    private func cluster(configMaps: Bool, replicas: Int = 2) -> TinyCluster {
        let controllers: [any Controller] = [
            StatefulSetController(), Scheduler(), SimulatedKubelet(node: "local", addresses: PodAddresses()), SimulatedPatroni(),
        ]
        var cluster = TinyCluster(controllers, types: Self.types)
        cluster.create(.nodes, ["metadata": ["name": "local"]])
        let environment: [JSON] = [
            ["name": "SCOPE", "value": "demo"], ["name": "KUBERNETES_SCOPE_LABEL", "value": "cluster-name"],
            ["name": "KUBERNETES_ROLE_LABEL", "value": "spilo-role"],
            ["name": "KUBERNETES_LABELS", "value": "{\"application\":\"spilo\"}"],
            ["name": "KUBERNETES_USE_CONFIGMAPS", "value": configMaps ? "true" : ""],
        ]
        cluster.create(
            .statefulSets,
            .workload(
                "demo", replicas: replicas,
                podSpec: ["containers": [["name": "postgres", "image": "spilo-18", "env": .array(environment)]]]))
        cluster.settle()
        return cluster
    }

    @Test func clusterGetsALeaderInConfigMaps() {
        let cluster = cluster(configMaps: true)
        #expect(cluster[.pods, "demo-0"]?.at("metadata", "labels", "spilo-role") == "master")
        #expect(cluster[.pods, "demo-1"]?.at("metadata", "labels", "spilo-role") == "replica")
        #expect(cluster[.configMaps, "demo-leader"]?.at("metadata", "annotations", "leader") == "demo-0")
        #expect(cluster[.configMaps, "demo-config"]?.at("metadata", "annotations", "initialize") != nil)
        #expect(cluster.names(.endpoints) == [])
    }

    @Test func clusterGetsALeaderInEndpoints() {
        let cluster = cluster(configMaps: false)
        #expect(cluster[.endpoints, "demo"]?["subsets"]?[0]?["addresses"]?[0]?["ip"] == cluster[.pods, "demo-0"]?.at("status", "podIP"))
        #expect(cluster[.services, "demo-config"]?.at("spec", "clusterIP") == "None")
    }

    @Test func anotherMemberTakesOverWhenTheLeaderGoes() {
        var cluster = cluster(configMaps: true)
        cluster.delete(.pods, "demo-0")
        cluster.settle()
        #expect(cluster[.configMaps, "demo-leader"]?.at("metadata", "annotations", "leader") == "demo-1")
        #expect(cluster[.configMaps, "demo-leader"]?.at("metadata", "annotations", "transitions") == "1")
        #expect(cluster[.pods, "demo-1"]?.at("metadata", "labels", "spilo-role") == "master")
        #expect(cluster[.pods, "demo-0"]?.at("metadata", "labels", "spilo-role") == "replica")
    }

    @Test func switchoverMovesTheLabel() {
        var cluster = cluster(configMaps: true)
        cluster.patch(.configMaps, "demo-leader", ["metadata": ["annotations": ["leader": "demo-1"]]])
        cluster.settle()
        #expect(cluster[.pods, "demo-0"]?.at("metadata", "labels", "spilo-role") == "replica")
        #expect(cluster[.pods, "demo-1"]?.at("metadata", "labels", "spilo-role") == "master")
    }

    // MARK: REST

    private func rest(leader: String) throws -> PatroniREST {
        let pods = try ["demo-0", "demo-1"].enumerated().map { place, name -> PatroniBook.Entry in
            let json: JSON = [
                "metadata": ["name": .string(name), "namespace": "default", "uid": .string(name)],
                "spec": ["containers": [["name": "postgres", "env": [["name": "SCOPE", "value": "demo"]]]]],
            ]
            let member = try #require(ObservedObject(.pods, json).flatMap(SpiloMember.init))
            return PatroniBook.Entry(
                member: member, uid: name, address: "127.1.0.\(place + 1)", started: Moment(seconds: 0), isReady: true)
        }
        let cluster = PatroniBook.Cluster(leader: leader, config: ["ttl": 30, "postgresql": ["parameters": ["max_connections": 100]]])
        return PatroniREST(entry: pods[0], cluster: cluster, members: pods, now: Moment(seconds: 0))
    }

    private func request(_ method: String, _ path: String, _ body: JSON = [:]) -> NodeRequest {
        NodeRequest(method: method, path: path, query: [:], headers: [:], body: body.bytes(), address: "127.1.0.1")
    }

    @Test(arguments: [
        ("/primary", 200, 503), ("/replica", 503, 200), ("/health", 200, 200), ("/readiness", 200, 200), ("/leader", 200, 503),
    ])
    func healthByRole(path: String, asLeader: Int, asReplica: Int) throws {
        #expect(try rest(leader: "demo-0").answer(request("GET", path)).response.status == asLeader)
        #expect(try rest(leader: "demo-1").answer(request("GET", path)).response.status == asReplica)
    }

    @Test func configurationIsPatchedAndTellsOfARestart() throws {
        let rest = try rest(leader: "demo-0")
        let change: JSON = ["postgresql": ["parameters": ["max_connections": "200", "work_mem": "8MB"]]]
        let effect = rest.answer(request("PATCH", "/config", change)).effect
        #expect(
            effect
                == .setConfig(
                    ["ttl": 30, "postgresql": ["parameters": ["max_connections": "200", "work_mem": "8MB"]]], pendingRestart: true))
        let same: JSON = ["postgresql": ["parameters": ["max_connections": "100"]]]
        guard case .setConfig(_, pendingRestart: false) = rest.answer(request("PATCH", "/config", same)).effect else {
            Issue.record("the same number as text needs no restart")
            return
        }
    }

    @Test func switchoverWantsTheRightLeader() throws {
        let rest = try rest(leader: "demo-0")
        #expect(rest.answer(request("POST", "/switchover", ["leader": "demo-0", "candidate": "demo-1"])).effect == .lead("demo-1"))
        #expect(rest.answer(request("POST", "/switchover", ["leader": "demo-1"])).response.status == 412)
        #expect(rest.answer(request("POST", "/switchover", ["leader": "demo-0", "candidate": "demo-9"])).response.status == 412)
    }

    // MARK: HTTP

    @Test func requestsAreReadInParts() throws {
        var parser = NodeRequestParser()
        parser.feed("PATCH /config?a=b%20c HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n{".utf8)
        #expect(try parser.next(address: "127.1.0.1") == nil)
        parser.feed("\"\"}GET / HTTP/1.1\r\nConnection: close\r\n\r\n".utf8)
        let first = try #require(try parser.next(address: "127.1.0.1"))
        #expect(first.method == "PATCH")
        #expect(first.query == ["a": "b c"])
        #expect(first.body.count == 4)
        let second = try #require(try parser.next(address: "127.1.0.1"))
        #expect(!second.keepsAlive)
    }

    @Test(arguments: ["nonsense\r\n\r\n", "GET / HTTP/1.1\r\nno colon\r\n\r\n", "GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n"])
    func malformedRequestsAreRefused(text: String) {
        var parser = NodeRequestParser()
        parser.feed(text.utf8)
        #expect(throws: NodeRequestParser.Failure.malformed) { try parser.next(address: "") }
    }

    @Test func logsAreCutByLinesAndTime() throws {
        let log = Array("a\n2026-11-25 03:04:05,123 INFO: b\nc\n2026-11-25 03:05:00 UTC d\n".utf8)
        let now = try #require(Moment(parsing: "2026-11-25T03:06:00Z"))
        func text(_ query: [String: String]) -> String {
            var selection = LogSelection(query: LogQuery(query, now: now), start: now + -3600)
            return String(decoding: selection.first(log), as: UTF8.self)
        }
        #expect(text(["tailLines": "1"]) == "2026-11-25 03:05:00 UTC d\n")
        #expect(text(["sinceTime": "2026-11-25T03:04:05Z"]).hasPrefix("2026-11-25 03:04:05,123 INFO: b\nc\n"))
        #expect(text(["sinceSeconds": "60"]) == "2026-11-25 03:05:00 UTC d\n")
        #expect(text(["tailLines": "1", "timestamps": "true"]) == "2026-11-25T03:05:00.000000Z 2026-11-25 03:05:00 UTC d\n")
        #expect(text(["tailLines": "0"]) == "")
    }

    @Test func addressesAreNotGivenOutAgainSoon() {
        let addresses = PodAddresses()
        #expect(addresses.address(uid: "a", current: nil) == "127.1.0.1")
        #expect(addresses.address(uid: "a", current: nil) == "127.1.0.1")
        addresses.release(uid: "a")
        #expect(addresses.address(uid: "b", current: nil) == "127.1.0.2")
        #expect(addresses.address(uid: "c", current: "127.1.3.7") == "127.1.3.7")
        #expect(addresses.address(uid: "d", current: "10.0.0.1") == "127.1.3.8")
    }
}
