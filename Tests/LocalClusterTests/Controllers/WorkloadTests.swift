import Model
import Testing

@testable import LocalCluster

@Suite struct WorkloadTests {
    static let types: [ResourceType] = [.deployments, .replicaSets, .pods, .jobs, .cronJobs, .nodes, .persistentVolumeClaims]

    private func cluster() -> TinyCluster {
        let kubelet = SimulatedKubelet(node: "local", addresses: PodAddresses())
        var cluster = TinyCluster(
            [
                DeploymentController(), ReplicaSetController(), JobController(), CronJobController(), Scheduler(), GarbageCollection(),
                kubelet,
            ],
            types: Self.types)
        cluster.create(.nodes, ["metadata": ["name": "local"]])
        return cluster
    }

    @Test func deploymentRollsFromOneSetToTheNext() {
        var cluster = cluster()
        cluster.create(.deployments, .workload("web", replicas: 3))
        cluster.settle()
        #expect(cluster[.deployments, "web"]?.at("status", "availableReplicas") == 3)
        cluster.patch(.deployments, "web", ["spec": ["template": ["spec": ["containers": [["name": "main", "image": "example/app:2"]]]]]])
        cluster.settle()
        #expect(cluster.names(.replicaSets).count == 2)
        #expect(cluster.names(.pods).count == 3)
        for pod in cluster.names(.pods) { #expect(cluster[.pods, pod]?.at("spec", "containers")?[0]?["image"] == "example/app:2") }
        #expect(cluster[.deployments, "web"]?.at("status", "updatedReplicas") == 3)
        #expect(cluster[.deployments, "web"]?.at("metadata", "annotations", "deployment.kubernetes.io/revision") == "2")
    }

    @Test func recreateEmptiesTheOldSetFirst() {
        var cluster = cluster()
        cluster.create(.deployments, .workload("web", replicas: 2, spec: ["strategy": ["type": "Recreate"]]))
        cluster.settle()
        cluster.patch(.deployments, "web", ["spec": ["template": ["spec": ["containers": [["name": "main", "image": "example/app:2"]]]]]])
        cluster.settle()
        #expect(cluster.names(.pods).count == 2)
        #expect(cluster[.deployments, "web"]?.at("status", "availableReplicas") == 2)
    }

    @Test func deploymentScalesToNothing() {
        var cluster = cluster()
        cluster.create(.deployments, .workload("web", replicas: 2))
        cluster.settle()
        cluster.patch(.deployments, "web", ["spec": ["replicas": 0]])
        cluster.settle()
        #expect(cluster.names(.pods) == [])
    }

    @Test func jobEndsWhenItsPodHasSucceeded() {
        var cluster = cluster()
        let job = JSON.workload("backup", podSpec: ["restartPolicy": "Never"])
        cluster.create(.jobs, ["metadata": ["name": "backup"], "spec": ["template": job.at("spec", "template") ?? [:]]])
        cluster.settle()
        let status = cluster[.jobs, "backup"]?["status"]
        #expect(status?["succeeded"] == 1)
        #expect(status?["conditions"]?.array?.compactMap { $0["type"]?.string } == ["SuccessCriteriaMet", "Complete"])
        #expect(cluster.names(.pods).count == 1)
    }

    @Test func cronJobRunsWhenDueAndKeepsItsHistory() {
        var cluster = cluster()
        let pod: JSON = ["spec": ["restartPolicy": "Never", "containers": [["name": "a", "image": "b"]]]]
        cluster.create(
            .cronJobs,
            [
                "metadata": ["name": "nightly"],
                "spec": ["schedule": "*/5 * * * *", "successfulJobsHistoryLimit": 2, "jobTemplate": ["spec": ["template": pod]]],
            ])
        cluster.settle()
        #expect(cluster.names(.jobs) == [])
        for _ in 0..<4 {
            cluster.advance(300)
            cluster.settle()
        }
        #expect(cluster.names(.jobs).count == 2)
        #expect(cluster[.cronJobs, "nightly"]?.at("status", "lastScheduleTime") != nil)
    }

    @Test(arguments: [
        ("*/5 * * * *", "2026-11-25T03:04:05Z", "2026-11-25T03:05:00Z"),
        ("30 00 * * *", "2026-11-25T03:04:05Z", "2026-11-26T00:30:00Z"),
        ("0 0 1 1 *", "2026-11-25T03:04:05Z", "2027-01-01T00:00:00Z"),
        ("0 12 * * mon-fri", "2026-11-27T12:00:00Z", "2026-11-30T12:00:00Z"),
        ("0 0 29 2 *", "2026-11-25T00:00:00Z", "2028-02-29T00:00:00Z"),
        ("0 0 13 * 5", "2026-11-25T00:00:00Z", "2026-11-27T00:00:00Z"),
        ("@hourly", "2026-12-31T23:30:00Z", "2027-01-01T00:00:00Z"),
    ])
    func nextTimeOfASchedule(schedule: String, after: String, next: String) {
        let moment = Moment(parsing: after)
        #expect(CronTimetable(schedule)?.next(after: moment ?? Moment(seconds: 0))?.text == next)
    }

    @Test(arguments: ["", "* * * *", "60 * * * *", "*/0 * * * *", "5-1 * * * *", "a * * * *"])
    func wrongScheduleIsNone(text: String) { #expect(CronTimetable(text) == nil) }
}
