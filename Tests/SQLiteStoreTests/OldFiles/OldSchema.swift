// SPDX-License-Identifier: Apache-2.0

/// The statements of versions 1 and 2, as they were released.
enum OldSchema {
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

    static let version2 = """
        ALTER TABLE calls ADD COLUMN next_whisper TEXT;
        ALTER TABLE calls ADD COLUMN order_name TEXT;
        ALTER TABLE calls ADD COLUMN plan TEXT;
        ALTER TABLE calls ADD COLUMN answered_by TEXT;
        ALTER TABLE calls ADD COLUMN transfer_status TEXT;
        ALTER TABLE calls ADD COLUMN transfer_seconds INTEGER;
        ALTER TABLE calls ADD COLUMN recordings TEXT;
        CREATE INDEX calls_by_order ON calls(order_name) WHERE order_name IS NOT NULL;
        """

    static let calls = """
        INSERT INTO calls (number, id, account, direction, from_address, to_address, received_at, status, result, reason,
            next_step, next_address, streams, ended_at, duration, lines, audio_lost_seconds, voicemail_url, events, is_active)
        VALUES
            (1, 'CA00000000000000000000000000000001', 'AC1', 'inbound', '+12025550100', '+12025550101',
                1700000000000000, 'completed', 'success', 'caller_hung_up', NULL, NULL, 1, 1700000060000000, 60, 2, 0.5,
                NULL, 5, 0),
            (2, 'CA00000000000000000000000000000002', 'AC1', 'outbound', '+12025550101', 'client:anna',
                1700000100000000, 'in-progress', NULL, NULL, NULL, NULL, 1, NULL, NULL, 1, 0, NULL, 2, 1)
        """

    static let events = """
        INSERT INTO events (position, call, sequence, id, time, kind, payload) VALUES
            (1, 1, 1, '018bcfe5-6800-7000-8000-000000000001', 1700000000000000, 'received',
                '{"account":"AC1","direction":"inbound","from":"+12025550100","received_at":1700000000000000,"to":"+12025550101"}'),
            (2, 1, 2, '018bcfe5-6800-7000-8000-000000000002', 1700000002000000, 'spoken', '{}'),
            (3, 1, 3, '018bcfe5-6800-7000-8000-000000000003', 1700000003000000, 'spoken', '{}'),
            (4, 2, 1, '018bcfe5-6800-7000-8000-000000000004', 1700000100000000, 'received',
                '{"account":"AC1","direction":"outbound","from":"+12025550101","received_at":1700000100000000,"to":"client:anna"}'),
            (5, 1, 4, '018bcfe5-6800-7000-8000-000000000005', 1700000060000000, 'stream_ended',
                '{"reason":"caller_hung_up","result":"success"}'),
            (6, 2, 2, '018bcfe5-6800-7000-8000-000000000006', 1700000101000000, 'spoken', '{}'),
            (7, 1, 5, '018bcfe5-6800-7000-8000-000000000007', 1700000060000000, 'status',
                '{"duration":60,"status":"completed"}')
        """

    static let utterances = """
        INSERT INTO utterances (call, line, sequence, speaker, text, start_seconds, end_seconds, confidence,
            is_interrupted, source, words)
        VALUES
            (1, 1, 2, 'caller', 'Wann haben Sie ge' || char(246) || 'ffnet?', 1.5, 2.25, 0.75, 0, 'offline', '[]'),
            (1, 2, 3, 'agent', 'We are open at five', 2.5, 3.5, 1.0, 1, 'offline',
                '[{"confidence":1,"end":2.75,"start":2.5,"text":"We"}]'),
            (2, 1, 2, 'caller', 'Open the' || char(0) || 'door', 0.5, 1.0, 0.5, 0, 'offline', '[]')
        """
}
