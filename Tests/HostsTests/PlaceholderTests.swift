import Testing
@testable import Hosts
