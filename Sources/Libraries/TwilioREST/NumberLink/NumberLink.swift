// SPDX-License-Identifier: Apache-2.0

import Twilio

/// The change that makes a number's calls come to a server: worked out first, shown, and only then made.
///
/// ```swift
/// let number = try await NumberLink.find("+14155550123", with: client)
/// let link = NumberLink(number, to: NumberLink.Target(voice: …, fallback: …, status: …))
/// for change in link.changes { print("\(change.field): \(change.before ?? "–") → \(change.after)") }
/// let undo = try await link.apply(with: client)
/// ```
public struct NumberLink: Sendable, Hashable {
    /// Where a number's calls should go.
    public struct Target: Sendable, Hashable {
        /// Asked for each call.
        public var voice: Callback
        /// Asked when that fails.
        public var fallback: Callback
        /// Told how each call ended.
        public var status: Callback

        /// Creates a target; methods that are not given are POST.
        public init(voice: Callback, fallback: Callback, status: Callback) {
            self.voice = voice
            self.fallback = fallback
            self.status = status
        }
    }

    /// The number as it was when the change was worked out.
    public let number: PhoneNumberResource
    /// What changes, in the order to show it; nothing when everything is so already.
    public let changes: [Change]
    /// What the change does besides, in sentences for a person.
    public let notes: [String]

    /// Works out the change.
    public init(_ number: PhoneNumberResource, to target: Target) {
        let wishes: [(Field, String)] = [
            (.voiceURL, target.voice.url),
            (.voiceMethod, (target.voice.method ?? .post).rawValue),
            (.voiceFallbackURL, target.fallback.url),
            (.voiceFallbackMethod, (target.fallback.method ?? .post).rawValue),
            (.statusCallback, target.status.url),
            (.statusCallbackMethod, (target.status.method ?? .post).rawValue),
        ]
        var changes = wishes.compactMap { field, wish in
            field.value(of: number) == wish ? nil : Change(field: field, before: field.value(of: number), after: wish)
        }
        var notes: [String] = []
        // Both take calls before any URL is asked; a number linked without this would stay silent.
        if let application = number.voiceApplication {
            changes.append(Change(field: .voiceApplication, before: application, after: ""))
            notes.append("The number is answered by an application now; that is taken away.")
        }
        if let trunk = number.trunk {
            changes.append(Change(field: .trunk, before: trunk, after: ""))
            notes.append("The number belongs to a trunk now; it is taken out of it.")
        }
        if let mode = number.voiceReceiveMode, mode != .voice {
            changes.append(Change(field: .receiveMode, before: mode.rawValue, after: VoiceReceiveMode.voice.rawValue))
            notes.append("The number receives fax now; that ends.")
        }
        if number.canCall == false {
            notes.append("Twilio says that this number takes no calls.")
        }
        self.number = number
        self.changes = changes
        self.notes = notes
    }
}
