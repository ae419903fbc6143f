// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
public import NIOCore
import NIOHTTP1

/// The audio of a recording, piece by piece. To be read once; not reading on ends the download.
public struct RecordingMedia: AsyncSequence, Sendable {
    /// A piece.
    public typealias Element = ByteBuffer

    /// The media type that was announced.
    public let contentType: String?
    /// The length that was announced, in bytes.
    public let length: Int?
    private let body: HTTPClientResponse.Body
    private let maximumBytes: Int
    private let isLate: @Sendable () -> Bool

    init(_ response: HTTPClientResponse, maximumBytes: Int, time: Duration, clock: any Clock<Duration>) {
        self.contentType = response.headers.first(name: "content-type")
        self.length = response.headers.first(name: "content-length").flatMap { Int($0) }
        self.body = response.body
        self.maximumBytes = maximumBytes
        self.isLate = Self.alarm(time, clock)
    }

    private static func alarm(_ time: Duration, _ clock: some Clock<Duration>) -> @Sendable () -> Bool {
        let end = clock.now.advanced(by: time)
        return { clock.now >= end }
    }

    static func tooLarge(_ maximumBytes: Int) -> TwilioRESTError {
        TwilioRESTError(.answerTooLarge, "The recording has more than \(maximumBytes) bytes.")
    }

    /// Begins to read.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(media: self, body: self.body.makeAsyncIterator())
    }

    /// Reads the pieces.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let media: RecordingMedia
        var body: HTTPClientResponse.Body.AsyncIterator
        var count = 0

        /// The next piece, or `nil` at the end of the audio. Fails with ``TwilioRESTError``: too much, too slow, cut.
        @concurrent
        public mutating func next() async throws(TwilioRESTError) -> ByteBuffer? {
            do {
                guard let chunk = try await self.body.next() else { return nil }
                self.count += chunk.readableBytes
                guard self.count <= self.media.maximumBytes else {
                    throw RecordingMedia.tooLarge(self.media.maximumBytes)
                }
                guard !self.media.isLate() else { throw TwilioRESTError(.timedOut, "The recording came too slowly.") }
                return chunk
            } catch {
                throw RESTFailure(error, wasWithheld: false).error
            }
        }
    }
}
