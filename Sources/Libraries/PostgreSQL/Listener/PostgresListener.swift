// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import Resilience

/// Listens to channels (`LISTEN`), on a connection of its own.
///
/// ```swift
/// let listener = try PostgresListener(configuration, channels: ["notes"])
/// try await withThrowingTaskGroup(of: Void.self) { group in
///     group.addTask { await listener.run() }
///     for await event in listener.events {
///         switch event {
///         case .connected, .missed: try await lookAtEverything()
///         case .notification(let notification): try await look(at: notification.payload)
///         case .disconnected(let error): log(error)
///         }
///     }
/// }
/// ```
/// PostgreSQL keeps no notification for who does not listen. So a listener tells of every new connection, and its
/// consumer looks for itself what has happened meanwhile. It cannot work through a pooler in transaction mode.
public final class PostgresListener: Sendable {
    /// What it tells. What nobody takes is kept up to ``PostgresListenerSettings/buffer``.
    public let events: PostgresListenerEvents

    private let configuration: PostgresConfiguration
    private let settings: PostgresListenerSettings
    private let statement: String
    private let queue: EventQueue

    /// A listener to these channels; it begins with ``run()``.
    ///
    /// Throws ``PostgresError/Code/invalidParameter`` when a name is not one: empty, more than 63 bytes, or with a zero
    /// byte in it.
    public init(
        _ configuration: PostgresConfiguration,
        channels: [String],
        settings: PostgresListenerSettings = PostgresListenerSettings()
    ) throws(PostgresError) {
        for channel in channels where channel.isEmpty || channel.utf8.count > 63 || channel.utf8.contains(0) {
            throw PostgresError(.invalidParameter, "A channel's name has 1 to 63 bytes, none of them zero.")
        }
        self.configuration = configuration
        self.settings = settings
        self.statement = channels.map { "listen \(Self.quoted($0));" }.joined()
        self.queue = EventQueue(capacity: settings.buffer)
        self.events = PostgresListenerEvents(queue: self.queue)
    }

    /// How many notifications came that nobody took in time.
    public var dropped: Int { self.queue.dropped }

    /// Connects, listens, and does it again whenever the connection breaks, until the task is cancelled. Run it once.
    public func run() async {
        var failures = 0
        var isOutageTold = false
        while !Task.isCancelled {
            let error = await self.listen {
                (failures, isOutageTold) = (0, false)
                self.queue.push(.connected)
            }
            guard !Task.isCancelled else { break }
            if !isOutageTold { self.queue.push(.disconnected(error)) }
            (failures, isOutageTold) = (failures + 1, true)
            // Cancelled while it sleeps: the loop's condition sees it.
            try? await Task.sleep(for: self.settings.backoff.delay(afterFailure: failures))
        }
        self.queue.finish()
    }

    /// Listens until the connection breaks; returns why.
    private func listen(connected: () -> Void) async -> PostgresError {
        let (ends, end) = AsyncStream<PostgresError>.makeStream(bufferingPolicy: .bufferingNewest(1))
        do {
            let queue = self.queue
            let connection = try await PostgresConnection.connect(
                self.configuration,
                notified: { queue.push(.notification($0)) },
                closed: { error in
                    end.yield(error)
                    end.finish()
                }
            )
            defer { connection.abort() }
            if !self.statement.isEmpty { try await connection.execute(self.statement) }
            connected()
            return await self.watch(connection, ends)
        } catch {
            return error
        }
    }

    /// Waits for the end, which comes by itself or because the server does not answer.
    private func watch(_ connection: PostgresConnection, _ ends: AsyncStream<PostgresError>) async -> PostgresError {
        let settings = self.settings
        return await withTaskGroup(of: PostgresError?.self) { group in
            group.addTask { await ends.first { _ in true } }
            group.addTask {
                while (try? await Task.sleep(for: settings.checkEvery)) != nil {
                    do throws(PostgresError) {
                        try await connection.query(";", timeout: settings.checkTimeout)
                    } catch {
                        return error
                    }
                }
                return nil
            }
            defer { group.cancelAll() }
            for await case let error? in group { return error }
            return PostgresError(.closed, "The connection is closed.")
        }
    }

    private static func quoted(_ name: String) -> String {
        "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
#endif
