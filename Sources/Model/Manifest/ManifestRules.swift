/// The rules of a manifest that no schema can say. All are looked at, whatever else is wrong.
struct ManifestRules {
    private let manifest: Manifest
    private let spec: Manifest.Spec
    private let object: JSON

    init(_ manifest: Manifest, _ object: JSON) {
        self.manifest = manifest
        self.object = object
        spec = manifest.spec
    }

    /// Paths that the schema has already complained about are left alone.
    func problems(besides known: [Problem]) -> [Problem] {
        let paths = Set(known.errors.map(\.path))
        return
            (names() + users() + databases() + clone() + standby() + windows() + containers() + volumes() + team()
            + annotations())
            .filter { !paths.contains($0.path) }
    }

    private func names() -> [Problem] {
        let name = manifest.metadata.name
        guard !name.isEmpty else { return [.error("metadata.name", "this field is required: the cluster's name")] }
        guard ObjectName.isDNS1035(name) else {
            return [
                .error(
                    "metadata.name", value: .string(name),
                    "lower-case letters, digits and dashes are needed, a letter first and no dash last: Services are named after it")
            ]
        }
        // The Service of the replicas is `<name>-repl`, and a Service's name has 63 characters at most.
        guard name.utf8.count <= 58 else {
            return [.error("metadata.name", value: .string(name), "58 characters at most are needed: this has \(name.utf8.count)")]
        }
        return []
    }

    private func team() -> [Problem] {
        guard let team = object["teamId"]?.string else { return [] }
        if team.isEmpty {
            return [.warning("spec.teamId", value: "", "the cluster has no owning team, so no team members get roles")]
        }
        return LabelSyntax.isValue(team)
            ? [] : [.error("spec.teamId", value: .string(team), "at most 63 letters, digits, -, _ and . are needed: it becomes a label")]
    }

    private func annotations() -> [Problem] {
        ["podAnnotations", "serviceAnnotations", "masterServiceAnnotations", "replicaServiceAnnotations"].flatMap { field in
            (object[field]?.object?.keys ?? []).filter { !LabelSyntax.isKey($0) }.map {
                .error("spec.\(field)".appending($0), "a name of letters, digits, -, _ and . is needed, perhaps after a domain and a slash")
            }
        }
    }

    /// What `volumeSource` can be; the API server wants one of them.
    private static let sources = [
        "awsElasticBlockStore", "azureDisk", "azureFile", "cephfs", "cinder", "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral",
        "fc",
        "flexVolume", "flocker", "gcePersistentDisk", "gitRepo", "glusterfs", "hostPath", "image", "iscsi", "nfs", "persistentVolumeClaim",
        "photonPersistentDisk", "portworxVolume", "projected", "quobyte", "rbd", "scaleIO", "secret", "storageos", "vsphereVolume",
    ]

    private func volumes() -> [Problem] {
        spec.additionalVolumes.enumerated().flatMap { place, volume in
            let keys = volume.volumeSource.object?.keys ?? []
            let path = "spec.additionalVolumes[\(place)].volumeSource"
            if keys.count != 1 {
                return [Problem.warning(path, value: volume.volumeSource, "one kind of volume is needed, such as emptyDir or secret")]
            }
            return keys.filter { !Self.sources.contains($0) }.map { key in
                let near = Spelling.nearest(to: key, among: Self.sources)
                return .unknown(path.appending(key), "there is no such kind of volume" + (near.map { "; did you mean \($0)?" } ?? ""))
            }
        }
    }

    private func users() -> [Problem] {
        spec.users.sorted { $0.key < $1.key }.flatMap { name, flags in
            var problems: [Problem] = []
            let path = "spec.users".appending(name)
            if !ObjectName.isRole(name) {
                problems.append(
                    .error(
                        path,
                        "a role name of lower-case letters, digits, - and _ is needed, which starts and ends with a letter or digit"))
            }
            var seen: Set<String> = []
            for (place, flag) in flags.enumerated() {
                let flagPath = "\(path)[\(place)]"
                guard let plain = Self.plainFlag(flag) else {
                    problems.append(
                        .error(
                            flagPath, value: .string(flag),
                            "one of \(ManifestFields.roleFlags.joined(separator: ", ")) is needed, or no before it"))
                    continue
                }
                let opposite = plain.hasPrefix("no") ? String(plain.dropFirst(2)) : "no" + plain
                if seen.contains(opposite) {
                    problems.append(.error(flagPath, value: .string(flag), "contradicts \(opposite): only one of the two can hold"))
                }
                seen.insert(plain)
            }
            return problems
        }
    }

    /// The flag in lower case; nil where there is none of that name.
    private static func plainFlag(_ flag: String) -> String? {
        let lower = flag.lowercased()
        let bare = lower.hasPrefix("no") ? String(lower.dropFirst(2)) : lower
        return ManifestFields.roleFlags.contains(bare) ? lower : nil
    }

    private func databases() -> [Problem] {
        let names =
            spec.databases.keys.map { ("spec.databases", $0) } + (spec.preparedDatabases ?? [:]).keys.map { ("spec.preparedDatabases", $0) }
        return names.sorted { $0 < $1 }.compactMap { path, name in
            ObjectName.isDatabase(name)
                ? nil
                : .warning(path.appending(name), "a database name of letters, digits and _ is needed, no digit first; it is passed over")
        }
    }

    /// A copy of a running cluster goes through that cluster's Service.
    private func clone() -> [Problem] {
        guard let clone = spec.clone, !clone.cluster.isEmpty, clone.timestamp ?? "" == "" else { return [] }
        guard !ObjectName.isDNS1035(clone.cluster) || clone.cluster.utf8.count > 63 else { return [] }
        return [
            .error(
                "spec.clone.cluster", value: .string(clone.cluster),
                "the name of a cluster is needed: at most 63 lower-case letters, digits and dashes, a letter first and no dash last")
        ]
    }

    private func standby() -> [Problem] {
        guard let standby = spec.standby else { return [] }
        let given = [standby.s3WalPath, standby.gsWalPath, standby.standbyHost].map { !($0 ?? "").isEmpty }
        if !given.contains(true) {
            return [.error("spec.standby", value: object["standby"], "one of s3_wal_path, gs_wal_path and standby_host is needed")]
        }
        if given[0], given[1] {
            return [
                .error(
                    "spec.standby.gs_wal_path", value: object.at("standby", "gs_wal_path"),
                    "s3_wal_path is given too; only one of the two can be followed")
            ]
        }
        return []
    }

    /// The schema's pattern is looser than the form that has a meaning.
    private func windows() -> [Problem] {
        (object["maintenanceWindows"]?.array ?? []).enumerated().compactMap { place, window in
            guard let text = window.string, MaintenanceWindow(text) == nil else { return nil }
            return .error(
                "spec.maintenanceWindows[\(place)]", value: window,
                "\(Format.window.right) is needed: minutes of two digits, the end not before the start, not across midnight")
        }
    }

    private func containers() -> [Problem] {
        var problems: [Problem] = []
        for (place, sidecar) in spec.sidecars.enumerated() where sidecar.image.isEmpty {
            problems.append(.error("spec.sidecars[\(place)].image", "this field is required: a sidecar needs an image"))
        }
        for (place, container) in spec.initContainers.enumerated() where (container.text("image") ?? "").isEmpty {
            problems.append(.error("spec.initContainers[\(place)].image", "this field is required: a container needs an image"))
        }
        return problems
    }
}
