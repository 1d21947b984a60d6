import DBProvisioner
import Reconciler
import Supervisor
import Watcher

// All processes are this one program, told apart by the name that they are started under (Sources/CLibs/CLaunch): what they have in
// common is in memory once.
switch CommandLine.arguments.first?.split(separator: "/").last {
case "postgres-operator-watcher": await WatcherCommand.start()
case "postgres-operator-reconciler": await ReconcilerCommand.start()
case "postgres-operator-dbprovisioner": await ProvisionerProgram.main()
default: OperatorCommand.main(arguments: Array(CommandLine.arguments.dropFirst()))
}
