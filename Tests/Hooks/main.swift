import Reconciler

await ReconcilerCommand.run(onHandle: Hook.crashOnDemand)
