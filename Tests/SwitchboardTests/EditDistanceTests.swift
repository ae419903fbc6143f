// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import switchboard

struct EditDistanceTests {
    @Test(arguments: [
        ("", "", 0), ("", "calls", 5), ("calls", "", 5), ("calls", "calls", 0), ("calss", "calls", 1),
        ("kitten", "sitting", 3),
        ("abc", "cab", 2),
    ])
    func countsTheFewestChanges(_ one: String, _ other: String, _ edits: Int) {
        #expect(EditDistance.edits(Array(one), Array(other)) == edits)
        #expect(EditDistance.edits(Array(other), Array(one)) == edits)
    }
}
