import LocalCluster

await LocalClusterCommand.start()
