// SPDX-License-Identifier: Apache-2.0

public import CallCore
public import NIOCore
import TelephonyAudio

/// What every ``CallCore/SpeechRecogniser`` has to do, as checks that any test framework or command can run.
///
/// ```swift
/// @Test(arguments: RecogniserConformance.checks)
/// func keepsThePromise(_ check: RecogniserConformance.Check) async throws {
///     try await check.run(on: .init(recogniser: recogniser, speech: speech, hints: hints, eventLoop: group.next()))
/// }
/// ```
///
/// The checks need a real event loop and real time: a recogniser with threads of its own is waited for, up to the
/// subject's patience.
public enum RecogniserConformance {
    /// A recogniser and what it is tried with.
    public struct Subject: Sendable {
        /// The engine.
        public var recogniser: any SpeechRecogniser
        /// The same engine in a state in which every session that has had audio fails, at the latest when it is asked to
        /// finish; `nil` for one that cannot be made to fail. What is promised of failures is tried with it.
        public var breaking: (any SpeechRecogniser)?
        /// mu-law, 8 kHz: one clear sentence, with the silence after it that ends a turn.
        public var speech: [UInt8]
        /// What makes the engine understand the sentence.
        public var hints: SpeechHints
        /// A running event loop.
        public var eventLoop: any EventLoop
        /// How long to wait for results.
        public var patience: Duration
        /// How long to listen for events that must not come.
        public var grace: Duration

        /// A subject.
        public init(
            recogniser: any SpeechRecogniser,
            breaking: (any SpeechRecogniser)? = nil,
            speech: [UInt8],
            hints: SpeechHints,
            eventLoop: any EventLoop,
            patience: Duration = .seconds(30),
            grace: Duration = .milliseconds(250)
        ) {
            self.recogniser = recogniser
            self.breaking = breaking
            self.speech = speech
            self.hints = hints
            self.eventLoop = eventLoop
            self.patience = patience
            self.grace = grace
        }

        /// How long the sentence is.
        var speechLength: Duration { .telephony(bytes: self.speech.count) }
    }

    /// One promise.
    public struct Check: Sendable, CustomStringConvertible {
        /// The promise as a sentence.
        public let description: String
        private let body: @Sendable (Subject) async throws -> Void

        init(_ description: String, _ body: @escaping @Sendable (Subject) async throws -> Void) {
            self.description = description
            self.body = body
        }

        /// Tries the promise; throws ``ConformanceFailure`` if it is not kept, or the engine's own error.
        public func run(on subject: Subject) async throws {
            try await subject.recogniser.prepare(subject.hints)
            try await self.body(subject)
        }
    }

    /// All promises.
    public static let checks: [Check] = Self.hearing + Self.ending + Self.failing

    /// Runs all checks and returns what failed: the promise and why.
    public static func failures(of subject: Subject) async -> [(promise: String, reason: String)] {
        var failures: [(promise: String, reason: String)] = []
        for check in Self.checks {
            do {
                try await check.run(on: subject)
            } catch {
                failures.append((check.description, "\(error)"))
            }
        }
        return failures
    }
}
