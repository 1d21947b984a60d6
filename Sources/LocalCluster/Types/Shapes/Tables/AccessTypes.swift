/// Shapes of RBAC, authentication and authorization (notation: `ShapeTable`).
extension ShapeTable {
    static let accessTypes = """
        AggregationRule: clusterRoleSelectors [LabelSelector]
        BoundObjectReference root: name s, uid s
        ClusterRole root: metadata ObjectMeta, rules [PolicyRule] !, aggregationRule *AggregationRule
        ClusterRoleBinding root: metadata ObjectMeta, subjects [Subject], roleRef RoleRef !
        FieldSelectorAttributes: rawSelector s, requirements [FieldSelectorRequirement]
        LabelSelectorAttributes: rawSelector s, requirements [LabelSelectorRequirement]
        LocalSubjectAccessReview root: metadata ObjectMeta, spec SubjectAccessReviewSpec !, status SubjectAccessReviewStatus
        NonResourceAttributes: path s, verb s
        NonResourceRule: verbs [s] !, nonResourceURLs [s]
        PolicyRule: verbs [s] !, apiGroups [s], resources [s], resourceNames [s], nonResourceURLs [s]
        ResourceAttributes: namespace s, verb s, group s, version s, resource s, subresource s, name s, fieldSelector
          *FieldSelectorAttributes, labelSelector *LabelSelectorAttributes
        ResourceRule: verbs [s] !, apiGroups [s], resources [s], resourceNames [s]
        Role root: metadata ObjectMeta, rules [PolicyRule] !
        RoleBinding root: metadata ObjectMeta, subjects [Subject], roleRef RoleRef !
        RoleRef atomic: apiGroup s !, kind s !, name s !
        SelfSubjectAccessReview root: metadata ObjectMeta, spec SelfSubjectAccessReviewSpec !, status SubjectAccessReviewStatus
        SelfSubjectAccessReviewSpec: resourceAttributes *ResourceAttributes, nonResourceAttributes *NonResourceAttributes
        SelfSubjectReview root: metadata ObjectMeta, status SelfSubjectReviewStatus
        SelfSubjectReviewStatus: userInfo UserInfo
        SelfSubjectRulesReview root: metadata ObjectMeta, spec SelfSubjectRulesReviewSpec !, status SubjectRulesReviewStatus
        SelfSubjectRulesReviewSpec: namespace s
        Subject atomic: kind s !, apiGroup s, name s !, namespace s
        SubjectAccessReview root: metadata ObjectMeta, spec SubjectAccessReviewSpec !, status SubjectAccessReviewStatus
        SubjectAccessReviewSpec: resourceAttributes *ResourceAttributes, nonResourceAttributes *NonResourceAttributes, user s, groups
          [s], extra {[s]}, uid s
        SubjectAccessReviewStatus: allowed b !, denied b, reason s, evaluationError s
        SubjectRulesReviewStatus: resourceRules [ResourceRule] !, nonResourceRules [NonResourceRule] !, incomplete b !, evaluationError
          s
        TokenRequestSpec: audiences [s] !, expirationSeconds *l !, boundObjectRef *BoundObjectReference !
        TokenRequestStatus: token s !, expirationTimestamp t !
        TokenReview root: metadata ObjectMeta, spec TokenReviewSpec !, status TokenReviewStatus
        TokenReviewSpec: token s, audiences [s]
        TokenReviewStatus: authenticated b, user UserInfo, audiences [s], error s
        UserInfo: username s, uid s, groups [s], extra {[s]}
        authentication.TokenRequest root: metadata ObjectMeta, spec TokenRequestSpec !, status TokenRequestStatus
        """
}
