import Glibc
import Model

/// A hook that no release program has: a manifest with the annotation `test/crash` kills the reconciler that handles it. End-to-end tests
/// use it to see that such an object is set aside alone.
enum Hook {
    static func crashOnDemand(_ key: ObjectKey, _ manifest: JSON) {
        if manifest.at("metadata", "annotations", "test/crash") != nil { abort() }
    }
}
