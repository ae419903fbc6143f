// SPDX-License-Identifier: Apache-2.0

/// The kinds of ``SID`` this library uses.
public enum SIDKinds {
    /// A call.
    public enum Call: SIDKind {
        /// `CA`.
        public static let prefix = "CA"
    }

    /// An account or sub-account.
    public enum Account: SIDKind {
        /// `AC`.
        public static let prefix = "AC"
    }

    /// A media stream.
    public enum Stream: SIDKind {
        /// `MZ`.
        public static let prefix = "MZ"
    }

    /// A recording.
    public enum Recording: SIDKind {
        /// `RE`.
        public static let prefix = "RE"
    }
}
