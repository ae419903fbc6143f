// SPDX-License-Identifier: Apache-2.0

#if OfflineSpeech
import Foundation

extension OfflineRecogniser {
    /// What the recogniser may use and keep.
    public struct Configuration: Sendable, Hashable {
        /// Threads that decode; by default one for each core.
        public var workers = ProcessInfo.processInfo.activeProcessorCount
        /// Decoders that each thread keeps, one for each set of hints; beyond that the one used longest ago goes.
        public var decodersPerWorker = 4
        /// Common words of the language that catch what is in no hint.
        public var commonWords = 3000
        /// Audio of one call that may wait for a thread; beyond that the oldest is lost, and reported as lost.
        public var longestQueue = Duration.seconds(30)
        /// The longest stretch that is decoded at once; speech without a pause is cut there, at its quietest place.
        public var longestUtterance = Duration.seconds(15)
        /// Delay of the slowest call from which on the status says that the engine lags.
        public var lagLimit = Duration.seconds(2)
        /// Whether to guess, when the caller pauses, what was said so far: then the result is there when the pause turns out
        /// to be the end. Guesses are made only while a thread is idle.
        public var guesses = true
        /// The folder that holds PocketSphinx's `en-us`; `nil` for where Debian and Homebrew put it.
        public var modelDirectory: String?

        /// The defaults.
        public init() {}
    }
}
#endif
