// SPDX-License-Identifier: Apache-2.0

extension AnsweringMachineCallback {
    /// Who or what has answered an outgoing call.
    ///
    /// See <https://www.twilio.com/docs/voice/answering-machine-detection>.
    public struct Verdict: TwiMLToken {
        /// The word as Twilio writes it.
        public let rawValue: String

        /// Creates the word with this text, whatever it is.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// A person.
        public static let human = Self(rawValue: "human")
        /// A machine, at the beginning of its greeting.
        public static let machineStart = Self(rawValue: "machine_start")
        /// A machine, after its beep.
        public static let machineEndBeep = Self(rawValue: "machine_end_beep")
        /// A machine, after its greeting and silence.
        public static let machineEndSilence = Self(rawValue: "machine_end_silence")
        /// A machine, after its greeting.
        public static let machineEndOther = Self(rawValue: "machine_end_other")
        /// A fax machine.
        public static let fax = Self(rawValue: "fax")
        /// Undecided.
        public static let unknown = Self(rawValue: "unknown")

        /// Whether a machine has answered, a fax machine not counted.
        public var isMachine: Bool { self.rawValue.hasPrefix("machine_") }
        /// Whether a message may be left now: the greeting is over.
        public var isReadyForMessage: Bool { self.rawValue.hasPrefix("machine_end_") }
    }
}
