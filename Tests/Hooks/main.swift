// The reconciler with a hook that no release program has: a manifest with the annotation `test/crash` kills the process that handles it.
// End-to-end tests use it to see that such an object is set aside alone.
import Glibc
import Model
import Reconciler

await ReconcilerCommand.run(onHandle: { _, manifest in
    if manifest.at("metadata", "annotations", "test/crash") != nil { abort() }
})
