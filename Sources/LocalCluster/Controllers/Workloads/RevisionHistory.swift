import Model

/// The ControllerRevisions of a StatefulSet: one for each pod template it has had.
///
/// A revision's data is the template as a patch of the set. Its name is the set's with a hash of the data, which is also the value of the
/// label `controller-revision-hash` of the pods made from it.
struct RevisionHistory: Sendable {
    let set: ObservedObject
    /// Those that the set owns, lowest revision first.
    let owned: [ObservedObject]
    /// Of the set's namespace, without a controller.
    let orphans: [ObservedObject]

    init(set: ObservedObject, owned: [ObservedObject], orphans: [ObservedObject]) {
        self.set = set
        self.owned = owned.sorted { (Self.number(of: $0), $0.name) < (Self.number(of: $1), $1.name) }
        self.orphans = orphans
    }

    static func number(of revision: ObservedObject) -> Int { revision.at("revision")?.int ?? 0 }

    static func data(for template: JSON) -> JSON {
        var template = template
        template["$patch"] = "replace"
        return ["spec": ["template": template]]
    }

    /// The template that a revision stands for.
    static func template(of revision: ObservedObject) -> JSON? {
        guard var template = revision.at("data", "spec", "template") else { return nil }
        template["$patch"] = nil
        return template
    }

    var data: JSON { Self.data(for: set.at("spec", "template") ?? [:]) }

    private var collisions: Int { self.set.at("status", "collisionCount")?.int ?? 0 }

    /// Takes over revisions that belong here by their labels, as those that a set of the same name left behind.
    var adoptions: [Action] {
        guard let selector = PodSelector(set.at("spec", "selector")) else { return [] }
        return orphans.filter { !$0.isTerminating && selector.matches($0.labels) && $0.name.hasPrefix(set.name + "-") }
            .map { .owners($0, $0.owners + [OwnerReference(controller: set)]) }
    }

    /// The revision of the template as it is now, where one exists.
    var update: ObservedObject? { owned.last { $0.at("data") == data } }

    /// Makes the update revision, or renumbers an old one that the template has gone back to. Empty where all is as it should be.
    var updateActions: [Action] {
        let next = (owned.last.map(Self.number) ?? 0) + 1
        if let update {
            guard let last = owned.last, last.name != update.name else { return [] }
            return [.patch(update.reference, uid: update.uid, ["revision": JSON(next)])]
        }
        let hash = ContentHash.name(of: data, collisions: collisions)
        let name = "\(set.name)-\(hash)"
        if (owned + orphans).contains(where: { $0.name == name }) {
            var status = set.status
            status["collisionCount"] = JSON(collisions + 1)
            return Action.status(set, status).map { [$0] } ?? []
        }
        return [.create(.controllerRevisions, revision(name: name, hash: hash, number: next))]
    }

    /// Old revisions beyond the limit that no pod stands on any more.
    func truncation(live: Set<String>) -> [Action] {
        let limit = set.at("spec", "revisionHistoryLimit")?.int ?? 10
        let unused = owned.filter { !live.contains($0.name) }
        return unused.prefix(max(0, unused.count - limit)).map { .delete($0.reference, uid: $0.uid) }
    }

    private func revision(name: String, hash: String, number: Int) -> JSON {
        var labels = StringMap.read(set.at("spec", "template", "metadata", "labels"))
        labels["controller.kubernetes.io/hash"] = hash
        var metadata: JSON = [
            "name": .string(name), "namespace": .string(set.namespace), "labels": JSON(labels),
            "ownerReferences": .array([OwnerReference(controller: set).json]),
        ]
        let annotations = set.annotations
        if !annotations.isEmpty { metadata["annotations"] = JSON(annotations) }
        return [
            "apiVersion": "apps/v1", "kind": "ControllerRevision", "metadata": metadata, "data": data, "revision": JSON(number),
        ]
    }
}
