// SPDX-License-Identifier: Apache-2.0

/// Where and how calls are kept.
public struct SQLiteStoreConfiguration: Sendable, Hashable {
    /// What survives what.
    public enum Durability: String, Sendable, Hashable, CaseIterable {
        /// `synchronous = FULL`: every batch is synced to the disk; survives power loss.
        case full
        /// `synchronous = NORMAL`: survives the end of the process; power loss may take the last moments with it, but
        /// never damages the file.
        case normal
    }

    /// The file; missing folders are created.
    public var path: String
    /// What survives what.
    public var durability: Durability
    /// How long a write waits for another process that holds the file.
    public var busyTimeout: Duration
    /// How many reads run at once; further ones wait.
    public var readers: Int
    /// The file never grows beyond so many bytes; writes then fail as if the disk were full. `nil` for no limit.
    public var largestFile: Int?
    /// After an unclean end the file is checked when it is opened, if it is not larger than so many bytes; and a file of
    /// an older version is written anew once, so that it can shrink.
    public var checkedFile: Int
    /// So many bytes of the disk are kept for making room when it is full; only once something was delivered to another
    /// store, because nothing else may make room. At least twice the log's usual 4 MB are of use; 0 for none.
    public var reserve: Int
    /// About so many events are erased in one transaction, so that new ones never wait long.
    public var erasedAtOnce: Int

    /// Creates a configuration; only the path has no default.
    public init(
        path: String,
        durability: Durability = .full,
        busyTimeout: Duration = .seconds(5),
        readers: Int = 4,
        largestFile: Int? = nil,
        checkedFile: Int = 64 << 20,
        reserve: Int = 16 << 20,
        erasedAtOnce: Int = 2_000
    ) {
        self.path = path
        self.durability = durability
        self.busyTimeout = busyTimeout
        self.readers = readers
        self.largestFile = largestFile
        self.checkedFile = checkedFile
        self.reserve = reserve
        self.erasedAtOnce = erasedAtOnce
    }
}
