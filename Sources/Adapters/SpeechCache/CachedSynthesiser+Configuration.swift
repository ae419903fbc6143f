// SPDX-License-Identifier: Apache-2.0

extension CachedSynthesiser {
    /// What is kept, and where.
    public struct Configuration: Sendable, Hashable {
        /// Bytes of sound in memory; 8,000 are a second.
        public var memoryBytes = 32 << 20
        /// The folder for sounds across restarts; `nil` keeps them in memory only. Made when it is not there, for its
        /// owner only.
        public var folder: String?
        /// Bytes of sound in the folder.
        public var diskBytes = 256 << 20
        /// The longest sound that is kept, in bytes; two minutes.
        public var longestSound = 960_000
        /// How long a sound is waited for that should be on disk, before the engine is asked instead.
        public var diskTime: Duration = .milliseconds(250)
        /// How many sounds may wait to be written to disk; further ones are not.
        public var waitingWrites = 64
        /// Whatever else decides how the engine sounds: its default voice, its model, its pace. A change of it makes all
        /// sounds anew.
        public var identity = ""

        /// The defaults.
        public init() {}
    }
}
