// SPDX-License-Identifier: Apache-2.0

#if OfflineSpeech
import CallCore
import Synchronization

/// Compiles hints once and keeps the last few results. Called on the recogniser's own threads.
final class HintCompiler: Sendable {
    private struct State {
        var background: CommonWords?
        var compiled = RecentValues<SpeechHints, CompiledHints>(limit: 8)
    }

    private let files: ModelFiles
    private let commonWords: Int
    private let state: Mutex<State>

    init(files: ModelFiles, commonWords: Int, limit: Int) {
        self.files = files
        self.commonWords = commonWords
        self.state = Mutex(State(compiled: RecentValues(limit: limit)))
    }

    /// The model of the hints. Two threads that ask for the same one at the same time wait for each other: both would
    /// otherwise read the same files and do the same work.
    func compile(_ hints: SpeechHints) throws(SpeechError) -> CompiledHints {
        try self.state.withLock { state throws(SpeechError) in
            if let known = state.compiled[hints] { return known }
            let background: CommonWords
            if let known = state.background {
                background = known
            } else {
                background = try CommonWords(self.files, count: self.commonWords)
                state.background = background
            }
            let compiled = try CompiledHints(hints, files: self.files, background: background)
            state.compiled.insert(compiled, for: hints)
            return compiled
        }
    }
}
#endif
