import Reconciler

await ReconcilerCommand.start()
