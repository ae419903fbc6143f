// SPDX-License-Identifier: Apache-2.0

public import Twilio

/// How Twilio finds out whether a person or a machine answers:
/// <https://www.twilio.com/docs/voice/answering-machine-detection>.
public struct MachineDetectionOptions: Sendable, Hashable {
    /// When it decides: as soon as possible, or at the end of a greeting.
    public var mode: MachineDetection
    /// The longest time it takes to decide, 3 to 59 s; Twilio's default is 30 s.
    public var timeout: Duration?
    /// Speech longer than this is a machine's, 1,000 to 6,000 ms; Twilio's default is 2,400 ms.
    public var speechThreshold: Duration?
    /// Silence of this length ends a greeting, 500 to 5,000 ms; Twilio's default is 1,200 ms.
    public var speechEndThreshold: Duration?
    /// Silence of this length at the start is `unknown`, 2,000 to 10,000 ms; Twilio's default is 5,000 ms.
    public var silenceTimeout: Duration?
    /// With it the call goes on at once and the finding is reported here; without it the call waits for the finding.
    public var asynchronousCallback: Callback?

    /// Creates options.
    public init(_ mode: MachineDetection = .enable, asynchronousCallback: Callback? = nil) {
        self.mode = mode
        self.asynchronousCallback = asynchronousCallback
    }
}

extension MachineDetectionOptions {
    func write(to writer: inout FormWriter) throws(TwilioRESTError) {
        writer.set("MachineDetection", self.mode)
        try writer.set("MachineDetectionTimeout", seconds: self.timeout, in: 3...59)
        try writer.set("MachineDetectionSpeechThreshold", milliseconds: self.speechThreshold, in: 1_000...6_000)
        try writer.set("MachineDetectionSpeechEndThreshold", milliseconds: self.speechEndThreshold, in: 500...5_000)
        try writer.set("MachineDetectionSilenceTimeout", milliseconds: self.silenceTimeout, in: 2_000...10_000)
        guard let callback = self.asynchronousCallback else { return }
        writer.set("AsyncAmd", true)
        writer.set("AsyncAmdStatusCallback", callback)
    }
}
