import Testing

@testable import LocalCluster
