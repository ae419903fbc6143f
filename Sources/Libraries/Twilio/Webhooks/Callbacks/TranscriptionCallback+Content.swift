// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

extension TranscriptionCallback {
    /// What a transcription heard: `TranscriptionData`, which is JSON in a parameter, and `Final`.
    public struct Content: Hashable, Sendable {
        /// The words.
        public let transcript: String
        /// How sure Twilio is of them, 0 to 1; not always sent.
        public let confidence: Double?
        /// Whether they will not change.
        public let isFinal: Bool

        /// `nil` when the callback is about something else.
        init?(_ form: FormParameters) throws(TwilioError) {
            guard form["TranscriptionEvent"] == Event.content.rawValue else { return nil }
            let text = try form.required("TranscriptionData")
            // The form as a whole is bounded, and a document this flat has no depth to be afraid of.
            guard let data = try? JSONDecoder().decode(Payload.self, from: Data(text.utf8)) else {
                throw TwilioError(.invalidParameter, "TranscriptionData is not JSON with a transcript.")
            }
            self.transcript = data.transcript
            self.confidence = data.confidence.flatMap { (0...1).contains($0) ? $0 : nil }
            self.isFinal = form.flag("Final") ?? false
        }

        private struct Payload: Decodable {
            var transcript: String
            var confidence: Double?
        }
    }
}
