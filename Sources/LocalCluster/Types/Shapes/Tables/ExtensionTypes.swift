/// Shapes of CustomResourceDefinitions, storage classes, leases, scale (notation: `ShapeTable`).
extension ShapeTable {
    static let extensionTypes = """
        CustomResourceColumnDefinition: name s !, type s !, format s, description s, priority i, jsonPath s !
        CustomResourceConversion: strategy s !, webhook *WebhookConversion
        CustomResourceDefinition root: metadata ObjectMeta, spec CustomResourceDefinitionSpec !, status CustomResourceDefinitionStatus
        CustomResourceDefinitionCondition: type s !, status s !, lastTransitionTime t, reason s, message s, observedGeneration l
        CustomResourceDefinitionNames: plural s !, singular s, shortNames [s], kind s !, listKind s, categories [s]
        CustomResourceDefinitionSpec: group s !, names CustomResourceDefinitionNames !, scope s !, versions
          [CustomResourceDefinitionVersion] !, conversion *CustomResourceConversion, preserveUnknownFields b
        CustomResourceDefinitionStatus: conditions [CustomResourceDefinitionCondition] ! map=type, acceptedNames
          CustomResourceDefinitionNames !, storedVersions [s] !, observedGeneration l
        CustomResourceDefinitionVersion: name s !, served b !, storage b !, deprecated b, deprecationWarning *s, schema
          *CustomResourceValidation, subresources *CustomResourceSubresources, additionalPrinterColumns
          [CustomResourceColumnDefinition], selectableFields [SelectableField]
        CustomResourceSubresourceScale: specReplicasPath s !, statusReplicasPath s !, labelSelectorPath *s
        CustomResourceSubresources: status *J, scale *CustomResourceSubresourceScale
        CustomResourceValidation: openAPIV3Schema *JSONSchemaProps
        ExternalDocumentation: description s, url s
        JSONSchemaProps: id s, $schema s, $ref *s, description s, type s, format s, title s, default *J, maximum *f, exclusiveMaximum b,
          minimum *f, exclusiveMinimum b, maxLength *l, minLength *l, pattern s, maxItems *l, minItems *l, uniqueItems b, multipleOf *f,
          enum [J], maxProperties *l, minProperties *l, required [s], items *V, allOf [JSONSchemaProps], oneOf [JSONSchemaProps], anyOf
          [JSONSchemaProps], not *JSONSchemaProps, properties {JSONSchemaProps}, additionalProperties *V, patternProperties
          {JSONSchemaProps}, dependencies {V}, additionalItems *V, definitions {JSONSchemaProps}, externalDocs *ExternalDocumentation,
          example *J, nullable b, x-kubernetes-preserve-unknown-fields *b, x-kubernetes-embedded-resource b, x-kubernetes-int-or-string
          b, x-kubernetes-list-map-keys [s], x-kubernetes-list-type *s, x-kubernetes-map-type *s, x-kubernetes-validations
          [ValidationRule] map=rule merge=rule
        Lease root: metadata ObjectMeta, spec LeaseSpec
        LeaseSpec: holderIdentity *s, leaseDurationSeconds *i, acquireTime *u, renewTime *u, leaseTransitions *i, strategy *s,
          preferredHolder *s
        PriorityClass root: metadata ObjectMeta, value i !, globalDefault b, description s, preemptionPolicy *J
        Scale root: metadata ObjectMeta, spec ScaleSpec, status ScaleStatus
        ScaleSpec: replicas i
        ScaleStatus: replicas i !, selector s
        SelectableField: jsonPath s !
        ServiceReference: namespace s !, name s !, path *s, port *i
        StorageClass root: metadata ObjectMeta, provisioner s !, parameters {s}, reclaimPolicy *s, mountOptions [s],
          allowVolumeExpansion *b, volumeBindingMode *s, allowedTopologies [TopologySelectorTerm]
        ValidationRule: rule s !, message s, messageExpression s, reason *s, fieldPath s, optionalOldSelf *b
        WebhookClientConfig: url *s, service *ServiceReference, caBundle D
        WebhookConversion: clientConfig *WebhookClientConfig, conversionReviewVersions [s] !
        """
}
