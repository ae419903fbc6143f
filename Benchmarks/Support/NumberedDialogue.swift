// SPDX-License-Identifier: Apache-2.0

/// A dialogue for callers who only count: everything is answered with one word.
package enum NumberedDialogue {
    /// The file.
    package static let yaml = """
        greeting: "Hello."
        policy:
          match_floor: 0.01
          match_margin: 0
          still_there_seconds: 300
          longest_call_seconds: 3600
        questions:
          - id: numbers
            variants: ["one two three"]
            answer: "Yes."
        """
}
