import Testing

@testable import DBProvisioner
