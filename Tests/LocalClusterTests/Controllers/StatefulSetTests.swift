import Model
import Testing

@testable import LocalCluster

@Suite struct StatefulSetTests {
    static let types: [ResourceType] = [
        .statefulSets, .pods, .persistentVolumeClaims, .controllerRevisions, .nodes, .configMaps, .persistentVolumes, .storageClasses,
    ]

    private func cluster(running: Bool = true) -> TinyCluster {
        let kubelet = SimulatedKubelet(node: "local", addresses: PodAddresses())
        let controllers: [any Controller] =
            [StatefulSetController(), Scheduler(), GarbageCollection(), VolumeBinding()] + (running ? [kubelet] : [])
        var cluster = TinyCluster(controllers, types: Self.types)
        cluster.create(.nodes, ["metadata": ["name": "local"]])
        cluster.create(.storageClasses, NodeRegistration.storageClass)
        return cluster
    }

    private static let held: JSON = [
        "metadata": ["labels": ["app": "web"], "annotations": ["lab.fake/hold": "notready"]],
        "spec": ["containers": [["name": "main", "image": "example/app:1"]]],
    ]

    @Test func orderedPodsWaitForThoseBelow() {
        var cluster = cluster()
        cluster.create(.statefulSets, .workload("web", replicas: 2, spec: ["template": Self.held]))
        cluster.settle()
        #expect(cluster.names(.pods) == ["web-0"])
        #expect(cluster[.statefulSets, "web"]?.at("status", "replicas") == 1)
        #expect(cluster[.statefulSets, "web"]?.at("status", "readyReplicas") == nil)
    }

    @Test func parallelPodsComeAtOnce() {
        var cluster = cluster()
        cluster.create(.statefulSets, .workload("web", replicas: 3, spec: ["template": Self.held, "podManagementPolicy": "Parallel"]))
        cluster.settle()
        #expect(cluster.names(.pods) == ["web-0", "web-1", "web-2"])
    }

    @Test func podsCarryTheirIdentity() {
        var cluster = cluster()
        cluster.create(.statefulSets, .workload("web"))
        cluster.settle()
        let pod = cluster[.pods, "web-0"]
        let revision = cluster[.statefulSets, "web"]?.at("status", "currentRevision")
        #expect(
            pod?.at("metadata", "labels")
                == [
                    "app": "web", "apps.kubernetes.io/pod-index": "0", "controller-revision-hash": revision ?? "",
                    "statefulset.kubernetes.io/pod-name": "web-0",
                ])
        #expect(pod?.at("spec", "hostname") == "web-0")
        #expect(pod?.at("spec", "subdomain") == "web")
    }

    @Test func scalingDownTakesTheHighestAndKeepsItsClaim() {
        var cluster = cluster()
        let template: JSON = [
            ["metadata": ["name": "pgdata"], "spec": ["storageClassName": "standard", "resources": ["requests": ["storage": "1Gi"]]]]
        ]
        cluster.create(.statefulSets, .workload("web", replicas: 3, spec: ["volumeClaimTemplates": template]))
        cluster.settle()
        #expect(cluster.names(.pods) == ["web-0", "web-1", "web-2"])
        cluster.patch(.statefulSets, "web", ["spec": ["replicas": 1]])
        cluster.settle()
        #expect(cluster.names(.pods) == ["web-0"])
        #expect(cluster.names(.persistentVolumeClaims) == ["pgdata-web-0", "pgdata-web-1", "pgdata-web-2"])
        #expect(cluster[.pods, "web-0"]?.at("spec", "volumes")?[0]?.at("persistentVolumeClaim", "claimName") == "pgdata-web-0")
    }

    @Test func claimsAreBoundAndGrow() {
        var cluster = cluster()
        cluster.create(
            .persistentVolumeClaims,
            ["metadata": ["name": "c"], "spec": ["storageClassName": "standard", "resources": ["requests": ["storage": "1Gi"]]]])
        cluster.settle()
        #expect(cluster[.persistentVolumeClaims, "c"]?.at("status", "phase") == "Bound")
        cluster.patch(.persistentVolumeClaims, "c", ["spec": ["resources": ["requests": ["storage": "2Gi"]]]])
        cluster.settle()
        #expect(cluster[.persistentVolumeClaims, "c"]?.at("status", "capacity", "storage") == "2Gi")
        cluster.delete(.persistentVolumeClaims, "c")
        cluster.settle()
        #expect(cluster.names(.persistentVolumes) == [])
    }

    @Test func onDeleteMovesOnlyTheUpdateRevision() {
        var cluster = cluster()
        cluster.create(.statefulSets, .workload("web", replicas: 2, spec: ["updateStrategy": ["type": "OnDelete"]]))
        cluster.settle()
        let first = cluster[.statefulSets, "web"]?.at("status", "currentRevision")
        let uid = cluster[.pods, "web-0"]?.at("metadata", "uid")
        cluster.patch(.statefulSets, "web", ["spec": ["template": ["spec": ["containers": [["name": "main", "image": "example/app:2"]]]]]])
        cluster.settle()
        let status = cluster[.statefulSets, "web"]?["status"]
        #expect(status?["currentRevision"] == first)
        #expect(status?["updateRevision"] != first)
        #expect(status?["updatedReplicas"] == nil)
        #expect(cluster[.pods, "web-0"]?.at("metadata", "uid") == uid)
        cluster.delete(.pods, "web-0")
        cluster.settle()
        #expect(cluster[.pods, "web-0"]?.at("spec", "containers")?[0]?["image"] == "example/app:2")
        #expect(cluster[.statefulSets, "web"]?.at("status", "updatedReplicas") == 1)
        #expect(cluster[.statefulSets, "web"]?.at("status", "currentReplicas") == 1)
    }

    @Test func rollingUpdateEndsWithOneRevision() {
        var cluster = cluster()
        cluster.create(.statefulSets, .workload("web", replicas: 2))
        cluster.settle()
        cluster.patch(.statefulSets, "web", ["spec": ["template": ["spec": ["containers": [["name": "main", "image": "example/app:2"]]]]]])
        cluster.settle()
        let status = cluster[.statefulSets, "web"]?["status"]
        #expect(status?["currentRevision"] == status?["updateRevision"])
        #expect(status?["updatedReplicas"] == 2)
        #expect(cluster.names(.controllerRevisions).count == 2)
        for pod in ["web-0", "web-1"] { #expect(cluster[.pods, pod]?.at("spec", "containers")?[0]?["image"] == "example/app:2") }
    }

    @Test func goingBackToAnOldTemplateReusesItsRevision() {
        var cluster = cluster()
        cluster.create(.statefulSets, .workload("web"))
        cluster.settle()
        let first = cluster[.statefulSets, "web"]?.at("status", "updateRevision")
        for image in ["example/app:2", "example/app:1"] {
            cluster.patch(
                .statefulSets, "web", ["spec": ["template": ["spec": ["containers": [["name": "main", "image": .string(image)]]]]]])
            cluster.settle()
        }
        #expect(cluster[.statefulSets, "web"]?.at("status", "updateRevision") == first)
        #expect(cluster.names(.controllerRevisions).count == 2)
    }

    @Test func orphansAreAdoptedWithoutARestart() {
        var cluster = cluster()
        cluster.create(.statefulSets, .workload("web", replicas: 2))
        cluster.settle()
        let uid = cluster[.pods, "web-0"]?.at("metadata", "uid")
        cluster.delete(.statefulSets, "web", propagation: "Orphan")
        cluster.settle()
        #expect(cluster[.statefulSets, "web"] == nil)
        #expect(cluster[.pods, "web-0"]?.at("metadata", "ownerReferences") == [])
        cluster.create(.statefulSets, .workload("web", replicas: 2, spec: ["podManagementPolicy": "Parallel"]))
        cluster.settle()
        #expect(cluster[.pods, "web-0"]?.at("metadata", "uid") == uid)
        #expect(
            cluster[.pods, "web-0"]?.at("metadata", "ownerReferences")?[0]?["uid"] == cluster[.statefulSets, "web"]?.at("metadata", "uid"))
        #expect(cluster.names(.controllerRevisions).count == 1)
    }

    @Test func claimsGoAsTheRetentionPolicySays() {
        var cluster = cluster()
        let spec: JSON = [
            "volumeClaimTemplates": [["metadata": ["name": "pgdata"], "spec": ["storageClassName": "standard"]]],
            "podManagementPolicy": "Parallel",
            "persistentVolumeClaimRetentionPolicy": ["whenDeleted": "Delete", "whenScaled": "Delete"],
        ]
        cluster.create(.statefulSets, .workload("web", replicas: 2, spec: spec))
        cluster.settle()
        #expect(cluster[.persistentVolumeClaims, "pgdata-web-0"]?.at("metadata", "ownerReferences")?[0]?["kind"] == "StatefulSet")
        cluster.patch(.statefulSets, "web", ["spec": ["replicas": 1]])
        cluster.settle()
        #expect(cluster.names(.persistentVolumeClaims) == ["pgdata-web-0"])
        cluster.delete(.statefulSets, "web")
        cluster.settle()
        #expect(cluster.names(.persistentVolumeClaims) == [])
        #expect(cluster.names(.pods) == [])
    }

    @Test func nothingIsDoneTwice() {
        var cluster = cluster()
        cluster.create(.statefulSets, .workload("web", replicas: 2))
        cluster.settle()
        cluster.patch(.statefulSets, "web", ["metadata": ["annotations": ["note": "1"]]])
        #expect(cluster.settle() == 0)
    }
}
