import Model

/// A volume of the database pods and where it is mounted.
struct PodVolume: Equatable {
    enum Target: Equatable {
        case database
        case everyContainer
        case containers([String])

        func includes(_ container: String) -> Bool {
            switch self {
            case .database: container == ClusterContext.databaseContainer
            case .everyContainer: true
            case .containers(let names): names.contains(container)
            }
        }
    }

    var name: String
    /// The volume's source as Kubernetes has it; nil where the StatefulSet's claim is the volume.
    var source: JSON?
    var mountPath: String
    var subPath = ""
    var isSubPathExpression = false
    var target: Target

    init(_ name: String, _ source: JSON?, at mountPath: String, in target: Target) {
        self.name = name
        self.source = source
        self.mountPath = mountPath
        self.target = target
    }

    var volume: JSON? {
        guard let source else { return nil }
        var volume: JSON = ["name": .string(name)]
        for (key, value) in source.object ?? [:] { volume[key] = value }
        return volume
    }

    var mount: JSON {
        .build([
            ("name", name), ("mountPath", mountPath), ("subPath", isSubPathExpression ? "" : subPath),
            ("subPathExpr", isSubPathExpression ? subPath : ""),
        ])
    }
}

extension ClusterContext {
    static let databaseContainer = "postgres"
    static let dataPath = "/home/postgres/pgdata"

    /// The claim's volume, in every container of the pod.
    var dataVolume: PodVolume {
        var volume = PodVolume("pgdata", nil, at: Self.dataPath, in: .everyContainer)
        volume.subPath = spec.volume.subPath ?? ""
        volume.isSubPathExpression = spec.volume.isSubPathExpr
        return volume
    }

    /// All volumes but the data, in their order, and what was refused.
    func podVolumes() -> (volumes: [PodVolume], problems: [Problem]) {
        var volumes: [PodVolume] = []
        // False in the manifest does not switch off what the configuration switches on: running pods have it.
        if spec.enableShmVolume == true || configuration.enableShmVolume {
            volumes.append(PodVolume("dshm", ["emptyDir": ["medium": "Memory"]], at: "/dev/shm", in: .database))
        }
        if configuration.sharePgsocketWithSidecars {
            volumes.append(PodVolume("postgresql-run", ["emptyDir": ["medium": "Memory"]], at: "/var/run/postgresql", in: .everyContainer))
        }
        if let volume = secretMount { volumes.append(volume) }
        let (additional, problems) = additionalVolumes()
        return (volumes + additional + TLSFiles(spec.tls).volumes, problems)
    }

    /// The Secret that the configuration mounts into database and backup pods.
    var secretMount: PodVolume? {
        let secret = configuration.additionalSecretMount
        guard !secret.isEmpty else { return nil }
        return PodVolume(
            secret, ["secret": ["secretName": .string(secret)]], at: configuration.additionalSecretMountPath, in: .everyContainer)
    }

    /// Two volumes cannot share a path; the first one stays, and the data's path is taken from the start.
    private func additionalVolumes() -> ([PodVolume], [Problem]) {
        var paths: Set<String> = [Self.dataPath]
        var volumes: [PodVolume] = []
        var problems: [Problem] = []
        for (place, wanted) in spec.additionalVolumes.enumerated() {
            guard paths.insert(wanted.mountPath).inserted else {
                problems.append(
                    .warning(
                        "spec.additionalVolumes[\(place)].mountPath", value: .string(wanted.mountPath),
                        "another path is needed: this one is taken already; the volume is left out"))
                continue
            }
            var volume = PodVolume(wanted.name, wanted.volumeSource, at: wanted.mountPath, in: target(wanted.targetContainers))
            volume.subPath = wanted.subPath ?? ""
            volume.isSubPathExpression = wanted.isSubPathExpr
            volumes.append(volume)
            if wanted.targetContainers.contains("all"), wanted.targetContainers.count > 1 {
                problems.append(
                    .warning(
                        "spec.additionalVolumes[\(place)].targetContainers", value: JSON(wanted.targetContainers),
                        "either all or names are needed; the volume is mounted in all containers"))
            }
        }
        return (volumes, problems)
    }

    private func target(_ names: [String]) -> PodVolume.Target {
        if names.isEmpty { return .database }
        return names.contains("all") ? .everyContainer : .containers(names)
    }
}
