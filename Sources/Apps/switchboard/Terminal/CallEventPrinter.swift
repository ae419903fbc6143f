// SPDX-License-Identifier: Apache-2.0

import SafeText
import SwitchboardTesting

/// Shows what a simulated call does, seen from Twilio's side.
struct CallEventPrinter: Sendable {
    let console: Console

    /// The lines for one event.
    func lines(for event: SimulatedCallEvent) -> [String] {
        switch event {
        case .document(let document):
            ["\(self.label("webhook")) \(document.httpStatus.map(String.init) ?? "-") \(document.url)"]
        case .verb(let verb): ["\(self.label("verb"))    \(verb.name) \(SafeText.terminal(verb.detail))"]
        case .streamStarted(let sid): ["\(self.label("stream"))  \(sid) is open"]
        case .callerSpeaks(let text):
            ["\(self.console.styled("caller", .cyan))   \(SafeText.terminal(text ?? "(audio)"))"]
        case .agentSpeaks: ["\(self.console.styled("agent", .green))    speaks"]
        case .agentQuiet: ["\(self.console.styled("agent", .green))    is quiet"]
        case .cleared: ["\(self.label("stream"))  the server cleared what was queued"]
        case .streamEnded(let report): ["\(self.label("stream"))  ended, close code \(report.closeCode ?? 0)"]
        case .violation(let violation):
            [self.console.styled("error \(violation.code) \(SafeText.terminal(violation.message))", .red)]
        case .failure(let failure):
            [self.console.styled("step \(failure.step): \(SafeText.terminal(failure.message))", .red)]
        }
    }

    private func label(_ text: String) -> String { self.console.styled(text, .dim) }
}
