/// Shapes of what every object carries (notation: `ShapeTable`).
extension ShapeTable {
    static let metaTypes = """
        Condition: type s !, status s !, observedGeneration l, lastTransitionTime t !, reason s !, message s !
        DeleteOptions root: gracePeriodSeconds *l, preconditions *Preconditions, orphanDependents *b, propagationPolicy *s, dryRun [s],
          ignoreStoreReadErrorWithClusterBreakingPotential *b
        FieldSelectorRequirement: key s !, operator s !, values [s]
        LabelSelector atomic: matchLabels {s}, matchExpressions [LabelSelectorRequirement]
        LabelSelectorRequirement: key s !, operator s !, values [s]
        ManagedFieldsEntry: manager s, operation s, apiVersion s, time *t, fieldsType s, fieldsV1 *J, subresource s
        ObjectMeta: name s, generateName s, namespace s, selfLink s, uid s, resourceVersion s, generation l, creationTimestamp t ?,
          deletionTimestamp *t, deletionGracePeriodSeconds *l, labels {s}, annotations {s}, ownerReferences [OwnerReference] map=uid
          merge=uid, finalizers [s] set merge, managedFields *[ManagedFieldsEntry]
        OwnerReference atomic: apiVersion s !, kind s !, name s !, uid s !, controller *b, blockOwnerDeletion *b
        Preconditions: uid *s, resourceVersion *s
        """
}
