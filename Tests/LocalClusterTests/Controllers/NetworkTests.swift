import Model
import Testing

@testable import LocalCluster

@Suite struct NetworkTests {
    static let types: [ResourceType] = [
        .services, .pods, .endpoints, .endpointSlices, .nodes, .persistentVolumeClaims, .podDisruptionBudgets, .statefulSets, .replicaSets,
        .deployments,
    ]

    private func cluster() -> TinyCluster {
        let kubelet = SimulatedKubelet(node: "local", addresses: PodAddresses())
        var cluster = TinyCluster(
            [
                EndpointsController(), EndpointSliceController(), EndpointSliceMirroring(), DisruptionController(), Scheduler(),
                GarbageCollection(), kubelet,
            ], types: Self.types)
        cluster.create(.nodes, ["metadata": ["name": "local"]])
        return cluster
    }

    private static let service: JSON = [
        "metadata": ["name": "db", "labels": ["svc": "db"]],
        "spec": ["selector": ["app": "db"], "ports": [["name": "pg", "port": 5432, "targetPort": 5433]]],
    ]

    @Test func endpointsFollowTheReadyPods() {
        var cluster = cluster()
        cluster.create(.services, Self.service)
        cluster.settle()
        #expect(cluster[.endpoints, "db"]?["subsets"] == nil)
        cluster.create(.pods, .pod("db-0", labels: ["app": "db"]))
        cluster.settle()
        let subset = cluster[.endpoints, "db"]?["subsets"]?[0]
        #expect(subset?["addresses"]?[0]?["ip"] == "127.1.0.1")
        #expect(subset?["ports"] == [["name": "pg", "port": 5433, "protocol": "TCP"]])
        #expect(cluster[.endpointSlices, cluster.names(.endpointSlices)[0]]?["endpoints"]?[0]?.at("conditions", "ready") == true)
        cluster.patch(.pods, "db-0", ["metadata": ["labels": ["app": "other"]]])
        cluster.settle()
        #expect(cluster[.endpoints, "db"]?["subsets"] == nil)
    }

    @Test func unreadyPodsAreListedApart() {
        var cluster = cluster()
        cluster.create(.services, Self.service)
        var pod = JSON.pod("db-0", labels: ["app": "db"])
        pod.set(["metadata", "annotations", "lab.fake/hold"], to: "notready")
        cluster.create(.pods, pod)
        cluster.settle()
        #expect(cluster[.endpoints, "db"]?["subsets"]?[0]?["notReadyAddresses"]?.array?.count == 1)
        #expect(cluster[.endpoints, "db"]?["subsets"]?[0]?["addresses"] == nil)
    }

    @Test func handMadeEndpointsAreMirroredAndLeftAlone() {
        var cluster = cluster()
        cluster.create(.services, ["metadata": ["name": "own"], "spec": ["ports": [["port": 5432]]]])
        let endpoints: JSON = [
            "metadata": ["name": "own", "annotations": ["leader": "a"]],
            "subsets": [["addresses": [["ip": "127.1.0.9"]], "ports": [["name": "postgresql", "port": 5432]]]],
        ]
        cluster.create(.endpoints, endpoints)
        cluster.settle()
        #expect(cluster[.endpoints, "own"]?["subsets"] == endpoints["subsets"])
        let slice = cluster[.endpointSlices, cluster.names(.endpointSlices)[0]]
        #expect(slice?["endpoints"]?[0]?["addresses"] == ["127.1.0.9"])
        cluster.patch(.endpoints, "own", ["metadata": ["annotations": ["renewTime": "later"]]])
        #expect(cluster.settle() == 0)
    }

    @Test func endpointsOfNoServiceStay() {
        var cluster = cluster()
        cluster.create(.endpoints, ["metadata": ["name": "alone"]])
        cluster.settle()
        #expect(cluster[.endpoints, "alone"] != nil)
        #expect(cluster.names(.endpointSlices) == [])
    }

    @Test func budgetCountsItsPods() {
        var cluster = cluster()
        cluster.create(
            .podDisruptionBudgets,
            ["metadata": ["name": "b"], "spec": ["minAvailable": 1, "selector": ["matchLabels": ["app": "db"]]]])
        for name in ["db-0", "db-1"] { cluster.create(.pods, .pod(name, labels: ["app": "db"])) }
        cluster.settle()
        let status = cluster[.podDisruptionBudgets, "b"]?["status"]
        #expect(status?["currentHealthy"] == 2)
        #expect(status?["disruptionsAllowed"] == 1)
        #expect(status?["conditions"]?[0]?["reason"] == "SufficientPods")
    }

    @Test(arguments: [
        (["nodeSelector": ["disk": "ssd"]] as JSON, "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector."),
        (
            [
                "affinity": [
                    "podAntiAffinity": [
                        "requiredDuringSchedulingIgnoredDuringExecution": [
                            ["labelSelector": ["matchLabels": ["app": "first"]], "topologyKey": "kubernetes.io/hostname"]
                        ]
                    ]
                ]
            ] as JSON, "0/1 nodes are available: 1 node(s) didn't match pod anti-affinity rules."
        ),
        (["volumes": [["name": "v", "persistentVolumeClaim": ["claimName": "c"]]]] as JSON, "persistentvolumeclaim \"c\" not found"),
    ])
    func podThatFitsNowhereSaysWhy(spec: JSON, message: String) {
        var cluster = TinyCluster([Scheduler()], types: Self.types)
        cluster.create(.nodes, ["metadata": ["name": "local", "labels": ["kubernetes.io/hostname": "local"]]])
        cluster.create(.pods, .pod("first", labels: ["app": "first"]))
        cluster.settle()
        cluster.create(.pods, .pod("second", spec: spec))
        cluster.settle()
        #expect(cluster[.pods, "second"]?["status"] == nil)
        cluster.advance(Scheduler.patience)
        cluster.settle()
        let condition = cluster[.pods, "second"]?.at("status", "conditions")?[0]
        #expect(condition?["reason"] == "Unschedulable")
        #expect(condition?["message"]?.string == message)
        #expect(cluster.events.last?.reason == "FailedScheduling")
    }

    @Test func toleratedTaintsKeepNobodyAway() {
        var cluster = TinyCluster([Scheduler()], types: Self.types)
        cluster.create(
            .nodes, ["metadata": ["name": "local"], "spec": ["taints": [["key": "db", "value": "only", "effect": "NoSchedule"]]]])
        cluster.create(.pods, .pod("plain"))
        cluster.create(.pods, .pod("db", spec: ["tolerations": [["key": "db", "operator": "Exists"]]]))
        cluster.settle()
        #expect(cluster[.pods, "plain"]?.at("spec", "nodeName") == nil)
        #expect(cluster[.pods, "db"]?.at("spec", "nodeName") == "local")
    }
}
