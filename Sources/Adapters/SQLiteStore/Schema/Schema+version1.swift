// SPDX-License-Identifier: Apache-2.0

extension Schema {
    /// Calls, their events and what was said.
    static let version1 = """
        CREATE TABLE calls (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            account TEXT NOT NULL,
            direction TEXT NOT NULL,
            from_address TEXT NOT NULL,
            to_address TEXT NOT NULL,
            received_at INTEGER NOT NULL,
            status TEXT NOT NULL,
            result TEXT,
            reason TEXT,
            next_step TEXT,
            next_address TEXT,
            streams INTEGER NOT NULL,
            ended_at INTEGER,
            duration INTEGER,
            lines INTEGER NOT NULL,
            audio_lost_seconds REAL NOT NULL,
            voicemail_url TEXT,
            events INTEGER NOT NULL,
            is_active INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX calls_by_time ON calls(received_at, id);
        CREATE INDEX calls_active ON calls(received_at, id) WHERE is_active;

        CREATE TABLE events (
            position INTEGER PRIMARY KEY,
            call INTEGER NOT NULL REFERENCES calls(number),
            sequence INTEGER NOT NULL,
            id TEXT NOT NULL UNIQUE,
            time INTEGER NOT NULL,
            kind TEXT NOT NULL,
            payload TEXT NOT NULL,
            UNIQUE (call, sequence)
        ) STRICT;

        CREATE TABLE utterances (
            call INTEGER NOT NULL,
            line INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            speaker TEXT NOT NULL,
            text TEXT NOT NULL,
            start_seconds REAL NOT NULL,
            end_seconds REAL NOT NULL,
            confidence REAL NOT NULL,
            is_interrupted INTEGER NOT NULL,
            source TEXT NOT NULL,
            words TEXT NOT NULL,
            UNIQUE (call, line),
            UNIQUE (call, sequence),
            FOREIGN KEY (call, sequence) REFERENCES events(call, sequence)
        ) STRICT;

        CREATE VIEW transcript AS
            SELECT calls.id AS call_id, utterances.line, speaker, text, start_seconds, end_seconds, confidence,
                datetime(events.time / 1000000, 'unixepoch') AS recorded_at
            FROM utterances
            JOIN calls ON calls.number = utterances.call
            JOIN events ON events.call = utterances.call AND events.sequence = utterances.sequence;
        """
}
