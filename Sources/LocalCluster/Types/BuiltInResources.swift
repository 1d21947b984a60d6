import Model

/// The resources that the server has built in, as discovery tells them.
///
/// One line a resource: `group/version plural Kind scope [short=a,b] [cat=all] [sub=status,…] [fields=…] [store=group/version] [verbs=…] [put-creates] [virtual]`;
/// scope is `ns` or `cluster`. Names and short names are Kubernetes'.
enum BuiltInResources {
    static let table = """
        v1 bindings Binding ns verbs=create virtual
        v1 configmaps ConfigMap ns short=cm
        v1 endpoints Endpoints ns short=ep put-creates
        v1 events Event ns short=ev put-creates \
        fields=involvedObject.kind,involvedObject.namespace,involvedObject.name,involvedObject.uid,involvedObject.apiVersion,\
        involvedObject.resourceVersion,involvedObject.fieldPath,reason,reportingComponent,source,type
        v1 limitranges LimitRange ns short=limits put-creates
        v1 namespaces Namespace cluster short=ns sub=finalize,status fields=status.phase verbs=create,delete,get,list,patch,update,watch
        v1 nodes Node cluster short=no sub=status fields=spec.unschedulable
        v1 persistentvolumeclaims PersistentVolumeClaim ns short=pvc sub=status
        v1 persistentvolumes PersistentVolume cluster short=pv sub=status
        v1 pods Pod ns short=po cat=all sub=binding,ephemeralcontainers,eviction,log,resize,status \
        fields=spec.nodeName,spec.restartPolicy,spec.schedulerName,spec.serviceAccountName,spec.hostNetwork,status.phase,status.podIP,\
        status.podIPs,status.nominatedNodeName
        v1 replicationcontrollers ReplicationController ns short=rc cat=all sub=scale,status fields=status.replicas
        v1 resourcequotas ResourceQuota ns short=quota sub=status
        v1 secrets Secret ns fields=type
        v1 serviceaccounts ServiceAccount ns short=sa sub=token
        v1 services Service ns short=svc cat=all sub=status fields=spec.clusterIP,spec.type
        events.k8s.io/v1 events Event ns short=ev store=v1 put-creates \
        fields=regarding.kind,regarding.namespace,regarding.name,regarding.uid,regarding.apiVersion,regarding.resourceVersion,\
        regarding.fieldPath,reason,reportingController,type
        authentication.k8s.io/v1 selfsubjectreviews SelfSubjectReview cluster verbs=create virtual
        authentication.k8s.io/v1 tokenreviews TokenReview cluster verbs=create virtual
        authorization.k8s.io/v1 localsubjectaccessreviews LocalSubjectAccessReview ns verbs=create virtual
        authorization.k8s.io/v1 selfsubjectaccessreviews SelfSubjectAccessReview cluster verbs=create virtual
        authorization.k8s.io/v1 selfsubjectrulesreviews SelfSubjectRulesReview cluster verbs=create virtual
        authorization.k8s.io/v1 subjectaccessreviews SubjectAccessReview cluster verbs=create virtual
        apps/v1 controllerrevisions ControllerRevision ns
        apps/v1 daemonsets DaemonSet ns short=ds cat=all sub=status
        apps/v1 deployments Deployment ns short=deploy cat=all sub=scale,status
        apps/v1 replicasets ReplicaSet ns short=rs cat=all sub=scale,status fields=status.replicas
        apps/v1 statefulsets StatefulSet ns short=sts cat=all sub=scale,status
        batch/v1 cronjobs CronJob ns short=cj cat=all sub=status
        batch/v1 jobs Job ns cat=all sub=status fields=status.successful
        policy/v1 poddisruptionbudgets PodDisruptionBudget ns short=pdb sub=status
        rbac.authorization.k8s.io/v1 clusterrolebindings ClusterRoleBinding cluster put-creates
        rbac.authorization.k8s.io/v1 clusterroles ClusterRole cluster put-creates
        rbac.authorization.k8s.io/v1 rolebindings RoleBinding ns put-creates
        rbac.authorization.k8s.io/v1 roles Role ns put-creates
        storage.k8s.io/v1 storageclasses StorageClass cluster short=sc
        scheduling.k8s.io/v1 priorityclasses PriorityClass cluster short=pc
        networking.k8s.io/v1 networkpolicies NetworkPolicy ns short=netpol
        apiextensions.k8s.io/v1 customresourcedefinitions CustomResourceDefinition cluster short=crd,crds cat=api-extensions sub=status
        coordination.k8s.io/v1 leases Lease ns put-creates
        discovery.k8s.io/v1 endpointslices EndpointSlice ns
        """

    static let writeVerbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"]

    static let resources: [ResourceInfo] = table.split(separator: "\n").compactMap { resource(String($0)) }

    private static func resource(_ line: String) -> ResourceInfo? {
        let words = line.split(separator: " ").map(String.init)
        guard words.count >= 4 else { return nil }
        let (group, version) = groupVersion(words[0])
        var info = ResourceInfo(
            group: group, version: version, kind: words[2], listKind: words[2] + "List", plural: words[1],
            singular: words[2].lowercased(), namespaced: words[3] == "ns", verbs: writeVerbs, storageVersion: version, storageGroup: group)
        for word in words.dropFirst(4) {
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            let values = parts.count > 1 ? parts[1].split(separator: ",").map(String.init) : []
            switch parts[0] {
            case "short": info.shortNames = values
            case "cat": info.categories = values
            case "sub": info.subresources = values.map { subresource($0, of: info) }
            case "fields": info.selectableFields += values
            case "verbs": info.verbs = values
            case "store": (info.storageGroup, info.storageVersion) = groupVersion(parts[1])
            case "virtual": info.isVirtual = true
            case "put-creates": info.allowsCreateOnUpdate = true
            default: break
            }
        }
        return info
    }

    static func groupVersion(_ text: String) -> (String, String) {
        guard let slash = text.firstIndex(of: "/") else { return ("", text) }
        return (String(text[..<slash]), String(text[text.index(after: slash)...]))
    }

    private static func subresource(_ name: String, of info: ResourceInfo) -> SubresourceInfo {
        switch name {
        case "scale":
            SubresourceInfo(name: name, kind: "Scale", group: "autoscaling", version: "v1", verbs: ["get", "patch", "update"])
        case "eviction": SubresourceInfo(name: name, kind: "Eviction", group: "policy", version: "v1", verbs: ["create"])
        case "token": SubresourceInfo(name: name, kind: "TokenRequest", group: "authentication.k8s.io", version: "v1", verbs: ["create"])
        case "binding": SubresourceInfo(name: name, kind: "Binding", verbs: ["create"])
        case "log": SubresourceInfo(name: name, kind: info.kind, verbs: ["get"])
        case "finalize": SubresourceInfo(name: name, kind: info.kind, verbs: ["update"])
        default: SubresourceInfo(name: name, kind: info.kind, verbs: ["get", "patch", "update"])
        }
    }
}

extension Catalog {
    /// What is there before any CustomResourceDefinition.
    public static let builtIn = Catalog(types: BuiltInResources.resources.compactMap(BuiltInResources.type))
}
