// SPDX-License-Identifier: Apache-2.0

public import CallCore
public import NIOCore

/// What every ``CallCore/SpeechSynthesiser`` has to do, as checks that any test framework or command can run.
///
/// ```swift
/// @Test(arguments: SynthesiserConformance.checks)
/// func keepsThePromise(_ check: SynthesiserConformance.Check) async throws {
///     try await check.run(on: .init(synthesiser: ToneSynthesiser(), eventLoop: group.next()))
/// }
/// ```
public enum SynthesiserConformance {
    /// A synthesiser and what it is tried with.
    public struct Subject: Sendable {
        /// The engine.
        public var synthesiser: any SpeechSynthesiser
        /// A running event loop.
        public var eventLoop: any EventLoop
        /// A sentence of several words.
        public var sentence: String
        /// How long to wait for audio.
        public var patience: Duration
        /// How long to listen for events that must not come.
        public var grace: Duration

        /// A subject.
        public init(
            synthesiser: any SpeechSynthesiser,
            eventLoop: any EventLoop,
            sentence: String = "We are open from noon until ten in the evening.",
            patience: Duration = .seconds(30),
            grace: Duration = .milliseconds(250)
        ) {
            self.synthesiser = synthesiser
            self.eventLoop = eventLoop
            self.sentence = sentence
            self.patience = patience
            self.grace = grace
        }
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

        /// Tries the promise; throws ``ConformanceFailure`` if it is not kept.
        public func run(on subject: Subject) async throws {
            try await self.body(subject)
        }
    }

    /// All promises.
    public static let checks: [Check] = Self.speaking + Self.stopping

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
