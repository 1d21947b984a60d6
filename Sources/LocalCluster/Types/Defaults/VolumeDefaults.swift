import Model

/// What the server fills into volumes and claims.
enum VolumeDefaults {
    /// 0644
    private static let mode: JSON = 420

    static func setDefaults(_ volume: inout JSON) {
        if volume.object?.count == 1 { volume["emptyDir"] = [:] }
        for key in ["secret", "configMap", "downwardAPI", "projected"] {
            volume.modify(key) { if $0["defaultMode"] == nil { $0["defaultMode"] = mode } }
        }
        volume.modify("hostPath") { if $0["type"] == nil { $0["type"] = "" } }
        volume.modify("downwardAPI", downwardItems)
        volume.modify("projected") { projected in
            projected.modify("sources") { sources in
                sources.modifyItems { source in
                    source.modify("serviceAccountToken") { if $0["expirationSeconds"] == nil { $0["expirationSeconds"] = 3600 } }
                    source.modify("downwardAPI", downwardItems)
                }
            }
        }
        volume.modify("iscsi") { $0.setDefault("iscsiInterface", "default") }
        volume.modify("image") { image in
            let reference = image.text("reference")
            image.setDefault("pullPolicy", reference.hasSuffix(":latest") || !reference.contains(":") ? "Always" : "IfNotPresent")
        }
        volume.modify("ephemeral") { ephemeral in
            ephemeral.modify("volumeClaimTemplate") { $0.modify("spec", claimSpec) }
        }
    }

    private static func downwardItems(_ source: inout JSON) {
        source.modify("items") { items in
            items.modifyItems { $0.modify("fieldRef") { $0.setDefault("apiVersion", "v1") } }
        }
    }

    static func claim(_ claim: inout JSON) {
        claim.modify("spec", claimSpec)
        claim.modify("status") { $0.setDefault("phase", "Pending") }
    }

    private static func claimSpec(_ spec: inout JSON) {
        if spec["volumeMode"] == nil { spec["volumeMode"] = "Filesystem" }
        if let source = spec["dataSource"], spec["dataSourceRef"] == nil { spec["dataSourceRef"] = source }
    }
}
