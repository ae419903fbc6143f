// SPDX-License-Identifier: Apache-2.0

public import TelephonyAudio

/// Both sides of a call's media streams, sample by sample beside each other.
public struct CallRecording: Sendable, Hashable {
    /// What the caller said: mu-law, 8 kHz.
    public var caller: [UInt8] = []
    /// What the caller heard: mu-law, 8 kHz, as long as ``caller``.
    public var agent: [UInt8] = []

    /// Nothing yet.
    public init() {}

    /// How long it is.
    public var duration: Duration { .telephony(bytes: self.caller.count) }

    /// The two sides as a stereo recording: the caller left, the agent right.
    public var stereo: WAVFile {
        WAVFile(sampleRate: 8000, left: MuLaw.decode(self.caller), right: MuLaw.decode(self.agent))
    }

    /// The two sides as a stereo WAV file of 16-bit samples. Throws ``TelephonyAudioError`` beyond 4 GiB.
    public func wav() throws(TelephonyAudioError) -> [UInt8] {
        try self.stereo.encoded()
    }
}

extension CallRecording: CustomStringConvertible, CustomReflectable {
    /// How long it is; nobody wants to read the samples.
    public var description: String { "CallRecording(\(self.duration))" }
    /// Nothing to see.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
