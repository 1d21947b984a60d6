import Testing

@testable import Reconciler
