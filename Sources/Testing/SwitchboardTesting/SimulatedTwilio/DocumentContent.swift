// SPDX-License-Identifier: Apache-2.0

/// What came back for a document.
enum DocumentContent {
    case verbs([DocumentNode])
    /// A sound file of some length: played, then the call is over.
    case media(Duration)
    /// Plain text that is no TwiML: read aloud, then the call is over.
    case text(String)
}
