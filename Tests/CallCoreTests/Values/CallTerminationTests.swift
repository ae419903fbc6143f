// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import CallCore

struct CallTerminationTests {
    /// Who forgets one here has it counted as `other`.
    @Test func allOfThemAreListed() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let file = root.appending(path: "Sources/Core/CallCore/Call/CallTermination.swift")
        let text = try String(contentsOf: file, encoding: .utf8)
        let written = text.matches(of: /= CallTermination\(\.\w+, "(\w+)"\)/).map { String($0.1) }
        #expect(!written.isEmpty)
        #expect(Set(CallTermination.all.map(\.reason)) == Set(written))
        #expect(CallTermination.all.count == written.count)
    }
}
