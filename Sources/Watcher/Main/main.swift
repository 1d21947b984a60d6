import Watcher

await WatcherCommand.start()
