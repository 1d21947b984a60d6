import Supervisor

OperatorCommand.main(arguments: Array(CommandLine.arguments.dropFirst()))
